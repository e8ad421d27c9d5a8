/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef REFUSED_RECORDS_H
#define REFUSED_RECORDS_H

/* What the database refuses to record beside the mailboxes: history, the registry, what was told. */
#include "registry/sqlite/schema-fixture.h"

static const struct refused refused_records[] = {
    /* History is written by the triggers alone. */
    {"history changed", "UPDATE history SET why = 'x' WHERE mailbox = 2", HISTORY},
    {"history erased", "UPDATE history SET holder = NULL, given = NULL WHERE mailbox = 2", HISTORY},
    {"history of a retired one erased",
     "UPDATE history SET holder = NULL, province = NULL, section = NULL, number = NULL, given "
     "= NULL, surname = NULL WHERE mailbox = 3",
     HISTORY},
    {"history of a forgotten one: state", "UPDATE history SET state = 'active' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: change", "UPDATE history SET change = 0 WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: at", "UPDATE history SET at = 'x' WHERE mailbox = 25", HISTORY},
    {"history of a forgotten one: author", "UPDATE history SET author = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: act", "UPDATE history SET act = 'x' WHERE mailbox = 25", HISTORY},
    {"history of a forgotten one: why", "UPDATE history SET why = 'x' WHERE mailbox = 25", HISTORY},
    {"history of a forgotten one: revision", "UPDATE history SET revision = 9 WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: mailbox", "UPDATE history SET mailbox = 1 WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: expires",
     "UPDATE history SET expires = '2030-01-01' WHERE mailbox = 25", HISTORY},
    {"history of a forgotten one: left_on",
     "UPDATE history SET left_on = '2030-01-01' WHERE mailbox = 25", HISTORY},
    {"history of a forgotten one: holder", "UPDATE history SET holder = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: province", "UPDATE history SET province = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: section", "UPDATE history SET section = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: number", "UPDATE history SET number = 1 WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: given", "UPDATE history SET given = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history of a forgotten one: surname", "UPDATE history SET surname = 'x' WHERE mailbox = 25",
     HISTORY},
    {"history forged",
     "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
     "VALUES (1, 1, 'active', 1, 'x', 'x', 'claim', '')",
     TRUE_ONCE},
    {"history of what comes",
     "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
     "VALUES (1, 2, 'active', 1, 'x', 'x', 'claim', '')",
     TRUE_ONCE},
    {"history of what came before",
     "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
     "VALUES (1, 0, 'active', 1, 'x', 'x', 'claim', '')",
     "CHECK constraint"},
    {"history of what was, again",
     "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
     "VALUES (2, 1, 'active', 1, 'x', 'x', 'claim', '')",
     "UNIQUE constraint"},
    {"history of nothing",
     "INSERT INTO history (mailbox, revision, state, change, at, author, act, why) "
     "VALUES (99, 1, 'active', 1, 'x', 'x', 'claim', '')",
     TRUE_ONCE},
    {"history replaced",
     "INSERT OR REPLACE INTO history (mailbox, revision, state, change, at, author, act, why) "
     "SELECT mailbox, revision, state, change, at, author, act, why FROM history WHERE mailbox "
     "= 2",
     REPLACES},
    {"history deleted and gone on",
     "UPDATE OR REPLACE history SET revision = 2 WHERE mailbox = 25 AND revision = 1", HISTORY},
    /* There is one registry, which goes on. */
    {"two registries", "INSERT INTO registry SELECT 2, id, epoch, change, provinces FROM registry",
     "one registry"},
    {"another registry",
     "INSERT OR REPLACE INTO registry SELECT 1, lower(hex(randomblob(16))), 1, 0, ''",
     "one registry"},
    {"no registry", "DELETE FROM registry", "registry is never deleted"},
    {"another id", "UPDATE registry SET id = lower(hex(randomblob(16)))", GOES_ON},
    {"back in time", "UPDATE registry SET change = change - 1", GOES_ON},
    {"an epoch before", "UPDATE registry SET epoch = epoch - 1", GOES_ON},
    {"provinces of one in use", "UPDATE registry SET provinces = 'MC'", GOES_ON},
    {"another number", "UPDATE registry SET one = 2", GOES_ON},
    /* Each change is told once. */
    {"told from the second on",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'AN', 1, 2, 3, 'x')",
     TOLD},
    {"told as the second",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'AN', 2, 1, 2, 'x')",
     TOLD},
    {"told of what comes",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'AN', 1, 1, (SELECT change FROM registry), 'x')",
     TOLD},
    {"told again",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'MC', 1, 1, 2, 'x')",
     TOLD},
    {"told with a gap",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'MC', 2, 4, 5, 'x')",
     TOLD},
    {"told twice",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'MC', 2, 2, 4, 'x')",
     TOLD},
    {"told of nothing",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'MC', 2, 3, 2, 'x')",
     "CHECK constraint"},
    {"told to nobody", "INSERT INTO told VALUES ('ingpec.eu', 'AN', 1, 1, 2, '2024-01-01', '')",
     "CHECK constraint"},
    {"told of no domain",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('', '', 1, 1, 2, 'x')",
     "CHECK constraint"},
    {"told of no province",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'x', 1, 1, 2, 'x')",
     "CHECK constraint"},
    {"told before the first",
     "INSERT INTO told (domain, province, range_number, change_from, change_to, by) VALUES "
     "('ingpec.eu', 'AN', 0, 1, 2, 'x')",
     TOLD},
    {"replace what was told",
     "INSERT OR REPLACE INTO told VALUES ('ingpec.eu', 'MC', 1, 1, 1, '2024-01-01', 'x')", TOLD},
    {"change what was told", "UPDATE told SET change_to = 1", "stays told"},
    {"delete what was told", "DELETE FROM told", "stays told"},
};

#endif
