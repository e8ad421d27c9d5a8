/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A stranger's program, linked with libpecaddr.a, whose functions have names that the library's
 * files might have liked for themselves. The library calls none of them: what files of an archive
 * share begins with pecaddr__, so that nothing of a program is taken for it (SPEC §7).
 */
#include <pecaddr/pecaddr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRANGER(name)                                                                             \
    void name(void);                                                                               \
    void name(void)                                                                                \
    {                                                                                              \
        fputs("the library called the program's " #name "()\n", stderr);                           \
        abort();                                                                                   \
    }

STRANGER(atoms_shorten)
STRANGER(compose)
STRANGER(decode)
STRANGER(encode)
STRANGER(error_fits)
STRANGER(fail)
STRANGER(field_step)
STRANGER(fold_letter)
STRANGER(fold_lookup)
STRANGER(identity_address)
STRANGER(identity_local_part)
STRANGER(identity_read)
STRANGER(mojibake_find)
STRANGER(name_fold)
STRANGER(person_fits)
STRANGER(placeholder_find)
STRANGER(put_text)
STRANGER(report_error)
STRANGER(rule_needs)
STRANGER(rule_next)
STRANGER(rules_overlap)
STRANGER(same_address)
STRANGER(scheme_has_province)
STRANGER(scheme_needs)
STRANGER(scheme_reserves)
STRANGER(scheme_rule_at)
STRANGER(struct_fits)
STRANGER(walk_ask)
STRANGER(walk_begin)
STRANGER(walk_fail)
STRANGER(walk_is_open)
STRANGER(walk_report)
STRANGER(walk_skips)
STRANGER(walk_take)
STRANGER(words_select)

static int failures;

static void expect_text(const char *fact, const char *answer, const char *expected)
{
    if (strcmp(answer, expected) == 0)
        return;
    fprintf(stderr, "%s: %s instead of %s\n", fact, answer, expected);
    failures++;
}

static void expect(const char *fact, int answer, int expected)
{
    if (answer == expected)
        return;
    fprintf(stderr, "%s: %d instead of %d\n", fact, answer, expected);
    failures++;
}

static struct pecaddr_person mario_rossi(void)
{
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = PECADDR_TEXT("Mario");
    person.surname = PECADDR_TEXT("Rossi");
    person.province = PECADDR_TEXT("MC");
    person.section = 'A';
    person.number = 1234;
    return person;
}

static void names(const struct pecaddr_scheme *scheme)
{
    static const struct {
        struct pecaddr_text given;
        struct pecaddr_text surname;
        const char *expected;
    } table[] = {
        {PECADDR_TEXT_INIT("NICOLO'"), PECADDR_TEXT_INIT("D'Angelo"), "nicolo.dangelo"},
        {PECADDR_TEXT_INIT("Ing. Jürgen, Karl"), PECADDR_TEXT_INIT("Groß"), "juergen.gross"},
        {PECADDR_TEXT_INIT("Maria"), PECADDR_TEXT_INIT("Rossi in Bianchi"), "maria.rossi"},
        {PECADDR_TEXT_INIT("Massimiliano Alessandro Bartolomeo"),
         PECADDR_TEXT_INIT("Castelvecchio Montefiorito"),
         "massimilianoalessandro.castelvecchiomontefiorito"},
        {PECADDR_TEXT_INIT("NicolÃ²"), PECADDR_TEXT_INIT("Rossi"), "MOJIBAKE"},
        {PECADDR_TEXT_INIT("R0berto"), PECADDR_TEXT_INIT("Rossi"), "UNEXPECTED"},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct pecaddr_person person = PECADDR_PERSON_INIT;
        char local_part[PECADDR_LOCAL_PART_MAX + 1];
        int r;

        person.given = table[i].given;
        person.surname = table[i].surname;
        r = pecaddr_local_part(scheme, &person, NULL, local_part, sizeof local_part, NULL, NULL,
                               NULL);
        expect_text(table[i].given.data, r == PECADDR_OK ? local_part : pecaddr_status_name(r),
                    table[i].expected);
    }
}

static void repair(void)
{
    char repaired[64] = "";

    expect("repair", pecaddr_repair(PECADDR_TEXT("NicolÃ²"), repaired, sizeof repaired, NULL), 0);
    expect_text("repair", repaired, "Nicolò");
}

static void candidates(const struct pecaddr_scheme *scheme)
{
    static const char *const expected[] = {"mario.rossi@ingpec.eu", "mario.rossi.mc@ingpec.eu",
                                           "mario.rossi.mc.a1234@ingpec.eu"};
    struct pecaddr_person person = mario_rossi();

    for (unsigned level = 0; level < 3; level++) {
        char address[PECADDR_ADDRESS_MAX + 1] = "";
        unsigned found = PECADDR_LEVEL_NONE;

        expect("candidate",
               pecaddr_candidate(scheme, &person, level, address, sizeof address, NULL, NULL, NULL),
               0);
        expect_text("candidate", address, expected[level]);
        expect("match",
               pecaddr_match(scheme, &person, pecaddr_text_of(address), &found, NULL, NULL), 0);
        expect("match", (int)found, (int)level);
    }
}

/* The first is taken, the second becomes this person's. */
static void walk(const struct pecaddr_scheme *scheme)
{
    struct pecaddr_person person = mario_rossi();
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    struct pecaddr_query query = PECADDR_QUERY_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    int r = pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, NULL);

    while (r == PECADDR_OK && (r = pecaddr_walk_next(&walk, &query)) == PECADDR_OK) {
        query.answer = query.level == 0 ? PECADDR_TAKEN : PECADDR_CLAIMED;
        r = pecaddr_walk_answer(&walk, &query);
    }
    expect("walk", r, PECADDR_DONE);
    expect("walk", pecaddr_walk_result(&walk, &assignment), 0);
    expect_text("walk", assignment.address, "mario.rossi.mc@ingpec.eu");
}

static int all_free(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[],
                    size_t n)
{
    (void)user;
    for (size_t i = 0; i < n; i++)
        queries[i]->answer = mode == PECADDR_CHECK ? PECADDR_FREE : PECADDR_CLAIMED;
    return 0;
}

static void batch(const struct pecaddr_scheme *scheme)
{
    struct pecaddr_person people[] = {mario_rossi(), mario_rossi()};
    const struct pecaddr_person *persons[] = {&people[0], &people[1]};
    struct pecaddr_assignment first = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_assignment second = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_assignment *assignments[] = {&first, &second};
    size_t size = pecaddr_batch_scratch_size(2);
    void *scratch = malloc(size);

    people[1].number = 4321;
    expect("batch",
           scratch ? pecaddr_resolve_batch(scheme, persons, 2, PECADDR_CHECK, all_free, NULL,
                                           scratch, size, assignments)
                   : PECADDR_E_MEMORY,
           0);
    expect_text("batch", first.address, "mario.rossi@ingpec.eu");
    expect_text("batch", second.address, "mario.rossi.mc@ingpec.eu");
    free(scratch);
}

static int absent(void *user, const char *address)
{
    (void)user;
    (void)address;
    return 0;
}

/* Rules that overlap, a counter and reserved names. */
static void schemes(void)
{
    static const struct pecaddr_text text =
        PECADDR_TEXT_INIT("name = stranger\n"
                          "domain = pec.stranger.example\n"
                          "profile = plain\n"
                          "given = first\n"
                          "rule = {given}{surname}\n"
                          "rule = {given}{surname}{province}\n"
                          "rule = {initial}.{surname}.{counter:02}\n"
                          "reserved = mariorossi\n");
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_person person = mario_rossi();
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_parsed parsed = PECADDR_PARSED_INIT;

    expect("scheme", pecaddr_scheme_parse(text, NULL, &scheme, NULL), 0);
    if (!scheme)
        return;
    expect("overlap", pecaddr_scheme_is_disjoint(scheme), 0);
    expect("reserved", pecaddr_resolve(scheme, &person, absent, NULL, &assignment, NULL), 0);
    expect_text("reserved", assignment.address, "mariorossimc@pec.stranger.example");
    expect("parse", pecaddr_parse(scheme, PECADDR_TEXT("m.rossi.07@pec.stranger.example"), &parsed),
           0);
    expect("parse", parsed.kind == PECADDR_ADDRESS_PERSON, 1);
    expect("parse", (int)parsed.level, 7);
    pecaddr_scheme_free(scheme);
}

static void holders(const struct pecaddr_scheme *scheme)
{
    struct pecaddr_person person = mario_rossi();
    struct pecaddr_holder_comparison comparison = PECADDR_HOLDER_COMPARISON_INIT;

    person.holder = PECADDR_TEXT("RSSMRA80A01E783K");
    expect("codice fiscale", pecaddr_holder_compare(scheme, &person, &comparison, NULL), 0);
    person.surname = PECADDR_TEXT("Bianchi");
    expect("codice fiscale", pecaddr_holder_compare(scheme, &person, &comparison, NULL),
           PECADDR_NO_MATCH);
    expect_text("codice fiscale", comparison.surname, "BNC");
}

int main(void)
{
    const struct pecaddr_scheme *scheme = pecaddr_scheme_ingpec();

    names(scheme);
    repair();
    candidates(scheme);
    walk(scheme);
    batch(scheme);
    schemes();
    holders(scheme);
    return failures > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
