-- SPDX-License-Identifier: BSD-3-Clause
--
-- Notes that all was told that has changed in a domain ($1) since it was last, of a province ($2) or of
-- all (an empty text): up to the oldest transaction that may still write. Gives nothing where nothing
-- has.
INSERT INTO pecaddr.told (domain, province, range_number, change_from, change_to)
SELECT $1, $2, next.number, next.first, next.last
FROM (SELECT coalesce(max(range_number), 0) + 1 AS number, coalesce(max(change_to), 0) + 1 AS first,
             (SELECT change + pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1
              FROM pecaddr.registry) AS last
      FROM pecaddr.told WHERE domain = $1 AND province = $2) AS next
WHERE EXISTS (SELECT FROM pecaddr.mailbox
              WHERE domain = $1 AND change BETWEEN next.first AND next.last)
   OR EXISTS (SELECT FROM pecaddr.history AS h JOIN pecaddr.mailbox AS m ON m.id = h.mailbox
              WHERE m.domain = $1 AND h.change BETWEEN next.first AND next.last)
RETURNING range_number, change_from, change_to,
          to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), by
