/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "base/array.h"

#include <string.h>

/* What a column may be called, in lower case, with one space for whatever is no letter or digit. */
struct synonym {
    const char *name;
    enum roster_field field;
};

/*
 * Names that say it beyond doubt. Not among any, for what they may hold is something else, and would
 * be permanent: `name`, `data iscrizione`, `comune`.
 */
static const struct synonym sure[] = {
    {"nome", ROSTER_GIVEN},
    {"nomi", ROSTER_GIVEN},
    {"given", ROSTER_GIVEN},
    {"given name", ROSTER_GIVEN},
    {"given names", ROSTER_GIVEN},
    {"givenname", ROSTER_GIVEN},
    {"first name", ROSTER_GIVEN},
    {"firstname", ROSTER_GIVEN},
    {"forename", ROSTER_GIVEN},
    {"cognome", ROSTER_SURNAME},
    {"cognomi", ROSTER_SURNAME},
    {"surname", ROSTER_SURNAME},
    {"surnames", ROSTER_SURNAME},
    {"last name", ROSTER_SURNAME},
    {"lastname", ROSTER_SURNAME},
    {"family name", ROSTER_SURNAME},
    {"nominativo", ROSTER_FULL_NAME},
    {"nominativi", ROSTER_FULL_NAME},
    {"nominativo iscritto", ROSTER_FULL_NAME},
    {"cognome e nome", ROSTER_FULL_NAME},
    {"cognome nome", ROSTER_FULL_NAME},
    {"cognomenome", ROSTER_FULL_NAME},
    {"nome e cognome", ROSTER_FULL_NAME},
    {"nome cognome", ROSTER_FULL_NAME},
    {"nomecognome", ROSTER_FULL_NAME},
    {"full name", ROSTER_FULL_NAME},
    {"sigla ordine", ROSTER_PROVINCE},
    {"provincia ordine", ROSTER_PROVINCE},
    {"provincia dell ordine", ROSTER_PROVINCE},
    {"provincia albo", ROSTER_PROVINCE},
    {"provincia iscrizione", ROSTER_PROVINCE},
    {"provincia di iscrizione", ROSTER_PROVINCE},
    {"prov ordine", ROSTER_PROVINCE},
    {"prov albo", ROSTER_PROVINCE},
    {"prov iscrizione", ROSTER_PROVINCE},
    {"ordine", ROSTER_PROVINCE},
    {"ordine provinciale", ROSTER_PROVINCE},
    {"ordine di appartenenza", ROSTER_PROVINCE},
    {"sezione", ROSTER_SECTION},
    {"sez", ROSTER_SECTION},
    {"section", ROSTER_SECTION},
    {"sezione albo", ROSTER_SECTION},
    {"sezione dell albo", ROSTER_SECTION},
    {"sez albo", ROSTER_SECTION},
    {"albo sezione", ROSTER_SECTION},
    {"albo sez", ROSTER_SECTION},
    {"sez a b", ROSTER_SECTION},
    {"sezione a b", ROSTER_SECTION},
    {"sezione e settore", ROSTER_SECTION},
    {"sezione settore", ROSTER_SECTION},
    {"sez e settore", ROSTER_SECTION},
    {"sez settore", ROSTER_SECTION},
    {"n albo", ROSTER_NUMBER},
    {"nr albo", ROSTER_NUMBER},
    {"num albo", ROSTER_NUMBER},
    {"numero albo", ROSTER_NUMBER},
    {"iscrizione", ROSTER_NUMBER},
    {"n iscr", ROSTER_NUMBER},
    {"n iscriz", ROSTER_NUMBER},
    {"n iscrizione", ROSTER_NUMBER},
    {"nr iscr", ROSTER_NUMBER},
    {"nr iscriz", ROSTER_NUMBER},
    {"nr iscrizione", ROSTER_NUMBER},
    {"nro iscr", ROSTER_NUMBER},
    {"nro iscriz", ROSTER_NUMBER},
    {"nro iscrizione", ROSTER_NUMBER},
    {"n ro iscr", ROSTER_NUMBER},
    {"n ro iscriz", ROSTER_NUMBER},
    {"n ro iscrizione", ROSTER_NUMBER},
    {"num iscr", ROSTER_NUMBER},
    {"num iscriz", ROSTER_NUMBER},
    {"num iscrizione", ROSTER_NUMBER},
    {"numero iscr", ROSTER_NUMBER},
    {"numero iscriz", ROSTER_NUMBER},
    {"numero iscrizione", ROSTER_NUMBER},
    {"n di iscrizione", ROSTER_NUMBER},
    {"n d iscrizione", ROSTER_NUMBER},
    {"numero di iscrizione", ROSTER_NUMBER},
    {"numero d iscrizione", ROSTER_NUMBER},
    {"n iscrizione albo", ROSTER_NUMBER},
    {"num iscrizione albo", ROSTER_NUMBER},
    {"numero iscrizione albo", ROSTER_NUMBER},
    {"iscrizione albo", ROSTER_NUMBER},
    {"iscr", ROSTER_NUMBER},
    {"iscr albo", ROSTER_NUMBER},
    {"albo n", ROSTER_NUMBER},
    {"albo nr", ROSTER_NUMBER},
    {"albo num", ROSTER_NUMBER},
    {"registration", ROSTER_NUMBER},
    {"registration number", ROSTER_NUMBER},
    {"codice fiscale", ROSTER_HOLDER},
    {"codicefiscale", ROSTER_HOLDER},
    {"codice fisc", ROSTER_HOLDER},
    {"cod fiscale", ROSTER_HOLDER},
    {"cod fisc", ROSTER_HOLDER},
    {"codfiscale", ROSTER_HOLDER},
    {"codfisc", ROSTER_HOLDER},
    {"cod fis", ROSTER_HOLDER},
    {"codfis", ROSTER_HOLDER},
    {"codice fiscale p iva", ROSTER_HOLDER},
    {"codice fiscale partita iva", ROSTER_HOLDER},
    {"cod fisc p iva", ROSTER_HOLDER},
    {"c f p iva", ROSTER_HOLDER},
    {"cf p iva", ROSTER_HOLDER},
    {"codice fiscale piva", ROSTER_HOLDER},
    {"cod fisc piva", ROSTER_HOLDER},
    {"cod fis p iva", ROSTER_HOLDER},
    {"codice fiscale o p iva", ROSTER_HOLDER},
    {"c f piva", ROSTER_HOLDER},
    {"cf piva", ROSTER_HOLDER},
    {"c f partita iva", ROSTER_HOLDER},
    {"cod fiscale p iva", ROSTER_HOLDER},
    {"c fiscale", ROSTER_HOLDER},
    {"c f", ROSTER_HOLDER},
    {"cf", ROSTER_HOLDER},
    {"holder", ROSTER_HOLDER},
    {"pec", ROSTER_ADDRESS},
    {"indirizzo pec", ROSTER_ADDRESS},
    {"email pec", ROSTER_ADDRESS},
    {"e mail pec", ROSTER_ADDRESS},
    {"mail pec", ROSTER_ADDRESS},
    {"casella pec", ROSTER_ADDRESS},
    {"pec email", ROSTER_ADDRESS},
    {"pec e mail", ROSTER_ADDRESS},
    {"indirizzo email pec", ROSTER_ADDRESS},
    {"indirizzo e mail pec", ROSTER_ADDRESS},
    {"expires", ROSTER_EXPIRES},
    {"scadenza", ROSTER_EXPIRES},
    {"data scadenza", ROSTER_EXPIRES},
    {"data di scadenza", ROSTER_EXPIRES},
    {"scadenza pec", ROSTER_EXPIRES},
    {"data scadenza pec", ROSTER_EXPIRES},
    {"data di scadenza pec", ROSTER_EXPIRES},
    {"state", ROSTER_STATE},
    {"stato", ROSTER_STATE},
    {"data cancellazione", ROSTER_CANCELLED},
    {"left", ROSTER_LEFT},
    {"uscita", ROSTER_LEFT},
    {"data uscita", ROSTER_LEFT},
};

/* Names that are those of something else where they stand beside an address, or a place of birth. */
static const struct synonym plain[] = {
    {"provincia", ROSTER_PROVINCE},
    {"prov", ROSTER_PROVINCE},
    {"province", ROSTER_PROVINCE},
    {"sigla", ROSTER_PROVINCE},
    {"sigla provincia", ROSTER_PROVINCE},
    {"sigla prov", ROSTER_PROVINCE},
    {"numero", ROSTER_NUMBER},
    {"num", ROSTER_NUMBER},
    {"number", ROSTER_NUMBER},
    {"domicilio digitale", ROSTER_ADDRESS},
    {"posta certificata", ROSTER_ADDRESS},
    {"posta elettronica certificata", ROSTER_ADDRESS},
    {"indirizzo posta certificata", ROSTER_ADDRESS},
    {"indirizzo di posta elettronica certificata", ROSTER_ADDRESS},
};

/* Names of which the values say whether they are ours: the number of a row, or of a pension fund; a
   sector. */
static const struct synonym vague[] = {
    {"n", ROSTER_NUMBER},
    {"nr", ROSTER_NUMBER},
    {"nro", ROSTER_NUMBER},
    {"n ro", ROSTER_NUMBER},
    {"no", ROSTER_NUMBER},
    {"matricola", ROSTER_NUMBER},
    {"n matricola", ROSTER_NUMBER},
    {"numero matricola", ROSTER_NUMBER},
    {"posizione", ROSTER_NUMBER},
    {"n posizione", ROSTER_NUMBER},
    {"numero d ordine", ROSTER_NUMBER},
    {"n d ordine", ROSTER_NUMBER},
    {"n ordine", ROSTER_NUMBER},
    {"settore", ROSTER_SECTION},
    {"sett", ROSTER_SECTION},
    {"albo", ROSTER_SECTION},
};

static enum roster_field find(const struct synonym synonyms[], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(synonyms[i].name, name) == 0)
            return synonyms[i].field;
    return ROSTER_FIELDS;
}

struct header_name header_named(const char *name)
{
    const struct {
        const struct synonym *synonyms;
        size_t n;
    } tables[] = {
        [HEADER_VAGUE] = {vague, ARRAY_SIZE(vague)},
        [HEADER_PLAIN] = {plain, ARRAY_SIZE(plain)},
        [HEADER_SURE] = {sure, ARRAY_SIZE(sure)},
    };
    struct header_name named = {.field = ROSTER_FIELDS, .clarity = HEADER_SURE};

    while ((named.field = find(tables[named.clarity].synonyms, tables[named.clarity].n, name)) ==
               ROSTER_FIELDS &&
           named.clarity > HEADER_VAGUE)
        named.clarity--;
    named.is_sector = named.field == ROSTER_SECTION && strncmp(name, "sett", 4) == 0;
    return named;
}

int header_has_word(const char *name, const char *const stems[], size_t n)
{
    for (const char *word = name; word; word = strchr(word, ' ')) {
        word += *word == ' ';
        for (size_t i = 0; i < n; i++) {
            size_t size = strlen(stems[i]), whole = stems[i][size - 1] == ' ';

            if (strncmp(word, stems[i], size - whole) == 0 &&
                (!whole || !word[size - 1] || word[size - 1] == ' '))
                return 1;
        }
    }
    return 0;
}

int header_is_one_of(const char *name, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return 0;
}
