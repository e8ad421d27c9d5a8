/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether rules overlap, decided from their shapes, against a brute force: every local part that
 * each rule gives for atoms of a and b, a few provinces, numbers and counters, up to a length that
 * the shortest common local part of such small rules never exceeds.
 */
#include <stdio.h>
#include <string.h>

#include "../libpecaddr/scheme-overlap.h"
#include "suite.h"

#define SCHEMES     10000
#define LENGTH_MAX  8
#define RULES       3
#define OUTPUTS_MAX 400000

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
        ck_assert_uint_lt(outputs->n, OUTPUTS_MAX);
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
        char text[1024];
        const struct pecaddr_scheme *scheme = random_scheme(text);
        size_t clashes = 0;

        for (size_t a = 0; a < scheme->n_rules; a++)
            give_all(&outputs[a], &scheme->rules[a]);
        for (size_t a = 0; a < scheme->n_rules; a++)
            for (size_t b = a + 1; b < scheme->n_rules; b++) {
                char local[PECADDR_LOCAL_PART_MAX + 1] = "";
                int overlap = pecaddr__scheme_overlap(scheme, a, b, local);

                ck_assert_msg(overlap == meet(&outputs[a], &outputs[b]), "%s%zu and %zu: %d, %s",
                              text, a, b, overlap, local);
                clashes += overlap == 1;
            }
        ck_assert_int_eq(pecaddr_scheme_is_disjoint(scheme), clashes == 0);
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
    const TTest *const tests[] = {rules_overlap_when_a_brute_force_finds_a_common_local_part};

    return run_suite("overlap", tests, ARRAY_SIZE(tests));
}
