-- SPDX-License-Identifier: BSD-3-Clause
--
-- From schema 1 to schema 2 of the registry in PostgreSQL: see sqlite-3.sql for what is new and why.
-- Source: SPEC §5.
--
-- Once published this file never changes: see postgres-1.sql.

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

DROP TRIGGER mailbox_entry_moves_with_holder ON pecaddr.mailbox;

CREATE TRIGGER mailbox_entry_moves_with_holder BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN ((NEW.province, NEW.section, NEW.number)
      IS DISTINCT FROM (OLD.province, OLD.section, OLD.number)
      AND ((num_nulls(OLD.province, OLD.section, OLD.number) = 0
            AND (OLD.holder IS NULL OR NEW.left_on IS NOT NULL))
           OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
           OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
           OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
           OR NEW.state NOT IN ('reserved', 'active')))
EXECUTE FUNCTION
    pecaddr.refuse('a register entry moves only with a known holder of a living mailbox');
