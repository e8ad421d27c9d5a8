/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FIELD_H
#define PECADDR_FIELD_H

#include "nfc.h"

/* No field has more words than every other byte being a letter. */
#define WORDS_MAX (PECADDR_FIELD_MAX / 2 + 1)

/*
 * A field of a name while it is read: its characters in NFC, without the invisible ones. Those that
 * are no part of the name are marked as ignored, not removed, since a control character is an
 * offence among them too.
 */
struct field {
    enum pecaddr_field which;
    struct pecaddr_text text;
    const struct pecaddr_trace *trace;
    uint32_t notes;
    size_t n;
    struct character characters[CHARACTERS_MAX];
};

/* Tells the trace, if there is one, what became of the characters from `first` up to `end`. */
void pecaddr__field_step(const struct field *field, enum pecaddr_step_kind kind, size_t first,
                         size_t end, const char *text, size_t size);

/*
 * Decides which words of a field are the name: marks the rest as ignored, and notes what is in
 * doubt. `given_first` keeps the first given name only. Source: SPEC §2, from comma to marital
 * words.
 */
void pecaddr__name_words_select(struct field *field, bool given_first);

#endif
