-- SPDX-License-Identifier: BSD-3-Clause
--
-- Lines of history, as `struct pecaddr_event` has them. The other address of a change: of the mailbox
-- that came instead, or that it came instead of.
SELECT m.address, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), e.author,
       e.old_state, e.new_state, e.act, e.why,
       CASE WHEN e.act <> 'change' THEN NULL
            WHEN e.revision > 1
            THEN (SELECT address FROM pecaddr.mailbox WHERE instead_of = m.id)
            ELSE (SELECT address FROM pecaddr.mailbox WHERE id = m.instead_of) END,
       e.old_holder, e.old_province, e.old_section, e.old_number, e.old_given, e.old_surname,
       e.old_expires::text, e.old_left::text, e.facts, e.change
FROM pecaddr.event AS e
JOIN pecaddr.mailbox AS m ON m.id = e.mailbox
