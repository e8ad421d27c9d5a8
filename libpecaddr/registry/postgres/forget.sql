-- SPDX-License-Identifier: BSD-3-Clause
--
-- Forgets the holders of mailboxes that were released, an element of each array for one, and that are
-- still of the revision at which they were read.
UPDATE pecaddr.mailbox AS m
SET revision = m.revision + 1, holder = NULL, province = NULL, section = NULL, number = NULL,
    given = NULL, surname = NULL, given_letters = NULL, surname_letters = NULL,
    changed_act = 'forget', changed_why = new.why
FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS new (id, revision, why)
WHERE m.id = new.id AND m.state = 'released' AND m.revision = new.revision
