/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The text of a scheme: `key = value` lines, read one by one and then checked as a whole. SPEC §3,
 * doc/schemes.md.
 */
#include "scheme-text.h"

#include "base/ascii.h"
#include "scheme-rule.h"

#define NAME_SIZE_MAX 32
/* The local part of the longest address has 64 octets, and an @. */
#define DOMAIN_MAX      (PECADDR_ADDRESS_MAX - PECADDR_LOCAL_PART_MAX - 1)
#define LABEL_MAX       63
#define COUNTER_DEFAULT 99
#define COUNTER_MAX     999

/* The keys that have one of two words as their value. */
enum choice { PROFILE, VARIANT, GIVEN, OVERLONG, TRANSLITERATE, CHOICES };

/* What has been read so far. */
struct reading {
    struct made_scheme *made;
    const struct pecaddr_transliterator *transliterator;
    size_t line;         /* the present line begins here */
    const char *message; /* the first fault from the top, and */
    size_t offset;       /* where its line begins */
    bool seen[CHOICES];
    bool second[CHOICES]; /* the second of the two words, which is not the default */
    size_t n_reserved;    /* lines of this key, kept or not */
    size_t n_provinces;
    size_t rule_lines[RULES_MAX];
    size_t max_counter_line;
};

static const char twice[] =
    "this key stands twice in the scheme; leave it once, for example one `profile = anagrafe`";

/* Of the faults of one line the first is told, and what comes after it no longer matters. */
static void fault(struct reading *reading, const char *message)
{
    if (reading->message && reading->offset <= reading->line)
        return;
    reading->message = message;
    reading->offset = reading->line;
}

/* A copy in the pool, in lower case. */
static const char *keep(struct made_scheme *made, struct pecaddr_text value)
{
    char *copy = made->pool + made->pool_size;

    for (size_t i = 0; i < value.size; i++)
        copy[i] = ascii_lower(value.data[i]);
    copy[value.size] = '\0';
    made->pool_size += value.size + 1;
    return copy;
}

/* The keys. */

static void read_name(struct reading *reading, struct pecaddr_text value)
{
    if (reading->made->scheme.name)
        fault(reading, "a scheme has one name; leave one line `name = ingpec`");
    if (value.size == 0 || value.size > NAME_SIZE_MAX)
        fault(reading, "a name has 1 to 32 characters, for example `name = ingpec`");
    for (size_t i = 0; i < value.size; i++)
        if (!ascii_is_lower(value.data[i]) && !ascii_is_digit(value.data[i]) &&
            (value.data[i] != '-' || i == 0))
            fault(reading, "a name is of a–z, 0–9 and -, for example `name = ingpec`");
    reading->made->scheme.name = keep(reading->made, value);
}

/* RFC 1123 §2.1; a mailbox's domain has two labels at least. */
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

static void read_domain(struct reading *reading, struct pecaddr_text value)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;

    if (scheme->domain)
        fault(reading, "a scheme has one domain; leave one line `domain = ingpec.eu`");
    if (value.size > DOMAIN_MAX)
        fault(reading, "the domain is so long that an address would be longer than RFC 5321 "
                       "§4.5.3.1.3 allows: at most 189 characters, for example "
                       "`domain = ingpec.eu`");
    scheme->domain = keep(reading->made, value);
    if (!is_domain(scheme->domain))
        fault(reading, "this is no domain of a mailbox, for example `domain = ingpec.eu`");
}

/* What forbids another rule after those that are there; NULL when nothing does. */
static const char *check_order(const struct pecaddr_scheme *scheme, struct pecaddr_text value)
{
    if (scheme->needs & PLACEHOLDER_COUNTER)
        return "no rule can come after one with a {counter}; put this one before it, and last for "
               "example `rule = {given}.{surname}.{counter}`";
    if (scheme->n_rules == RULES_MAX)
        return "a scheme has 16 rules at most; end with one that counts, for example "
               "`rule = {given}.{surname}.{counter}`";
    for (size_t i = 0; i < scheme->n_rules; i++)
        if (text_is(value, scheme->rules[i].text))
            return "this rule stands twice in the scheme; leave one line, for example "
                   "`rule = {given}.{surname}`";
    return NULL;
}

static void add_rule(struct reading *reading, struct pecaddr_text value, struct rule rule)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;

    rule.text = keep(reading->made, value);
    scheme->needs |= rule.needs;
    reading->rule_lines[scheme->n_rules] = reading->line;
    reading->made->rules[scheme->n_rules++] = rule;
}

static void read_rule(struct reading *reading, struct pecaddr_text value)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    const char *message = check_order(scheme, value);
    struct rule rule;

    if (!message)
        message = pecaddr__rule_compile(value, reading->made->pieces[scheme->n_rules], &rule);
    if (!message && pecaddr__rule_suffix(&rule, scheme->max_counter) > SUFFIX_MAX)
        message = pecaddr__rule_too_long;
    if (message)
        fault(reading, message);
    else
        add_rule(reading, value, rule);
}

/* Puts a text into a sorted list, which has room. */
static void insert(const char *list[RESERVED_MAX], size_t *n, const char *text)
{
    size_t at = *n;

    for (; at > 0 && strcmp(list[at - 1], text) > 0; at--)
        list[at] = list[at - 1];
    list[at] = text;
    ++*n;
}

/* Counts the lines of a key. */
static void count_line(struct reading *reading, size_t *n)
{
    if (++*n > RESERVED_MAX)
        fault(reading, "a scheme has 256 lines of this key at most; for reserved names * stands "
                       "for many, for example `reserved = ordine.*`");
}

/* What is wrong with a reserved name; NULL when nothing is. */
static const char *check_pattern(const char *pattern)
{
    char before = '.';

    if (strlen(pattern) > PECADDR_LOCAL_PART_MAX)
        return "a reserved name is a local part, which has 64 characters at most (RFC 5321 "
               "§4.5.3.1.1), for example `reserved = segreteria`";
    for (const char *c = pattern; *c; before = *c++) {
        bool star = *c == '*' && before == '.' && (c[1] == '.' || c[1] == '\0');

        if (!ascii_is_lower(*c) && !ascii_is_digit(*c) && *c != '-' && !star &&
            (*c != '.' || before == '.'))
            return "a reserved name is a local part in which * may stand for one whole part "
                   "between dots, for example `reserved = ordine.*`";
    }
    return before == '.' ? "a reserved name neither is empty nor ends with a dot, for example "
                           "`reserved = segreteria`"
                         : NULL;
}

/* Keeps a pattern that no other covers, and no longer those that it covers. */
static void add_reserved(struct made_scheme *made, const char *pattern)
{
    size_t *n = &made->scheme.n_reserved;
    size_t kept = 0;

    if (pecaddr__scheme_reserves(&made->scheme, pattern, strlen(pattern)))
        return;
    for (size_t i = 0; i < *n; i++)
        if (!pecaddr__pattern_matches(pattern, made->reserved[i], strlen(made->reserved[i])))
            made->reserved[kept++] = made->reserved[i];
    *n = kept;
    insert(made->reserved, n, pattern);
}

static void read_reserved(struct reading *reading, struct pecaddr_text value)
{
    const char *pattern = keep(reading->made, value);
    const char *message = check_pattern(pattern);

    count_line(reading, &reading->n_reserved);
    if (message)
        fault(reading, message);
    if (!reading->message)
        add_reserved(reading->made, pattern);
}

/* The sigla of one of the 106, or one that stands twice, adds nothing. */
static void read_province(struct reading *reading, struct pecaddr_text value)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    const char *sigla = keep(reading->made, value);

    count_line(reading, &reading->n_provinces);
    if (value.size != 2 || !ascii_is_lower(sigla[0]) || !ascii_is_lower(sigla[1]))
        fault(reading, "a province is two letters, for example `province = SU`");
    if (!reading->message && !pecaddr__scheme_has_province(scheme, sigla, false))
        insert(reading->made->provinces, &scheme->n_provinces, sigla);
}

static void read_max_counter(struct reading *reading, struct pecaddr_text value)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    unsigned max = 0;

    if (scheme->max_counter)
        fault(reading, twice);
    for (size_t i = 0; i < value.size && max <= COUNTER_MAX; i++)
        max = ascii_is_digit(value.data[i]) ? max * 10 + (unsigned)(value.data[i] - '0')
                                            : COUNTER_MAX + 1;
    if (max < 2 || max > COUNTER_MAX || *value.data == '0')
        fault(reading, "max-counter is a number from 2 to 999, for example `max-counter = 99`");
    scheme->max_counter = max;
    reading->max_counter_line = reading->line;
}

static const struct {
    const char *name;
    void (*take)(struct reading *reading, struct pecaddr_text value);
} keys[] = {
    {"name", read_name},         {"domain", read_domain},     {"rule", read_rule},
    {"reserved", read_reserved}, {"province", read_province}, {"max-counter", read_max_counter},
};

static const struct {
    const char *name;
    const char *words[2]; /* the default first */
    const char *message;
} choices[CHOICES] = {
    [PROFILE] = {"profile",
                 {"anagrafe", "plain"},
                 "profile is `anagrafe` or `plain`, for example `profile = anagrafe`"},
    [VARIANT] = {"variant",
                 {"review", "accept"},
                 "variant is `review` or `accept`, for example `variant = review`"},
    [GIVEN] = {"given", {"all", "first"}, "given is `all` or `first`, for example `given = first`"},
    [OVERLONG] = {"overlong",
                  {"shorten", "error"},
                  "overlong is `shorten` or `error`, for example `overlong = shorten`"},
    [TRANSLITERATE] = {"transliterate",
                       {"none", "icu"},
                       "transliterate is `none` or `icu`, for example `transliterate = none`"},
};

static void read_choice(struct reading *reading, enum choice choice, struct pecaddr_text value)
{
    const char *const *words = choices[choice].words;
    const struct pecaddr_transliterator *offered = reading->transliterator;

    if (reading->seen[choice])
        fault(reading, twice);
    reading->seen[choice] = true;
    reading->second[choice] = text_is(value, words[1]);
    if (!reading->second[choice] && !text_is(value, words[0]))
        fault(reading, choices[choice].message);
    if (choice == TRANSLITERATE && reading->second[choice] &&
        (!offered || strcmp(offered->name, words[1]) != 0))
        fault(reading, "the scheme transliterates with ICU, which this program does not offer: it "
                       "would need libpecaddr-icu; or `transliterate = none`");
}

static void read_key(struct reading *reading, struct pecaddr_text key, struct pecaddr_text value)
{
    for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
        if (text_is(key, keys[i].name)) {
            keys[i].take(reading, value);
            return;
        }
    }
    for (size_t i = 0; i < CHOICES; i++) {
        if (text_is(key, choices[i].name)) {
            read_choice(reading, (enum choice)i, value);
            return;
        }
    }
    fault(reading,
          "unknown key; the keys, in lower case, are name, domain, profile, variant, rule, "
          "reserved, given, overlong, max-counter, province and transliterate, for "
          "example `rule = {given}.{surname}`");
}

/* The lines. */

/* A control character: all but TAB. */
static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\t') || c == 0x7F;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool holds(struct pecaddr_text text, bool (*is)(char c))
{
    for (size_t i = 0; i < text.size; i++)
        if (is(text.data[i]))
            return true;
    return false;
}

static struct pecaddr_text trim(struct pecaddr_text text)
{
    for (; text.size > 0 && is_blank(*text.data); text.size--)
        text.data++;
    while (text.size > 0 && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* Takes the next line off the text, which is not empty; its LF or CRLF is no part of it. */
static struct pecaddr_text take_line(struct pecaddr_text *rest)
{
    const char *newline = memchr(rest->data, '\n', rest->size);
    struct pecaddr_text line = {rest->data, newline ? (size_t)(newline - rest->data) : rest->size};
    size_t taken = newline ? line.size + 1 : line.size;

    *rest = (struct pecaddr_text){rest->data + taken, rest->size - taken};
    if (newline && line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    return line;
}

static bool begins_comment(char c)
{
    return c == '#' || c == ';';
}

/* `key = value`, of which the place of the `=` is known. */
static void read_pair(struct reading *reading, struct pecaddr_text line, const char *equals)
{
    struct pecaddr_text key = {line.data, (size_t)(equals - line.data)};
    struct pecaddr_text value = {equals + 1, line.size - key.size - 1};

    if (holds(value, begins_comment))
        fault(reading, "no value has a # or ;, and a comment stands on a line of its own, for "
                       "example `# as the council decided`");
    else
        read_key(reading, trim(key), trim(value));
}

static void read_line(struct reading *reading, struct pecaddr_text line)
{
    const char *equals = memchr(line.data, '=', line.size);

    line = trim(line);
    if (holds(line, is_control))
        fault(reading, "this line has a NUL or another control character, and a scheme is plain "
                       "text in UTF-8 whose lines end in LF or CRLF, for example "
                       "`rule = {given}.{surname}`");
    else if (line.size == 0 || begins_comment(*line.data))
        return;
    else if (*line.data == '[')
        fault(reading, "a scheme has no [sections]; remove the line in brackets, so that only "
                       "lines such as `name = ingpec` stay");
    else if (equals)
        read_pair(reading, line, equals);
    else if (memchr(line.data, ':', line.size))
        fault(reading, "`=`, not a colon, stands after the key, for example `profile = anagrafe`");
    else
        fault(reading, "this line is no `key = value`, for example `profile = anagrafe`");
}

/* Reads line by line, until one is at fault. */
static void read_lines(struct reading *reading, struct pecaddr_text text)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of UTF-8 */
    struct pecaddr_text rest = text;

    if (text.size >= strlen(mark) && memcmp(text.data, mark, strlen(mark)) == 0)
        rest = (struct pecaddr_text){text.data + strlen(mark), text.size - strlen(mark)};
    while (rest.size > 0 && !reading->message) {
        read_line(reading, take_line(&rest));
        reading->line = text.size - rest.size;
    }
}

/* The whole: what only shows when all lines have been read. */

/* A rule with a counter, whose limit may come after it, shows its length only now. */
static void check_lengths(struct reading *reading)
{
    const struct pecaddr_scheme *scheme = &reading->made->scheme;

    for (size_t i = 0; i < scheme->n_rules; i++) {
        reading->line = reading->rule_lines[i];
        if (pecaddr__rule_suffix(&scheme->rules[i], scheme->max_counter) > SUFFIX_MAX)
            fault(reading, pecaddr__rule_too_long);
    }
}

static void check_whole(struct reading *reading, size_t end)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    bool counts = scheme->needs & PLACEHOLDER_COUNTER;

    reading->line = reading->max_counter_line;
    if (scheme->max_counter && !counts)
        fault(reading, "max-counter is for a last rule with a {counter}, for example "
                       "`rule = {given}.{surname}.{counter:03}`");
    if (counts && !scheme->max_counter)
        scheme->max_counter = COUNTER_DEFAULT;
    check_lengths(reading);
    reading->line = end;
    if (!scheme->name)
        fault(reading, "the scheme lacks its name, for example `name = ingpec`");
    if (!scheme->domain)
        fault(reading, "the scheme lacks its domain, for example `domain = ingpec.eu`");
    if (scheme->n_rules == 0)
        fault(reading, "the scheme lacks its rules, for example `rule = {given}.{surname}`");
}

/* What the scheme says about names. */
static void settle_naming(const struct reading *reading)
{
    struct pecaddr_scheme *scheme = &reading->made->scheme;
    unsigned longest = 0;

    for (size_t i = 0; i < scheme->n_rules; i++) {
        unsigned suffix = pecaddr__rule_suffix(&scheme->rules[i], scheme->max_counter);

        if (suffix > longest)
            longest = suffix;
    }
    scheme->naming = (struct naming){
        .profile = reading->second[PROFILE] ? PECADDR_PROFILE_PLAIN : PECADDR_PROFILE_ANAGRAFE,
        .variant_accepted = reading->second[VARIANT],
        .given_first = reading->second[GIVEN],
        .initial_only = !(scheme->needs & PLACEHOLDER_GIVEN),
        .needs_given = scheme->needs & (PLACEHOLDER_GIVEN | PLACEHOLDER_INITIAL),
        .needs_surname = scheme->needs & PLACEHOLDER_SURNAME,
        .overlong_fail = reading->second[OVERLONG],
        .budget = PECADDR_LOCAL_PART_MAX - longest,
        .transliterator = reading->second[TRANSLITERATE] ? reading->transliterator : NULL,
    };
}

const char *pecaddr__scheme_read(struct pecaddr_text text,
                                 const struct pecaddr_transliterator *transliterator,
                                 struct made_scheme *made, size_t *ret_offset)
{
    struct reading reading = {.made = made, .transliterator = transliterator};

    made->scheme.rules = made->rules;
    made->scheme.reserved = made->reserved;
    made->scheme.provinces = made->provinces;
    read_lines(&reading, text);
    if (!reading.message)
        check_whole(&reading, text.size);
    if (!reading.message)
        settle_naming(&reading);
    *ret_offset = reading.offset;
    return reading.message;
}
