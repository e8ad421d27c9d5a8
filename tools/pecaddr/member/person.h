/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PERSON_H
#define PERSON_H

#include "intake/letters.h"
#include "intake/roster.h"
#include "speech/message.h"

#include <pecaddr/pecaddr.h>

enum member_naming {
    NAMING_APART = 0, /* in two cells */
    NAMING_DIVIDED, /* in one, and the codice fiscale proves where the surname ends (full-name.h) */
    NAMING_WHOLE,   /* in one, and nothing proves it: a fault */
};

/*
 * One person, from a row or from the command line, as the core wants it.
 *
 *   has_fault   what was written down for the person could not be read; then `fault` says why, on
 *               `fault_line` of the file.
 *   roster      that it is a row of, or NULL.
 *   written     what stands in its cells, by their fields.
 *   is_shifted  that is because its row has a cell too many.
 *   naming      how the name stands there. One that was not divided stands whole in `surname`.
 *   perhaps_nothing  the given names or the surname, where they are a word that may stand for nothing
 *               (NA); else PECADDR_FIELD_NONE. The person waits for it.
 *   letters     of the names in a roster that is taken for Windows-1252 or UTF-8: whether they may be
 *               of another encoding.
 *   doubted     that encoding, where the person waits for it; else NULL.
 */
struct member {
    struct pecaddr_person person;
    int has_fault;
    struct fault fault;
    size_t fault_line;
    const struct roster *roster;
    struct pecaddr_text written[ROSTER_HOLDER + 1];
    int is_shifted;
    enum member_naming naming;
    enum pecaddr_field perhaps_nothing;
    struct letters letters;
    const char *doubted;
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

/* The pieces of a register entry, as they are written. */
struct entry_text {
    struct pecaddr_text province;
    struct pecaddr_text section;
    struct pecaddr_text number;
    struct pecaddr_text holder;
};

/* A person of texts that stand in no row: names as they are, the entry's without spaces around. They
   live as long as the texts and the arena. */
struct member member_from_texts(struct pecaddr_text given, struct pecaddr_text surname,
                                const struct entry_text *entry, struct arena *arena);

/* The line on which the cell of a field begins. */
size_t member_line(const struct roster *roster, const struct roster_row *row,
                   enum pecaddr_field field);

/* The text of a column that is no fact of the person, trimmed; empty where there is none, or where
   it cannot be decoded. */
struct pecaddr_text row_text(const struct roster *roster, const struct roster_row *row,
                             enum roster_field field, struct arena *arena);

/* Names the cell and the column of a fault of the entry or of the codice fiscale, as they stand in the
   roster. */
void member_name_cell(const struct member *member, struct fault *fault);

/*
 * What is wrong with a member in the order of the core: given names, surname, province, section,
 * number, and then codice fiscale. 1 and the fault; 0 when there is nothing.
 */
int member_fault(const struct pecaddr_scheme *scheme, const struct member *member,
                 struct fault *ret_fault);

#endif
