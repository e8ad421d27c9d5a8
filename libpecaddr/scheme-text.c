/* SPDX-License-Identifier: BSD-3-Clause */
/* A scheme from its text: `key = value` lines, checked one by one and then as a whole. SPEC §3. */
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "base/ascii.h"
#include "scheme-overlap.h"

#define TEXT_MAX      65536
#define RULES_MAX     16
#define RESERVED_MAX  256
#define NAME_MAX_SIZE 32
/* The local part of the longest address has 64 octets, and an @. */
#define DOMAIN_MAX      (PECADDR_ADDRESS_MAX - PECADDR_LOCAL_PART_MAX - 1)
#define LABEL_MAX       63
#define COUNTER_DEFAULT 99
#define COUNTER_MAX     999
#define WIDTH_MAX       9
/* A letter for each atom. */
#define BUDGET_MIN 2

static const char too_long[] =
    "the longest rule leaves too few letters to the name: a local part has 64 characters (RFC 5321 "
    "§4.5.3.1.1); shorten what the rule adds, for example `rule = {given}.{surname}.{province}`";

/* A scheme that was made from text; all its texts are in `pool`. */
struct made_scheme {
    struct pecaddr_scheme scheme;
    struct rule rules[RULES_MAX];
    struct piece pieces[RULES_MAX][RULE_PIECES_MAX];
    const char *reserved[RESERVED_MAX];
    const char *provinces[RESERVED_MAX];
    struct clash clashes[RULES_MAX * (RULES_MAX - 1) / 2];
    size_t pool_size;
    char pool[];
};

/* What has been read so far. */
struct reading {
    struct pecaddr_text text;
    size_t at;           /* the next line begins here */
    size_t line;         /* the present line began here */
    const char *message; /* the first fault, and */
    size_t offset;       /* where its line begins */
    struct made_scheme *made;
    bool seen_profile;
    bool seen_given;
    bool seen_overlong;
    bool seen_transliterate;
    const char *transliterator; /* the name that the scheme asks for */
    size_t transliterate_line;
    size_t max_counter_line;
    size_t rule_lines[RULES_MAX];
};

static int fault(struct reading *reading, const char *message)
{
    if (!reading->message) {
        reading->message = message;
        reading->offset = reading->line;
    }
    return 0;
}

/* A copy in the pool, in lower case. The pool has room for every value of the text. */
static const char *keep(struct made_scheme *made, const char *value)
{
    char *copy = made->pool + made->pool_size;

    for (size_t i = 0; i == 0 || value[i - 1]; i++)
        copy[i] = ascii_lower(value[i]);
    made->pool_size += strlen(value) + 1;
    return copy;
}

/* One of two words; `first` is the default, and what `*ret` false means. */
static int choose(struct reading *reading, const char *value, const char *first, const char *second,
                  bool *seen, bool *ret, const char *message)
{
    if (*seen)
        return fault(reading, "this key stands twice in the scheme; leave it once, for example "
                              "one `profile = anagrafe`");
    *seen = true;
    if (strcmp(value, first) != 0 && strcmp(value, second) != 0)
        return fault(reading, message);
    *ret = strcmp(value, second) == 0;
    return 1;
}

static int read_name(struct reading *reading, const char *value)
{
    size_t size = strlen(value);

    if (reading->made->scheme.name)
        return fault(reading, "a scheme has one name; leave one line `name = ingpec`");
    if (size == 0 || size > NAME_MAX_SIZE)
        return fault(reading, "a name has 1 to 32 characters, for example `name = ingpec`");
    for (size_t i = 0; i < size; i++)
        if (!ascii_is_lower(value[i]) && !ascii_is_digit(value[i]) && (value[i] != '-' || i == 0))
            return fault(reading, "a name is of a–z, 0–9 and -, for example `name = ingpec`");
    reading->made->scheme.name = keep(reading->made, value);
    return 1;
}

static bool is_domain(const char *domain)
{
    size_t label = 0;
    size_t labels = 1;

    for (const char *c = domain; *c; c++) {
        if (*c == '.') {
            if (label == 0 || c[-1] == '-')
                return false;
            labels++;
            label = 0;
        } else if (ascii_is_lower(*c) || ascii_is_digit(*c) || (*c == '-' && label > 0)) {
            if (++label > LABEL_MAX)
                return false;
        } else {
            return false;
        }
    }
    return labels > 1 && label > 0 && domain[strlen(domain) - 1] != '-';
}

static int read_domain(struct reading *reading, const char *value)
{
    const char *domain;

    if (reading->made->scheme.domain)
        return fault(reading, "a scheme has one domain; leave one line `domain = ingpec.eu`");
    if (strlen(value) > DOMAIN_MAX)
        return fault(reading, "the domain is so long that an address would be longer than RFC 5321 "
                              "§4.5.3.1.3 allows: at most 189 characters, for example "
                              "`domain = ingpec.eu`");
    domain = keep(reading->made, value);
    if (!is_domain(domain))
        return fault(reading, "this is no domain of a mailbox, for example `domain = ingpec.eu`");
    reading->made->scheme.domain = domain;
    return 1;
}

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
static unsigned char placeholder_find(const char *name, size_t size)
{
    for (size_t i = 0; i < ARRAY_SIZE(placeholders); i++)
        if (strlen(placeholders[i].name) == size && memcmp(placeholders[i].name, name, size) == 0)
            return placeholders[i].placeholder;
    return 0;
}

/* Reads `{given}`, `{counter:03}` …; returns what is wrong, or NULL and the end. */
static const char *read_placeholder(const char *text, struct piece *ret_piece, const char **ret_end)
{
    const char *end = strchr(text, '}');
    const char *colon;

    if (!end)
        return "a `{` lacks its `}`, for example `rule = {given}.{surname}`";
    colon = memchr(text, ':', (size_t)(end - text));
    *ret_piece = (struct piece){
        .placeholder = placeholder_find(text + 1, (size_t)((colon ? colon : end) - text - 1))};
    if (!ret_piece->placeholder)
        return "unknown placeholder; there are {given}, {initial}, {surname}, {province}, "
               "{section}, {number} and {counter}, for example `rule = {given}.{surname}`";
    *ret_end = end + 1;
    if (!colon)
        return NULL;
    if (ret_piece->placeholder != PLACEHOLDER_COUNTER || end != colon + 3 || colon[1] != '0' ||
        colon[2] < '2' || colon[2] > '0' + WIDTH_MAX)
        return "only a counter has a width, from 02 to 09, for example `{counter:03}`";
    ret_piece->width = (unsigned char)(colon[2] - '0');
    return NULL;
}

static bool is_numeric(const struct piece *piece)
{
    return piece->placeholder == PLACEHOLDER_NUMBER || piece->placeholder == PLACEHOLDER_COUNTER ||
           (!piece->placeholder && ascii_is_digit(piece->literal));
}

/* What may not follow what in a rule. */
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
        return "a counter right beside digits can not be told from them; put a dot between, for "
               "example `{number}.{counter}`";
    if (before->literal == '.' && piece->literal == '.')
        return "a local part may not begin or end with a dot, nor have two in a row (RFC 5321 "
               "§4.1.2), for example `rule = {given}.{surname}`";
    return NULL;
}

/* Reads a rule from the left into its pieces; returns what is wrong, or NULL. */
static const char *compile_rule(const char *text, struct piece pieces[RULE_PIECES_MAX],
                                struct rule *ret_rule)
{
    struct piece before = {.literal = '.'};
    unsigned seen = 0;
    unsigned n = 0;

    if (!*text)
        return "a rule is not empty, for example `rule = {given}.{surname}`";
    while (*text) {
        struct piece piece = {.literal = *text};
        const char *message = NULL;

        if (n == RULE_PIECES_MAX)
            return too_long;
        if (*text == '{') {
            message = read_placeholder(text, &piece, &text);
        } else if (ascii_is_lower(*text) || ascii_is_digit(*text) || *text == '.') {
            text++;
        } else {
            message = "beside placeholders a rule has a–z, 0–9 and dots, for example "
                      "`rule = {given}.{surname}.{province}`";
        }
        if (!message)
            message = check_neighbours(&before, &piece, seen);
        if (message)
            return message;
        seen |= piece.placeholder;
        before = piece;
        pieces[n++] = piece;
    }
    if (before.literal == '.')
        return "a local part may not end with a dot (RFC 5321 §4.1.2), for example "
               "`rule = {given}.{surname}`";
    if (!(seen &
          (PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL | PLACEHOLDER_SURNAME | PLACEHOLDER_NUMBER)))
        return "this rule gives everybody the same address; it needs {given}, {initial}, {surname} "
               "or {number}, for example `rule = {given}.{surname}`";
    *ret_rule =
        (struct rule){.needs = seen, .n = n, .pieces = pieces, .between = rule_between(pieces, n)};
    return NULL;
}

static int read_rule(struct reading *reading, const char *value)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    struct rule rule;
    const char *message = NULL;

    if (scheme->n_rules < RULES_MAX)
        message = compile_rule(value, reading->made->pieces[scheme->n_rules], &rule);
    if (message)
        return fault(reading, message);
    if (scheme->n_rules == RULES_MAX)
        return fault(reading,
                     "a scheme has 16 rules at most; end with one that counts, for example "
                     "`rule = {given}.{surname}.{counter}`");
    for (size_t i = 0; i < scheme->n_rules; i++) {
        if (strcmp(scheme->rules[i].text, value) == 0)
            return fault(reading,
                         "this rule stands twice in the scheme; leave one line, for example "
                         "`rule = {given}.{surname}`");
        if (scheme->rules[i].needs & PLACEHOLDER_COUNTER)
            return fault(reading,
                         "no rule can come after one with a {counter}; put this one before "
                         "it, and last for example `rule = {given}.{surname}.{counter}`");
    }
    reading->rule_lines[scheme->n_rules] = reading->line;
    rule.text = keep(reading->made, value);
    scheme->needs |= rule.needs;
    reading->made->rules[scheme->n_rules++] = rule;
    return 1;
}

/* Puts a text into a sorted list without repetition. */
static int insert(struct reading *reading, const char *list[RESERVED_MAX], size_t *n,
                  const char *text)
{
    size_t at = 0;

    while (at < *n && strcmp(list[at], text) < 0)
        at++;
    if (at < *n && strcmp(list[at], text) == 0)
        return 1;
    if (*n == RESERVED_MAX)
        return fault(reading, "a scheme has 256 lines of this key at most; for reserved names * "
                              "stands for many, for example `reserved = ordine.*`");
    memmove(list + at + 1, list + at, (*n - at) * sizeof *list);
    list[at] = text;
    ++*n;
    return 1;
}

static int read_reserved(struct reading *reading, const char *value)
{
    const char *pattern = keep(reading->made, value);
    char before = '.';

    for (const char *c = pattern; *c; before = *c++) {
        bool star = *c == '*' && before == '.' && (c[1] == '.' || c[1] == '\0');

        if (!ascii_is_lower(*c) && !ascii_is_digit(*c) && *c != '-' && !star &&
            (*c != '.' || before == '.'))
            return fault(reading, "a reserved name is a local part in which * may stand for one "
                                  "whole part between dots, for example `reserved = ordine.*`");
    }
    if (before == '.')
        return fault(reading, "a reserved name neither is empty nor ends with a dot, for example "
                              "`reserved = segreteria`");
    return insert(reading, reading->made->reserved, &reading->made->scheme.n_reserved, pattern);
}

static int read_province(struct reading *reading, const char *value)
{
    const char *sigla = keep(reading->made, value);

    if (strlen(sigla) != 2 || !ascii_is_lower(sigla[0]) || !ascii_is_lower(sigla[1]))
        return fault(reading, "a province is two letters, for example `province = SU`");
    return insert(reading, reading->made->provinces, &reading->made->scheme.n_provinces, sigla);
}

static int read_max_counter(struct reading *reading, const char *value)
{
    unsigned max = 0;

    if (reading->made->scheme.max_counter)
        return fault(reading, "this key stands twice in the scheme; leave it once, for example "
                              "one `profile = anagrafe`");
    for (const char *c = value; *c && max <= COUNTER_MAX; c++)
        max = ascii_is_digit(*c) ? max * 10 + (unsigned)(*c - '0') : COUNTER_MAX + 1;
    if (max < 2 || max > COUNTER_MAX || value[0] == '0')
        return fault(reading, "max-counter is a number from 2 to 999, for example "
                              "`max-counter = 99`");
    reading->made->scheme.max_counter = max;
    reading->max_counter_line = reading->line;
    return 1;
}

static int read_key(void *user, const char *section, const char *key, const char *value)
{
    struct reading *reading = user;
    struct naming *naming = &reading->made->scheme.naming;
    bool plain = false;
    bool icu = false;

    (void)section; /* there is none: next_line() */
    if (reading->message)
        return 0;
    if (strcmp(key, "name") == 0)
        return read_name(reading, value);
    if (strcmp(key, "domain") == 0)
        return read_domain(reading, value);
    if (strcmp(key, "rule") == 0)
        return read_rule(reading, value);
    if (strcmp(key, "reserved") == 0)
        return read_reserved(reading, value);
    if (strcmp(key, "province") == 0)
        return read_province(reading, value);
    if (strcmp(key, "max-counter") == 0)
        return read_max_counter(reading, value);
    if (strcmp(key, "given") == 0)
        return choose(reading, value, "all", "first", &reading->seen_given, &naming->given_first,
                      "given is `all` or `first`, for example `given = first`");
    if (strcmp(key, "overlong") == 0)
        return choose(reading, value, "shorten", "error", &reading->seen_overlong,
                      &naming->overlong_fail,
                      "overlong is `shorten` or `error`, for example `overlong = shorten`");
    if (strcmp(key, "profile") == 0) {
        int r = choose(reading, value, "anagrafe", "plain", &reading->seen_profile, &plain,
                       "profile is `anagrafe` or `plain`, for example `profile = anagrafe`");

        naming->profile = plain ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE;
        return r;
    }
    if (strcmp(key, "transliterate") == 0) {
        int r = choose(reading, value, "none", "icu", &reading->seen_transliterate, &icu,
                       "transliterate is `none` or `icu`, for example `transliterate = none`");

        reading->transliterator = icu ? "icu" : NULL;
        reading->transliterate_line = reading->line;
        return r;
    }
    return fault(reading, "unknown key; the keys are name, domain, profile, rule, reserved, given, "
                          "overlong, max-counter, province and transliterate, for example "
                          "`rule = {given}.{surname}`");
}

/* White space as inih takes it off; an ASCII list, as isspace() obeys the locale. */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next line, and what of it is more than white space and a byte order mark. */
static struct pecaddr_text take_line(struct reading *reading)
{
    struct pecaddr_text rest = {reading->text.data + reading->at, reading->text.size - reading->at};
    const char *newline = memchr(rest.data, '\n', rest.size);

    if (newline)
        rest.size = (size_t)(newline + 1 - rest.data);
    reading->line = reading->at;
    reading->at += rest.size;
    if (reading->line == 0 && rest.size >= 3 && memcmp(rest.data, "\xEF\xBB\xBF", 3) == 0)
        rest = (struct pecaddr_text){rest.data + 3, rest.size - 3};
    for (; rest.size > 0 && is_space(*rest.data); rest.size--)
        rest.data++;
    while (rest.size > 0 && is_space(rest.data[rest.size - 1]))
        rest.size--;
    return rest;
}

/* Whether a line that is no comment has a colon where `=` should stand: inih would take either. */
static bool has_colon_first(struct pecaddr_text line)
{
    const char *colon = line.size > 0 ? memchr(line.data, ':', line.size) : NULL;

    return colon && *line.data != '#' && *line.data != ';' &&
           !memchr(line.data, '=', (size_t)(colon - line.data));
}

/*
 * Gives inih the next line. It would take a line that begins with white space for more of the value
 * before it, and would tell nobody of a section that is empty.
 */
static char *next_line(char *line, int capacity, void *stream)
{
    struct reading *reading = stream;
    struct pecaddr_text rest;

    if (reading->at == reading->text.size || reading->message)
        return NULL;
    rest = take_line(reading);
    if (rest.size + 1 >= (size_t)capacity)
        fault(reading, "this line is too long: at most 198 bytes, for example "
                       "`rule = {given}.{surname}`");
    else if (rest.size > 0 && memchr(rest.data, '\0', rest.size))
        fault(reading, "this line has a NUL byte, and a scheme is text, for example "
                       "`rule = {given}.{surname}`");
    else if (rest.size > 0 && *rest.data == '[')
        fault(reading, "a scheme has no [sections]; remove the line in brackets, so that only "
                       "lines such as `name = ingpec` stay");
    else if (has_colon_first(rest))
        fault(reading, "this line is no `key = value`, for example `profile = anagrafe`");
    if (reading->message)
        return NULL;
    if (rest.size > 0)
        memcpy(line, rest.data, rest.size);
    memcpy(line + rest.size, "\n", 2);
    return line;
}

static unsigned digits_of(unsigned number)
{
    return number < 10 ? 1 : 1 + digits_of(number / 10);
}

/* The characters of a rule that are no letters of given names or surname, at most. */
static unsigned suffix_of(const struct rule *rule, unsigned max_counter)
{
    unsigned size = 0;

    for (unsigned i = 0; i < rule->n; i++) {
        unsigned digits = digits_of(max_counter);
        unsigned width = rule->pieces[i].width;

        switch (rule->pieces[i].placeholder) {
        case PLACEHOLDER_GIVEN:
        case PLACEHOLDER_INITIAL:
        case PLACEHOLDER_SURNAME:
            break;
        case PLACEHOLDER_PROVINCE:
            size += 2;
            break;
        case PLACEHOLDER_NUMBER:
            size += digits_of(PECADDR_NUMBER_MAX);
            break;
        case PLACEHOLDER_COUNTER:
            size += digits > width ? digits : width;
            break;
        default:
            size++;
            break;
        }
    }
    return size;
}

/* What only shows when the whole has been read. */
static int check_whole(struct reading *reading)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    unsigned needs = scheme->needs;
    unsigned longest = 0;

    reading->line = reading->text.size;
    if (!scheme->name)
        return fault(reading, "the scheme lacks its name, for example `name = ingpec`");
    if (!scheme->domain)
        return fault(reading, "the scheme lacks its domain, for example `domain = ingpec.eu`");
    if (scheme->n_rules == 0)
        return fault(reading, "the scheme lacks its rules, for example `rule = {given}.{surname}`");
    reading->line = reading->max_counter_line;
    if (scheme->max_counter && !(needs & PLACEHOLDER_COUNTER))
        return fault(reading, "max-counter is for a last rule with a {counter}, for example "
                              "`rule = {given}.{surname}.{counter:03}`");
    if (needs & PLACEHOLDER_COUNTER && !scheme->max_counter)
        scheme->max_counter = COUNTER_DEFAULT;
    for (size_t i = 0; i < scheme->n_rules; i++) {
        unsigned suffix = suffix_of(&scheme->rules[i], scheme->max_counter);

        if (suffix <= longest)
            continue;
        longest = suffix;
        reading->line = reading->rule_lines[i];
    }
    if (longest + BUDGET_MIN > PECADDR_LOCAL_PART_MAX)
        return fault(reading, too_long);
    scheme->naming.budget = PECADDR_LOCAL_PART_MAX - longest;
    scheme->naming.initial_only = !(needs & PLACEHOLDER_GIVEN);
    scheme->naming.needs_given = needs & (PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL);
    scheme->naming.needs_surname = needs & PLACEHOLDER_SURNAME;
    return 1;
}

/* Compares each rule with each; PECADDR_OK or PECADDR_E_MEMORY. */
static int find_clashes(struct made_scheme *made)
{
    struct pecaddr_scheme *scheme = &made->scheme;

    for (unsigned first = 0; first < scheme->n_rules; first++) {
        for (unsigned second = first + 1; second < scheme->n_rules; second++) {
            struct clash *clash = &made->clashes[scheme->n_clashes];
            int r = pecaddr__scheme_overlap(scheme, first, second, clash->local);

            if (r < 0)
                return r;
            if (r == 0)
                continue;
            clash->first = first;
            clash->second = second;
            scheme->n_clashes++;
        }
    }
    scheme->clashes = made->clashes;
    scheme->disjoint = scheme->n_clashes == 0;
    return PECADDR_OK;
}

static int use_transliterator(struct reading *reading,
                              const struct pecaddr_transliterator *transliterator)
{
    reading->line = reading->transliterate_line;
    if (!reading->transliterator)
        return 1;
    if (!transliterator || strcmp(transliterator->name, reading->transliterator) != 0)
        return fault(reading, "the scheme transliterates with ICU, which this program does not "
                              "offer: it would need libpecaddr-icu; or `transliterate = none`");
    reading->made->scheme.naming.transliterator = transliterator;
    return 1;
}

/* Where the line with a number, from 1, begins. */
static size_t line_offset(struct pecaddr_text text, int line)
{
    size_t at = 0;

    for (; line > 1; line--) {
        const char *newline = memchr(text.data + at, '\n', text.size - at);

        if (!newline)
            break;
        at = (size_t)(newline + 1 - text.data);
    }
    return at;
}

/* Reads all lines and checks the whole; what is wrong is left in `reading`. */
static void read_text(struct reading *reading, const struct pecaddr_transliterator *transliterator)
{
    int line = ini_parse_stream(next_line, reading, read_key, reading);

    if (line > 0 && (!reading->message || line_offset(reading->text, line) < reading->offset)) {
        reading->message = "this line is no `key = value`, for example `profile = anagrafe`";
        reading->offset = line_offset(reading->text, line);
    }
    if (!reading->message && check_whole(reading))
        use_transliterator(reading, transliterator);
}

EXPORT int pecaddr_scheme_parse(struct pecaddr_text text,
                                const struct pecaddr_transliterator *transliterator,
                                const struct pecaddr_scheme **ret_scheme,
                                struct pecaddr_error *error)
{
    struct reading reading = {.text = text};
    int r;

    if (!error_fits(error))
        return PECADDR_E_ARGUMENT;
    if (!ret_scheme || (!text.data && text.size > 0) ||
        (transliterator &&
         (!struct_fits(transliterator, transliterator->size, sizeof *transliterator) ||
          !transliterator->name || !transliterator->transliterate)))
        return pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    if (text.size > TEXT_MAX)
        return pecaddr__fail(error, PECADDR_E_TOO_LONG, PECADDR_FIELD_SCHEME, TEXT_MAX);
    reading.made = calloc(1, sizeof *reading.made + text.size + 1);
    if (!reading.made)
        return pecaddr__fail(error, PECADDR_E_MEMORY, PECADDR_FIELD_NONE, 0);
    reading.made->scheme.rules = reading.made->rules;
    reading.made->scheme.reserved = reading.made->reserved;
    reading.made->scheme.provinces = reading.made->provinces;
    reading.made->scheme.made = true;
    reading.made->scheme.naming.profile = PECADDR_PROFILE_ANAGRAFE;
    read_text(&reading, transliterator);
    if (reading.message) {
        r = pecaddr__fail(error, PECADDR_E_SCHEME, PECADDR_FIELD_SCHEME, reading.offset);
        if (error)
            error->message = reading.message;
        goto out;
    }
    r = find_clashes(reading.made);
    if (r != PECADDR_OK) {
        pecaddr__fail(error, r, PECADDR_FIELD_NONE, 0);
        goto out;
    }
    *ret_scheme = &reading.made->scheme;
    reading.made = NULL;
out:
    free(reading.made);
    return r;
}

EXPORT void pecaddr_scheme_free(const struct pecaddr_scheme *scheme)
{
    if (scheme && scheme->made)
        free((void *)scheme);
}
