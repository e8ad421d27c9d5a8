/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SQL_CALL_H
#define SQL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pecaddr/pecaddr.h>

/*
 * What the functions of SQL do, whatever the engine: it hands over its arguments as texts in UTF-8, and puts what
 * comes back into values of its own.
 */

/*
 * The scheme that an argument means: one that is built in, by its name, or a text of `key = value` lines; never a
 * file, as whoever may call a function may not read the server's. None of them transliterates: what is declared
 * immutable would not be.
 *
 *   ret_scheme   to be freed with pecaddr_scheme_free().
 *
 * Returns: PECADDR_OK, or what pecaddr_scheme_parse() returns.
 */
int sql_scheme_make(struct pecaddr_text text, const struct pecaddr_scheme **ret_scheme,
                    struct pecaddr_error *error);

/* What a name gives; `local_part` and `notes` where `error.code` is PECADDR_OK. */
struct sql_answer {
    struct pecaddr_error error;
    uint32_t notes;
    size_t size;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
};
void sql_answer(const struct pecaddr_scheme *scheme, struct pecaddr_text given,
                struct pecaddr_text surname, struct sql_answer *ret_answer);

/* Takes one note out of a set, and names it; NULL: there is none left. */
const char *sql_note_take(uint32_t *notes);

/* PECADDR_OK, PECADDR_NO_MATCH, or the error of one of the names. */
int sql_same_name(const struct pecaddr_scheme *scheme, const struct pecaddr_text names[4]);

/* The level of an address; false where the scheme gives no such address to a person, or not with certainty. */
bool sql_level(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
               unsigned *ret_level);

/*
 * A person's candidates, one after the other, without those that the scheme reserves. The person's texts and the
 * scheme belong to the caller and outlive it; it may not be moved.
 */
struct sql_candidates {
    struct pecaddr_person person;
    struct pecaddr_walk walk;
    struct pecaddr_query query;
};

/* The register entry. What is out of range is so for the library, too; an empty section and 0 are absent. */
void sql_person_enter(struct pecaddr_person *person, struct pecaddr_text province,
                      struct pecaddr_text section, int64_t number);

/* The first candidate is `query`. Returns: PECADDR_OK, PECADDR_DONE, or what pecaddr_walk_init() returns. */
int sql_candidates_begin(struct sql_candidates *candidates, const struct pecaddr_scheme *scheme,
                         struct pecaddr_error *error);

/* The next one. Returns: PECADDR_OK, or PECADDR_DONE. */
int sql_candidates_next(struct sql_candidates *candidates);

/* Where an error is, such as `given, byte 7` (from 0); just the field where no byte is at fault. */
#define SQL_WHERE_SIZE 64
void sql_error_where(const struct pecaddr_error *error, char ret_where[SQL_WHERE_SIZE]);

#endif
