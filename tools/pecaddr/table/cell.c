/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/cell.h"

#include "base/array.h"
#include "speech/text.h"

#include <string.h>

static int begins_with(struct pecaddr_text text, const char *what)
{
    size_t size = strlen(what);

    return text.size >= size && memcmp(text.data, what, size) == 0;
}

/* Whether the text begins with what a spreadsheet takes for the beginning of a formula. */
static int has_formula_sign(struct pecaddr_text text)
{
    static const char *const signs[] = {
        "=",
        "+",
        "-",
        "@",
        "\xEF\xBC\x9D", /* U+FF1D, full-width = */
        "\xEF\xBC\x8B", /* U+FF0B, full-width + */
        "\xEF\xBC\x8D", /* U+FF0D, full-width - */
        "\xEF\xBC\xA0", /* U+FF20, full-width @ */
    };

    for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
        if (begins_with(text, signs[i]))
            return 1;
    return 0;
}

static int is_only(struct pecaddr_text text, const char *characters)
{
    for (size_t i = 0; i < text.size; i++)
        if (!text.data[i] || !strchr(characters, text.data[i]))
            return 0;
    return 1;
}

/* What stands between the quotes of ="…", if that is all there is. */
static int read_constant(struct pecaddr_text text, struct pecaddr_text *ret_text)
{
    struct pecaddr_text inner;

    if (text.size < 3 || !begins_with(text, "=\"") || text.data[text.size - 1] != '"')
        return 0;
    inner = (struct pecaddr_text){text.data + 2, text.size - 3};
    if (memchr(inner.data, '"', inner.size))
        return 0;
    *ret_text = inner;
    return 1;
}

int cell_is_formula(struct pecaddr_text text)
{
    struct pecaddr_text trimmed, inner;

    /* Nearly every cell. */
    if (!text.size || ascii_is_letter(*text.data) || ascii_is_digit(*text.data))
        return 0;
    trimmed = text_trim(text);
    if (!has_formula_sign(trimmed) || is_only(trimmed, "-") || read_constant(trimmed, &inner))
        return 0;
    return !((*trimmed.data == '+' || *trimmed.data == '-') &&
             is_only((struct pecaddr_text){trimmed.data + 1, trimmed.size - 1}, "0123456789 .,"));
}

static bool all_pass;

bool cell_needs_guard(struct pecaddr_text text)
{
    return !all_pass && cell_is_formula(text);
}

void cell_pass_all(void)
{
    all_pass = true;
}

struct pecaddr_text cell_constant(struct pecaddr_text text)
{
    struct pecaddr_text inner;

    return read_constant(text_trim(text), &inner) ? inner : text;
}

struct pecaddr_text cell_meant(struct pecaddr_text text)
{
    struct pecaddr_text trimmed = text_trim(text), inner;

    if (begins_with(text, CELL_GUARD)) {
        inner = (struct pecaddr_text){text.data + 1, text.size - 1};
        return cell_is_formula(inner) ? inner : text;
    }
    return read_constant(trimmed, &inner) ? inner : text;
}

static int is_one_of(struct pecaddr_text text, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_equal(text, words[i]))
            return 1;
    return 0;
}

int cell_is_error(struct pecaddr_text text)
{
    static const char *const errors[] = {
        "#RIF!",   "#REF!",   "#NOME?",  "#NAME?",   "#VALORE!",     "#VALUE!",
        "#DIV/0!", "#NUM!",   "#NULLO!", "#NULL!",   "#ESPANSIONE!", "#SPILL!",
        "#CALC!",  "#CAMPO!", "#FIELD!", "#ERRORE!", "#ERROR!",
    };
    struct pecaddr_text trimmed = text_trim(text);

    if (!begins_with(trimmed, "#"))
        return 0;
    return is_only(trimmed, "#") || is_one_of(trimmed, errors, ARRAY_SIZE(errors));
}
