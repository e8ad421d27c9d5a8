/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/model/model-graph.h"

#include <string.h>

#define N_OF(array) (sizeof(array) / sizeof *(array))

/* Four homonyms in three Orders: levels. */
static const struct model_facts homonyms[] = {{1, 1, 1}, {1, 2, 2}, {1, 3, 3}, {1, 4, 4}};

/*
 * Whoever can ask beside one mailbox of whatever holder: three names, of which two agree, three
 * codici fiscali, of which two differ by omocodia alone, or none, and three entries, of which two
 * are of one Order.
 */
/* clang-format off */
#define ENTRIES(name, holder) {name, holder, 1}, {name, holder, 2}, {name, holder, 3}
#define HOLDERS(name)                                                                              \
    ENTRIES(name, 0), ENTRIES(name, 1), ENTRIES(name, 2), ENTRIES(name, OMOCODIA_OF_1)
/* clang-format on */
static const struct model_facts anybody[] = {HOLDERS(1), HOLDERS(2), HOLDERS(3)};

/* What a list can know of an address, and whether the holder left. */
/* clang-format off */
#define IN_AND_OUT(name, holder, entry)                                                            \
    {0, {name, holder, entry}, LIFE_ACTIVE, false}, {0, {name, holder, entry}, LIFE_ACTIVE, true}
/* clang-format on */
#define WHERE(name, holder)                                                                        \
    IN_AND_OUT(name, holder, 0), IN_AND_OUT(name, holder, 1),                                      \
        IN_AND_OUT(name, holder, PROVINCE_ALONE)
static const struct model_import anything[] = {
    WHERE(0, 0),
    WHERE(0, 1),
    WHERE(1, 0),
    WHERE(1, 1),
    WHERE(3, 0),
    WHERE(3, 1),
    WHERE(SURNAME_ALONE, 0),
    WHERE(SURNAME_ALONE, 1),
};

/* Two names, two codici fiscali or none, two entries of one Order, in all combinations. */
static const struct model_facts rosters[] = {
    {1, 0, 1}, {1, 0, 2}, {1, 1, 1}, {1, 1, 2}, {1, 2, 1}, {1, 2, 2},
    {3, 0, 1}, {3, 0, 2}, {3, 1, 1}, {3, 1, 2}, {3, 2, 1}, {3, 2, 2},
};

/* Four of one name on one entry, one after the other, and one without codice fiscale. */
static const struct model_facts successors[] = {
    {1, 1, 1}, {1, 2, 1}, {1, 3, 1}, {1, 4, 1}, {1, 0, 1}};

/* Two who have little to do with each other, and lists that know one of them well, another badly. */
static const struct model_facts members[] = {{1, 1, 1}, {1, 0, 1}, {3, 2, 3}};
static const struct model_import lists[] = {
    {0, {1, 1, 1}, LIFE_ACTIVE, false},   {0, {1, 1, 1}, LIFE_ACTIVE, true},
    {0, {0, 0, 0}, LIFE_ACTIVE, false},   {0, {1, 0, 1}, LIFE_ACTIVE, false},
    {0, {3, 1, 3}, LIFE_ACTIVE, false},   {0, {3, 2, 3}, LIFE_ACTIVE, false},
    {0, {1, 2, 0}, LIFE_ACTIVE, false},   {0, {3, 1, 0}, LIFE_ACTIVE, false},
    {0, {1, 1, 1}, LIFE_RETIRED, true},   {0, {0, 0, 0}, LIFE_RETIRED, false},
    {0, {1, 0, 1}, LIFE_RESERVED, false}, {0, {0, 0, 0}, LIFE_RESERVED, false},
    {0, {3, 2, 3}, LIFE_RETIRED, false},  {0, {SURNAME_ALONE, 0, 1}, LIFE_RESERVED, false},
};

/* Who comes back, and who comes after somebody who was forgotten; and lists that still have him. */
static const struct model_facts after[] = {{1, 1, 1}, {1, 0, 1}, {3, 1, 3}, {3, 2, 3}};
static const struct model_import old_lists[] = {
    {0, {1, 1, 1}, LIFE_RETIRED, true},
    {0, {0, 0, 0}, LIFE_RETIRED, false},
    {0, {1, 1, 1}, LIFE_ACTIVE, false},
};

/* Two who hold a mailbox; and for whom steps are meant: the holder, also on another entry; others of a
 * name that agrees, or does not; of another codice fiscale; and persons of whom one fact is known. */
static const struct model_facts two[] = {{1, 1, 1}, {2, 0, 3}};
static const struct model_facts meant[] = {
    {1, 1, 1}, {1, 0, 1}, {1, 1, 3},
    {2, 0, 2}, {3, 1, 1}, {3, 1, 3},
    {3, 0, 0}, {1, 2, 1}, {1, OMOCODIA_OF_1, 1},
    {0, 1, 0}, {0, 0, 1}, {0, 0, 3},
    {0, 2, 3},
};

/* Two of a name, of whom a list knows one without an entry; and for whom what ends a mailbox is meant. */
static const struct model_facts alike[] = {{1, 0, 1}, {2, 1, 2}};
static const struct model_import without_entry[] = {{2, {1, 0, 0}, LIFE_ACTIVE, false}};
static const struct model_facts either[] = {
    {1, 0, 0},
    {2, 0, 1},
    {1, 0, PROVINCE_ALONE},
    {1, 0, 3},
    {1, 1, 0},
    {1, 2, 2},
    {0, 1, 1},
    {SURNAME_ALONE, 0, 0},
    {SURNAME_ALONE, 2, 0},
};

/* One who moves from entry to entry, leaves, and is in old rosters. */
static const struct model_facts movers[] = {{1, 1, 1}, {1, 1, 2}, {1, 1, 3}, {1, 1, 4}};

/* Members of two Orders, one of whom the registry is bound to, and what lists have of the other's. */
static const struct model_facts both_orders[] = {{1, 1, 1}, {1, 1, 3}, {1, 0, 3}, {3, 2, 1}};
static const struct model_import others[] = {
    {0, {1, 1, 3}, LIFE_RESERVED, false},
    {0, {1, 0, 3}, LIFE_ACTIVE, false},
    {0, {1, 1, 0}, LIFE_RESERVED, false},
};

#define BIT(value) 1U << (value)

/* What any claims are answered, beside those that no rule but the table of SPEC §5 gives. */
#define USUAL_ANSWERS                                                                              \
    (BIT(ANSWER_CLAIMED) | BIT(ANSWER_HELD) | BIT(ANSWER_HELD_ELSEWHERE) | BIT(ANSWER_HOLDER))

const struct world worlds[] = {
    {.name = "homonyms",
     .rows = homonyms,
     .n_rows = N_OF(homonyms),
     .names = 1,
     .most = N_OF(homonyms),
     .absent_too = true,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_CHANGE] = true},
     .answers = BIT(ANSWER_CLAIMED) | BIT(ANSWER_HELD) | BIT(ANSWER_HELD_ELSEWHERE),
     .notes = BIT(0) | BIT(NOTE_RETURNED)},
    {.name = "anybody",
     .rows = anybody,
     .n_rows = N_OF(anybody),
     .imports = anything,
     .n_imports = N_OF(anything),
     .names = 3,
     .most = 2,
     .ends = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_IMPORT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_CORRECT] = true},
     .meets_table = true,
     .answers = USUAL_ANSWERS | BIT(ANSWER_REVIEW),
     .reasons = BIT(REASON_NAME) | BIT(REASON_ENTRY) | BIT(REASON_FORMER),
     .notes = BIT(0) | BIT(NOTE_MOVED) | BIT(NOTE_RETURNED) | BIT(NOTE_RENAMED) |
              BIT(NOTE_MOVED | NOTE_RETURNED) | BIT(NOTE_MOVED | NOTE_RENAMED) |
              BIT(NOTE_RETURNED | NOTE_RENAMED) | BIT(NOTE_MOVED | NOTE_RETURNED | NOTE_RENAMED) |
              BIT(NOTE_NAMESAKE)},
    {.name = "successors",
     .rows = successors,
     .n_rows = N_OF(successors),
     .names = 1,
     .most = 3,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_RETIRE] = true},
     .answers = USUAL_ANSWERS | BIT(ANSWER_EXHAUSTED),
     .reasons = BIT(REASON_ENTRY) | BIT(REASON_FORMER),
     .notes = BIT(0) | BIT(NOTE_RETURNED)},
    {.name = "rosters",
     .rows = rosters,
     .n_rows = N_OF(rosters),
     .names = 3,
     .holders = 2,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_CHANGE] = true,
             [EVENT_RENAME] = true,
             [EVENT_RELINK] = true},
     .answers = USUAL_ANSWERS | BIT(ANSWER_REVIEW),
     .reasons = BIT(REASON_NAME) | BIT(REASON_ENTRY) | BIT(REASON_FORMER),
     .notes =
         BIT(0) | BIT(NOTE_MOVED) | BIT(NOTE_RETURNED) | BIT(NOTE_RENAMED) | BIT(NOTE_NAMESAKE)},
    {.name = "lives",
     .rows = members,
     .n_rows = N_OF(members),
     .imports = lists,
     .n_imports = N_OF(lists),
     .names = 3,
     .holders = 2,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_IMPORT] = true,
             [EVENT_EXPIRE] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_RENEW] = true,
             [EVENT_CHANGE] = true,
             [EVENT_RELINK] = true},
     .answers = USUAL_ANSWERS,
     .reasons = BIT(REASON_NAME) | BIT(REASON_ENTRY) | BIT(REASON_FORMER),
     .notes = BIT(0) | BIT(NOTE_RETURNED) | BIT(NOTE_MOVED)},
    {.name = "batches",
     .rows = rosters,
     .n_rows = N_OF(rosters),
     .names = 3,
     .most = 4,
     .ends = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_BATCH] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true},
     .answers = USUAL_ANSWERS,
     .reasons = BIT(REASON_NAME) | BIT(REASON_ENTRY) | BIT(REASON_FORMER) | BIT(REASON_ENTRIES),
     .notes = BIT(0) | BIT(NOTE_MOVED) | BIT(NOTE_NAMESAKE)},
    {.name = "forgotten",
     .rows = after,
     .n_rows = N_OF(after),
     .imports = old_lists,
     .n_imports = N_OF(old_lists),
     .names = 2,
     .holders = 1,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_IMPORT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_CORRECT] = true,
             [EVENT_CHANGE] = true,
             [EVENT_RELINK] = true,
             [EVENT_FORGET] = true},
     .answers = USUAL_ANSWERS | BIT(ANSWER_REVIEW),
     .reasons = BIT(REASON_NAME) | BIT(REASON_ENTRY) | BIT(REASON_FORMER),
     .notes = BIT(0) | BIT(NOTE_RETURNED) | BIT(NOTE_NAMESAKE)},
    {.name = "meant",
     .rows = two,
     .n_rows = N_OF(two),
     .meant = meant,
     .n_meant = N_OF(meant),
     .names = 2,
     .holders = 2,
     .most = 1,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_RENEW] = true,
             [EVENT_FORGET] = true,
             [EVENT_CHANGE] = true,
             [EVENT_RENAME] = true,
             [EVENT_CORRECT] = true,
             [EVENT_RELINK] = true},
     .answers = BIT(ANSWER_CLAIMED) | BIT(ANSWER_HELD) | BIT(ANSWER_HELD_ELSEWHERE),
     .notes = BIT(0) | BIT(NOTE_RETURNED)},
    {.name = "alike",
     .rows = alike,
     .n_rows = N_OF(alike),
     .imports = without_entry,
     .n_imports = N_OF(without_entry),
     .meant = either,
     .n_meant = N_OF(either),
     .names = 1,
     .holders = 1,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_IMPORT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_FORGET] = true,
             [EVENT_RELINK] = true},
     .answers = USUAL_ANSWERS | BIT(ANSWER_REVIEW),
     .reasons = BIT(REASON_FORMER),
     .notes = BIT(0) | BIT(NOTE_NAMESAKE)},
    {.name = "movers",
     .rows = movers,
     .n_rows = N_OF(movers),
     .names = 1,
     .most = 1,
     .past = true,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_CHANGE] = true,
             [EVENT_FORGET] = true},
     .answers =
         BIT(ANSWER_CLAIMED) | BIT(ANSWER_HELD) | BIT(ANSWER_HELD_ELSEWHERE) | BIT(ANSWER_REVIEW),
     .notes = BIT(0) | BIT(NOTE_MOVED) | BIT(NOTE_RETURNED) | BIT(NOTE_MOVED | NOTE_RETURNED)},
    {.name = "bound",
     .rows = both_orders,
     .n_rows = N_OF(both_orders),
     .imports = others,
     .n_imports = N_OF(others),
     .bound = BIT(1),
     .names = 3,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACCEPT] = true,
             [EVENT_BATCH] = true,
             [EVENT_IMPORT] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_CHANGE] = true,
             [EVENT_RENAME] = true},
     .answers = USUAL_ANSWERS | BIT(ANSWER_PROVINCE),
     .reasons = BIT(REASON_PROVINCE),
     .notes = BIT(0) | BIT(NOTE_MOVED)},
};
const size_t n_worlds = N_OF(worlds);
