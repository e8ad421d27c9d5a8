-- SPDX-License-Identifier: BSD-3-Clause
--
-- Puts mailboxes on record, an element of each array for one, in this order, as history will tell
-- them. A zero is NULL among the schemes and the mailboxes given up, and levels count from 1. $17: the
-- version of the tables.
--
-- A mailbox whose address, holder or entry is taken is left out: whoever counts them knows.
INSERT INTO pecaddr.mailbox (
    state, address, holder, province, section, number, given, surname, expires, left_on,
    changed_why, scheme, level, notes, receipt, table_version,
    issued_province, issued_section, issued_number, instead_of)
SELECT state, address, holder, province, section, number, given, surname, expires::date,
       left_on::date, why, nullif(scheme, 0), level - 1, notes, receipt,
       CASE WHEN scheme <> 0 THEN $17::integer END,
       CASE WHEN scheme <> 0 THEN province END,
       CASE WHEN scheme <> 0 THEN section END,
       CASE WHEN scheme <> 0 THEN number END, nullif(instead_of, 0)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[],
            $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bigint[],
            $13::integer[], $14::bigint[], $15::text[], $16::bigint[]) WITH ORDINALITY
    AS new (state, address, holder, province, section, number, given, surname, expires, left_on,
            why, scheme, level, notes, receipt, instead_of, n)
ORDER BY n
ON CONFLICT DO NOTHING
