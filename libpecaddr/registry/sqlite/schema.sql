-- SPDX-License-Identifier: BSD-3-Clause
--
-- The registry in SQLite. Source: SPEC §5.
--
-- A registry whose schema differs from this to the letter is refused as damaged. What is to be
-- otherwise, once there are registries that are in use, comes as a file of its own, which migrates.
--
-- The rules are held here, not by the programs that write: whatever SQL comes, an address never
-- changes, no row is ever deleted or replaced, no address and no holder is ever twice among the
-- living, and every change leaves a line of history.
--
-- A row of mailbox is the last version of it, and the first line of its history as long as nothing has
-- changed. What changes a version archives the one before, in history. Each version says in changed_…
-- when, by whom, by which act and why it was made, and in `change` by which transaction.
--
-- A broken rule rolls the whole transaction back (ROLLBACK, not ABORT): whoever breaks one has not
-- understood what it does, and is not to go on with the rest.
--
-- `INSERT OR REPLACE` deletes what is in its way without asking a delete trigger. It is refused, whether
-- or not anything is in its way: the conflict policy of a statement replaces that of the statements in
-- its triggers (sqlite.org/lang_createtrigger.html). So `INSERT OR IGNORE INTO never VALUES (NULL)`, which
-- does nothing, becomes OR REPLACE, for which a NULL in a column that is never NULL is an error. The
-- unique indexes then do the rest. Other policies than IGNORE and none are refused, too.
--
-- There are no foreign keys: SQLite holds them only for a program that asks for it, and these triggers
-- hold the same for all.
--
-- No IN has more than two constants, but for what is rare: for more SQLite builds a table, each time.

-- Always empty: see above.
CREATE TABLE never (replaced INTEGER NOT NULL CHECK (replaced IS NULL)) STRICT;

-- The registry itself: one row.
CREATE TABLE registry (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    id        TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    -- Counts up each time that somebody says that it is the right one, though it went back in time.
    epoch     INTEGER NOT NULL CHECK (epoch > 0),
    -- The number of the last transaction that wrote. The first write of a transaction counts it up.
    change    INTEGER NOT NULL CHECK (change >= 0),
    -- The provinces that it is for, as `MC` or `AN,MC`; empty: all.
    provinces TEXT NOT NULL
              CHECK (provinces NOT GLOB '*[^A-Z,]*' AND provinces NOT GLOB '*[A-Z][A-Z][A-Z]*'
                     AND length(replace(provinces, ',', '')) * 3
                         = (length(provinces) + (provinces <> '')) * 2)
) STRICT;

-- The canonical text of each scheme under which addresses were issued, once.
CREATE TABLE scheme (
    id   INTEGER PRIMARY KEY CHECK (id > 0),
    text TEXT NOT NULL UNIQUE CHECK (text <> '')
) STRICT;

CREATE TABLE mailbox (
    id              INTEGER PRIMARY KEY CHECK (id > 0),
    revision        INTEGER NOT NULL,
    state           TEXT NOT NULL
                    CHECK (state = 'reserved' OR state = 'active' OR state = 'retired'
                           OR state = 'released'),
    address         TEXT NOT NULL
                    CHECK (address NOT GLOB '*[^!-@[-~]*' AND length(address) <= 254),
    domain          TEXT NOT NULL
                    GENERATED ALWAYS AS (substr(address, instr(address, '@') + 1)) STORED
                    CHECK (domain <> '' AND instr(domain, '@') = 0
                           AND length(domain) <= length(address) - 2),
    -- The holder: codice fiscale, and the register entry. What is unknown is NULL.
    holder          TEXT CHECK (length(holder) IN (11, 16) AND holder NOT GLOB '*[^0-9A-Z]*'),
    province        TEXT CHECK (province GLOB '[A-Z][A-Z]'),
    section         TEXT CHECK (section IN ('A', 'B')),
    number          INTEGER CHECK (number BETWEEN 1 AND 9999999),
    -- At most 1024 bytes each, which 256 characters never exceed.
    given           TEXT CHECK (length(given) BETWEEN 1 AND 256
                                OR length(CAST(given AS BLOB)) BETWEEN 1 AND 1024),
    surname         TEXT CHECK (length(surname) BETWEEN 1 AND 256
                                OR length(CAST(surname AS BLOB)) BETWEEN 1 AND 1024),
    -- The letters that the names are folded to, by which people are found.
    given_letters   TEXT CHECK (length(given_letters) BETWEEN 1 AND 64
                                AND given_letters NOT GLOB '*[^a-z]*'),
    surname_letters TEXT CHECK (length(surname_letters) BETWEEN 1 AND 64
                                AND surname_letters NOT GLOB '*[^a-z]*'),
    -- How it was issued: see `struct pecaddr_mailbox`. Unknown for one that was imported.
    scheme          INTEGER,
    table_version   INTEGER CHECK (table_version > 0),
    level           INTEGER CHECK (level >= 0),
    notes           INTEGER NOT NULL CHECK (notes BETWEEN 0 AND 4294967295),
    receipt         TEXT NOT NULL CHECK (receipt <> ''),
    -- The mailbox that its holder gave up for it.
    instead_of      INTEGER,
    -- The entry and the name that it was issued for: NULL as long as they are the holder's still.
    issued_province TEXT,
    issued_section  TEXT,
    issued_number   INTEGER,
    issued_given    TEXT,
    issued_surname  TEXT,
    -- IS, for what is no date has the date NULL, and a CHECK that is NULL holds.
    expires         TEXT CHECK (expires IS date(expires, '+0 days')),
    left_on         TEXT CHECK (left_on IS date(left_on, '+0 days')),
    -- Whether it was ever active: then its address is never anybody else's.
    used            INTEGER NOT NULL CHECK (used IN (0, 1)),
    -- Whether it was given back. The indexes of what lives ask this and not the state: so a step that
    -- leaves it as it is, and does not name it, leaves them as they are, which is most of what a step
    -- costs. One that is damaged in it lives, so that it is found.
    released        INTEGER NOT NULL DEFAULT 0 CHECK (released = (state = 'released')),
    change          INTEGER NOT NULL,
    changed_at      TEXT NOT NULL
                    CHECK (changed_at GLOB
                           '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
    changed_by      TEXT NOT NULL CHECK (changed_by <> ''),
    changed_act     TEXT NOT NULL
                    CHECK (changed_act = 'issue' OR changed_act = 'import' OR changed_act = 'block'
                           OR changed_act = 'claim' OR changed_act = 'activate'
                           OR changed_act = 'release' OR changed_act = 'change'
                           OR changed_act = 'correct' OR changed_act = 'renew'
                           OR changed_act = 'leave' OR changed_act = 'retire'
                           OR changed_act = 'expire' OR changed_act = 'relink'
                           OR changed_act = 'forget'),
    -- The operator's own words, which an operator's act is never without.
    changed_why     TEXT NOT NULL CHECK (changed_why = ''
                           OR length(CAST(changed_why AS BLOB)) <= 200),
    CHECK (changed_why <> '' OR changed_act = 'issue' OR changed_act = 'import'
           OR changed_act = 'block' OR changed_act = 'claim'),
    -- One that was issued has all its facts, until it is forgotten.
    CHECK (receipt IN ('imported', 'blocked') OR changed_act = 'forget'
           OR (given IS NOT NULL AND surname IS NOT NULL AND province IS NOT NULL
               AND section IS NOT NULL AND number IS NOT NULL AND scheme IS NOT NULL
               AND table_version IS NOT NULL AND level IS NOT NULL))
) STRICT;

-- One live mailbox for each address, and for each holder in a domain. A retired mailbox is never
-- issued to anyone else and its holder stays known. Who stands on a register entry, which Orders use
-- again: one at most. Who left it, by leaving the Order or by ending the mailbox.
CREATE UNIQUE INDEX mailbox_address ON mailbox (address) WHERE released IS NOT 1;
CREATE UNIQUE INDEX mailbox_holder ON mailbox (holder, domain)
    WHERE holder IS NOT NULL AND released IS NOT 1;
CREATE UNIQUE INDEX mailbox_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('reserved', 'active') AND left_on IS NULL;
CREATE INDEX mailbox_past_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('active', 'retired')
      AND (state = 'retired' OR left_on IS NOT NULL);
CREATE INDEX mailbox_released ON mailbox (address) WHERE released = 1;
-- What whoever is forgotten has given back, too.
CREATE INDEX mailbox_released_holder ON mailbox (holder, domain)
    WHERE holder IS NOT NULL AND released = 1;
CREATE INDEX mailbox_released_entry ON mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND released = 1;
CREATE INDEX mailbox_instead_of ON mailbox (instead_of) WHERE instead_of IS NOT NULL;
CREATE INDEX mailbox_letters ON mailbox (surname_letters, given_letters)
    WHERE surname_letters IS NOT NULL AND released IS NOT 1;
-- Of whom no codice fiscale says for certain who they are: none, a provisional one, letters for digits.
CREATE INDEX mailbox_uncertain ON mailbox (surname_letters, given_letters)
    WHERE surname_letters IS NOT NULL AND released IS NOT 1
      AND (holder IS NULL
           OR holder NOT GLOB '??????[0-9][0-9]?[0-9][0-9]?[0-9][0-9][0-9]?');
CREATE INDEX mailbox_expires ON mailbox (expires) WHERE expires IS NOT NULL AND state = 'active';

-- The earlier versions of mailboxes.
CREATE TABLE history (
    mailbox     INTEGER NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    state       TEXT NOT NULL,
    holder      TEXT,
    province    TEXT,
    section     TEXT,
    number      INTEGER,
    given       TEXT,
    surname     TEXT,
    expires     TEXT,
    left_on     TEXT,
    change      INTEGER NOT NULL,
    at          TEXT NOT NULL,
    author      TEXT NOT NULL,
    act         TEXT NOT NULL,
    why         TEXT NOT NULL,
    PRIMARY KEY (mailbox, revision)
) STRICT, WITHOUT ROWID;

-- All versions.
CREATE VIEW version AS
SELECT mailbox, revision, state, holder, province, section, number, given, surname, expires, left_on,
       change, at, author, act, why
FROM history
UNION ALL
SELECT id, revision, state, holder, province, section, number, given, surname, expires, left_on,
       change, changed_at, changed_by, changed_act, changed_why
FROM mailbox;

-- The lines of history: what each version changed, and what that was before. The bits of facts are
-- those of `enum pecaddr_fact`.
CREATE VIEW event AS
SELECT new.change, new.mailbox, new.revision, new.at, new.author, new.act, new.why,
       old.state AS old_state, new.state AS new_state,
       CASE WHEN old.revision IS NULL THEN 0
            ELSE (new.holder IS NOT old.holder)
                 + 2 * ((new.province, new.section, new.number)
                        IS NOT (old.province, old.section, old.number))
                 + 4 * ((new.given, new.surname) IS NOT (old.given, old.surname))
                 + 8 * (new.expires IS NOT old.expires)
                 + 16 * (new.left_on IS NOT old.left_on)
       END AS facts,
       CASE WHEN new.holder IS NOT old.holder THEN old.holder END AS old_holder,
       CASE WHEN (new.province, new.section, new.number)
                 IS NOT (old.province, old.section, old.number)
            THEN old.province END AS old_province,
       CASE WHEN (new.province, new.section, new.number)
                 IS NOT (old.province, old.section, old.number)
            THEN old.section END AS old_section,
       CASE WHEN (new.province, new.section, new.number)
                 IS NOT (old.province, old.section, old.number)
            THEN old.number END AS old_number,
       CASE WHEN (new.given, new.surname) IS NOT (old.given, old.surname)
            THEN old.given END AS old_given,
       CASE WHEN (new.given, new.surname) IS NOT (old.given, old.surname)
            THEN old.surname END AS old_surname,
       CASE WHEN new.expires IS NOT old.expires THEN old.expires END AS old_expires,
       CASE WHEN new.left_on IS NOT old.left_on THEN old.left_on END AS old_left
FROM version AS new
LEFT JOIN history AS old ON old.mailbox = new.mailbox AND old.revision = new.revision - 1;

-- Which changes INI-PEC was told of, range by range, so that each is told once.
CREATE TABLE told (
    domain       TEXT NOT NULL CHECK (domain <> ''),
    province     TEXT NOT NULL CHECK (province = '' OR province GLOB '[A-Z][A-Z]'),
    range_number INTEGER NOT NULL CHECK (range_number > 0),
    change_from  INTEGER NOT NULL CHECK (change_from > 0),
    change_to    INTEGER NOT NULL CHECK (change_to >= change_from),
    at           TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    by           TEXT NOT NULL CHECK (by <> ''),
    PRIMARY KEY (domain, province, range_number)
) STRICT, WITHOUT ROWID;

-- A mailbox begins.

CREATE TRIGGER mailbox_begins BEFORE INSERT ON mailbox
BEGIN
    INSERT OR IGNORE INTO never VALUES (NULL);
    SELECT CASE
    WHEN NEW.revision <> 1
      OR (NEW.state <> 'reserved'
          AND (NEW.receipt <> 'imported' OR NEW.state NOT IN ('active', 'retired')))
    THEN RAISE(ROLLBACK, 'a mailbox begins as reserved, or in use or retired when it is imported')
    WHEN NEW.used <> (NEW.state <> 'reserved')
     AND (NEW.receipt <> 'imported' OR NEW.state <> 'reserved')
    THEN RAISE(ROLLBACK, 'a mailbox that is imported may have been in use')
    WHEN NEW.left_on IS NOT NULL AND NEW.state = 'reserved'
    THEN RAISE(ROLLBACK, 'who leaves the Order before the mailbox is active gives it back')
    WHEN NEW.receipt = 'blocked'
     AND coalesce(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given, NEW.surname,
                  NEW.given_letters, NEW.surname_letters, NEW.expires) IS NOT NULL
    THEN RAISE(ROLLBACK, 'of an address that is only blocked nothing is known')
    WHEN NEW.changed_act <> CASE WHEN NEW.receipt = 'imported' THEN 'import'
                                 WHEN NEW.receipt = 'blocked' THEN 'block'
                                 WHEN NEW.instead_of IS NULL THEN 'issue'
                                 ELSE 'change' END
    THEN RAISE(ROLLBACK, 'a mailbox begins with the act that its receipt tells')
    WHEN coalesce(NEW.issued_province, NEW.issued_section, NEW.issued_number, NEW.issued_given,
                  NEW.issued_surname) IS NOT NULL
    THEN RAISE(ROLLBACK, 'what an address was issued for is kept when it changes')
    WHEN NEW.change IS NOT (SELECT change FROM registry)
    THEN RAISE(ROLLBACK, 'a version has the number of its transaction')
    WHEN NEW.scheme IS NOT NULL AND NOT EXISTS (SELECT 1 FROM scheme WHERE id = NEW.scheme)
    THEN RAISE(ROLLBACK, 'the scheme is not on record')
    WHEN NEW.instead_of IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM mailbox
                     WHERE id = NEW.instead_of AND state = 'released' AND domain = NEW.domain
                       AND holder IS NEW.holder AND number IS NEW.number
                       AND province IS NEW.province AND section IS NEW.section)
    THEN RAISE(ROLLBACK, 'a mailbox comes instead of one that its holder has given back')
    WHEN NEW.released <> 0
    THEN RAISE(ROLLBACK, 'a mailbox is released as its state says')
    END;
END;

-- A mailbox changes.

CREATE TRIGGER mailbox_changes BEFORE UPDATE ON mailbox
BEGIN
    INSERT OR IGNORE INTO never VALUES (NULL);
    SELECT CASE
    -- But that the holder of a released one is forgotten.
    WHEN (OLD.state = 'released' AND NEW.changed_act <> 'forget') OR OLD.changed_act = 'forget'
    THEN RAISE(ROLLBACK, 'a mailbox that is released or forgotten never changes')
    WHEN NEW.revision <> OLD.revision + 1
    THEN RAISE(ROLLBACK, 'a change counts revision up and sets changed_… anew')
    WHEN NEW.change IS NOT (SELECT change FROM registry)
    THEN RAISE(ROLLBACK, 'a version has the number of its transaction')
    -- What was in use once is never released, since mail for its holder may still arrive. Back from
    -- retired comes the same holder only. One of which nothing is known may turn out to have ended.
    WHEN NEW.state <> OLD.state
     AND NOT (OLD.state = 'reserved' AND NEW.state = 'active')
     AND NOT (OLD.state = 'reserved' AND NEW.state = 'released' AND OLD.used = 0)
     AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
     AND NOT (OLD.state = 'reserved' AND NEW.state = 'retired' AND NEW.changed_act = 'import'
              AND coalesce(OLD.holder, OLD.province, OLD.section, OLD.number, OLD.given,
                           OLD.surname) IS NULL)
     AND NOT (OLD.state = 'retired' AND NEW.state = 'reserved'
              AND OLD.holder IS NOT NULL AND NEW.holder IS OLD.holder)
    THEN RAISE(ROLLBACK, 'this transition is not possible')
    WHEN NEW.used <> (OLD.used OR NEW.state = 'active' OR NEW.state = 'retired')
    THEN RAISE(ROLLBACK, 'a mailbox was in use from the first time that it is active')
    WHEN NEW.id <> OLD.id OR NEW.address <> OLD.address OR NEW.scheme IS NOT OLD.scheme
      OR NEW.table_version IS NOT OLD.table_version OR NEW.level IS NOT OLD.level
      OR NEW.notes <> OLD.notes OR NEW.receipt <> OLD.receipt
      OR NEW.instead_of IS NOT OLD.instead_of
    THEN RAISE(ROLLBACK, 'an address and how it was issued never change')
    WHEN CASE WHEN NEW.receipt IN ('imported', 'blocked') OR NEW.changed_act = 'forget'
              THEN coalesce(NEW.issued_province, NEW.issued_section, NEW.issued_number,
                            NEW.issued_given, NEW.issued_surname) IS NOT NULL
              ELSE NEW.issued_province
                   IS NOT coalesce(OLD.issued_province,
                                   iif(NEW.province IS OLD.province, NULL, OLD.province))
                OR NEW.issued_section
                   IS NOT coalesce(OLD.issued_section,
                                   iif(NEW.section IS OLD.section, NULL, OLD.section))
                OR NEW.issued_number
                   IS NOT coalesce(OLD.issued_number,
                                   iif(NEW.number IS OLD.number, NULL, OLD.number))
                OR NEW.issued_given
                   IS NOT coalesce(OLD.issued_given, iif(NEW.given IS OLD.given, NULL, OLD.given))
                OR NEW.issued_surname
                   IS NOT coalesce(OLD.issued_surname,
                                   iif(NEW.surname IS OLD.surname, NULL, OLD.surname))
         END
    THEN RAISE(ROLLBACK, 'what an address was issued for is kept when it changes')
    WHEN NEW.left_on IS NOT NULL AND NEW.state NOT IN ('active', 'retired')
    THEN RAISE(ROLLBACK, 'who leaves the Order before the mailbox is active gives it back')
    -- Three acts do what they say and nothing else.
    WHEN (NEW.changed_act = 'relink' OR NEW.changed_act = 'correct' OR NEW.changed_act = 'forget')
     AND (NEW.state <> OLD.state OR NEW.expires IS NOT OLD.expires
          OR NEW.left_on IS NOT OLD.left_on)
    THEN RAISE(ROLLBACK, 'this act changes neither state nor dates')
    WHEN NEW.changed_act IN ('relink', 'correct')
     AND (NEW.province, NEW.section, NEW.number) IS NOT (OLD.province, OLD.section, OLD.number)
    THEN RAISE(ROLLBACK, 'this act moves nobody')
    WHEN NEW.changed_act = 'relink'
     AND (NEW.given, NEW.surname) IS NOT (OLD.given, OLD.surname)
    THEN RAISE(ROLLBACK, 'a relink gives nobody another name')
    WHEN NEW.changed_act = 'correct' AND NEW.holder IS NOT OLD.holder
    THEN RAISE(ROLLBACK, 'a correction gives nobody another codice fiscale')
    WHEN NEW.changed_act = 'forget'
     AND (NEW.state NOT IN ('retired', 'released')
          OR coalesce(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given, NEW.surname,
                      NEW.given_letters, NEW.surname_letters) IS NOT NULL)
    THEN RAISE(ROLLBACK, 'all is forgotten of the holder of a retired mailbox, or nothing')
    WHEN OLD.state = 'released'
     AND EXISTS (SELECT 1 FROM mailbox WHERE instead_of = OLD.id AND changed_act <> 'forget')
    THEN RAISE(ROLLBACK, 'what was given up for another mailbox is forgotten after that one')
    -- What was unknown of a holder may become known. What is known never changes, but that a codice
    -- fiscale is relinked, a name corrected, and that a known codice fiscale moves to another entry.
    WHEN NEW.holder IS NOT OLD.holder AND NEW.changed_act <> 'forget'
     AND NOT (NEW.changed_act = 'relink' AND NEW.holder IS NOT NULL)
     AND NOT (OLD.holder IS NULL
              AND (NEW.state IN ('reserved', 'active')
                   OR (OLD.state = 'reserved' AND NEW.state = 'retired')))
    THEN RAISE(ROLLBACK, 'a mailbox never passes to another holder')
    WHEN NEW.changed_act <> 'forget'
     AND ((OLD.given IS NOT NULL AND NEW.given IS NULL)
          OR (OLD.surname IS NOT NULL AND NEW.surname IS NULL))
    THEN RAISE(ROLLBACK, 'a name that is known stays so')
    WHEN (NEW.given, NEW.surname) IS NOT (OLD.given, OLD.surname)
     AND NEW.changed_act NOT IN ('correct', 'forget')
     AND ((OLD.given IS NOT NULL AND NEW.given IS NOT OLD.given)
          OR (OLD.surname IS NOT NULL AND NEW.surname IS NOT OLD.surname)
          OR NEW.state = 'released' OR (NEW.state = 'retired' AND OLD.state <> 'reserved'))
    THEN RAISE(ROLLBACK, 'a name is only corrected')
    WHEN (NEW.given, NEW.surname) IS (OLD.given, OLD.surname)
     AND ((OLD.given_letters IS NOT NULL AND NEW.given_letters IS NOT OLD.given_letters)
          OR (OLD.surname_letters IS NOT NULL AND NEW.surname_letters IS NOT OLD.surname_letters))
    THEN RAISE(ROLLBACK, 'the letters of a name change with it')
    WHEN (NEW.province, NEW.section, NEW.number) IS NOT (OLD.province, OLD.section, OLD.number)
     AND NEW.changed_act <> 'forget'
     AND ((OLD.province IS NOT NULL AND OLD.section IS NOT NULL AND OLD.number IS NOT NULL
           AND (OLD.holder IS NULL OR NEW.left_on IS NOT NULL))
          OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
          OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
          OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
          OR NEW.state = 'released' OR (NEW.state = 'retired' AND OLD.state <> 'reserved'))
    THEN RAISE(ROLLBACK, 'a register entry moves only with a known holder of a living mailbox')
    -- Held here, too: a program can switch checks off, but no trigger.
    WHEN NEW.released IS NOT (NEW.state = 'released')
    THEN RAISE(ROLLBACK, 'a mailbox is released as its state says')
    END;
END;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON mailbox
BEGIN
    INSERT INTO history (mailbox, revision, state, holder, province, section, number, given, surname,
                         expires, left_on, change, at, author, act, why)
    VALUES (OLD.id, OLD.revision, OLD.state, OLD.holder, OLD.province, OLD.section, OLD.number,
            OLD.given, OLD.surname, OLD.expires, OLD.left_on, OLD.change, OLD.changed_at,
            OLD.changed_by, OLD.changed_act, OLD.changed_why);
    UPDATE history
    SET holder = NULL, province = NULL, section = NULL, number = NULL, given = NULL, surname = NULL
    WHERE NEW.changed_act = 'forget' AND mailbox = NEW.id;
END;

-- Nothing is ever deleted, and history is written by the triggers alone.

CREATE TRIGGER mailbox_never_deleted BEFORE DELETE ON mailbox
BEGIN
    SELECT RAISE(ROLLBACK, 'a mailbox is never deleted');
END;

-- Whatever version a mailbox is of, the one before is archived in the same statement: so that who
-- comes later finds it there already.
CREATE TRIGGER history_is_true BEFORE INSERT ON history
BEGIN
    INSERT OR IGNORE INTO never VALUES (NULL);
    SELECT RAISE(ROLLBACK, 'history tells what happened, once')
    WHERE NEW.revision IS NOT (SELECT revision - 1 FROM mailbox WHERE id = NEW.mailbox);
END;

CREATE TRIGGER history_never_changed BEFORE UPDATE ON history
WHEN NOT EXISTS (SELECT 1 FROM mailbox WHERE id = OLD.mailbox AND changed_act = 'forget')
  OR coalesce(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given, NEW.surname) IS NOT NULL
  OR (NEW.mailbox, NEW.revision, NEW.state, NEW.expires, NEW.left_on, NEW.change, NEW.at, NEW.author,
      NEW.act, NEW.why)
     IS NOT (OLD.mailbox, OLD.revision, OLD.state, OLD.expires, OLD.left_on, OLD.change, OLD.at,
             OLD.author, OLD.act, OLD.why)
BEGIN
    SELECT RAISE(ROLLBACK, 'history never changes');
END;

CREATE TRIGGER history_never_deleted BEFORE DELETE ON history
BEGIN
    SELECT RAISE(ROLLBACK, 'history is never deleted');
END;

CREATE TRIGGER scheme_never_replaced BEFORE INSERT ON scheme
BEGIN
    INSERT OR IGNORE INTO never VALUES (NULL);
END;

CREATE TRIGGER scheme_never_changed BEFORE UPDATE ON scheme
BEGIN
    SELECT RAISE(ROLLBACK, 'a scheme never changes');
END;

CREATE TRIGGER scheme_never_deleted BEFORE DELETE ON scheme
BEGIN
    SELECT RAISE(ROLLBACK, 'a scheme is never deleted');
END;

-- The registry is the same for ever, and its numbers only go on.

CREATE TRIGGER registry_is_one BEFORE INSERT ON registry
WHEN EXISTS (SELECT 1 FROM registry)
BEGIN
    SELECT RAISE(ROLLBACK, 'there is one registry');
END;

CREATE TRIGGER registry_goes_on BEFORE UPDATE ON registry
WHEN NEW.one <> OLD.one OR NEW.id <> OLD.id OR NEW.change < OLD.change
  OR NEW.epoch < OLD.epoch
  OR (NEW.provinces <> OLD.provinces AND EXISTS (SELECT 1 FROM mailbox))
BEGIN
    SELECT RAISE(ROLLBACK, 'a registry stays itself, and its numbers only go on');
END;

CREATE TRIGGER registry_never_deleted BEFORE DELETE ON registry
BEGIN
    SELECT RAISE(ROLLBACK, 'the registry is never deleted');
END;

-- Ranges follow each other without a gap. The transaction that tells one has counted change up: so what
-- is written later is not in it.
CREATE TRIGGER told_in_order BEFORE INSERT ON told
WHEN EXISTS (SELECT 1 FROM told WHERE domain = NEW.domain AND province = NEW.province
                                  AND range_number >= NEW.range_number)
  OR NEW.change_to >= (SELECT change FROM registry)
  OR (NEW.range_number, NEW.change_from)
     <> (SELECT coalesce(max(range_number), 0) + 1, coalesce(max(change_to), 0) + 1
         FROM told WHERE domain = NEW.domain AND province = NEW.province)
BEGIN
    SELECT RAISE(ROLLBACK, 'each change is told once');
END;

CREATE TRIGGER told_never_changed BEFORE UPDATE ON told
BEGIN
    SELECT RAISE(ROLLBACK, 'what was told stays told');
END;

CREATE TRIGGER told_never_deleted BEFORE DELETE ON told
BEGIN
    SELECT RAISE(ROLLBACK, 'what was told stays told');
END;

INSERT INTO registry (one, id, epoch, change, provinces)
VALUES (1, lower(hex(randomblob(16))), 1, 0, '');
