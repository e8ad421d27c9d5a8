-- SPDX-License-Identifier: BSD-3-Clause
--
-- Changes mailboxes, an element of each array for one, that are still of the revision at which they
-- were read. The id is 0 for one that this transaction has put on record.
UPDATE pecaddr.mailbox AS m
SET revision = m.revision + 1, state = new.state, holder = new.holder, province = new.province,
    section = new.section, number = new.number, given = new.given, surname = new.surname,
    given_letters = new.given_letters, surname_letters = new.surname_letters,
    expires = new.expires::date, left_on = new.left_on::date, used = new.used <> 0,
    changed_act = new.act, changed_why = coalesce(new.why, '')
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[],
            $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
            $13::bigint[], $14::text[], $15::text[], $16::bigint[], $17::bigint[])
    AS new (state, address, holder, province, section, number, given, surname, given_letters,
            surname_letters, expires, left_on, used, act, why, id, revision)
WHERE m.address = new.address AND m.state <> 'released' AND m.revision = new.revision
  AND (new.id = 0 OR m.id = new.id)
