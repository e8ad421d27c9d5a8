-- SPDX-License-Identifier: BSD-3-Clause
--
-- Puts mailboxes on record, an element of each array for one, in this order, in which they will be
-- told. A zero is NULL among the schemes and the mailboxes given up, and levels count from 1. $21: the
-- version of the tables.
--
-- A mailbox whose address, holder or entry is taken is left out: whoever counts them knows.
INSERT INTO pecaddr.mailbox (
    state, address, holder, province, section, number, given, surname, given_letters,
    surname_letters, expires, left_on, used, changed_act, changed_why, scheme, level, notes, receipt,
    table_version, instead_of)
SELECT state, address, holder, province, section, number, given, surname, given_letters,
       surname_letters, expires::date, left_on::date, used <> 0, act, coalesce(why, ''),
       nullif(scheme, 0), level - 1, notes, receipt, CASE WHEN scheme <> 0 THEN $21::integer END,
       nullif(instead_of, 0)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[],
            $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
            $13::bigint[], $14::text[], $15::text[], $16::bigint[], $17::integer[],
            $18::bigint[], $19::text[], $20::bigint[]) WITH ORDINALITY
    AS new (state, address, holder, province, section, number, given, surname, given_letters,
            surname_letters, expires, left_on, used, act, why, scheme, level, notes, receipt,
            instead_of, n)
ORDER BY n
ON CONFLICT DO NOTHING
