/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_FIELD_H
#define PECADDR_FIELD_H

#include "fold.h"
#include "nfc.h"
#include "word-list.h"

/* A word takes a letter and a space at least. */
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

/* What stands between white space and has a letter: the characters from `start` up to `end`. */
struct field_word {
    uint16_t start;
    uint16_t end;
    uint16_t kinds;   /* enum word_kind, compared without marks and apostrophes */
    bool has_dot;     /* or a title's dot right before it */
    bool marked;      /* a mark, or an apostrophe between two letters: no particle */
    bool after_title; /* the word before was a title */
    bool glued;       /* a title was, to its beginning */
};

/* The words of a field that are left; those from `kept` on do not count for the scheme. */
struct field_words {
    size_t n;
    size_t kept;
    struct field_word at[WORDS_MAX];
};

static inline const struct fold_record *field_record(const struct field *field, size_t i)
{
    return pecaddr__fold_lookup(field->characters[i].code);
}

static inline enum fold_class field_kind(const struct field *field, size_t i)
{
    return (enum fold_class)field_record(field, i)->kind;
}

/* A letter of any script, with letters of its own or not. */
static inline bool is_letter(enum fold_class kind)
{
    return kind == CLASS_LETTER || kind == CLASS_LETTERLESS || kind == CLASS_FOREIGN;
}

/* Whether a word is a particle before another. */
static inline bool is_particle(const struct field_word *word)
{
    return word->kinds & WORD_PARTICLE && !word->marked;
}

/* Tells the trace, if there is one, what became of the characters from `first` up to `end`. */
void pecaddr__field_step(const struct field *field, enum pecaddr_step_kind kind, size_t first,
                         size_t end, const char *text, size_t size);

/*
 * Decides which words of a field are the name: comma, titles, marital words. The rest is marked as
 * ignored; `given_first` keeps the first given name only. Source: SPEC §2.
 */
void pecaddr__name_words(struct field *field, bool given_first, struct field_words *ret_words);

/* Notes what is in doubt among the words that are left. Source: SPEC §2. */
void pecaddr__name_doubts(struct field *field, const struct field_words *words);

#endif
