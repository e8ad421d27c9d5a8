-- SPDX-License-Identifier: BSD-3-Clause
--
-- From schema 1 to schema 2 of the registry in SQLite: the whole life of a mailbox. Source: SPEC §5.
--
-- Once published this file never changes: see sqlite-1.sql. New here:
--
-- - The register entry with which an address was issued is kept apart from the one that the holder
--   has now, so that the address can be derived again after a transfer.
-- - A mailbox that a holder was given instead of another one names it, so that what is known of the
--   holder's past is not lost with the old one.
-- - History keeps, as columns, the codice fiscale and the entry that a holder had before.
-- - Who left the Order stands on no register entry any more; Orders use them again.
-- - A holder known by the entry alone can come back to a retired mailbox, as one known by the codice
--   fiscale can.
-- - Relinking: a codice fiscale may be replaced by an act that does nothing else and whose reason
--   begins with `relink: `.
--
-- The rules of what a mailbox may become stand here all together, also those that did not change.

DROP TRIGGER mailbox_begins;
DROP TRIGGER mailbox_never_replaced;
DROP TRIGGER mailbox_begun;
DROP TRIGGER mailbox_says_why;
DROP TRIGGER mailbox_released_is_final;
DROP TRIGGER mailbox_transitions;
DROP TRIGGER mailbox_address_is_fixed;
DROP TRIGGER mailbox_holder_is_fixed;
DROP TRIGGER mailbox_entry_moves_with_holder;
DROP TRIGGER mailbox_others_never_replaced;
DROP TRIGGER mailbox_changed;
DROP TRIGGER history_never_changed;
DROP INDEX mailbox_entry;

ALTER TABLE history ADD COLUMN old_holder TEXT;
ALTER TABLE history ADD COLUMN old_province TEXT;
ALTER TABLE history ADD COLUMN old_section TEXT;
ALTER TABLE history ADD COLUMN old_number INTEGER;

ALTER TABLE mailbox ADD COLUMN issued_province TEXT;
ALTER TABLE mailbox ADD COLUMN issued_section TEXT;
ALTER TABLE mailbox ADD COLUMN issued_number INTEGER;
ALTER TABLE mailbox ADD COLUMN instead_of INTEGER REFERENCES mailbox (id);

-- Schema 1 told of a transfer in words alone: `transfer from MC A 123 to AN B 45`.
UPDATE history
SET old_province = substr(why, instr(why, 'transfer from ') + 14, 2),
    old_section = substr(why, instr(why, 'transfer from ') + 17, 1),
    old_number = CAST(substr(why, instr(why, 'transfer from ') + 19) AS INTEGER)
WHERE substr(why, instr(why, 'transfer from '))
      GLOB 'transfer from [A-Z][A-Z] [AB] [1-9]* to [A-Z][A-Z] [AB] [1-9]*'
  AND old_state IS NOT NULL AND new_state <> 'released';

UPDATE mailbox
SET (issued_province, issued_section, issued_number) =
    (SELECT coalesce(first.old_province, mailbox.province),
            coalesce(first.old_section, mailbox.section),
            coalesce(first.old_number, mailbox.number)
     FROM (SELECT 1)
     LEFT JOIN (SELECT old_province, old_section, old_number FROM history
                WHERE history.mailbox = mailbox.id AND old_number IS NOT NULL
                ORDER BY revision LIMIT 1) AS first)
WHERE receipt <> 'imported';

-- Who stands on a register entry: one at most. Who left it, by leaving the Order or by ending the
-- mailbox; and who moved to another.
CREATE UNIQUE INDEX mailbox_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('reserved', 'active') AND left_on IS NULL;
CREATE INDEX mailbox_past_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('active', 'retired')
      AND (state = 'retired' OR left_on IS NOT NULL);
CREATE INDEX history_entry ON history (old_number, old_province, old_section)
    WHERE old_number IS NOT NULL;
CREATE INDEX history_holder ON history (old_holder) WHERE old_holder IS NOT NULL;
CREATE INDEX mailbox_instead_of ON mailbox (instead_of) WHERE instead_of IS NOT NULL;
CREATE INDEX mailbox_expires ON mailbox (expires) WHERE expires IS NOT NULL AND state = 'active';

-- A mailbox begins.

CREATE TRIGGER mailbox_begins BEFORE INSERT ON mailbox
WHEN NEW.revision <> 1
  OR NEW.state NOT IN ('reserved', 'active')
  OR (NEW.state = 'active' AND NEW.receipt <> 'imported')
  OR (NEW.state = 'reserved' AND NEW.left_on IS NOT NULL)
BEGIN
    SELECT RAISE(ABORT, 'a mailbox begins as reserved, or as active when it is imported');
END;

CREATE TRIGGER mailbox_keeps_how_it_was_issued BEFORE INSERT ON mailbox
WHEN (NEW.receipt <> 'imported'
      AND (NEW.issued_province IS NOT NEW.province OR NEW.issued_section IS NOT NEW.section
           OR NEW.issued_number IS NOT NEW.number))
  OR (NEW.receipt = 'imported'
      AND (NEW.issued_province IS NOT NULL OR NEW.issued_section IS NOT NULL
           OR NEW.issued_number IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'the register entry with which an address is issued is kept with it');
END;

CREATE TRIGGER mailbox_instead_of_another BEFORE INSERT ON mailbox
WHEN NEW.instead_of IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM mailbox
                 WHERE id = NEW.instead_of AND state = 'released' AND domain = NEW.domain
                   AND holder IS NEW.holder AND number IS NEW.number
                   AND province IS NEW.province AND section IS NEW.section)
BEGIN
    SELECT RAISE(ABORT, 'a mailbox comes instead of one that its holder has given back');
END;

CREATE TRIGGER mailbox_never_replaced BEFORE INSERT ON mailbox
WHEN EXISTS (SELECT 1 FROM mailbox WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM mailbox WHERE address = NEW.address AND state <> 'released')
  OR EXISTS (SELECT 1 FROM mailbox WHERE holder = NEW.holder AND domain = NEW.domain
                                     AND state <> 'released')
  OR (NEW.left_on IS NULL
      AND EXISTS (SELECT 1 FROM mailbox WHERE number = NEW.number AND province = NEW.province
                                          AND section = NEW.section AND domain = NEW.domain
                                          AND state IN ('reserved', 'active')
                                          AND left_on IS NULL))
BEGIN
    SELECT RAISE(ABORT, 'the address, the holder or the register entry is on record already');
END;

CREATE TRIGGER mailbox_begun AFTER INSERT ON mailbox
BEGIN
    INSERT INTO history (mailbox, revision, author, old_state, new_state, why)
    VALUES (NEW.id, NEW.revision, NEW.changed_by, NULL, NEW.state, NEW.changed_why);
END;

-- A mailbox changes.

CREATE TRIGGER mailbox_says_why BEFORE UPDATE ON mailbox
WHEN NEW.revision <> OLD.revision + 1
BEGIN
    SELECT RAISE(ABORT, 'a change sets revision, changed_by and changed_why anew');
END;

CREATE TRIGGER mailbox_released_is_final BEFORE UPDATE ON mailbox
WHEN OLD.state = 'released'
BEGIN
    SELECT RAISE(ABORT, 'a released mailbox never changes');
END;

-- What was in use once is never released, since mail for its holder may still arrive. Back from
-- retired comes the same holder only: known by the codice fiscale, or by an entry that stays as it
-- is.
CREATE TRIGGER mailbox_transitions BEFORE UPDATE ON mailbox
WHEN NEW.state <> OLD.state
 AND NOT (OLD.state = 'reserved' AND NEW.state = 'active')
 AND NOT (OLD.state = 'reserved' AND NEW.state = 'released'
          AND NOT EXISTS (SELECT 1 FROM history
                          WHERE history.mailbox = OLD.id AND new_state = 'active'))
 AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
 AND NOT (OLD.state = 'retired' AND NEW.state = 'reserved'
          AND ((OLD.holder IS NOT NULL AND NEW.holder IS OLD.holder)
               OR (OLD.holder IS NULL
                   AND OLD.number IS NOT NULL AND NEW.number IS OLD.number
                   AND OLD.province IS NOT NULL AND NEW.province IS OLD.province
                   AND OLD.section IS NOT NULL AND NEW.section IS OLD.section
                   AND OLD.given IS NOT NULL AND OLD.surname IS NOT NULL)))
BEGIN
    SELECT RAISE(ABORT, 'this transition is not possible');
END;

CREATE TRIGGER mailbox_address_is_fixed BEFORE UPDATE ON mailbox
WHEN NEW.id <> OLD.id OR NEW.address <> OLD.address OR NEW.scheme IS NOT OLD.scheme
  OR NEW.table_version IS NOT OLD.table_version OR NEW.level IS NOT OLD.level
  OR NEW.notes <> OLD.notes OR NEW.receipt <> OLD.receipt
  OR NEW.issued_province IS NOT OLD.issued_province
  OR NEW.issued_section IS NOT OLD.issued_section OR NEW.issued_number IS NOT OLD.issued_number
  OR NEW.instead_of IS NOT OLD.instead_of
BEGIN
    SELECT RAISE(ABORT, 'an address and how it was issued never change');
END;

-- What was unknown of a holder may become known; what is known never changes, but that a known
-- codice fiscale moves to another register entry, or is relinked.
CREATE TRIGGER mailbox_holder_is_fixed BEFORE UPDATE ON mailbox
WHEN (OLD.holder IS NOT NULL AND NEW.holder IS NOT OLD.holder
      AND NOT (NEW.holder IS NOT NULL AND NEW.changed_why GLOB 'relink: ?*'
               AND NEW.state = OLD.state AND OLD.state IN ('reserved', 'active')
               AND NEW.province IS OLD.province AND NEW.section IS OLD.section
               AND NEW.number IS OLD.number
               AND NEW.expires IS OLD.expires AND NEW.left_on IS OLD.left_on))
  OR (OLD.holder IS NULL AND NEW.holder IS NOT NULL AND NEW.state NOT IN ('reserved', 'active'))
  OR (OLD.given IS NOT NULL AND NEW.given IS NOT OLD.given)
  OR (OLD.surname IS NOT NULL AND NEW.surname IS NOT OLD.surname)
  OR ((NEW.given IS NOT OLD.given OR NEW.surname IS NOT OLD.surname)
      AND NEW.state NOT IN ('reserved', 'active'))
BEGIN
    SELECT RAISE(ABORT, 'a mailbox never passes to another holder');
END;

CREATE TRIGGER mailbox_entry_moves_with_holder BEFORE UPDATE ON mailbox
WHEN (NEW.province IS NOT OLD.province OR NEW.section IS NOT OLD.section
      OR NEW.number IS NOT OLD.number)
 AND ((OLD.province IS NOT NULL AND OLD.section IS NOT NULL AND OLD.number IS NOT NULL
       AND OLD.holder IS NULL)
      OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
      OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
      OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
      OR (NEW.state NOT IN ('reserved', 'active'))
      OR (NEW.left_on IS NOT NULL))
BEGIN
    SELECT RAISE(ABORT, 'a register entry moves only with a known holder of a living mailbox');
END;

CREATE TRIGGER mailbox_leaving BEFORE UPDATE ON mailbox
WHEN NEW.left_on IS NOT NULL AND NEW.state = 'reserved'
BEGIN
    SELECT RAISE(ABORT, 'who leaves the Order before the mailbox is active gives it back');
END;

CREATE TRIGGER mailbox_others_never_replaced BEFORE UPDATE ON mailbox
WHEN EXISTS (SELECT 1 FROM mailbox WHERE holder = NEW.holder AND domain = NEW.domain
                                     AND state <> 'released' AND id <> OLD.id)
  OR (NEW.state IN ('reserved', 'active') AND NEW.left_on IS NULL
      AND EXISTS (SELECT 1 FROM mailbox WHERE number = NEW.number AND province = NEW.province
                                          AND section = NEW.section AND domain = NEW.domain
                                          AND state IN ('reserved', 'active') AND left_on IS NULL
                                          AND id <> OLD.id))
BEGIN
    SELECT RAISE(ABORT, 'the holder or the register entry has another mailbox');
END;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON mailbox
BEGIN
    INSERT INTO history (mailbox, revision, author, old_state, new_state, why,
                         old_holder, old_province, old_section, old_number)
    SELECT NEW.id, NEW.revision, NEW.changed_by, OLD.state, NEW.state, NEW.changed_why,
           CASE WHEN NEW.holder IS NOT OLD.holder THEN OLD.holder END,
           CASE WHEN moved THEN OLD.province END,
           CASE WHEN moved THEN OLD.section END,
           CASE WHEN moved THEN OLD.number END
    FROM (SELECT NEW.province IS NOT OLD.province OR NEW.section IS NOT OLD.section
                 OR NEW.number IS NOT OLD.number AS moved);
END;

CREATE TRIGGER history_never_changed BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history never changes');
END;
