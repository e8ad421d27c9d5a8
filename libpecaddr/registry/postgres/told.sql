-- SPDX-License-Identifier: BSD-3-Clause
--
-- What was told last of a domain ($1), and of a province ($2) or of all.
SELECT range_number, change_from, change_to,
       to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), by
FROM pecaddr.told WHERE domain = $1 AND province = $2
ORDER BY range_number DESC LIMIT 1
