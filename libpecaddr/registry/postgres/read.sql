-- SPDX-License-Identifier: BSD-3-Clause
--
-- What lives under any of the addresses ($1) and holders ($2, in domain $3); and who stands on any of
-- the register entries (province $4, section $5, number $6, domain $7), or left from there; and what
-- was released at any of the addresses $8; and who may be one person by the names: surname $9, given name
-- $10, of province $11 or of none known, in domain $12, for certain or not ($13). One mailbox may come twice.
--
-- OFFSET 0 makes the server look for each key by itself, in the index whose condition is repeated
-- here: it cannot know how many mailboxes there will be by then.
SELECT m.id, m.revision, m.state, m.address, m.holder, m.province, m.section, m.number,
       m.given, m.surname, m.given_letters, m.surname_letters, m.expires::text, m.left_on::text,
       m.used, m.changed_act = 'forget'
FROM (
    SELECT m.*
    FROM unnest($1::text[]) AS k (address)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE address = k.address AND state <> 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*
    FROM unnest($2::text[], $3::text[]) AS k (holder, domain)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE holder = k.holder AND domain = k.domain
          AND holder IS NOT NULL AND state <> 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*
    FROM unnest($4::text[], $5::text[], $6::integer[], $7::text[])
        AS k (province, section, number, domain)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE number = k.number AND province = k.province AND section = k.section
          AND domain = k.domain
          AND number IS NOT NULL AND state IN ('reserved', 'active') AND left_on IS NULL
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*
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
    SELECT m.*
    FROM unnest($8::text[]) AS k (address)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE address = k.address AND state = 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*
    FROM unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::integer[])
        AS k (surname, first, province, domain, everyone)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE k.everyone IS NOT NULL AND surname_letters = k.surname
          AND given_letters >= coalesce(k.first, '') AND given_letters < coalesce(k.first, '') || '{'
          AND (province = k.province OR province IS NULL OR k.province IS NULL) AND domain = k.domain
          AND surname_letters IS NOT NULL AND state <> 'released'
        OFFSET 0) AS m
    UNION ALL
    SELECT m.*
    FROM unnest($9::text[], $10::text[], $11::text[], $12::text[], $13::integer[])
        AS k (surname, first, province, domain, everyone)
    CROSS JOIN LATERAL (
        SELECT * FROM pecaddr.mailbox
        WHERE k.everyone IS NULL AND surname_letters = k.surname
          AND given_letters >= coalesce(k.first, '') AND given_letters < coalesce(k.first, '') || '{'
          AND (province = k.province OR province IS NULL OR k.province IS NULL) AND domain = k.domain
          AND surname_letters IS NOT NULL AND state <> 'released'
          AND (holder IS NULL
               OR holder !~ '^[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]$')
        OFFSET 0) AS m
) AS m
