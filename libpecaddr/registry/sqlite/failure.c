/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/sqlite.h"

/* What SQLite says, as a sentence that names the file and says what to do. */

int registry_sqlite_fail(const struct sqlite_store *self, int result,
                         struct pecaddr_registry_error *error)
{
    const char *path = SHOWN(self->path);

    switch (result & 0xFF) {
    case SQLITE_NOMEM:
        return registry_no_memory(error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: another program has been writing to the registry for more than "
                             "%u seconds; try again, or wait longer with ?timeout=SECONDS",
                             path, self->timeout);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        if (registry_sqlite_tell_obstacle(self, result == SQLITE_READONLY_DIRECTORY, error))
            return PECADDR_E_STORAGE;
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the registry cannot be written; you need the right to write to "
                             "the file and to its folder",
                             path);
    case SQLITE_FULL:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the disk is full; make room and run again", path);
    case SQLITE_CORRUPT:
        return registry_sqlite_damaged(self, sqlite3_errstr(result), error);
    case SQLITE_NOTADB:
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: this file is no registry, nor any other SQLite database; check "
                             "the path",
                             path);
    case SQLITE_CANTOPEN:
        if (registry_sqlite_tell_obstacle(self, true, error))
            return PECADDR_E_STORAGE;
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: cannot be opened: %s; you need the right to write to the file and "
            "to its folder",
            path, registry_reason(sqlite3_system_errno(self->db)));
    case SQLITE_IOERR:
        return registry_fail(
            error, PECADDR_E_STORAGE,
            "%s: reading or writing failed (error %d, system error %d), and whether "
            "the last change was done is unknown; check the disk, and run again",
            path, result, sqlite3_system_errno(self->db));
    default:
        return registry_fail(error, PECADDR_E_STORAGE, "%s: the registry refused: %s", path,
                             sqlite3_errmsg(self->db));
    }
}

int registry_sqlite_damaged(const struct sqlite_store *self, const char *what,
                            struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s: the registry is damaged (%s); restore it from a backup",
                         SHOWN(self->path), what);
}
