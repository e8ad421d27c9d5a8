/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/statement.h"

#include "sqlite/row.h"

/* What the store says to SQLite: each statement, once. */

#define RECORD                                                                                     \
    "SELECT id, revision, " SQLITE_STATE                                                           \
    ", address, holder, province, section, number, given, surname, "                               \
    "given_letters, surname_letters, expires, left_on, used, changed_act = 'forget' FROM mailbox "

#define OF_ENTRY "WHERE number = ?1 AND province = ?2 AND section = ?3 AND domain = ?4 "

/* What begins with letters is before what begins with them and a `{`. */
#define OF_NAME                                                                                    \
    "WHERE surname_letters = ?1 AND given_letters >= coalesce(?2, '') "                            \
    "AND given_letters < coalesce(?2, '') || '{' "                                                 \
    "AND (province = ?3 OR province IS NULL OR ?3 IS NULL) AND domain = ?4 AND released IS NOT 1 "

/* As the condition of the index says. */
#define UNCERTAIN                                                                                  \
    "AND (holder IS NULL "                                                                         \
    "OR holder NOT GLOB '??????[0-9][0-9]?[0-9][0-9]?[0-9][0-9][0-9]?')"

/* What an address was issued for is kept when it changes first. */
#define ISSUED(column, parameter)                                                                  \
    "CASE WHEN receipt NOT IN ('imported', 'blocked') AND ?17 <> 'forget' "                        \
    "THEN coalesce(issued_" column ", iif(" column " IS " parameter ", NULL, " column ")) END"

/* As the conditions of the two indexes say. */
#define STANDING "AND state IN ('reserved', 'active') AND left_on IS NULL "
#define LEFT_ENTRY                                                                                 \
    "AND state IN ('active', 'retired') AND (state = 'retired' OR left_on IS NOT NULL)"

static const char *const statements[SQLITE_STATEMENTS] = {
    [BEGIN_CHECK] = "BEGIN",
    [BEGIN_CLAIM] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [FIND_ADDRESS] = RECORD "WHERE address = ?1 AND released IS NOT 1",
    [FIND_HOLDER] = RECORD "WHERE holder = ?1 AND domain = ?2 AND released IS NOT 1",
    [FIND_ON_ENTRY] = RECORD OF_ENTRY STANDING "UNION ALL " RECORD OF_ENTRY LEFT_ENTRY,
    [FIND_NAMESAKES] = RECORD OF_NAME,
    [FIND_UNCERTAIN] = RECORD "INDEXED BY mailbox_uncertain " OF_NAME UNCERTAIN,
    [ANY_UNCERTAIN] =
        "SELECT 1 FROM mailbox INDEXED BY mailbox_uncertain "
        "WHERE surname_letters IS NOT NULL AND released IS NOT 1 " UNCERTAIN " LIMIT 1",
    [FIND_RELEASED] = RECORD "WHERE address = ?1 AND released = 1 ORDER BY id",
    [FIND_GIVEN_BACK] = RECORD OF_ENTRY "AND number IS NOT NULL AND released = 1 UNION ALL " RECORD
                                        "WHERE holder = ?5 AND domain = ?4 AND holder IS NOT NULL "
                                        "AND released = 1",
    [FIND_VERSIONS] = "SELECT h.mailbox, h.revision, h.state, m.address, h.holder, h.province, "
                      "h.section, h.number, h.given, h.surname, NULL, NULL, h.expires, h.left_on, "
                      "m.used, 0 FROM history AS h JOIN mailbox AS m ON m.id = h.mailbox "
                      "WHERE h.mailbox = ?1",
    [FIND_RETURN] = "SELECT substr(max(at), 1, 10) FROM event WHERE mailbox = ?1 AND change <> ?3 "
                    "AND new_state = 'reserved' AND (old_state = 'retired' OR (revision = 1 "
                    "AND EXISTS (SELECT 1 FROM mailbox WHERE address = ?2 AND released = 1)))",
    [FIND_GIVEN_UP] = RECORD "WHERE id = (SELECT instead_of FROM mailbox WHERE id = ?1)",
    [FIND_HEIR] = RECORD "WHERE instead_of = ?1",
    [FIND_SCHEME] = "SELECT id FROM scheme WHERE text = ?1",
    [INSERT_SCHEME] = "INSERT INTO scheme (text) VALUES (?1)",
    [READ_REGISTRY] = "SELECT id, epoch, change, provinces FROM registry",
    [ANY_MAILBOX] = "SELECT 1 FROM mailbox LIMIT 1",
    [BIND] = "UPDATE registry SET provinces = ?1",
    [RESUME] = "UPDATE registry SET epoch = max(epoch, ?2) + 1, change = max(change, ?1)",
    /* A number that is none would become one. */
    [COUNT_CHANGE] = "UPDATE registry SET change = change + 1 "
                     "WHERE typeof(change) = 'integer' AND change >= 0 "
                     "RETURNING change, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
    [INSERT] = "INSERT INTO mailbox (revision, state, address, holder, province, section, number, "
               "given, surname, given_letters, surname_letters, expires, left_on, used, change, "
               "changed_at, changed_by, changed_act, changed_why, scheme, table_version, level, "
               "notes, receipt, instead_of) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
               "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)",
    /* What a step of its life changes: what is of its holder is not named. */
    [AMEND_LIFE] = "UPDATE mailbox SET revision = revision + 1, state = ?1, expires = ?11, "
                   "left_on = ?12, used = ?13, change = ?14, changed_at = ?15, changed_by = ?16, "
                   "changed_act = ?17, changed_why = ?18 "
                   "WHERE address = ?2 AND id = ?19 AND revision = ?20",
    [AMEND] =
        "UPDATE mailbox SET revision = revision + 1, state = ?1, holder = ?3, "
        "province = ?4, section = ?5, number = ?6, given = ?7, surname = ?8, "
        "given_letters = ?9, surname_letters = ?10, expires = ?11, left_on = ?12, "
        "used = ?13, released = ?1 = 'released', change = ?14, changed_at = ?15, "
        "changed_by = ?16, changed_act = ?17, changed_why = ?18, "
        "issued_province = " ISSUED(
            "province", "?4") ", "
                              "issued_section = " ISSUED(
                                  "section",
                                  "?5") ", "
                                        "issued_number = " ISSUED(
                                            "number",
                                            "?6") ", "
                                                  "issued_given = " ISSUED(
                                                      "given",
                                                      "?7") ", "
                                                            "issued_surname = " ISSUED(
                                                                "surname",
                                                                "?8") " "
                                                                      "WHERE address = ?2 AND id = "
                                                                      "?19 AND revision = ?20",
};

void registry_sqlite_finish(sqlite3_stmt *prepared)
{
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
}

int registry_sqlite_use(struct sqlite_store *self, enum sqlite_statement which,
                        sqlite3_stmt **ret_prepared, struct pecaddr_registry_error *error)
{
    int result = SQLITE_OK;

    if (!self->prepared[which])
        result = sqlite3_prepare_v3(self->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT,
                                    &self->prepared[which], NULL);
    if (result != SQLITE_OK)
        return registry_sqlite_fail(self, result, error);
    *ret_prepared = self->prepared[which];
    return PECADDR_OK;
}

int registry_sqlite_prepare(struct sqlite_store *self, struct pecaddr_registry_error *error)
{
    static const enum sqlite_statement ends[] = {COMMIT, ROLLBACK};
    sqlite3_stmt *prepared;
    int r = PECADDR_OK;

    for (size_t i = 0; i < ARRAY_SIZE(ends) && r == PECADDR_OK; i++)
        r = registry_sqlite_use(self, ends[i], &prepared, error);
    return r;
}

int registry_sqlite_run(struct sqlite_store *self, enum sqlite_statement which,
                        struct pecaddr_registry_error *error)
{
    sqlite3_stmt *prepared = NULL;
    int r = registry_sqlite_use(self, which, &prepared, error);
    int result;

    if (r != PECADDR_OK)
        return r;
    result = sqlite3_step(prepared);
    if (result != SQLITE_DONE)
        r = registry_sqlite_fail(self, result, error);
    registry_sqlite_finish(prepared);
    return r;
}

int registry_sqlite_run_one(struct sqlite_store *self, enum sqlite_statement which,
                            const char *what, struct pecaddr_registry_error *error)
{
    int r = registry_sqlite_run(self, which, error);

    if (r == PECADDR_OK && sqlite3_changes(self->db) != 1)
        return registry_sqlite_damaged(self, what, error);
    return r;
}

void registry_sqlite_bind_text(sqlite3_stmt *prepared, int parameter, const char *text)
{
    if (text[0] != '\0')
        sqlite3_bind_text(prepared, parameter, text, -1, SQLITE_STATIC);
}
