-- SPDX-License-Identifier: BSD-3-Clause
--
-- What lives under any of the addresses ($1) and holders ($2, in domain $3); who stands on any of the
-- register entries (province $4, section $5, number $6, domain $7), who left from there, and who
-- moved away, also with a mailbox that was given up for another since, with the entry; and whose
-- codice fiscale was one of these until it was replaced, with that. One mailbox may come twice.
--
-- OFFSET 0 makes the server look for each key by itself, in the index whose condition is repeated
-- here: it can not know how many mailboxes there will be by then.
SELECT m.id, m.revision, m.state, m.address, m.holder, m.province, m.section, m.number,
       m.given, m.surname, m.given_letters, m.surname_letters, m.expires::text, m.left_on::text,
       m.used, m.moved_province, m.moved_section, m.moved_number, m.replaced_holder
FROM (
    SELECT m.*, NULL::text AS moved_province, NULL::text AS moved_section,
           NULL::integer AS moved_number, NULL::text AS replaced_holder
    FROM unnest($1::text[]) AS k (address)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE address = k.address AND state <> 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*, NULL, NULL, NULL, NULL
    FROM unnest($2::text[], $3::text[]) AS k (holder, domain)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE holder = k.holder AND domain = k.domain
          AND holder IS NOT NULL AND state <> 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*, NULL, NULL, NULL, NULL
    FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[])
        AS k (province, section, number, domain)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE number = k.number AND province = k.province AND section = k.section
          AND domain = k.domain
          AND number IS NOT NULL AND state IN ('reserved', 'active') AND left_on IS NULL
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*, NULL, NULL, NULL, NULL
    FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[])
        AS k (province, section, number, domain)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE number = k.number AND province = k.province AND section = k.section
          AND domain = k.domain
          AND number IS NOT NULL AND state IN ('active', 'retired')
          AND (state = 'retired' OR left_on IS NOT NULL)
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*, k.province, k.section, k.number, NULL
    FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[])
        AS k (province, section, number, domain)
    CROSS JOIN LATERAL (
        SELECT mailbox FROM pecaddr.history
        WHERE number = k.number AND province = k.province AND section = k.section AND left_entry
        OFFSET 0) AS moved
    CROSS JOIN LATERAL (
        WITH RECURSIVE heir (id) AS (
            SELECT moved.mailbox
            UNION
            SELECT next.id FROM heir CROSS JOIN LATERAL (
                SELECT id FROM pecaddr.mailbox
                WHERE instead_of = heir.id AND instead_of IS NOT NULL
                OFFSET 0) AS next)
        SELECT id FROM heir
        OFFSET 0) AS h
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE id = h.id AND domain = k.domain AND state <> 'released'
          AND (number, province, section) IS DISTINCT FROM (k.number, k.province, k.section)
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*, NULL, NULL, NULL, k.holder
    FROM unnest($2::text[], $3::text[]) AS k (holder, domain)
    CROSS JOIN LATERAL (
        SELECT mailbox FROM pecaddr.history
        WHERE holder = k.holder AND left_holder
        OFFSET 0) AS h
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE id = h.mailbox AND domain = k.domain AND state <> 'released'
          AND holder <> k.holder
        OFFSET 0) AS m
) AS m
