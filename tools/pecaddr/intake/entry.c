/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/entry.h"

#include "base/array.h"
#include "speech/text.h"

#include <string.h>

/* What the words and signs of a cell are. */

enum token_kind {
    TOKEN_END = 0,
    TOKEN_NUMBER,
    TOKEN_LETTER,
    TOKEN_SECTION_WORD, /* sez. */
    TOKEN_NUMBER_WORD,  /* n. */
    TOKEN_SECTORS_WORD, /* settore */
    TOKEN_SECTOR,       /* civile; its letter is the sector's own */
    TOKEN_JOIN,         /* e, dell' */
};

struct token {
    enum token_kind kind;
    char letter; /* in lower case */
    bool is_upper;
    uint32_t number; /* 0: too large */
};

struct word {
    const char *text;
    enum token_kind kind;
    char letter;
};

static const struct word words[] = {
    {"sezione", TOKEN_SECTION_WORD, 0},
    {"section", TOKEN_SECTION_WORD, 0},
    {"sez", TOKEN_SECTION_WORD, 0},
    {"albo", TOKEN_SECTION_WORD, 0},
    {"numero", TOKEN_NUMBER_WORD, 0},
    {"num", TOKEN_NUMBER_WORD, 0},
    {"nr", TOKEN_NUMBER_WORD, 0},
    {"n", TOKEN_NUMBER_WORD, 0},
    {"settore", TOKEN_SECTORS_WORD, 0},
    {"settori", TOKEN_SECTORS_WORD, 0},
    {"sett", TOKEN_SECTORS_WORD, 0},
    {"sector", TOKEN_SECTORS_WORD, 0},
    {"sectors", TOKEN_SECTORS_WORD, 0},
    {"civile", TOKEN_SECTOR, 'a'},
    {"civ", TOKEN_SECTOR, 'a'},
    {"ambientale", TOKEN_SECTOR, 'a'},
    {"amb", TOKEN_SECTOR, 'a'},
    {"industriale", TOKEN_SECTOR, 'b'},
    {"indust", TOKEN_SECTOR, 'b'},
    {"ind", TOKEN_SECTOR, 'b'},
    {"informazione", TOKEN_SECTOR, 'c'},
    {"inform", TOKEN_SECTOR, 'c'},
    {"inf", TOKEN_SECTOR, 'c'},
    {"e", TOKEN_JOIN, 0},
    {"ed", TOKEN_JOIN, 0},
    {"and", TOKEN_JOIN, 0},
    {"dell", TOKEN_JOIN, 0},
    {"della", TOKEN_JOIN, 0},
};

struct scan {
    const char *at;
    const char *end;
};

static bool take(struct scan *scan, const char *what)
{
    size_t size = strlen(what);

    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, what, size) != 0)
        return false;
    scan->at += size;
    return true;
}

static bool take_one(struct scan *scan, const char *const signs[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (take(scan, signs[i]))
            return true;
    return false;
}

/* What is as good as a space: brackets, quotes, apostrophes. */
static void skip_blanks(struct scan *scan)
{
    static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "(", ")",
                                         "[", "]",  "\"",       "'", "\xE2\x80\x99"};

    while (take_one(scan, blanks, ARRAY_SIZE(blanks)))
        ;
}

/* One sign may stand between two words, with blanks round it. */
static bool skip_separator(struct scan *scan)
{
    static const char *const signs[] = {
        "/", "-", ",", ".", ":", ";", "+", "&", "\xE2\x80\x93", "\xE2\x80\x94"};
    bool has_sign;

    skip_blanks(scan);
    has_sign = take_one(scan, signs, ARRAY_SIZE(signs));
    skip_blanks(scan);
    return has_sign;
}

static struct token read_number(struct scan *scan)
{
    struct token token = {.kind = TOKEN_NUMBER};
    uint64_t number = 0;

    for (; scan->at < scan->end && ascii_is_digit(*scan->at); scan->at++)
        if (number <= PECADDR_NUMBER_MAX)
            number = 10 * number + (uint64_t)(*scan->at - '0');
    token.number = number <= PECADDR_NUMBER_MAX ? (uint32_t)number : 0;
    return token;
}

/* A word, with the dot or ring that ends an abbreviation. TOKEN_END: it is none that is known. */
static struct token read_word(struct scan *scan)
{
    static const char *const ends[] = {".", "\xC2\xB0", "\xC2\xBA"};
    struct pecaddr_text text = {scan->at, 0};
    struct token token = {.kind = TOKEN_END};

    while (scan->at < scan->end && ascii_is_letter(*scan->at))
        scan->at++;
    text.size = (size_t)(scan->at - text.data);
    for (size_t i = 0; i < ARRAY_SIZE(words); i++)
        if (text_equal(text, words[i].text))
            token = (struct token){.kind = words[i].kind, .letter = words[i].letter};
    if (token.kind == TOKEN_END && text.size == 1)
        token = (struct token){.kind = TOKEN_LETTER,
                               .letter = ascii_lower(*text.data),
                               .is_upper = *text.data != ascii_lower(*text.data)};
    take_one(scan, ends, ARRAY_SIZE(ends));
    return token;
}

#define TOKENS_MAX 24

/* The tokens of a cell, after which comes TOKEN_END; false where something else stands there. */
static bool read_tokens(struct pecaddr_text text, struct token tokens[TOKENS_MAX + 1])
{
    struct scan scan = {text.data, text.data + text.size};
    bool has_sign = false;
    size_t n = 0;

    skip_blanks(&scan);
    while (scan.at < scan.end) {
        if (n == TOKENS_MAX)
            return false;
        if (ascii_is_digit(*scan.at))
            tokens[n] = read_number(&scan);
        else if (ascii_is_letter(*scan.at))
            tokens[n] = read_word(&scan);
        else
            return false;
        if (tokens[n++].kind == TOKEN_END)
            return false;
        has_sign = skip_separator(&scan);
    }
    tokens[n] = (struct token){.kind = TOKEN_END};
    return n > 0 && !has_sign; /* after a sign something is missing */
}

/* What they say together. */

struct reading {
    bool is_sector; /* the column is one of sectors */
    char section;   /* in lower case; 0: not yet */
    bool is_said;   /* it is called a section */
    bool is_upper;
    bool has_sector;
    uint32_t number;
};

/* The section, where it is called so, or where no sector stands before it. */
static enum entry_fault take_section(struct reading *reading, const struct token *token,
                                     bool is_said)
{
    if (token->kind != TOKEN_LETTER)
        return ENTRY_UNREADABLE;
    if (reading->section)
        return token->letter == 'a' || token->letter == 'b' ? ENTRY_TWO_SECTIONS : ENTRY_UNREADABLE;
    if (reading->has_sector && !is_said)
        return ENTRY_SECTOR;
    if (token->letter != 'a' && token->letter != 'b')
        return ENTRY_OTHER_SECTION;
    if (reading->is_sector && !is_said && !token->is_upper)
        return ENTRY_SECTOR;
    reading->section = token->letter;
    reading->is_said = is_said;
    reading->is_upper = token->is_upper;
    return ENTRY_FINE;
}

/* The letter of a sector, right after the section or another sector: lower case after upper (A/b), or the
   same letter again (A/A), which leaves no choice. */
static enum entry_fault take_sector_letter(struct reading *reading, const struct token *token,
                                           enum token_kind before)
{
    if (before == TOKEN_NUMBER || token->letter > 'c')
        return ENTRY_UNREADABLE;
    if (token->letter != reading->section && (token->is_upper || !reading->is_upper))
        return token->letter == 'c' ? ENTRY_SECTOR : ENTRY_TWO_SECTIONS;
    reading->has_sector = true;
    return ENTRY_FINE;
}

/* A sector by its name. A letter before it that is its own (a - civile) is a section only if it is
   written as one. */
static enum entry_fault take_sector(struct reading *reading, const struct token *token)
{
    if (reading->section == token->letter && !reading->is_said && !reading->has_sector &&
        (!reading->is_upper || reading->is_sector))
        return ENTRY_SECTOR;
    reading->has_sector = true;
    return ENTRY_FINE;
}

/* What is called sectors, up to something else: letters of one case, and names. */
static enum entry_fault take_sectors(struct reading *reading, const struct token **at)
{
    const struct token *first = *at;

    for (; (*at)->kind == TOKEN_LETTER || (*at)->kind == TOKEN_SECTOR || (*at)->kind == TOKEN_JOIN;
         ++*at) {
        if ((*at)->kind != TOKEN_LETTER)
            continue;
        if ((*at)->letter > 'c')
            return ENTRY_UNREADABLE;
        if ((*at)->is_upper != first->is_upper)
            return ENTRY_TWO_SECTIONS;
    }
    reading->has_sector = true;
    return *at > first && first->kind != TOKEN_JOIN && (*at)[-1].kind != TOKEN_JOIN
               ? ENTRY_FINE
               : ENTRY_UNREADABLE;
}

static enum entry_fault take_number(struct reading *reading, const struct token *token)
{
    if (token->kind != TOKEN_NUMBER || !token->number || reading->number)
        return ENTRY_UNREADABLE;
    reading->number = token->number;
    return ENTRY_FINE;
}

/* `albo` is also said of the register: albo n. 12. */
static bool names_register(const struct token *at)
{
    return at[1].kind == TOKEN_NUMBER || at[1].kind == TOKEN_NUMBER_WORD;
}

static enum entry_fault take_next(struct reading *reading, const struct token **at,
                                  enum token_kind before)
{
    const struct token *token = (*at)++;

    switch (token->kind) {
    case TOKEN_SECTION_WORD:
        return names_register(token) ? ENTRY_FINE : take_section(reading, (*at)++, true);
    case TOKEN_NUMBER_WORD:
        return take_number(reading, (*at)++);
    case TOKEN_NUMBER:
        return take_number(reading, token);
    case TOKEN_SECTORS_WORD:
        return take_sectors(reading, at);
    case TOKEN_SECTOR:
        return take_sector(reading, token);
    case TOKEN_JOIN:
        return (*at)->kind == TOKEN_SECTOR || (*at)->kind == TOKEN_JOIN ? ENTRY_FINE
                                                                        : ENTRY_UNREADABLE;
    case TOKEN_LETTER:
        return reading->section ? take_sector_letter(reading, token, before)
                                : take_section(reading, token, false);
    case TOKEN_END:
        break;
    }
    return ENTRY_UNREADABLE;
}

static enum entry_fault read_all(struct pecaddr_text text, struct reading *reading)
{
    struct token tokens[TOKENS_MAX + 1];
    const struct token *at = tokens;
    enum token_kind before = TOKEN_END;
    enum entry_fault fault = ENTRY_FINE;

    if (!read_tokens(text_trim(text), tokens))
        return ENTRY_UNREADABLE;
    while (fault == ENTRY_FINE && at->kind != TOKEN_END) {
        fault = take_next(reading, &at, before);
        before = at[-1].kind;
    }
    return fault;
}

static char upper(char section)
{
    return section == 'a' ? 'A' : section == 'b' ? 'B' : '\0';
}

static bool has_digit(struct pecaddr_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_digit(text.data[i]))
            return true;
    return false;
}

enum entry_fault entry_parse(struct pecaddr_text text, char *ret_section, uint32_t *ret_number)
{
    struct reading reading = {.is_sector = false};
    enum entry_fault fault = read_all(text, &reading);

    if ((fault == ENTRY_FINE && !reading.number) ||
        (fault == ENTRY_OTHER_SECTION && !has_digit(text)))
        fault = ENTRY_UNREADABLE;
    if (fault != ENTRY_FINE)
        return fault;
    *ret_section = upper(reading.section);
    *ret_number = reading.number;
    return ENTRY_FINE;
}

enum entry_fault section_parse(struct pecaddr_text text, bool is_sector, char *ret_section)
{
    struct reading reading = {.is_sector = is_sector};
    enum entry_fault fault = read_all(text, &reading);

    if (fault == ENTRY_FINE && reading.number)
        fault = ENTRY_UNREADABLE;
    if (fault == ENTRY_FINE && !reading.section)
        fault = ENTRY_SECTOR;
    if (fault == ENTRY_FINE)
        *ret_section = upper(reading.section);
    return fault;
}
