-- SPDX-License-Identifier: BSD-3-Clause
--
-- What a registry needs that came from another server, row by row (logical replication, a copy):
-- numbers that go on where those of the rows end. Run by each `pecaddr registry init`.

SELECT setval('pecaddr.mailbox_id_seq', max(id)) FROM pecaddr.mailbox
HAVING max(id) > (SELECT last_value FROM pecaddr.mailbox_id_seq);

SELECT setval('pecaddr.scheme_id_seq', max(id)) FROM pecaddr.scheme
HAVING max(id) > (SELECT last_value FROM pecaddr.scheme_id_seq);

-- Whatever is written from now on gets a higher number than all that is there.
DO $$
DECLARE
    base     bigint := (SELECT change FROM pecaddr.registry);
    oldest   bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    last     bigint := greatest((SELECT max(change) FROM pecaddr.mailbox),
                                (SELECT max(change) FROM pecaddr.history),
                                (SELECT max(change_to) FROM pecaddr.told));
    defaults text := (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
                      JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
                      WHERE adrelid = 'pecaddr.mailbox'::regclass AND attname = 'change');
BEGIN
    IF last >= base + oldest THEN
        base := last + 1 - oldest;
        UPDATE pecaddr.registry SET change = base;
    END IF;
    IF substring(defaults FROM '[0-9]+')::bigint IS DISTINCT FROM base THEN
        EXECUTE format('ALTER TABLE pecaddr.mailbox ALTER change '
                       'SET DEFAULT %s + pg_current_xact_id()::text::bigint', base);
    END IF;
END
$$;
