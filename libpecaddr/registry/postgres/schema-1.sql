-- SPDX-License-Identifier: BSD-3-Clause
--
-- The registry in PostgreSQL, schema 1. Source: SPEC §5. It is the same registry as in SQLite: see
-- sqlite-1.sql and sqlite-2.sql for why each rule is there.
--
-- Once published this file never changes. What is to be otherwise comes as postgres-2.sql, which
-- migrates.
--
-- Whoever makes it owns it. Two roles, if they are there, are given what they need: pecaddr_issuer,
-- who issues addresses and can not break a rule; pecaddr_reader, who looks. doc/registry.md says
-- how to make them.
--
-- Each INSERT and UPDATE of mailbox says in changed_why why, and counts revision up by one; history
-- takes it from there, and the user from the session. Texts are compared byte by byte.

CREATE SCHEMA pecaddr;

CREATE TABLE pecaddr.version (
    number integer PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT current_timestamp
);

-- The canonical text of each scheme under which addresses were issued, once.
CREATE TABLE pecaddr.scheme (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL UNIQUE CHECK (text <> '')
);

CREATE TABLE pecaddr.mailbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision        bigint NOT NULL DEFAULT 1,
    state           text COLLATE "C" NOT NULL
                    CHECK (state IN ('reserved', 'active', 'retired', 'released')),
    address         text COLLATE "C" NOT NULL
                    CHECK (address = lower(address) AND length(address) <= 254
                           AND address ~ '^[!-?A-~]+@[!-?A-~]+$'),
    domain          text COLLATE "C" NOT NULL
                    GENERATED ALWAYS AS (substr(address, strpos(address, '@') + 1)) STORED,
    -- The holder: codice fiscale, and the register entry. What is unknown is NULL.
    holder          text COLLATE "C" CHECK (holder ~ '^([0-9A-Z]{16}|[0-9A-Z]{11})$'),
    province        text COLLATE "C" CHECK (province ~ '^[A-Z][A-Z]$'),
    section         text COLLATE "C" CHECK (section IN ('A', 'B')),
    number          integer CHECK (number BETWEEN 1 AND 9999999),
    given           text COLLATE "C" CHECK (octet_length(given) BETWEEN 1 AND 1024),
    surname         text COLLATE "C" CHECK (octet_length(surname) BETWEEN 1 AND 1024),
    -- How it was issued: see `struct pecaddr_mailbox`. Unknown for one that was imported.
    scheme          bigint REFERENCES pecaddr.scheme (id),
    table_version   integer CHECK (table_version > 0),
    level           integer CHECK (level >= 0),
    notes           bigint NOT NULL CHECK (notes BETWEEN 0 AND 4294967295),
    receipt         text COLLATE "C" NOT NULL CHECK (receipt <> ''),
    issued_province text COLLATE "C",
    issued_section  text COLLATE "C",
    issued_number   integer,
    -- The mailbox that its holder gave up for it.
    instead_of      bigint REFERENCES pecaddr.mailbox (id),
    expires         date CHECK (expires BETWEEN '0001-01-01' AND '9999-12-31'),
    left_on         date CHECK (left_on BETWEEN '0001-01-01' AND '9999-12-31'),
    changed_why     text NOT NULL CHECK (octet_length(changed_why) BETWEEN 1 AND 500),
    CONSTRAINT mailbox_keeps_how_it_was_issued
    CHECK (CASE WHEN receipt = 'imported'
                THEN num_nonnulls(issued_province, issued_section, issued_number) = 0
                ELSE num_nulls(given, surname, province, section, number, scheme, table_version,
                               level, issued_province, issued_section, issued_number) = 0
           END),
    CONSTRAINT mailbox_leaving
    CHECK (left_on IS NULL OR state IN ('active', 'retired'))
);

-- One live mailbox for each address, and for each holder in a domain. Who stands on a register
-- entry: one at most; and who left it.
CREATE UNIQUE INDEX mailbox_address ON pecaddr.mailbox (address) WHERE state <> 'released';
CREATE UNIQUE INDEX mailbox_holder ON pecaddr.mailbox (holder, domain)
    WHERE holder IS NOT NULL AND state <> 'released';
CREATE UNIQUE INDEX mailbox_entry ON pecaddr.mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND province IS NOT NULL AND section IS NOT NULL
      AND state IN ('reserved', 'active') AND left_on IS NULL;
CREATE INDEX mailbox_past_entry ON pecaddr.mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('active', 'retired')
      AND (state = 'retired' OR left_on IS NOT NULL);
CREATE INDEX mailbox_released ON pecaddr.mailbox (address) WHERE state = 'released';
CREATE INDEX mailbox_instead_of ON pecaddr.mailbox (instead_of) WHERE instead_of IS NOT NULL;
CREATE INDEX mailbox_expires ON pecaddr.mailbox (expires)
    WHERE expires IS NOT NULL AND state = 'active';

CREATE TABLE pecaddr.history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mailbox      bigint NOT NULL REFERENCES pecaddr.mailbox (id),
    revision     bigint NOT NULL,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    author       text NOT NULL DEFAULT session_user,
    old_state    text COLLATE "C",
    new_state    text COLLATE "C" NOT NULL,
    why          text NOT NULL,
    -- What the change replaced.
    old_holder   text COLLATE "C",
    old_province text COLLATE "C",
    old_section  text COLLATE "C",
    old_number   integer,
    UNIQUE (mailbox, revision)
);
CREATE INDEX history_entry ON pecaddr.history (old_number, old_province, old_section)
    WHERE old_number IS NOT NULL;
CREATE INDEX history_holder ON pecaddr.history (old_holder) WHERE old_holder IS NOT NULL;

CREATE FUNCTION pecaddr.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                          TABLE = TG_TABLE_NAME;
END
$$;

-- A mailbox begins.

CREATE TRIGGER mailbox_begins BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.revision <> 1
      OR NEW.state NOT IN ('reserved', 'active')
      OR (NEW.state = 'active' AND NEW.receipt <> 'imported'))
EXECUTE FUNCTION pecaddr.refuse('a mailbox begins as reserved, or as active when it is imported');

CREATE TRIGGER mailbox_issued BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.receipt <> 'imported'
      AND (NEW.issued_province, NEW.issued_section, NEW.issued_number)
          IS DISTINCT FROM (NEW.province, NEW.section, NEW.number))
EXECUTE FUNCTION
    pecaddr.refuse('the register entry with which an address is issued is kept with it');

CREATE FUNCTION pecaddr.refuse_another_holder() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pecaddr.mailbox AS former
                   WHERE id = NEW.instead_of AND state = 'released'
                     AND domain = substr(NEW.address, strpos(NEW.address, '@') + 1)
                     AND (former.holder, former.number, former.province, former.section)
                         IS NOT DISTINCT FROM (NEW.holder, NEW.number, NEW.province, NEW.section))
    THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER mailbox_instead_of_another BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.instead_of IS NOT NULL)
EXECUTE FUNCTION
    pecaddr.refuse_another_holder('a mailbox comes instead of one that its holder has given back');

-- A mailbox changes.

CREATE TRIGGER mailbox_says_why BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.revision <> OLD.revision + 1)
EXECUTE FUNCTION pecaddr.refuse('a change sets revision and changed_why anew');

CREATE TRIGGER mailbox_released_is_final BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (OLD.state = 'released')
EXECUTE FUNCTION pecaddr.refuse('a released mailbox never changes');

-- What was in use once is never released, since mail for its holder may still arrive.
CREATE FUNCTION pecaddr.refuse_if_used() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pecaddr.history WHERE mailbox = OLD.id AND new_state = 'active') THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER mailbox_used_is_never_released BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (OLD.state = 'reserved' AND NEW.state = 'released')
EXECUTE FUNCTION pecaddr.refuse_if_used('an address that was in use is never released');

-- Back from retired comes the same holder only: known by the codice fiscale, or by an entry that
-- stays as it is.
CREATE TRIGGER mailbox_transitions BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.state <> OLD.state
      AND NOT (OLD.state = 'reserved' AND NEW.state IN ('active', 'released'))
      AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
      AND NOT (OLD.state = 'retired' AND NEW.state = 'reserved'
               AND CASE WHEN OLD.holder IS NOT NULL THEN NEW.holder IS NOT DISTINCT FROM OLD.holder
                        ELSE num_nulls(OLD.number, OLD.province, OLD.section,
                                       OLD.given, OLD.surname) = 0
                             AND (NEW.number, NEW.province, NEW.section)
                                 IS NOT DISTINCT FROM (OLD.number, OLD.province, OLD.section)
                   END))
EXECUTE FUNCTION pecaddr.refuse('this transition is not possible');

CREATE TRIGGER mailbox_address_is_fixed BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.address <> OLD.address OR NEW.notes <> OLD.notes
      OR NEW.receipt <> OLD.receipt
      OR (NEW.scheme, NEW.table_version, NEW.level, NEW.issued_province, NEW.issued_section,
          NEW.issued_number, NEW.instead_of)
         IS DISTINCT FROM (OLD.scheme, OLD.table_version, OLD.level, OLD.issued_province,
                           OLD.issued_section, OLD.issued_number, OLD.instead_of))
EXECUTE FUNCTION pecaddr.refuse('an address and how it was issued never change');

-- What was unknown of a holder may become known; what is known never changes, but that a known
-- codice fiscale moves to another register entry, or is relinked.
CREATE TRIGGER mailbox_holder_is_fixed BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN ((OLD.holder IS NOT NULL AND NEW.holder IS DISTINCT FROM OLD.holder
       AND NOT (NEW.holder IS NOT NULL AND NEW.changed_why ~ '^relink: .'
                AND NEW.state = OLD.state AND OLD.state IN ('reserved', 'active')
                AND (NEW.province, NEW.section, NEW.number, NEW.expires, NEW.left_on)
                    IS NOT DISTINCT FROM (OLD.province, OLD.section, OLD.number, OLD.expires,
                                          OLD.left_on)))
      OR (OLD.holder IS NULL AND NEW.holder IS NOT NULL
          AND NEW.state NOT IN ('reserved', 'active'))
      OR (OLD.given IS NOT NULL AND NEW.given IS DISTINCT FROM OLD.given)
      OR (OLD.surname IS NOT NULL AND NEW.surname IS DISTINCT FROM OLD.surname)
      OR ((NEW.given, NEW.surname) IS DISTINCT FROM (OLD.given, OLD.surname)
          AND NEW.state NOT IN ('reserved', 'active')))
EXECUTE FUNCTION pecaddr.refuse('a mailbox never passes to another holder');

CREATE TRIGGER mailbox_entry_moves_with_holder BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN ((NEW.province, NEW.section, NEW.number)
      IS DISTINCT FROM (OLD.province, OLD.section, OLD.number)
      AND ((num_nulls(OLD.province, OLD.section, OLD.number) = 0 AND OLD.holder IS NULL)
           OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
           OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
           OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
           OR NEW.state NOT IN ('reserved', 'active')
           OR NEW.left_on IS NOT NULL))
EXECUTE FUNCTION
    pecaddr.refuse('a register entry moves only with a known holder of a living mailbox');

-- History is written by these alone, as the owner; whose session it was stands in `author`.

CREATE FUNCTION pecaddr.mailbox_begun() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO pecaddr.history (mailbox, revision, old_state, new_state, why)
    SELECT id, revision, NULL, state, changed_why FROM begun ORDER BY id;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_begun AFTER INSERT ON pecaddr.mailbox
REFERENCING NEW TABLE AS begun FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.mailbox_begun();

CREATE FUNCTION pecaddr.mailbox_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_hashjoin = on AS $$
BEGIN
    INSERT INTO pecaddr.history (mailbox, revision, old_state, new_state, why,
                                 old_holder, old_province, old_section, old_number)
    SELECT id, after.revision, before.state, after.state, after.changed_why,
           CASE WHEN after.holder IS DISTINCT FROM before.holder THEN before.holder END,
           CASE WHEN moved THEN before.province END,
           CASE WHEN moved THEN before.section END,
           CASE WHEN moved THEN before.number END
    FROM before JOIN after USING (id),
         LATERAL (SELECT (after.province, after.section, after.number)
                         IS DISTINCT FROM (before.province, before.section, before.number) AS moved)
         AS entry
    ORDER BY id;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON pecaddr.mailbox
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.mailbox_changed();

-- Nothing is ever deleted.

CREATE TRIGGER mailbox_never_deleted BEFORE DELETE OR TRUNCATE ON pecaddr.mailbox
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('a mailbox is never deleted');

CREATE TRIGGER history_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON pecaddr.history
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('history never changes');

CREATE TRIGGER history_is_true BEFORE INSERT ON pecaddr.history FOR EACH ROW
WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION pecaddr.refuse('history is written by the registry itself');

CREATE TRIGGER scheme_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON pecaddr.scheme
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('a scheme never changes');
