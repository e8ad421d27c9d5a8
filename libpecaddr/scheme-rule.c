/* SPDX-License-Identifier: BSD-3-Clause */
/* A rule from its text: what it may hold, and how long it can become. SPEC §3. */
#include "scheme-rule.h"

#include "base/ascii.h"

#define WIDTH_MIN 2
#define WIDTH_MAX 9

const char pecaddr__rule_too_long[] =
    "the longest rule leaves too few letters to the name: a local part has 64 characters (RFC 5321 "
    "§4.5.3.1.1); shorten what the rule adds, for example `rule = {given}.{surname}.{province}`";

static const struct {
    const char *name;
    unsigned char placeholder;
} placeholders[] = {
    {"given", PLACEHOLDER_GIVEN},       {"surname", PLACEHOLDER_SURNAME},
    {"province", PLACEHOLDER_PROVINCE}, {"section", PLACEHOLDER_SECTION},
    {"number", PLACEHOLDER_NUMBER},     {"counter", PLACEHOLDER_COUNTER},
    {"initial", PLACEHOLDER_INITIAL},
};

/* The placeholder of a name, 0 when there is none. */
static unsigned char find_placeholder(struct pecaddr_text name)
{
    for (size_t i = 0; i < ARRAY_SIZE(placeholders); i++)
        if (text_is(name, placeholders[i].name))
            return placeholders[i].placeholder;
    return 0;
}

/* `02` to `09`; 0 when it is none of these. */
static unsigned char read_width(struct pecaddr_text text)
{
    if (text.size != 2 || text.data[0] != '0' || text.data[1] < '0' + WIDTH_MIN ||
        text.data[1] > '0' + WIDTH_MAX)
        return 0;
    return (unsigned char)(text.data[1] - '0');
}

/* Reads what stands in braces: `given`, `counter:03` … Returns what is wrong, or NULL. */
static const char *read_placeholder(struct pecaddr_text text, struct piece *ret_piece)
{
    const char *colon = memchr(text.data, ':', text.size);
    size_t size = colon ? (size_t)(colon - text.data) : text.size;

    *ret_piece =
        (struct piece){.placeholder = find_placeholder((struct pecaddr_text){text.data, size})};
    if (!ret_piece->placeholder)
        return "unknown placeholder; there are {given}, {initial}, {surname}, {province}, "
               "{section}, {number} and {counter}, for example `rule = {given}.{surname}`";
    if (!colon)
        return NULL;
    ret_piece->width = read_width((struct pecaddr_text){colon + 1, text.size - size - 1});
    if (!ret_piece->width || ret_piece->placeholder != PLACEHOLDER_COUNTER)
        return "only a counter has a width, from 02 to 09, for example `{counter:03}`";
    return NULL;
}

/* Takes the next piece off a rule, which is not empty. Returns what is wrong, or NULL. */
static const char *take_piece(struct pecaddr_text *rest, struct piece *ret_piece)
{
    const char *brace = memchr(rest->data, '}', rest->size);
    const char *message = NULL;
    char c = *rest->data;
    size_t size = 1;

    if (c == '{') {
        if (!brace)
            return "a `{` lacks its `}`, for example `rule = {given}.{surname}`";
        size = (size_t)(brace + 1 - rest->data);
        message = read_placeholder((struct pecaddr_text){rest->data + 1, size - 2}, ret_piece);
    } else if (ascii_is_lower(c) || ascii_is_digit(c) || c == '.') {
        *ret_piece = (struct piece){.literal = c};
    } else {
        message = "beside placeholders a rule has a–z, 0–9 and dots, for example "
                  "`rule = {given}.{surname}.{province}`";
    }
    *rest = (struct pecaddr_text){rest->data + size, rest->size - size};
    return message;
}

static bool is_numeric(const struct piece *piece)
{
    return piece->placeholder == PLACEHOLDER_NUMBER || piece->placeholder == PLACEHOLDER_COUNTER ||
           (!piece->placeholder && ascii_is_digit(piece->literal));
}

/* What may not follow what in a rule. `seen` are the placeholders before the piece. */
static const char *check_neighbours(const struct piece *before, const struct piece *piece,
                                    unsigned seen)
{
    const unsigned given = PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL;

    if (piece->placeholder & seen)
        return "a placeholder stands twice in this rule; leave it once, for example "
               "`rule = {given}.{surname}`";
    if (((piece->placeholder | seen) & given) == given)
        return "a rule has {given} or {initial}, not both, for example `rule = "
               "{initial}.{surname}`";
    if (is_numeric(before) && is_numeric(piece) &&
        (before->placeholder == PLACEHOLDER_COUNTER || piece->placeholder == PLACEHOLDER_COUNTER))
        return "a counter right beside digits cannot be told from them; put a dot between, for "
               "example `{number}.{counter}`";
    if (before->literal == '.' && piece->literal == '.')
        return "a local part may not begin or end with a dot, nor have two in a row (RFC 5321 "
               "§4.1.2), for example `rule = {given}.{surname}`";
    return NULL;
}

/* What only shows at the end of a rule. */
static const char *check_end(const struct piece *last, unsigned seen)
{
    if (last->literal == '.')
        return "a local part may not end with a dot (RFC 5321 §4.1.2), for example "
               "`rule = {given}.{surname}`";
    if (!(seen &
          (PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL | PLACEHOLDER_SURNAME | PLACEHOLDER_NUMBER)))
        return "this rule gives everybody the same address; it needs {given}, {initial}, {surname} "
               "or {number}, for example `rule = {given}.{surname}`";
    return NULL;
}

const char *pecaddr__rule_compile(struct pecaddr_text text, struct piece pieces[RULE_PIECES_MAX],
                                  struct rule *ret_rule)
{
    struct piece last = {.literal = '.'}; /* a rule may not begin with one either */
    const char *message;
    unsigned seen = 0;
    unsigned n = 0;

    if (text.size == 0)
        return "a rule is not empty, for example `rule = {given}.{surname}`";
    while (text.size > 0) {
        struct piece piece;

        message = take_piece(&text, &piece);
        if (!message)
            message = check_neighbours(&last, &piece, seen);
        if (message)
            return message;
        if (n == RULE_PIECES_MAX)
            return pecaddr__rule_too_long;
        pieces[n++] = last = piece;
        seen |= piece.placeholder;
    }
    message = check_end(&last, seen);
    if (message)
        return message;
    *ret_rule =
        (struct rule){.needs = seen, .n = n, .pieces = pieces, .between = rule_between(pieces, n)};
    return NULL;
}

static unsigned digits_of(unsigned number)
{
    return number < 10 ? 1 : 1 + digits_of(number / 10);
}

/* The characters of a piece that are no letters of names, at most. */
static unsigned suffix_of(const struct piece *piece, unsigned max_counter)
{
    unsigned digits;

    switch (piece->placeholder) {
    case PLACEHOLDER_GIVEN:
    case PLACEHOLDER_INITIAL:
    case PLACEHOLDER_SURNAME:
        return 0;
    case PLACEHOLDER_PROVINCE:
        return 2;
    case PLACEHOLDER_NUMBER:
        return digits_of(PECADDR_NUMBER_MAX);
    case PLACEHOLDER_COUNTER:
        digits = digits_of(max_counter);
        return digits > piece->width ? digits : piece->width;
    default:
        return 1;
    }
}

unsigned pecaddr__rule_suffix(const struct rule *rule, unsigned max_counter)
{
    unsigned size = 0;

    for (unsigned i = 0; i < rule->n; i++)
        size += suffix_of(&rule->pieces[i], max_counter);
    return size;
}
