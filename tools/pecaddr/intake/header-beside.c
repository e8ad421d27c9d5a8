/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"

#include <string.h>

/* What the names of columns say together: a Prov after a Comune, a Numero after a Via. */

/* An address of the electronic kind is no place. */
static int is_electronic(const char *name)
{
    static const char *const stems[] = {"pec ",    "mail",   "email",    "e ",   "posta ",
                                        "digital", "elettr", "certific", "web ", "internet "};

    return header_has_word(name, stems, ARRAY_SIZE(stems));
}

static int is_birth(const char *name)
{
    static const char *const stems[] = {"nascit", "nato ", "nata ", "nasc ", "birth", "born "};

    return header_has_word(name, stems, ARRAY_SIZE(stems));
}

static int is_residence(const char *name)
{
    static const char *const stems[] = {
        "residen",     "res ",     "resid ",  "domicil", "dom ",    "recapit", "comune ",
        "citt",        "localit",  "loc ",    "luogo ",  "frazion", "studio ", "sede ",
        "city ",       "town ",    "zip ",    "cap ",    "c a p ",  "via ",    "civico ",
        "indirizz",    "ind ",     "address", "street",  "strada ", "piazza ", "corrispondenza ",
        "spedizione ", "ufficio ", "lavoro "};

    return header_has_word(name, stems, ARRAY_SIZE(stems)) && !is_electronic(name);
}

/* A part of an address that has a number of its own. */
static int is_street(const char *name)
{
    static const char *const stems[] = {"via ",    "civico ", "cap ",    "c a p ",  "indirizz",
                                        "ind ",    "strada ", "piazza ", "frazion", "localit",
                                        "residen", "domicil", "recapit", "toponim", "dug ",
                                        "zip ",    "street",  "address"};

    return header_has_word(name, stems, ARRAY_SIZE(stems)) && !is_electronic(name) &&
           !is_birth(name);
}

/* What else has a number, which stands right after it. */
static int has_own_number(const char *name)
{
    static const char *const stems[] = {
        "tel ",     "telefon",   "cell",      "fax ",   "docum",  "polizz",   "patent",    "tesser",
        "fascicol", "protocoll", "fattur",    "carta ", "conto ", "delibera", "assicuraz", "phone",
        "mobile",   "policy",    "passaport", "timbr",  "sigill", "dug ",     "ruolo "};

    return header_has_word(name, stems, ARRAY_SIZE(stems));
}

static void note(struct roster *roster, size_t column, enum roster_reason reason,
                 enum roster_field field, size_t other)
{
    roster->unread[column] =
        (struct roster_unread){.reason = reason, .field = field, .other = other};
}

/* The province of a place stands right after it. */
static void look_at_province(struct roster *roster, size_t i, const char *const names[])
{
    if (i && (is_birth(names[i - 1]) || is_residence(names[i - 1])))
        note(roster, i, UNREAD_PLACE, ROSTER_PROVINCE, i - 1);
}

/* A bare number is that of what stands right before it, and in doubt of an address anywhere before;
   but right after the section it is the register's. */
static void look_at_number(struct roster *roster, size_t i, const struct header_name named[],
                           const char *const names[])
{
    if (!i || named[i - 1].field == ROSTER_SECTION)
        return;
    if (has_own_number(names[i - 1])) {
        note(roster, i, UNREAD_HOUSE, ROSTER_NUMBER, i - 1);
        return;
    }
    for (size_t before = i; before--;)
        if (is_street(names[before])) {
            note(roster, i, UNREAD_HOUSE, ROSTER_NUMBER, before);
            return;
        }
}

/* What has none of our names, but one that begins so, may have been meant for ours. */
static void look_at_other(struct roster *roster, size_t i, const char *name)
{
    static const char *const provinces[] = {"prov ", "provincia ", "province ", "sigla "};
    static const char *const elsewhere[] = {
        "tel ",     "telefon", "cell",  "fax ",      "civico ",  "docum",  "padre ",
        "madre ",   "coniug",  "figli", "data ",     "dal ",     "al ",    "del ",
        "crediti ", "rata ",   "stud",  "societ",    "azienda ", "ditta ", "ente ",
        "ricevut",  "laure",   "quot",  "protocoll", "matr",     "polizz", "fattur"};
    static const struct {
        const char *begin;
        enum roster_field field;
    } begins[] = {
        {"nome ", ROSTER_GIVEN},
        {"cognome ", ROSTER_SURNAME},
        {"sezione ", ROSTER_SECTION},
        {"sez ", ROSTER_SECTION},
        {"numero ", ROSTER_NUMBER},
        {"num ", ROSTER_NUMBER},
        {"n ", ROSTER_NUMBER},
        {"nr ", ROSTER_NUMBER},
        {"iscr ", ROSTER_NUMBER},
        {"iscrizione ", ROSTER_NUMBER},
        {"codice fiscale ", ROSTER_HOLDER},
        {"cod fisc ", ROSTER_HOLDER},
        {"c f ", ROSTER_HOLDER},
        {"cf ", ROSTER_HOLDER},
    };

    if (header_has_word(name, provinces, ARRAY_SIZE(provinces))) {
        note(roster, i, UNREAD_NOT_ORDERS, ROSTER_PROVINCE, ROSTER_NO_COLUMN);
        return;
    }
    for (size_t k = 0; k < ARRAY_SIZE(begins); k++)
        if (strncmp(name, begins[k].begin, strlen(begins[k].begin)) == 0 && !is_birth(name) &&
            !header_has_word(name, elsewhere, ARRAY_SIZE(elsewhere)))
            note(roster, i, UNREAD_ALIKE, begins[k].field, ROSTER_NO_COLUMN);
}

void header_look_beside(struct roster *roster, const struct header_name named[],
                        const char *const names[])
{
    for (size_t i = 0; i < roster->header.n; i++) {
        if (named[i].field == ROSTER_FIELDS)
            look_at_other(roster, i, names[i]);
        else if (named[i].field == ROSTER_PROVINCE && named[i].clarity == HEADER_PLAIN)
            look_at_province(roster, i, names);
        else if (named[i].field == ROSTER_NUMBER && named[i].clarity != HEADER_SURE)
            look_at_number(roster, i, named, names);
    }
}
