-- SPDX-License-Identifier: BSD-3-Clause
--
-- Who may do what to the registry in PostgreSQL; run by each `pecaddr registry init`. Roles that are
-- not there are given nothing. Source: SPEC §5.

REVOKE ALL ON SCHEMA pecaddr FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA pecaddr FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA pecaddr FROM PUBLIC;

DO $$
DECLARE
    reader text;
BEGIN
    FOR reader IN SELECT rolname FROM pg_catalog.pg_roles
                  WHERE rolname IN ('pecaddr_reader', 'pecaddr_issuer')
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA pecaddr TO %I', reader);
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA pecaddr TO %I', reader);
        EXECUTE format('GRANT EXECUTE ON FUNCTION pecaddr.own_provinces() TO %I', reader);
    END LOOP;
    -- How an address was issued is said once, with the INSERT; the rest is its life. Who locks a
    -- bucket needs the right to change it.
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'pecaddr_issuer') THEN
        GRANT INSERT (text) ON pecaddr.scheme TO pecaddr_issuer;
        GRANT INSERT (state, address, holder, province, section, number, given, surname,
                      given_letters, surname_letters, scheme, table_version, level, notes, receipt,
                      instead_of, expires, left_on, used, changed_act, changed_why),
              UPDATE (revision, state, holder, province, section, number, given, surname,
                      given_letters, surname_letters, expires, left_on, used, changed_act,
                      changed_why)
        ON pecaddr.mailbox TO pecaddr_issuer;
        GRANT UPDATE (number) ON pecaddr.bucket TO pecaddr_issuer;
        GRANT INSERT (domain, province, range_number, change_from, change_to)
        ON pecaddr.told TO pecaddr_issuer;
    END IF;
END
$$;
