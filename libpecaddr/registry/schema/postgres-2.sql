-- SPDX-License-Identifier: BSD-3-Clause
--
-- From schema 1 to schema 2 of the registry in PostgreSQL: history keeps which facts a change set,
-- and the dates that it replaced; sqlite-3.sql says why. Source: SPEC §5.
--
-- Once published this file never changes: see postgres-1.sql. Lines of before stay as they are: of
-- them, `facts` is NULL.

-- The bits of `enum pecaddr_fact`; NULL for the line with which a mailbox begins, too.
ALTER TABLE pecaddr.history
    ADD COLUMN facts integer,
    ADD COLUMN old_expires date,
    ADD COLUMN old_left date;

CREATE OR REPLACE FUNCTION pecaddr.mailbox_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_hashjoin = on AS $$
BEGIN
    INSERT INTO pecaddr.history (mailbox, revision, old_state, new_state, why, facts,
                                 old_holder, old_province, old_section, old_number,
                                 old_expires, old_left)
    SELECT id, after.revision, before.state, after.state, after.changed_why,
           relinked::integer + 2 * moved::integer + 4 * named::integer + 8 * renewed::integer
           + 16 * gone::integer,
           CASE WHEN relinked THEN before.holder END,
           CASE WHEN moved THEN before.province END,
           CASE WHEN moved THEN before.section END,
           CASE WHEN moved THEN before.number END,
           CASE WHEN renewed THEN before.expires END,
           CASE WHEN gone THEN before.left_on END
    FROM before JOIN after USING (id),
         LATERAL (SELECT after.holder IS DISTINCT FROM before.holder AS relinked,
                         (after.province, after.section, after.number)
                         IS DISTINCT FROM (before.province, before.section, before.number) AS moved,
                         (after.given, after.surname)
                         IS DISTINCT FROM (before.given, before.surname) AS named,
                         after.expires IS DISTINCT FROM before.expires AS renewed,
                         after.left_on IS DISTINCT FROM before.left_on AS gone) AS changed
    ORDER BY id;
    RETURN NULL;
END
$$;
