/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include <libintl.h>

/*
 * The language in which people are spoken to: that of --lang, or of the environment. The sources
 * have English; the catalogues are those of gettext (po/).
 *
 *   _("...")           a sentence, in the language.
 *   N_("...")          one in a table, which is given to gettext() when it is shown.
 *   NC_("at", "...")   a word in a table that means something else elsewhere: see language_word().
 *   in_result("...")   a sentence in a result: see below.
 *
 * message(), remark() and options_fault() look up their format by themselves, and struct fault has
 * its sentences in English. What programs read (column names of CSV, keys and values of JSON,
 * codes) is the same in every language: there also the sentences are in English.
 */
#define _(text)            gettext(text)
#define N_(text)           text
#define NC_(context, text) text

/*
 * Chooses the language, before anything is said: by --lang, which is taken out of the command line
 * wherever it stands before `--`; else by LC_ALL, LC_MESSAGES, LANG and LANGUAGE as gettext reads
 * them. 0, or EXIT_USAGE with a message.
 *
 * Only messages obey it: numbers, order and case are never the locale's.
 */
int language_begin(int *argc, char **argv);

/* Whether that is Italian. */
int language_is_italian(void);

/* A word of a table, by the context in which it stands, or else by itself. */
const char *language_word(const char *context, const char *word);

/* Why a call of the system failed, in the language. */
const char *language_error(int error);

/* A sentence in a result: in the language, but in English in a result for programs. */
const char *in_result(const char *text) __attribute__((format_arg(1)));
const char *in_result_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1), format_arg(2)));
void language_result_for_programs(void);
int result_is_for_programs(void);

/* For whom a sentence can be made either way: in_result, or in_language, which is gettext(). */
typedef const char *language_fn(const char *text);
const char *in_language(const char *text) __attribute__((format_arg(1)));

#endif
