/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE
#include "claims.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    char *text;
    long size;

    if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
        die("%s: cannot be read", path);
    rewind(file);
    text = allocate((size_t)size + 1, 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size)
        die("%s: cannot be read", path);
    fclose(file);
    *ret_size = (size_t)size;
    return text;
}

static char *to_utf8(char *text, size_t size)
{
    iconv_t converter = iconv_open("UTF-8", "CP1252");
    size_t left = 3 * size;
    char *converted = allocate(left + 1, 1), *out = converted;

    if (converter == (iconv_t)-1 || iconv(converter, &text, &size, &out, &left) == (size_t)-1)
        die("the roster is not in CP1252");
    iconv_close(converter);
    return converted;
}

/* The next cell of a row. */
static char *cell(char **rest)
{
    char *text = strsep(rest, ";");

    if (!text)
        die("the roster has another form than is known here");
    return text;
}

/* `A 123;SURNAME;GIVEN;CODICE FISCALE;PROVINCE;…` */
static void read_row(char *row, struct pecaddr_person *person)
{
    char *entry = cell(&row);

    *person = (struct pecaddr_person)PECADDR_PERSON_INIT;
    person->section = entry[0];
    person->number = (uint32_t)strtoul(entry + 1, NULL, 10);
    person->surname = pecaddr_text_of(cell(&row));
    person->given = pecaddr_text_of(cell(&row));
    person->holder = pecaddr_text_of(cell(&row));
    person->province = pecaddr_text_of(cell(&row));
}

void roster_make(const char *folder, size_t n, struct roster *ret_roster)
{
    char command[2048];
    char *read, *rest;
    size_t size;

    ret_roster->path = allocate(strlen(folder) + sizeof "/roster.csv", 1);
    sprintf(ret_roster->path, "%s/roster.csv", folder);
    snprintf(command, sizeof command, "python3 '%s/tools/gen/example_roster.py' --rows %zu >'%s'",
             SOURCE_ROOT, n, ret_roster->path);
    if (system(command) != 0)
        die("%s: has failed", command);
    read = read_file(ret_roster->path, &size);
    ret_roster->text = to_utf8(read, size);
    free(read);
    ret_roster->persons = allocate(n, sizeof *ret_roster->persons);
    ret_roster->n = n;
    rest = ret_roster->text;
    strsep(&rest, "\n"); /* the header */
    for (size_t i = 0; i < n; i++) {
        char *row = strsep(&rest, "\n");

        if (!row)
            die("%s: has too few rows", ret_roster->path);
        read_row(row, &ret_roster->persons[i]);
    }
}

void roster_free(struct roster *roster)
{
    free(roster->path);
    free(roster->text);
    free(roster->persons);
}
