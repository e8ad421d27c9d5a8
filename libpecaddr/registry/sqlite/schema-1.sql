-- SPDX-License-Identifier: BSD-3-Clause
--
-- The registry in SQLite, schema 1. Source: SPEC §5.
--
-- Once published this file never changes: a registry whose schema differs from it to the letter is
-- refused as damaged. What is to be otherwise comes as sqlite-2.sql, which migrates.
--
-- The rules are held here, not by the programs that write: whatever SQL comes, an address never
-- changes, no row is ever deleted or replaced, no address and no holder is ever twice among the
-- living, and every change leaves a line of history.
--
-- SQLite knows no users and hands triggers no arguments. So each INSERT and UPDATE of mailbox says
-- in changed_by and changed_why who changes it and why, and counts revision up by one; the triggers
-- take the line of history from there.
--
-- `INSERT OR REPLACE` deletes what is in its way without asking a delete trigger. What is there is
-- therefore looked for before, by the triggers named …_never_replaced.

-- The canonical text of each scheme under which addresses were issued, once.
CREATE TABLE scheme (
    id   INTEGER PRIMARY KEY CHECK (id > 0),
    text TEXT NOT NULL UNIQUE CHECK (text <> '')
) STRICT;

CREATE TABLE mailbox (
    id            INTEGER PRIMARY KEY CHECK (id > 0),
    revision      INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('reserved', 'active', 'retired', 'released')),
    address       TEXT NOT NULL,
    domain        TEXT NOT NULL
                  GENERATED ALWAYS AS (substr(address, instr(address, '@') + 1)) STORED,
    -- The holder: codice fiscale, and the register entry. What is unknown is NULL.
    holder        TEXT,
    province      TEXT CHECK (province GLOB '[A-Z][A-Z]'),
    section       TEXT CHECK (section IN ('A', 'B')),
    number        INTEGER CHECK (number BETWEEN 1 AND 9999999),
    given         TEXT CHECK (length(CAST(given AS BLOB)) BETWEEN 1 AND 1024),
    surname       TEXT CHECK (length(CAST(surname AS BLOB)) BETWEEN 1 AND 1024),
    -- How it was issued: see `struct pecaddr_mailbox`. Unknown for one that was imported.
    scheme        INTEGER REFERENCES scheme (id),
    table_version INTEGER CHECK (table_version > 0),
    level         INTEGER CHECK (level >= 0),
    notes         INTEGER NOT NULL CHECK (notes >= 0),
    receipt       TEXT NOT NULL CHECK (receipt <> ''),
    expires       TEXT CHECK (expires IS date(expires, '+0 days')),
    left_on       TEXT CHECK (left_on IS date(left_on, '+0 days')),
    changed_by    TEXT NOT NULL CHECK (changed_by <> ''),
    changed_why   TEXT NOT NULL CHECK (length(CAST(changed_why AS BLOB)) BETWEEN 1 AND 500),
    CHECK (address = lower(address) AND address NOT GLOB '*[^!-~]*' AND length(address) <= 254
           AND instr(address, '@') > 1 AND domain <> '' AND instr(domain, '@') = 0),
    CHECK (length(holder) IN (11, 16) AND holder NOT GLOB '*[^0-9A-Z]*'),
    -- One that was issued has all its facts.
    CHECK (receipt = 'imported'
           OR (given IS NOT NULL AND surname IS NOT NULL AND province IS NOT NULL
               AND section IS NOT NULL AND number IS NOT NULL AND scheme IS NOT NULL
               AND table_version IS NOT NULL AND level IS NOT NULL))
) STRICT;

-- One live mailbox for each address, and for each holder in a domain. A retired mailbox is never
-- issued to anyone else and its holder stays known; its register entry, which Orders use again, is
-- free.
CREATE UNIQUE INDEX mailbox_address ON mailbox (address) WHERE state <> 'released';
CREATE UNIQUE INDEX mailbox_holder ON mailbox (holder, domain)
    WHERE holder IS NOT NULL AND state <> 'released';
CREATE UNIQUE INDEX mailbox_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('reserved', 'active');
CREATE INDEX mailbox_released ON mailbox (address) WHERE state = 'released';

CREATE TABLE history (
    id        INTEGER PRIMARY KEY CHECK (id > 0),
    mailbox   INTEGER NOT NULL REFERENCES mailbox (id),
    revision  INTEGER NOT NULL,
    at        TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    author    TEXT NOT NULL,
    old_state TEXT,
    new_state TEXT NOT NULL,
    why       TEXT NOT NULL,
    UNIQUE (mailbox, revision)
) STRICT;

-- A mailbox begins.

CREATE TRIGGER mailbox_begins BEFORE INSERT ON mailbox
WHEN NEW.revision <> 1
  OR NEW.state NOT IN ('reserved', 'active')
  OR (NEW.state = 'active' AND NEW.receipt <> 'imported')
BEGIN
    SELECT RAISE(ABORT, 'a mailbox begins as reserved, or as active when it is imported');
END;

CREATE TRIGGER mailbox_never_replaced BEFORE INSERT ON mailbox
WHEN EXISTS (SELECT 1 FROM mailbox WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM mailbox WHERE address = NEW.address AND state <> 'released')
  OR EXISTS (SELECT 1 FROM mailbox WHERE holder = NEW.holder AND domain = NEW.domain
                                     AND state <> 'released')
  OR EXISTS (SELECT 1 FROM mailbox WHERE number = NEW.number AND province = NEW.province
                                     AND section = NEW.section AND domain = NEW.domain
                                     AND state IN ('reserved', 'active'))
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

CREATE TRIGGER mailbox_transitions BEFORE UPDATE ON mailbox
WHEN NEW.state <> OLD.state
 AND NOT (OLD.state = 'reserved' AND NEW.state IN ('active', 'released'))
 AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
 AND NOT (OLD.state = 'retired' AND NEW.state = 'reserved'
          AND OLD.holder IS NOT NULL AND NEW.holder IS OLD.holder)
BEGIN
    SELECT RAISE(ABORT, 'this transition is not possible');
END;

CREATE TRIGGER mailbox_address_is_fixed BEFORE UPDATE ON mailbox
WHEN NEW.id <> OLD.id OR NEW.address <> OLD.address OR NEW.scheme IS NOT OLD.scheme
  OR NEW.table_version IS NOT OLD.table_version OR NEW.level IS NOT OLD.level
  OR NEW.notes <> OLD.notes OR NEW.receipt <> OLD.receipt
BEGIN
    SELECT RAISE(ABORT, 'an address and how it was issued never change');
END;

-- What was unknown of a holder may become known; what is known never changes, but that a known
-- codice fiscale moves to another register entry.
CREATE TRIGGER mailbox_holder_is_fixed BEFORE UPDATE ON mailbox
WHEN (OLD.holder IS NOT NULL AND NEW.holder IS NOT OLD.holder)
  OR (OLD.holder IS NULL AND NEW.holder IS NOT NULL AND OLD.state NOT IN ('reserved', 'active'))
  OR (OLD.given IS NOT NULL AND NEW.given IS NOT OLD.given)
  OR (OLD.surname IS NOT NULL AND NEW.surname IS NOT OLD.surname)
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
      OR (NEW.state NOT IN ('reserved', 'active')))
BEGIN
    SELECT RAISE(ABORT, 'a register entry moves only with a known holder of a living mailbox');
END;

CREATE TRIGGER mailbox_others_never_replaced BEFORE UPDATE ON mailbox
WHEN EXISTS (SELECT 1 FROM mailbox WHERE holder = NEW.holder AND domain = NEW.domain
                                     AND state <> 'released' AND id <> OLD.id)
  OR (NEW.state IN ('reserved', 'active')
      AND EXISTS (SELECT 1 FROM mailbox WHERE number = NEW.number AND province = NEW.province
                                          AND section = NEW.section AND domain = NEW.domain
                                          AND state IN ('reserved', 'active') AND id <> OLD.id))
BEGIN
    SELECT RAISE(ABORT, 'the holder or the register entry has another mailbox');
END;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON mailbox
BEGIN
    INSERT INTO history (mailbox, revision, author, old_state, new_state, why)
    VALUES (NEW.id, NEW.revision, NEW.changed_by, OLD.state, NEW.state, NEW.changed_why);
END;

-- Nothing is ever deleted, and history is written by the triggers alone.

CREATE TRIGGER mailbox_never_deleted BEFORE DELETE ON mailbox
BEGIN
    SELECT RAISE(ABORT, 'a mailbox is never deleted');
END;

CREATE TRIGGER history_is_true BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM history WHERE mailbox = NEW.mailbox AND revision = NEW.revision)
  OR NOT EXISTS (SELECT 1 FROM mailbox
                 WHERE id = NEW.mailbox AND revision = NEW.revision AND state = NEW.new_state
                   AND changed_by = NEW.author AND changed_why = NEW.why)
BEGIN
    SELECT RAISE(ABORT, 'history tells what happened, once');
END;

CREATE TRIGGER history_never_changed BEFORE UPDATE ON history
BEGIN
    SELECT RAISE(ABORT, 'history never changes');
END;

CREATE TRIGGER history_never_deleted BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ABORT, 'history is never deleted');
END;

CREATE TRIGGER scheme_never_replaced BEFORE INSERT ON scheme
WHEN EXISTS (SELECT 1 FROM scheme WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM scheme WHERE text = NEW.text)
BEGIN
    SELECT RAISE(ABORT, 'the scheme is on record already');
END;

CREATE TRIGGER scheme_never_changed BEFORE UPDATE ON scheme
BEGIN
    SELECT RAISE(ABORT, 'a scheme never changes');
END;

CREATE TRIGGER scheme_never_deleted BEFORE DELETE ON scheme
BEGIN
    SELECT RAISE(ABORT, 'a scheme is never deleted');
END;
