/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §3: whether two rules can give one local part, and which. */
#include "core/scheme-texts.h"
#include "scheme-overlap.h"

#define SCHEMES     10000
#define LENGTH_MAX  8
#define RULES       3
#define OUTPUTS_MAX 400000

/* Whether a person with the data of a reading is given this local part at its level. */
static void ck_reading(const struct pecaddr_scheme *scheme, const struct pecaddr_parsed *reading,
                       const char *local, const char *source)
{
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = reading->given,
                                    .surname = reading->surname,
                                    .province = reading->province,
                                    .section = reading->section,
                                    .number = reading->number};
    struct pecaddr_error error = {.size = sizeof error, .message = ""};
    char address[ADDRESS_SIZE] = "";
    int r;

    if (person.given.size == 0)
        person.given = text("x");
    if (person.surname.size == 0)
        person.surname = text("x");
    if (person.province.size == 0)
        person.province = text("mc");
    if (!person.section)
        person.section = 'A';
    if (!person.number)
        person.number = 1;
    r = pecaddr_candidate(scheme, &person, reading->level, address, ADDRESS_SIZE, NULL, NULL,
                          &error);
    ck_assert_msg(r == PECADDR_OK, "%slevel %u of %s: %s", source, reading->level, local,
                  error.message);
    ck_assert_msg(strncmp(address, local, strlen(local)) == 0 && address[strlen(local)] == '@',
                  "%slevel %u: %s, not %s", source, reading->level, address, local);
}

/* Each clash is a local part that both rules give; returns how many there are. */
static size_t ck_clashes(const struct pecaddr_scheme *scheme, const char *source)
{
    struct pecaddr_parsed first = {.size = sizeof first};
    struct pecaddr_parsed second = {.size = sizeof second};
    char local[LOCAL_SIZE];
    size_t n = 0;

    for (; pecaddr_scheme_clash(scheme, n, local, LOCAL_SIZE, &first, &second) == PECADDR_OK; n++) {
        struct pecaddr_parsed parsed = {.size = sizeof parsed};
        char address[ADDRESS_SIZE];

        sprintf(address, "%s@%s", local, pecaddr_scheme_domain(scheme));
        ck_assert_int_eq(pecaddr_parse(scheme, text(address), &parsed), PECADDR_OK);
        ck_assert_msg(parsed.kind == PECADDR_ADDRESS_PERSON ||
                          parsed.kind == PECADDR_ADDRESS_RESERVED,
                      "%s%s", source, address);
        ck_assert_msg(parsed.level == PECADDR_LEVEL_NONE, "%s%s", source, address);
        ck_assert_msg(first.level < second.level, "%s%s: %u %u", source, local, first.level,
                      second.level);
        ck_reading(scheme, &first, local, source);
        ck_reading(scheme, &second, local, source);
    }
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, n, local, LOCAL_SIZE, &first, &second),
                     PECADDR_NO_MATCH);
    ck_assert_int_eq(pecaddr_scheme_is_disjoint(scheme), n == 0);
    return n;
}

#define ONE        "1"
#define THIRTY     TEN TEN TEN
#define BOTH(a, b) "rule = " a "\nrule = " b "\n"

/* How many pairs of rules overlap, and the local part that shows it of the first pair. */
static const struct {
    const char *rules;
    size_t clashes;
    const char *first;
} overlaps[] = {
    {RULE, 0, ""},
    {BOTH("{given}.{surname}", "{given}.{surname}.{province}"), 0, ""},
    {BOTH("{given}{surname}", "{given}{surname}{province}"), 1, "aaag"},
    {BOTH("{initial}.{surname}", "{given}.{surname}") COUNTED, 1, "a.a"},
    {"rule = {initial}{surname}\nrule = {given}{surname}\nrule = {surname}{given}\n", 3, "aa"},
    {BOTH("{given}.{surname}", "{surname}.{given}"), 1, "a.a"},
    {BOTH("{given}.{surname}", "{given}.{surname}x"), 1, "a.ax"},
    {BOTH("{given}.{surname}", "{given}.{surname}1"), 0, ""},
    {BOTH("{given}.{surname}", "{given}1{surname}"), 0, ""},
    {BOTH("{given}{number}", "{given}{counter}"), 1, "a2"},
    {BOTH("{given}{number}", "{given}{counter:02}"), 1, "a10"},
    {BOTH("{given}{number}", "{given}{counter:03}"), 0, ""}, /* 099 is no number */
    /* Sections and provinces. */
    {BOTH("{given}.{section}", "{given}.{province}"), 0, ""},
    {BOTH("{given}.a{section}", "{given}.{province}"), 0, ""}, /* neither aa nor ab is one */
    {BOTH("{given}.b{section}", "{given}.{province}"), 1, "a.ba"},
    {BOTH("{given}.b{section}", "{given}.{province}") "province = bb\n", 1, "a.ba"},
    {BOTH("{given}.bb", "{given}.{province}"), 0, ""},
    {BOTH("{given}.bb", "{given}.{province}") "province = bb\n", 1, "a.bb"},
    {BOTH("{given}.fo", "{given}.{province}"), 0, ""}, /* Forlì is no more */
    {BOTH("{given}.fo", "{given}.{province}") "province = FO\n", 1, "a.fo"},
    {BOTH("{given}.m1", "{given}.{province}"), 0, ""},
    {BOTH("{given}.a", "{given}.{section}"), 1, "a.a"},
    {BOTH("{given}.b", "{given}.{section}"), 1, "a.b"},
    {BOTH("{given}.c", "{given}.{section}"), 0, ""},
    /* Numbers: 1 to 9999999, without leading zeros. */
    {BOTH("{given}.1", "{given}.{number}"), 1, "a.1"},
    {BOTH("{given}.0", "{given}.{number}"), 0, ""},
    {BOTH("{given}.01", "{given}.{number}"), 0, ""},
    {BOTH("{given}.10", "{given}.{number}"), 1, "a.10"},
    {BOTH("{given}.9999999", "{given}.{number}"), 1, "a.9999999"},
    {BOTH("{given}.1000000", "{given}.{number}"), 1, "a.1000000"},
    {BOTH("{given}.10000000", "{given}.{number}"), 0, ""},
    {BOTH("{given}.1x", "{given}.{number}"), 0, ""},
    /* Counters: from 2 to their limit, with as many digits as their width at least. */
    {BOTH("{given}.1", "{given}.{counter}"), 0, ""},
    {BOTH("{given}.2", "{given}.{counter}"), 1, "a.2"},
    {BOTH("{given}.02", "{given}.{counter}"), 0, ""},
    {BOTH("{given}.99", "{given}.{counter}"), 1, "a.99"},
    {BOTH("{given}.100", "{given}.{counter}"), 0, ""},
    {BOTH("{given}.12", "{given}.{counter}") "max-counter = 12\n", 1, "a.12"},
    {BOTH("{given}.13", "{given}.{counter}") "max-counter = 12\n", 0, ""},
    {BOTH("{given}.999", "{given}.{counter}") "max-counter = 999\n", 1, "a.999"},
    {BOTH("{given}.2", "{given}.{counter:02}"), 0, ""},
    {BOTH("{given}.01", "{given}.{counter:02}"), 0, ""},
    {BOTH("{given}.02", "{given}.{counter:02}"), 1, "a.02"},
    {BOTH("{given}.002", "{given}.{counter:02}"), 0, ""},
    {BOTH("{given}.100", "{given}.{counter:02}") "max-counter = 100\n", 1, "a.100"},
    {BOTH("{given}.0100", "{given}.{counter:02}") "max-counter = 100\n", 0, ""},
    {BOTH("{given}.00000002", "{given}.{counter:09}"), 0, ""},
    {BOTH("{given}.000000002", "{given}.{counter:09}"), 1, "a.000000002"},
    {BOTH("{given}.000000099", "{given}.{counter:09}"), 1, "a.000000099"},
    {BOTH("{given}.0000000002", "{given}.{counter:09}"), 0, ""},
    {BOTH("{given}.000000002x", "{given}.{counter:09}x") "max-counter = 2\n", 1, "a.000000002x"},
    {BOTH("{given}.00000000x", "{given}.{counter:09}x") "max-counter = 2\n", 0, ""},
    /*
     * Letters. A name has no more than 64 octets less what the longest rule adds, and the rule's
     * own letters come to them: literals, sections, provinces. b stands for what only a name fills.
     */
    {BOTH("{surname}", THIRTY "a{surname}"), 1, THIRTY "aa"},
    {BOTH("{surname}", THIRTY "aa{surname}"), 0, ""},
    {BOTH(THIRTY "a{surname}", "{surname}"), 1, THIRTY "aa"},
    {BOTH(THIRTY "aa{surname}", "{surname}"), 0, ""},
    {BOTH("a{surname}", "a" THIRTY "a{surname}"), 1, THIRTY "aaa"},
    {BOTH("1a{surname}", "1a" THIRTY "a{surname}"), 0, ""},
    {BOTH(TEN THIRTY "{surname}", "{surname}" TEN THIRTY), 1, TEN THIRTY "a"},
    {BOTH("{section}{surname}", "{section}" THIRTY "a{surname}"), 1, THIRTY "aaa"},
    {BOTH("1{section}{surname}", "1{section}" THIRTY "a{surname}"), 0, ""},
    {BOTH("1{province}{surname}", "1{province}" THIRTY "{surname}"), 1, "1ag" THIRTY "a"},
    {BOTH("{province}{surname}", "{province}" THIRTY "a{surname}"), 0, ""},
    /* A name that another rule needs keeps a letter, and one that none needs has all. */
    {RULE BOTH("1{surname}1", "1" THIRTY "{surname}1"), 1, "1" THIRTY "a1"},
    {RULE BOTH("{surname}1", THIRTY "a{surname}1"), 0, ""},
    {RULE BOTH("1{given}1", "1" THIRTY "{given}1"), 1, "1" THIRTY "a1"},
    {RULE BOTH("{given}1", THIRTY "a{given}1"), 0, ""},
    {"rule = {initial}.{surname}\n" BOTH("1{surname}1", "1" THIRTY "{surname}1"), 1,
     "1" THIRTY "a1"},
    {"rule = {initial}.{surname}\n" BOTH("{surname}1", THIRTY "a{surname}1"), 0, ""},
    {RULE BOTH("{initial}{surname}", THIRTY "a{surname}"), 1, THIRTY "aa"},
    {RULE BOTH("{initial}{surname}", THIRTY "aa{surname}"), 0, ""},
    {"rule = {surname}.{number}\n" BOTH("x{number}", "x1{number}"), 1, "x11"},
};

START_TEST(clash_is_a_local_part_that_both_rules_give_at_their_levels)
{
    const struct pecaddr_scheme *scheme;
    struct pecaddr_parsed parsed[2] = {{.size = sizeof *parsed}, {.size = sizeof *parsed}};
    char local[LOCAL_SIZE] = "";
    char source[1000];

    sprintf(source, HEAD "%s", overlaps[_i].rules);
    scheme = made(source);
    ck_assert_msg(ck_clashes(scheme, source) == overlaps[_i].clashes, "%s", source);
    pecaddr_scheme_clash(scheme, 0, local, LOCAL_SIZE, &parsed[0], &parsed[1]);
    ck_assert_msg(strcmp(local, overlaps[_i].first) == 0, "%s%s", source, local);
    pecaddr_scheme_free(scheme);
}
END_TEST

/* Rules of which each overlaps each. */
START_TEST(each_of_16_rules_overlaps_each)
{
    char source[1000] = HEAD;
    char canonical[CANONICAL_SIZE];
    const struct pecaddr_scheme *scheme;

    for (size_t n = 0; n < 16; n++)
        sprintf(source + strlen(source), "rule = {surname}%.*s\n", (int)n, SIXTY);
    scheme = made(source);
    ck_assert_uint_eq(ck_clashes(scheme, source), 16 * 15 / 2);
    canonical_of(scheme, canonical);
    ck_assert_uint_eq(strlen(canonical), strlen(source) + strlen(DEFAULTS));
    ck_canonical(canonical, canonical);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(common_local_part_ends_with_its_NUL)
{
    const struct pecaddr_scheme *scheme = made(pecaddr_scheme_builtin("nodot"));
    char local[LOCAL_SIZE];

    repeat('z', LOCAL_SIZE - 1, local);
    ck_assert_int_eq(pecaddr__scheme_overlap(scheme, 0, 1, local), 1);
    ck_assert_str_eq(local, "aaag");
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(clash_needs_its_outputs)
{
    const struct pecaddr_scheme *scheme = made(pecaddr_scheme_builtin("nodot"));
    struct pecaddr_parsed parsed[2] = {{.size = sizeof *parsed}, {.size = sizeof *parsed}};
    struct pecaddr_parsed tiny = {.size = 1};
    char local[LOCAL_SIZE] = "untouched";

    ck_assert_int_eq(pecaddr_scheme_clash(NULL, 0, local, LOCAL_SIZE, &parsed[0], &parsed[1]),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, 0, local, LOCAL_SIZE, NULL, &parsed[1]),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, 0, local, LOCAL_SIZE, &parsed[0], &tiny),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, 0, local, 2, &parsed[0], &parsed[1]),
                     PECADDR_E_CAPACITY);
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, 0, NULL, 0, &parsed[0], &parsed[1]),
                     PECADDR_E_CAPACITY);
    ck_assert_int_eq(pecaddr_scheme_clash(scheme, 1, local, LOCAL_SIZE, &parsed[0], &parsed[1]),
                     PECADDR_NO_MATCH);
    ck_assert_int_eq(
        pecaddr_scheme_clash(pecaddr_scheme_ingpec(), 0, local, LOCAL_SIZE, &parsed[0], &parsed[1]),
        PECADDR_NO_MATCH);
    ck_assert_str_eq(local, "untouched");
    pecaddr_scheme_free(scheme);
}
END_TEST

/*
 * Random rules against a brute force: every local part that each rule gives for atoms of a and b, a
 * few provinces, numbers and counters, up to a length that the shortest common local part of such
 * small rules never exceeds.
 */

static uint32_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 12) % sides;
}

/* A set of the local parts that one rule gives. */
struct outputs {
    const struct piece *end; /* of the rule */
    size_t n;
    char (*texts)[LENGTH_MAX + 1];
};

static void give(struct outputs *outputs, const struct piece *piece, char *text, size_t size);

static void give_then(struct outputs *outputs, const struct piece *piece, char *text, size_t size,
                      const char *letters)
{
    size_t length = strlen(letters);

    if (size + length > LENGTH_MAX)
        return;
    memcpy(text + size, letters, length);
    give(outputs, piece, text, size + length);
}

/* Every run of two characters, up to a length. */
static void give_runs(struct outputs *outputs, const struct piece *piece, char *text, size_t size,
                      const char two[2], size_t longest)
{
    if (size == LENGTH_MAX || longest == 0)
        return;
    for (size_t i = 0; i < 2; i++) {
        text[size] = two[i];
        give(outputs, piece, text, size + 1);
        text[size] = two[i];
        give_runs(outputs, piece, text, size + 1, two, longest - 1);
    }
}

/* Every local part of the rest of a rule, after `size` characters of text. */
static void give(struct outputs *outputs, const struct piece *piece, char *text, size_t size)
{
    static const char *const initials[] = {"a", "b", NULL};
    static const char *const provinces[] = {"ba", "ab", NULL};
    static const char *const sections[] = {"a", "b", NULL};
    static const char *const counters[] = {"2", "11", "12", NULL};
    static const char *const wide_counters[] = {"02", "11", "12", NULL};
    const char *const *pieces = NULL;
    const struct piece *next = piece + 1;

    if (piece == outputs->end) {
        if (outputs->n == OUTPUTS_MAX)
            abort();
        memcpy(outputs->texts[outputs->n], text, size);
        outputs->texts[outputs->n++][size] = '\0';
        return;
    }
    switch (piece->placeholder) {
    case PLACEHOLDER_GIVEN:
    case PLACEHOLDER_SURNAME:
        give_runs(outputs, next, text, size, "ab", LENGTH_MAX);
        return;
    case PLACEHOLDER_INITIAL:
        pieces = initials;
        break;
    case PLACEHOLDER_PROVINCE:
        pieces = provinces;
        break;
    case PLACEHOLDER_SECTION:
        pieces = sections;
        break;
    case PLACEHOLDER_NUMBER:
        give_runs(outputs, next, text, size, "12", 5);
        return;
    case PLACEHOLDER_COUNTER:
        pieces = piece->width > 1 ? wide_counters : counters;
        break;
    default:
        give_then(outputs, next, text, size, (const char[]){piece->literal, '\0'});
        return;
    }
    for (; *pieces; pieces++)
        give_then(outputs, next, text, size, *pieces);
}

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void give_all(struct outputs *outputs, const struct rule *rule)
{
    char text[LENGTH_MAX + 1];

    outputs->n = 0;
    outputs->end = rule->pieces + rule->n;
    give(outputs, rule->pieces, text, 0);
    qsort(outputs->texts, outputs->n, sizeof *outputs->texts, compare);
}

static bool meet(const struct outputs *a, const struct outputs *b)
{
    for (size_t i = 0, k = 0; i < a->n && k < b->n;) {
        int order = strcmp(a->texts[i], b->texts[k]);

        if (order == 0)
            return true;
        if (order < 0)
            i++;
        else
            k++;
    }
    return false;
}

/* A rule of a few pieces; empty if it came out as none. */
static void random_rule(char *rule, bool counter)
{
    static const char *const pieces[] = {"{given}",    "{given}",   "{given}",   "{surname}",
                                         "{surname}",  "{surname}", "{initial}", "{initial}",
                                         "{province}", "{section}", "{number}",  ".",
                                         "a",          "b",         "1"};
    unsigned n = 1 + dice(4);

    *rule = '\0';
    for (unsigned i = 0; i < n; i++)
        strcat(rule, pieces[dice(ARRAY_SIZE(pieces))]);
    if (counter)
        strcat(rule, dice(2) ? ".{counter}" : "{counter:02}");
}

/* The text of a random scheme, until the library takes it. */
static const struct pecaddr_scheme *random_scheme(char *text)
{
    const struct pecaddr_scheme *scheme;
    char rule[256];
    int r;

    do {
        unsigned n = 2 + dice(RULES - 1);

        strcpy(text, "name=x\ndomain=pec.example\nprovince=AB\nmax-counter=12\n");
        for (unsigned i = 0; i < n; i++) {
            random_rule(rule, i + 1 == n);
            sprintf(text + strlen(text), "rule=%s\n", rule);
        }
        if (dice(2)) {
            *strrchr(text, '{') = '\0'; /* without the counter */
            text[strlen(text) - (text[strlen(text) - 1] == '.')] = '\0';
            memmove(strstr(text, "max-"), strstr(text, "rule"), strlen(strstr(text, "rule")) + 1);
        }
        r = pecaddr_scheme_parse((struct pecaddr_text){text, strlen(text)}, NULL, &scheme, NULL);
    } while (r != PECADDR_OK);
    return scheme;
}

START_TEST(rules_overlap_when_a_brute_force_finds_a_common_local_part)
{
    static struct outputs outputs[RULES];
    size_t disjoint = 0;

    for (size_t i = 0; i < RULES; i++) {
        outputs[i].texts = malloc(OUTPUTS_MAX * sizeof *outputs[i].texts);
        ck_assert(outputs[i].texts != NULL);
    }
    seed = 1;
    for (size_t n = 0; n < SCHEMES; n++) {
        char source[1024];
        const struct pecaddr_scheme *scheme = random_scheme(source);
        size_t clashes = 0;

        for (size_t a = 0; a < scheme->n_rules; a++)
            give_all(&outputs[a], &scheme->rules[a]);
        for (size_t a = 0; a < scheme->n_rules; a++)
            for (size_t b = a + 1; b < scheme->n_rules; b++) {
                char local[PECADDR_LOCAL_PART_MAX + 1] = "";
                int overlap = pecaddr__scheme_overlap(scheme, a, b, local);

                if (overlap != meet(&outputs[a], &outputs[b]))
                    ck_abort_msg("%s%zu and %zu: %d, %s", source, a, b, overlap, local);
                clashes += overlap == 1;
            }
        if (pecaddr_scheme_is_disjoint(scheme) != (clashes == 0))
            ck_abort_msg("%s%zu clashes", source, clashes);
        disjoint += clashes == 0;
        pecaddr_scheme_free(scheme);
    }
    printf("%d schemes, %zu disjoint\n", SCHEMES, disjoint);
    ck_assert_uint_ge(disjoint, SCHEMES / 4);
    ck_assert_uint_le(disjoint, SCHEMES - SCHEMES / 4);
    for (size_t i = 0; i < RULES; i++)
        free(outputs[i].texts);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scheme-overlap");
    TCase *tc = tcase_create("scheme-overlap");

    ADD(tc, clash_is_a_local_part_that_both_rules_give_at_their_levels, overlaps);
    tcase_add_test(tc, each_of_16_rules_overlaps_each);
    tcase_add_test(tc, common_local_part_ends_with_its_NUL);
    tcase_add_test(tc, clash_needs_its_outputs);
    suite_add_tcase(suite, tc);
    tc = tcase_create("random");
    tcase_add_test(tc, rules_overlap_when_a_brute_force_finds_a_common_local_part);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
