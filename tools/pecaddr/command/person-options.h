/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PERSON_OPTIONS_H
#define PERSON_OPTIONS_H

#include "command/options.h"
#include "member/person.h"

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
         N_("the Order's province, by sigla or name, such as MC"),                                 \
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

#endif
