-- SPDX-License-Identifier: BSD-3-Clause
--
-- The registry in PostgreSQL. Source: SPEC §5. It is the same registry as in SQLite: see
-- sqlite/schema.sql for why each rule is there.
--
-- What is to be otherwise, once there are registries that are in use, comes as a file of its own,
-- which migrates.
--
-- Whoever makes it owns it. Two roles, if they are there, are given what they need: pecaddr_issuer,
-- who issues addresses and cannot break a rule; pecaddr_reader, who looks. doc/registry.md says
-- how to make them.
--
-- A row of mailbox is the last version of it, and the first line of its history as long as nothing
-- has changed. Each INSERT and UPDATE says in changed_act and changed_why what was done and why; when,
-- by whom and in which transaction the database says itself. What an UPDATE replaces is archived in
-- history. Texts are compared byte by byte.
--
-- There are no foreign keys. Each would fire a trigger for each row, and lock the row of the scheme
-- each time; together they took a quarter of the time of a claim. What they would hold is held without
-- them: nothing is ever deleted and no number ever changes, history is written by a trigger alone,
-- and that the scheme is on record is asked once for each statement.
--
-- In a WHEN or a view no row of three or more columns is compared with another: the server writes that
-- in a way which it reads, from a dump, as something that it writes in another way; and `verify` would
-- take a registry that was restored for one whose rules were changed.

CREATE SCHEMA pecaddr;

-- The versions of the schema.
CREATE TABLE pecaddr.version (
    number integer PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT current_timestamp
);

-- The registry itself: one row, which the owner alone writes.
CREATE TABLE pecaddr.registry (
    one       integer PRIMARY KEY CHECK (one = 1),
    id        text COLLATE "C" NOT NULL CHECK (id ~ '^[0-9a-f]{32}$'),
    -- Counts up each time that somebody says that it is the right one, though it went back in time.
    epoch     integer NOT NULL CHECK (epoch > 0),
    -- What is added to the server's number of a transaction, so that the sum never goes back when
    -- the registry moves to another server. The default of mailbox.change has it, too.
    change    bigint NOT NULL CHECK (change >= 0),
    -- The provinces that it is for, as `MC` or `AN,MC`; empty: all.
    provinces text COLLATE "C" NOT NULL CHECK (provinces ~ '^([A-Z][A-Z](,[A-Z][A-Z])*)?$'),
    -- Where it is: see pecaddr.here. Elsewhere, and where this is unknown, nothing new is issued.
    server    bigint,
    timeline  bigint,
    database  bigint,
    relation  bigint
);

-- Roles that are bound to provinces, each with those that are its own, as `MC` or `AN,MC`; the owner
-- alone writes it. A login is bound by each role that it is a member of. Who is bound by none, and
-- the owner, is not bound.
CREATE TABLE pecaddr.bound (
    role      regrole PRIMARY KEY,
    provinces text COLLATE "C" NOT NULL CHECK (provinces ~ '^[A-Z][A-Z](,[A-Z][A-Z])*$')
);

-- The provinces of whoever is logged in; NULL: he is not bound.
CREATE FUNCTION pecaddr.own_provinces() RETURNS text[] LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(own.province)
    FROM pecaddr.bound CROSS JOIN LATERAL unnest(string_to_array(provinces, ',')) AS own (province)
    WHERE pg_has_role(session_user, role::oid, 'MEMBER')
      AND NOT pg_has_role(session_user, (SELECT relowner FROM pg_class
                                         WHERE oid = 'pecaddr.bound'::regclass), 'MEMBER')
$$;

-- What claims lock: the addresses, holders, register entries and names in question are spread over these
-- rows. Whoever may not issue can lock none of them, as he could any advisory lock.
CREATE TABLE pecaddr.bucket (number integer PRIMARY KEY);
INSERT INTO pecaddr.bucket SELECT generate_series(1, 1024);

-- The canonical text of each scheme under which addresses were issued, once.
CREATE TABLE pecaddr.scheme (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL UNIQUE CHECK (text <> '')
);

CREATE TABLE pecaddr.mailbox (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    revision        bigint NOT NULL DEFAULT 1,
    -- The transaction of this version. See registry.change.
    change          bigint NOT NULL DEFAULT 0 + pg_current_xact_id()::text::bigint,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    notes           bigint NOT NULL CHECK (notes BETWEEN 0 AND 4294967295),
    -- How it was issued: see `struct pecaddr_mailbox`. Unknown for one that was imported.
    scheme          bigint,
    -- The mailbox that its holder gave up for it.
    instead_of      bigint,
    table_version   integer CHECK (table_version > 0),
    level           integer CHECK (level >= 0),
    number          integer CHECK (number BETWEEN 1 AND 9999999),
    issued_number   integer,
    expires         date CHECK (expires BETWEEN '0001-01-01' AND '9999-12-31'),
    left_on         date CHECK (left_on BETWEEN '0001-01-01' AND '9999-12-31'),
    -- Whether it was ever active: then its address is never anybody else's.
    used            boolean NOT NULL,
    state           text COLLATE "C" NOT NULL
                    CHECK (state IN ('reserved', 'active', 'retired', 'released')),
    address         text COLLATE "C" NOT NULL
                    CHECK (length(address) <= 254 AND address ~ '^[!-?[-~]+@[!-?[-~]+$'),
    domain          text COLLATE "C" NOT NULL
                    GENERATED ALWAYS AS (substr(address, strpos(address, '@') + 1)) STORED,
    -- The holder: codice fiscale, and the register entry. What is unknown is NULL.
    holder          text COLLATE "C" CHECK (holder ~ '^([0-9A-Z]{16}|[0-9A-Z]{11})$'),
    province        text COLLATE "C" CHECK (province ~ '^[A-Z][A-Z]$'),
    section         text COLLATE "C" CHECK (section IN ('A', 'B')),
    given           text COLLATE "C" CHECK (octet_length(given) BETWEEN 1 AND 1024),
    surname         text COLLATE "C" CHECK (octet_length(surname) BETWEEN 1 AND 1024),
    -- The letters that the names are folded to, by which people are found.
    given_letters   text COLLATE "C" CHECK (given_letters ~ '^[a-z]{1,64}$'),
    surname_letters text COLLATE "C" CHECK (surname_letters ~ '^[a-z]{1,64}$'),
    receipt         text COLLATE "C" NOT NULL CHECK (receipt <> ''),
    -- The entry and the name that it was issued for: NULL as long as they are the holder's still.
    issued_province text COLLATE "C",
    issued_section  text COLLATE "C",
    issued_given    text COLLATE "C",
    issued_surname  text COLLATE "C",
    changed_by      text COLLATE "C" NOT NULL DEFAULT session_user,
    changed_act     text COLLATE "C" NOT NULL
                    CHECK (changed_act IN ('issue', 'import', 'block', 'claim', 'activate',
                                           'release', 'change', 'correct', 'renew', 'leave',
                                           'retire', 'expire', 'relink', 'forget')),
    -- The operator's own words, which an operator's act is never without.
    changed_why     text COLLATE "C" NOT NULL CHECK (octet_length(changed_why) <= 200),
    CONSTRAINT mailbox_operator_says_why
    CHECK (changed_why <> '' OR changed_act IN ('issue', 'import', 'block', 'claim')),
    -- One that was issued has all its facts, until it is forgotten.
    CONSTRAINT mailbox_keeps_how_it_was_issued
    CHECK (receipt IN ('imported', 'blocked') OR changed_act = 'forget'
           OR num_nulls(given, surname, province, section, number, scheme, table_version, level) = 0),
    CONSTRAINT mailbox_leaving
    CHECK (left_on IS NULL OR state IN ('active', 'retired'))
);

-- One live mailbox for each address, and for each holder in a domain. Who stands on a register
-- entry: one at most; and who left it.
CREATE UNIQUE INDEX mailbox_address ON pecaddr.mailbox (address) WHERE state <> 'released';
CREATE UNIQUE INDEX mailbox_holder ON pecaddr.mailbox (holder, domain)
    WHERE holder IS NOT NULL AND state <> 'released';
CREATE UNIQUE INDEX mailbox_entry ON pecaddr.mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('reserved', 'active') AND left_on IS NULL;
CREATE INDEX mailbox_past_entry ON pecaddr.mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state IN ('active', 'retired')
      AND (state = 'retired' OR left_on IS NOT NULL);
CREATE INDEX mailbox_released ON pecaddr.mailbox (address) WHERE state = 'released';
CREATE INDEX mailbox_released_holder ON pecaddr.mailbox (holder, domain)
    WHERE holder IS NOT NULL AND state = 'released';
CREATE INDEX mailbox_released_entry ON pecaddr.mailbox (number, province, section, domain)
    WHERE number IS NOT NULL AND state = 'released';
CREATE INDEX mailbox_instead_of ON pecaddr.mailbox (instead_of) WHERE instead_of IS NOT NULL;
CREATE INDEX mailbox_letters ON pecaddr.mailbox (surname_letters, given_letters)
    WHERE surname_letters IS NOT NULL AND state <> 'released';
-- Of whom no codice fiscale says for certain who they are: none, a provisional one, letters for digits.
CREATE INDEX mailbox_uncertain ON pecaddr.mailbox (surname_letters, given_letters)
    WHERE surname_letters IS NOT NULL AND state <> 'released'
      AND (holder IS NULL
           OR holder !~ '^[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]$');
CREATE INDEX mailbox_expires ON pecaddr.mailbox (expires)
    WHERE expires IS NOT NULL AND state = 'active';

-- The earlier versions of mailboxes.
CREATE TABLE pecaddr.history (
    mailbox     bigint NOT NULL,
    revision    bigint NOT NULL CHECK (revision > 0),
    change      bigint NOT NULL,
    at          timestamptz NOT NULL,
    number      integer,
    expires     date,
    left_on     date,
    state       text COLLATE "C" NOT NULL,
    holder      text COLLATE "C",
    province    text COLLATE "C",
    section     text COLLATE "C",
    given       text COLLATE "C",
    surname     text COLLATE "C",
    author      text COLLATE "C" NOT NULL,
    act         text COLLATE "C" NOT NULL,
    why         text COLLATE "C" NOT NULL,
    PRIMARY KEY (mailbox, revision)
);

-- The lines of history: what each version changed, and what that was before. The bits of facts are
-- those of `enum pecaddr_fact`.
CREATE VIEW pecaddr.event AS
SELECT new.change, new.mailbox, new.revision, new.at, new.author, new.act, new.why,
       old.state AS old_state, new.state AS new_state,
       CASE WHEN old.revision IS NULL THEN 0
            ELSE relinked::integer + 2 * moved::integer + 4 * named::integer + 8 * renewed::integer
                 + 16 * gone::integer
       END AS facts,
       CASE WHEN relinked THEN old.holder END AS old_holder,
       CASE WHEN moved THEN old.province END AS old_province,
       CASE WHEN moved THEN old.section END AS old_section,
       CASE WHEN moved THEN old.number END AS old_number,
       CASE WHEN named THEN old.given END AS old_given,
       CASE WHEN named THEN old.surname END AS old_surname,
       CASE WHEN renewed THEN old.expires END AS old_expires,
       CASE WHEN gone THEN old.left_on END AS old_left
FROM (SELECT mailbox, revision, state, holder, province, section, number, given, surname, expires,
             left_on, change, at, author, act, why
      FROM pecaddr.history
      UNION ALL
      SELECT id, revision, state, holder, province, section, number, given, surname, expires,
             left_on, change, changed_at, changed_by, changed_act, changed_why
      FROM pecaddr.mailbox) AS new
LEFT JOIN pecaddr.history AS old ON old.mailbox = new.mailbox AND old.revision = new.revision - 1
CROSS JOIN LATERAL (
    SELECT new.holder IS DISTINCT FROM old.holder AS relinked,
           new.province IS DISTINCT FROM old.province OR new.section IS DISTINCT FROM old.section
           OR new.number IS DISTINCT FROM old.number AS moved,
           (new.given, new.surname) IS DISTINCT FROM (old.given, old.surname) AS named,
           new.expires IS DISTINCT FROM old.expires AS renewed,
           new.left_on IS DISTINCT FROM old.left_on AS gone) AS changed;

-- Which changes INI-PEC was told of, range by range, so that each is told once.
CREATE TABLE pecaddr.told (
    domain       text COLLATE "C" NOT NULL CHECK (domain <> ''),
    province     text COLLATE "C" NOT NULL CHECK (province ~ '^([A-Z][A-Z])?$'),
    range_number bigint NOT NULL CHECK (range_number > 0),
    change_from  bigint NOT NULL CHECK (change_from > 0),
    change_to    bigint NOT NULL,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    by           text COLLATE "C" NOT NULL DEFAULT session_user,
    PRIMARY KEY (domain, province, range_number),
    CONSTRAINT told_range CHECK (change_to >= change_from)
);

CREATE FUNCTION pecaddr.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                          TABLE = TG_TABLE_NAME;
END
$$;

-- A mailbox begins.

CREATE TRIGGER mailbox_begins BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.revision <> 1
      OR (NEW.state <> 'reserved'
          AND (NEW.receipt <> 'imported' OR NEW.state NOT IN ('active', 'retired'))))
EXECUTE FUNCTION
    pecaddr.refuse('a mailbox begins as reserved, or in use or retired when it is imported');

CREATE TRIGGER mailbox_begins_in_use BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.used <> (NEW.state <> 'reserved')
      AND (NEW.receipt <> 'imported' OR NEW.state <> 'reserved'))
EXECUTE FUNCTION pecaddr.refuse('a mailbox that is imported may have been in use');

CREATE TRIGGER mailbox_begins_with_its_act BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.changed_act <> CASE WHEN NEW.receipt = 'imported' THEN 'import'
                              WHEN NEW.receipt = 'blocked' THEN 'block'
                              WHEN NEW.instead_of IS NULL THEN 'issue'
                              ELSE 'change' END)
EXECUTE FUNCTION pecaddr.refuse('a mailbox begins with the act that its receipt tells');

CREATE TRIGGER mailbox_blocked BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.receipt = 'blocked'
      AND num_nonnulls(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given, NEW.surname,
                       NEW.given_letters, NEW.surname_letters, NEW.expires) > 0)
EXECUTE FUNCTION pecaddr.refuse('of an address that is only blocked nothing is known');

CREATE TRIGGER mailbox_begins_as_issued BEFORE INSERT ON pecaddr.mailbox FOR EACH ROW
WHEN (num_nonnulls(NEW.issued_province, NEW.issued_section, NEW.issued_number, NEW.issued_given,
                   NEW.issued_surname) > 0)
EXECUTE FUNCTION pecaddr.refuse('what an address was issued for is kept when it changes');

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

CREATE FUNCTION pecaddr.refuse_unknown_scheme() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT scheme FROM begun WHERE scheme IS NOT NULL) AS used
               WHERE NOT EXISTS (SELECT FROM pecaddr.scheme WHERE id = used.scheme))
    THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_scheme AFTER INSERT ON pecaddr.mailbox
REFERENCING NEW TABLE AS begun FOR EACH STATEMENT
EXECUTE FUNCTION pecaddr.refuse_unknown_scheme('the scheme is not on record');

CREATE FUNCTION pecaddr.refuse_beginning_elsewhere() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    own text[] := pecaddr.own_provinces();
BEGIN
    IF own IS NOT NULL AND EXISTS (SELECT FROM begun WHERE province <> ALL (own)) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_begins_in_own_province AFTER INSERT ON pecaddr.mailbox
REFERENCING NEW TABLE AS begun FOR EACH STATEMENT
EXECUTE FUNCTION
    pecaddr.refuse_beginning_elsewhere('this user is bound to provinces, and this is of another');

-- A mailbox changes.

CREATE TRIGGER mailbox_counts_up BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.revision <> OLD.revision + 1)
EXECUTE FUNCTION pecaddr.refuse('a change counts revision up and sets changed_… anew');

CREATE TRIGGER mailbox_ended_is_final BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN ((OLD.state = 'released' AND NEW.changed_act <> 'forget') OR OLD.changed_act = 'forget')
EXECUTE FUNCTION pecaddr.refuse('a mailbox that is released or forgotten never changes');

-- What was in use once is never released, since mail for its holder may still arrive. Back from
-- retired comes the same holder only. One of which nothing is known may turn out to have ended.
CREATE TRIGGER mailbox_transitions BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.state <> OLD.state
      AND NOT (OLD.state = 'reserved' AND NEW.state = 'active')
      AND NOT (OLD.state = 'reserved' AND NEW.state = 'released' AND NOT OLD.used)
      AND NOT (OLD.state = 'active' AND NEW.state = 'retired')
      AND NOT (OLD.state = 'reserved' AND NEW.state = 'retired' AND NEW.changed_act = 'import'
               AND num_nonnulls(OLD.holder, OLD.province, OLD.section, OLD.number, OLD.given,
                                OLD.surname) = 0)
      AND NOT (OLD.state = 'retired' AND NEW.state = 'reserved'
               AND OLD.holder IS NOT NULL AND NEW.holder IS NOT DISTINCT FROM OLD.holder))
EXECUTE FUNCTION pecaddr.refuse('this transition is not possible');

CREATE TRIGGER mailbox_stays_used BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.used <> (OLD.used OR NEW.state IN ('active', 'retired')))
EXECUTE FUNCTION pecaddr.refuse('a mailbox was in use from the first time that it is active');

CREATE TRIGGER mailbox_address_is_fixed BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.id <> OLD.id OR NEW.address <> OLD.address OR NEW.notes <> OLD.notes
      OR NEW.receipt <> OLD.receipt OR NEW.scheme IS DISTINCT FROM OLD.scheme
      OR NEW.table_version IS DISTINCT FROM OLD.table_version
      OR NEW.level IS DISTINCT FROM OLD.level OR NEW.instead_of IS DISTINCT FROM OLD.instead_of)
EXECUTE FUNCTION pecaddr.refuse('an address and how it was issued never change');

-- Three acts do what they say and nothing else.
CREATE TRIGGER mailbox_act_does_what_it_says BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.changed_act IN ('relink', 'correct', 'forget')
      AND (NEW.state <> OLD.state OR NEW.expires IS DISTINCT FROM OLD.expires
           OR NEW.left_on IS DISTINCT FROM OLD.left_on
           OR (NEW.changed_act <> 'forget'
               AND (NEW.province IS DISTINCT FROM OLD.province
                    OR NEW.section IS DISTINCT FROM OLD.section
                    OR NEW.number IS DISTINCT FROM OLD.number))
           OR (NEW.changed_act = 'relink'
               AND (NEW.given, NEW.surname) IS DISTINCT FROM (OLD.given, OLD.surname))
           OR (NEW.changed_act = 'correct' AND NEW.holder IS DISTINCT FROM OLD.holder)))
EXECUTE FUNCTION pecaddr.refuse('this act changes one fact alone');

CREATE TRIGGER mailbox_forgets_all BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.changed_act = 'forget'
      AND (NEW.state NOT IN ('retired', 'released')
           OR num_nonnulls(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given,
                           NEW.surname, NEW.given_letters, NEW.surname_letters) > 0))
EXECUTE FUNCTION
    pecaddr.refuse('all is forgotten of the holder of a retired mailbox, or nothing');

-- What was unknown of a holder may become known. What is known never changes, but that a codice
-- fiscale is relinked, a name corrected, and that a known codice fiscale moves to another entry.
CREATE TRIGGER mailbox_holder_is_fixed BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.holder IS DISTINCT FROM OLD.holder AND NEW.changed_act <> 'forget'
      AND NOT (NEW.changed_act = 'relink' AND NEW.holder IS NOT NULL)
      AND NOT (OLD.holder IS NULL
               AND (NEW.state IN ('reserved', 'active')
                    OR (OLD.state = 'reserved' AND NEW.state = 'retired'))))
EXECUTE FUNCTION pecaddr.refuse('a mailbox never passes to another holder');

CREATE TRIGGER mailbox_name_is_only_corrected BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.changed_act <> 'forget'
      AND ((OLD.given IS NOT NULL AND NEW.given IS NULL)
           OR (OLD.surname IS NOT NULL AND NEW.surname IS NULL)
           OR ((NEW.given, NEW.surname) IS DISTINCT FROM (OLD.given, OLD.surname)
               AND NEW.changed_act <> 'correct'
               AND ((OLD.given IS NOT NULL AND NEW.given <> OLD.given)
                    OR (OLD.surname IS NOT NULL AND NEW.surname <> OLD.surname)
                    OR NEW.state = 'released'
                    OR (NEW.state = 'retired' AND OLD.state <> 'reserved')))))
EXECUTE FUNCTION pecaddr.refuse('a name is only corrected');

CREATE TRIGGER mailbox_letters_are_the_names BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN ((NEW.given, NEW.surname) IS NOT DISTINCT FROM (OLD.given, OLD.surname)
      AND (NEW.given_letters, NEW.surname_letters)
          IS DISTINCT FROM (OLD.given_letters, OLD.surname_letters))
EXECUTE FUNCTION pecaddr.refuse('the letters of a name change with it');

CREATE TRIGGER mailbox_entry_moves_with_holder BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
WHEN (NEW.changed_act <> 'forget'
      AND (NEW.province IS DISTINCT FROM OLD.province OR NEW.section IS DISTINCT FROM OLD.section
           OR NEW.number IS DISTINCT FROM OLD.number)
      AND ((num_nulls(OLD.province, OLD.section, OLD.number) = 0
            AND (OLD.holder IS NULL OR NEW.left_on IS NOT NULL))
           OR (OLD.province IS NOT NULL AND NEW.province IS NULL)
           OR (OLD.section IS NOT NULL AND NEW.section IS NULL)
           OR (OLD.number IS NOT NULL AND NEW.number IS NULL)
           OR NEW.state = 'released' OR (NEW.state = 'retired' AND OLD.state <> 'reserved')))
EXECUTE FUNCTION
    pecaddr.refuse('a register entry moves only with a known holder of a living mailbox');

-- Says who made a version, when and in which transaction, unless the owner says it; and keeps what
-- the address was issued for.
CREATE FUNCTION pecaddr.stamp() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.change, NEW.changed_at, NEW.changed_by)
       IS NOT DISTINCT FROM (OLD.change, OLD.changed_at, OLD.changed_by) THEN
        NEW.change := (SELECT change FROM pecaddr.registry) + pg_current_xact_id()::text::bigint;
        NEW.changed_at := clock_timestamp();
        NEW.changed_by := session_user;
    END IF;
    IF (NEW.issued_province, NEW.issued_section, NEW.issued_number, NEW.issued_given,
        NEW.issued_surname)
       IS DISTINCT FROM (OLD.issued_province, OLD.issued_section, OLD.issued_number,
                         OLD.issued_given, OLD.issued_surname) THEN
        RAISE EXCEPTION 'what an address was issued for is kept when it changes'
        USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.changed_act = 'forget' THEN
        NEW.issued_province := NULL;
        NEW.issued_section := NULL;
        NEW.issued_number := NULL;
        NEW.issued_given := NULL;
        NEW.issued_surname := NULL;
    ELSIF NEW.receipt NOT IN ('imported', 'blocked') THEN
        NEW.issued_province := coalesce(NEW.issued_province, nullif(OLD.province, NEW.province));
        NEW.issued_section := coalesce(NEW.issued_section, nullif(OLD.section, NEW.section));
        NEW.issued_number := coalesce(NEW.issued_number, nullif(OLD.number, NEW.number));
        NEW.issued_given := coalesce(NEW.issued_given, nullif(OLD.given, NEW.given));
        NEW.issued_surname := coalesce(NEW.issued_surname, nullif(OLD.surname, NEW.surname));
    END IF;
    RETURN NEW;
END
$$;

-- After the others, which are fired in the order of their names.
CREATE TRIGGER mailbox_version_is_stamped BEFORE UPDATE ON pecaddr.mailbox FOR EACH ROW
EXECUTE FUNCTION pecaddr.stamp();

-- Who is bound changes what is and stays in provinces of his own; and brings there, by a claim, whoever
-- has the same codice fiscale, and by an import what was only kept from being given. That the name
-- agrees, too, is held by the library, which folds it; no claim writes another name. The library says so
-- first: rules/bound.c.
CREATE FUNCTION pecaddr.refuse_change_elsewhere() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_hashjoin = on AS $$
DECLARE
    own text[] := pecaddr.own_provinces();
BEGIN
    IF own IS NOT NULL AND EXISTS (
        SELECT FROM before JOIN after USING (id)
        WHERE NOT coalesce(before.province = ANY (own)
                           AND (after.province = ANY (own) OR after.changed_act = 'forget'), false)
          AND NOT coalesce(after.changed_act = 'claim' AND after.province = ANY (own)
                           AND after.holder = before.holder
                           AND ((after.state = before.state
                                 AND after.expires IS NOT DISTINCT FROM before.expires)
                                OR (before.state = 'retired' AND after.state = 'reserved')), false)
          AND NOT coalesce(after.changed_act = 'import' AND after.province = ANY (own)
                           AND before.state = 'reserved' AND before.holder IS NULL
                           AND before.given IS NULL AND before.surname IS NULL
                           AND before.province IS NULL AND before.section IS NULL
                           AND before.number IS NULL, false))
    THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_changes_in_own_province AFTER UPDATE ON pecaddr.mailbox
REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
EXECUTE FUNCTION
    pecaddr.refuse_change_elsewhere('this user is bound to provinces, and this is of another');

-- History is written by this alone, as the owner.
CREATE FUNCTION pecaddr.mailbox_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_hashjoin = on AS $$
BEGIN
    INSERT INTO pecaddr.history (mailbox, revision, state, holder, province, section, number,
                                 given, surname, expires, left_on, change, at, author, act, why)
    SELECT id, before.revision, before.state, before.holder, before.province, before.section,
           before.number, before.given, before.surname, before.expires, before.left_on,
           before.change, before.changed_at, before.changed_by, before.changed_act,
           before.changed_why
    FROM before JOIN after USING (id)
    ORDER BY id;
    IF EXISTS (SELECT FROM after WHERE changed_act = 'forget') THEN
        IF EXISTS (SELECT FROM after JOIN pecaddr.mailbox AS heir ON heir.instead_of = after.id
                   WHERE after.changed_act = 'forget' AND heir.changed_act <> 'forget')
        THEN
            RAISE EXCEPTION 'what was given up for another mailbox is forgotten after that one'
            USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME;
        END IF;
        UPDATE pecaddr.history
        SET holder = NULL, province = NULL, section = NULL, number = NULL, given = NULL,
            surname = NULL
        WHERE mailbox IN (SELECT id FROM after WHERE changed_act = 'forget');
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER mailbox_changed AFTER UPDATE ON pecaddr.mailbox
REFERENCING OLD TABLE AS before NEW TABLE AS after
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.mailbox_changed();

-- Nothing is ever deleted.

CREATE TRIGGER mailbox_never_deleted BEFORE DELETE OR TRUNCATE ON pecaddr.mailbox
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('a mailbox is never deleted');

CREATE TRIGGER history_never_deleted BEFORE DELETE OR TRUNCATE ON pecaddr.history
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('history is never deleted');

-- But that a holder is forgotten.
CREATE FUNCTION pecaddr.refuse_but_forgotten() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pecaddr.mailbox WHERE id = OLD.mailbox AND changed_act = 'forget')
       OR num_nonnulls(NEW.holder, NEW.province, NEW.section, NEW.number, NEW.given,
                       NEW.surname) > 0
       OR (NEW.mailbox, NEW.revision, NEW.state, NEW.expires, NEW.left_on, NEW.change, NEW.at,
           NEW.author, NEW.act, NEW.why)
          IS DISTINCT FROM (OLD.mailbox, OLD.revision, OLD.state, OLD.expires, OLD.left_on,
                            OLD.change, OLD.at, OLD.author, OLD.act, OLD.why)
    THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER history_never_changed BEFORE UPDATE ON pecaddr.history FOR EACH ROW
EXECUTE FUNCTION pecaddr.refuse_but_forgotten('history never changes');

CREATE TRIGGER history_is_true BEFORE INSERT ON pecaddr.history FOR EACH ROW
WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION pecaddr.refuse('history is written by the registry itself');

CREATE TRIGGER scheme_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON pecaddr.scheme
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('a scheme never changes');

CREATE TRIGGER bucket_is_only_locked BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE
ON pecaddr.bucket FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('a bucket is only locked');

-- The registry is the same for ever, and its numbers only go on.

CREATE FUNCTION pecaddr.refuse_other_provinces() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pecaddr.mailbox) THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER registry_goes_on BEFORE UPDATE ON pecaddr.registry FOR EACH ROW
WHEN (NEW.one <> OLD.one OR NEW.id <> OLD.id OR NEW.change < OLD.change
      OR NEW.epoch NOT IN (OLD.epoch, OLD.epoch + 1))
EXECUTE FUNCTION pecaddr.refuse('a registry stays itself, and its numbers only go on');

CREATE TRIGGER registry_keeps_its_provinces BEFORE UPDATE ON pecaddr.registry FOR EACH ROW
WHEN (NEW.provinces <> OLD.provinces)
EXECUTE FUNCTION
    pecaddr.refuse_other_provinces('a registry stays itself, and its numbers only go on');

CREATE TRIGGER registry_never_deleted BEFORE DELETE OR TRUNCATE ON pecaddr.registry
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('the registry is never deleted');

-- Ranges follow each other without a gap, and end below the oldest transaction that may still write.
CREATE FUNCTION pecaddr.refuse_out_of_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.change_to >= (SELECT change + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                         FROM pecaddr.registry)
       OR (NEW.range_number, NEW.change_from)
          <> (SELECT coalesce(max(range_number), 0) + 1, coalesce(max(change_to), 0) + 1
              FROM pecaddr.told
              WHERE domain = NEW.domain AND province = NEW.province)
    THEN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation',
                                              TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER told_in_order BEFORE INSERT ON pecaddr.told FOR EACH ROW
EXECUTE FUNCTION pecaddr.refuse_out_of_order('each change is told once');

CREATE TRIGGER told_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON pecaddr.told
FOR EACH STATEMENT EXECUTE FUNCTION pecaddr.refuse('what was told stays told');

-- Where this is: which server, on which timeline of its log (a promotion begins one, and so does the
-- end of a recovery; seen by the log, as the last checkpoint may still be of the one before; a standby
-- writes none), in which database, in which table.
CREATE VIEW pecaddr.here AS
SELECT (pg_control_system()).system_identifier AS server,
       CASE WHEN NOT pg_is_in_recovery()
            THEN ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
       END AS timeline,
       (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database,
       'pecaddr.mailbox'::regclass::oid::bigint AS relation;

INSERT INTO pecaddr.registry (one, id, epoch, change, provinces, server, timeline, database, relation)
SELECT 1, replace(gen_random_uuid()::text, '-', ''), 1, 0, '', server, timeline, database, relation
FROM pecaddr.here;
