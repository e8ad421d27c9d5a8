/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/letters.h"

#include <string.h>

/* Stands for a name that is not on record, so that the other can be folded. */
static const char nobody[] = "X";

static void put(char ret_letters[PECADDR_LOCAL_PART_MAX + 1], const char *name, const char *letters)
{
    strcpy(ret_letters, name[0] != '\0' ? letters : "");
}

void registry_set_letters(struct record *record)
{
    const char *given = record->given[0] != '\0' ? record->given : nobody;
    const char *surname = record->surname[0] != '\0' ? record->surname : nobody;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = pecaddr_text_of(given);
    person.surname = pecaddr_text_of(surname);
    if (pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, NULL) != PECADDR_OK) {
        record->given_letters[0] = '\0';
        record->surname_letters[0] = '\0';
        return;
    }
    put(record->given_letters, record->given, folded.given);
    put(record->surname_letters, record->surname, folded.surname);
}
