/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include <libintl.h>

/*
 * The language in which people are spoken to: that of the environment, or of --lang. The sources
 * have English; the catalogues are those of gettext.
 *
 *   _("...")    a sentence, in the language.
 *   N_("...")   one in a table, which is given to gettext() when it is shown.
 *
 * message(), remark() and options_fault() look up their format by themselves. What programs read
 * (column names of CSV, keys and values of JSON, codes) is the same in every language.
 */
#define _(text)  gettext(text)
#define N_(text) text

#endif
