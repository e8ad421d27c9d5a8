/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Folds the names it is sent, for tests/reference/compare.py: reads lines
 * `profile TAB hex(given) TAB hex(surname)`, writes lines
 * `code TAB field TAB offset TAB notes TAB local part`, `-` for what is absent.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scheme.h"

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static struct pecaddr_text unhex(char *hex)
{
    size_t size = strlen(hex) / 2;

    for (size_t i = 0; i < size; i++)
        hex[i] = (char)(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
    return (struct pecaddr_text){hex, size};
}

static void print_notes(uint32_t notes)
{
    const char *comma = "";

    for (unsigned bit = 0; bit < 32; bit++) {
        if (!(notes & (uint32_t)1 << bit))
            continue;
        printf("%s%s", comma, pecaddr_note_name((uint32_t)1 << bit));
        comma = ",";
    }
    if (!notes)
        putchar('-');
}

static void answer(const struct pecaddr_scheme *scheme, char *given, char *surname)
{
    static const char *const fields[] = {"-", "given", "surname"};
    struct pecaddr_person person = {
        .size = sizeof person, .given = unhex(given), .surname = unhex(surname)};
    struct pecaddr_error error = {.size = sizeof error};
    char local[PECADDR_LOCAL_PART_MAX + 1];
    uint32_t notes;
    int r = pecaddr_local_part(scheme, &person, NULL, local, sizeof local, NULL, &notes, &error);

    if (r < 0) {
        printf("%s\t%s\t%zu\t-\t-\n", pecaddr_status_name(r), fields[error.field], error.offset);
        return;
    }
    printf("OK\t-\t-\t");
    print_notes(notes);
    printf("\t%s\n", local);
}

int main(void)
{
    struct pecaddr_scheme plain = *pecaddr_scheme_ingpec();
    char *line = NULL;
    size_t capacity = 0;

    plain.naming.profile = PECADDR_PROFILE_PLAIN;
    while (getline(&line, &capacity, stdin) > 0) {
        char *given = strchr(line, '\t');
        char *surname = given ? strchr(given + 1, '\t') : NULL;

        if (!surname) {
            fprintf(stderr, "a line without three columns\n");
            free(line);
            return 2;
        }
        *given++ = '\0';
        *surname++ = '\0';
        surname[strcspn(surname, "\n")] = '\0';
        answer(strcmp(line, "plain") == 0 ? &plain : pecaddr_scheme_ingpec(), given, surname);
    }
    free(line);
    return 0;
}
