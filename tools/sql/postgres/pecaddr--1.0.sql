-- SPDX-License-Identifier: BSD-3-Clause
--
-- The functions of functions.c: doc/sql.md. What is IMMUTABLE is one answer for ever (SPEC, section 2). All else is
-- STABLE, as a later version may answer better, and may not stand in an index.
\echo Use "CREATE EXTENSION pecaddr" to load this file. \quit

CREATE FUNCTION pecaddr_local_part(given text, surname text, scheme text DEFAULT 'ingpec') RETURNS text
AS 'MODULE_PATHNAME', 'pecaddr_sql_local_part' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_local_part IS 'the local part of level 0; an error where the name is refused';

CREATE FUNCTION pecaddr_try_local_part(given text, surname text, scheme text DEFAULT 'ingpec') RETURNS text
AS 'MODULE_PATHNAME', 'pecaddr_sql_try_local_part' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_try_local_part IS 'the local part of level 0; NULL where the name is refused';

CREATE FUNCTION pecaddr_status(given text, surname text, scheme text DEFAULT 'ingpec') RETURNS text
AS 'MODULE_PATHNAME', 'pecaddr_sql_status' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_status IS 'OK, or why the name is refused';

CREATE FUNCTION pecaddr_notes(given text, surname text, scheme text DEFAULT 'ingpec') RETURNS text[]
AS 'MODULE_PATHNAME', 'pecaddr_sql_notes' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_notes IS 'what a person should know or look at; NULL where the name is refused';

CREATE FUNCTION pecaddr_candidates(given text, surname text, province text, section text, number integer,
    scheme text DEFAULT 'ingpec', OUT level integer, OUT address text) RETURNS SETOF record
AS 'MODULE_PATHNAME', 'pecaddr_sql_candidates' LANGUAGE C STABLE ROWS 3 PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_candidates IS 'the addresses that a person may be given, in this order';

CREATE FUNCTION pecaddr_level(address text, scheme text DEFAULT 'ingpec') RETURNS integer
AS 'MODULE_PATHNAME', 'pecaddr_sql_level' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_level IS 'the level of an address; NULL where the scheme gives it to no person, or not with certainty';

CREATE FUNCTION pecaddr_same_name(given1 text, surname1 text, given2 text, surname2 text,
    scheme text DEFAULT 'ingpec') RETURNS boolean
AS 'MODULE_PATHNAME', 'pecaddr_sql_same_name' LANGUAGE C STABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_same_name IS 'whether two names agree; NULL where one of them is refused';

CREATE FUNCTION pecaddr_table_version() RETURNS integer
AS 'MODULE_PATHNAME', 'pecaddr_sql_table_version' LANGUAGE C STABLE PARALLEL SAFE;
COMMENT ON FUNCTION pecaddr_table_version IS 'the version of the rules by which names are read';
