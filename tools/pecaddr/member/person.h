/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PERSON_H
#define PERSON_H

#include "command/options.h"
#include "intake/roster.h"
#include "speech/message.h"

#include <pecaddr/pecaddr.h>

/*
 * One person, from a row or from the command line, as the core wants it.
 *
 *   has_fault   what was written down for the person could not be read; then `fault` says why, on
 *               `fault_line` of the file.
 */
struct member {
    struct pecaddr_person person;
    int has_fault;
    struct fault fault;
    size_t fault_line;
};

/*
 * A person from a row. What has no column stays absent.
 *
 *   province   of the whole roster (--province), or NULL; a cell that says otherwise is a fault.
 *
 * The texts live as long as the arena.
 */
struct member member_from_row(const struct roster *roster, const struct roster_row *row,
                              const char *province, struct arena *arena);

/* The line on which the cell of a field begins. */
size_t member_line(const struct roster *roster, const struct roster_row *row,
                   enum pecaddr_field field);

/* The text of a column that is no fact of the person, trimmed; empty where there is none, or where
   it can not be decoded. */
struct pecaddr_text row_text(const struct roster *roster, const struct roster_row *row,
                             enum roster_field field, struct arena *arena);

/* The person of --given, --surname, --province, --section, --number, --holder. */
struct person_options {
    char *given;
    char *surname;
    char *province;
    char *section;
    char *number;
    char *holder;
};

#define PERSON_OPTIONS(options)                                                                    \
    {"given", 0, POPT_ARG_STRING, &(options).given, 0, N_("given names"), N_("NAMES")},            \
        {"surname",  0, POPT_ARG_STRING, &(options).surname, 0, N_("surname or surnames"),         \
         N_("NAMES")},                                                                             \
        {"province",                                                                               \
         0,                                                                                        \
         POPT_ARG_STRING,                                                                          \
         &(options).province,                                                                      \
         0,                                                                                        \
         N_("the Order's province, as its sigla, such as MC"),                                     \
         "SIGLA"},                                                                                 \
        {"section", 0, POPT_ARG_STRING, &(options).section, 0, N_("register section"), "A|B"},     \
    {                                                                                              \
        "number", 0, POPT_ARG_STRING, &(options).number, 0, N_("registration number"), "N"         \
    }
#define HOLDER_OPTION(options)                                                                     \
    {                                                                                              \
        "holder", 0, POPT_ARG_STRING, &(options).holder, 0, N_("codice fiscale"), "CF"             \
    }

struct member member_from_options(const struct person_options *options, struct arena *arena);

/* Whether all that is needed is there, the province perhaps by PECADDR_PROVINCE: by the scheme's rules, or, where a registry is asked, the
   whole register entry. EXIT_USAGE with a message if not. */
int person_options_check(const struct options *options, struct person_options *person,
                         int asks_registry);

/*
 * What is wrong with a member in the order of the core: given names, surname, province, section,
 * number, and then codice fiscale. 1 and the fault; 0 when there is nothing.
 */
int member_fault(const struct pecaddr_scheme *scheme, const struct member *member,
                 struct fault *ret_fault);

/*
 * The registers' forms of an entry (SPEC §3): `1234`, `A 552`, `A552`, `1234/A`, `B-12`,
 * `n. 1238 sez. A`. Section 0 where it is not said. 0, or -1 when it is none of these.
 */
int entry_parse(struct pecaddr_text text, char *ret_section, uint32_t *ret_number);

/* `A`, `sez. A`. 0, or -1. */
int section_parse(struct pecaddr_text text, char *ret_section);

/* Notes as their names, joined by commas. */
void notes_names(struct buffer *buffer, uint32_t notes);

#endif
