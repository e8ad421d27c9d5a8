-- SPDX-License-Identifier: BSD-3-Clause
--
-- What is on record of mailboxes, as `struct pecaddr_mailbox` has it. What an address was issued for is
-- what is on record, as long as it has not changed. The letters are for whoever verifies.
SELECT m.address, m.id, m.state, m.given, m.surname, m.holder, m.province, m.section, m.number,
       (SELECT s.text FROM pecaddr.scheme AS s WHERE s.id = m.scheme), m.table_version, m.level,
       m.notes, m.receipt, m.expires::text, m.left_on::text,
       to_char(m.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       to_char(CASE WHEN m.revision = 1 THEN m.changed_at
                    ELSE (SELECT h.at FROM pecaddr.history AS h
                          WHERE h.mailbox = m.id AND h.revision = 1) END AT TIME ZONE 'UTC',
               'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
       CASE WHEN issued THEN coalesce(m.issued_province, m.province) END,
       CASE WHEN issued THEN coalesce(m.issued_section, m.section) END,
       CASE WHEN issued THEN coalesce(m.issued_number, m.number) END,
       CASE WHEN issued THEN coalesce(m.issued_given, m.given) END,
       CASE WHEN issued THEN coalesce(m.issued_surname, m.surname) END,
       m.given_letters, m.surname_letters
FROM pecaddr.mailbox AS m
CROSS JOIN LATERAL (SELECT m.receipt NOT IN ('imported', 'blocked') AS issued) AS i
