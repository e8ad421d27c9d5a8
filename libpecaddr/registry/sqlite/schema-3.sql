-- SPDX-License-Identifier: BSD-3-Clause
--
-- From schema 2 to schema 3 of the registry in SQLite. Source: SPEC §5.
--
-- Once published this file never changes: see sqlite-1.sql. New here:
--
-- - History keeps which facts a change set, and the dates that it replaced. Its reasons are words for
--   people, and those of an operator are free; no program should have to read them. Lines of before
--   stay as they are: of them, `facts` is NULL.
-- - Of who left the Order an entry that was unknown may become known, as may the rest.

-- The bits of `enum pecaddr_fact`; NULL for the line with which a mailbox begins, too.
ALTER TABLE history ADD COLUMN facts INTEGER;
ALTER TABLE history ADD COLUMN old_expires TEXT;
ALTER TABLE history ADD COLUMN old_left TEXT;

DROP TRIGGER mailbox_changed;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON mailbox
BEGIN
    INSERT INTO history (mailbox, revision, author, old_state, new_state, why, facts,
                         old_holder, old_province, old_section, old_number, old_expires, old_left)
    SELECT NEW.id, NEW.revision, NEW.changed_by, OLD.state, NEW.state, NEW.changed_why,
           (NEW.holder IS NOT OLD.holder)
           + 2 * moved
           + 4 * (NEW.given IS NOT OLD.given OR NEW.surname IS NOT OLD.surname)
           + 8 * (NEW.expires IS NOT OLD.expires)
           + 16 * (NEW.left_on IS NOT OLD.left_on),
           CASE WHEN NEW.holder IS NOT OLD.holder THEN OLD.holder END,
           CASE WHEN moved THEN OLD.province END,
           CASE WHEN moved THEN OLD.section END,
           CASE WHEN moved THEN OLD.number END,
           CASE WHEN NEW.expires IS NOT OLD.expires THEN OLD.expires END,
           CASE WHEN NEW.left_on IS NOT OLD.left_on THEN OLD.left_on END
    FROM (SELECT NEW.province IS NOT OLD.province OR NEW.section IS NOT OLD.section
                 OR NEW.number IS NOT OLD.number AS moved);
END;

-- What is whole moves only with a known holder who is in the Order.
DROP TRIGGER mailbox_entry_moves_with_holder;

CREATE TRIGGER mailbox_entry_moves_with_holder BEFORE UPDATE ON mailbox
WHEN (NEW.province IS NOT OLD.province OR NEW.section IS NOT OLD.section
      OR NEW.number IS NOT OLD.number)
 AND ((OLD.province IS NOT NULL AND OLD.section IS NOT NULL AND OLD.number IS NOT NULL
       AND (OLD.holder IS NULL OR NEW.left_on IS NOT NULL))
      OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
      OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
      OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
      OR (NEW.state NOT IN ('reserved', 'active')))
BEGIN
    SELECT RAISE(ABORT, 'a register entry moves only with a known holder of a living mailbox');
END;
