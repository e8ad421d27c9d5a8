/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §3: what a rule may be, how many letters it leaves to names, and how a counter counts. */
#include "core/scheme-texts.h"

#define LONG SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY
#define FIFTEEN                                                                                    \
    "rule={given}.{surname}.a\nrule={given}.{surname}.b\nrule={given}.{surname}.c\n"               \
    "rule={given}.{surname}.d\nrule={given}.{surname}.e\nrule={given}.{surname}.f\n"               \
    "rule={given}.{surname}.g\nrule={given}.{surname}.h\nrule={given}.{surname}.i\n"               \
    "rule={given}.{surname}.j\nrule={given}.{surname}.k\nrule={given}.{surname}.l\n"               \
    "rule={given}.{surname}.m\nrule={given}.{surname}.n\nrule={given}.{surname}.o\n"

static const struct {
    const char *source;
    const char *message; /* how it begins */
} faults[] = {
    {HEAD "^rule =\n", "a rule is not empty"},
    {HEAD "^rule = {given\n", "a `{` lacks its `}`"},
    {HEAD "^rule = {\n}", "a `{` lacks its `}`"},
    {HEAD "^rule = {given}.{", "a `{` lacks its `}`"},
    {HEAD "^rule = }{given\n", "beside placeholders a rule has"},
    {HEAD "^rule = {given.{surname}\n", "unknown placeholder"},
    {HEAD "^rule = {}\n", "unknown placeholder"},
    {HEAD "^rule = {Given}\n", "unknown placeholder"},
    {HEAD "^rule = {name}\n", "unknown placeholder"},
    {HEAD "^rule = {give}\n", "unknown placeholder"},
    {HEAD "^rule = {givenn}\n", "unknown placeholder"},
    {HEAD "^rule = { given }\n", "unknown placeholder"},
    {HEAD "^rule = {:02}\n", "unknown placeholder"},
    {HEAD "^rule = {given:02}\n", "only a counter has a width"},
    {HEAD "^rule = {given:}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:12}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:0a}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:0:}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:3}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:00}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:01}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:10}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:003}\n", "only a counter has a width"},
    {PLAIN "^rule = {given}.{counter:0:3}\n", "only a counter has a width"},
    {HEAD "^rule = {given}-{surname}\n", "beside placeholders a rule has"},
    {HEAD "^rule = {given}.{surname}}\n", "beside placeholders a rule has"},
    {HEAD "^rule = {given} {surname}\n", "beside placeholders a rule has"},
    {HEAD "^rule = Ing.{given}\n", "beside placeholders a rule has"},
    {HEAD "^rule = {given}@{surname}\n", "beside placeholders a rule has"},
    {HEAD "^rule = {given}.{given}\n", "a placeholder stands twice"},
    {HEAD "^rule = {initial}{given}\n", "a rule has {given} or {initial}"},
    {HEAD "^rule = {given}.{surname}.{initial}\n", "a rule has {given} or {initial}"},
    {HEAD "^rule = .{given}\n", "a local part may not begin or end"},
    {HEAD "^rule = {given}..{surname}\n", "a local part may not begin or end"},
    {HEAD "^rule = {given}.\n", "a local part may not end"},
    {HEAD "^rule = a\n", "this rule gives everybody the same"},
    {HEAD "^rule = {province}.{section}\n", "this rule gives everybody the same"},
    {HEAD "^rule = x.{counter}\n", "this rule gives everybody the same"},
    {HEAD "^rule = {given}.{number}{counter}\n", "a counter right beside digits"},
    {HEAD "^rule = {given}.{counter}{number}\n", "a counter right beside digits"},
    {HEAD "^rule = {given}.1{counter}\n", "a counter right beside digits"},
    {HEAD "^rule = {given}.{counter}1\n", "a counter right beside digits"},
    {PLAIN "^rule = {given}.{surname}\n", "this rule stands twice"},
    {HEAD COUNTED "^rule = {given}.{surname}\n", "no rule can come after"},
    {HEAD COUNTED "^rule = {given}.{number}.{counter}\n", "no rule can come after"},
    {PLAIN FIFTEEN "^rule = {given}{surname}\n", "a scheme has 16 rules"},
    {HEAD "^rule = {given}.{surname}." SIXTY "a\n", "the longest rule leaves too few"},
    {HEAD "^rule = {given}" SIXTY SIXTY SIXTY "\n", "the longest rule leaves too few"},
    {HEAD "^rule = {given}" LONG "\n", "the longest rule leaves too few"},
    {HEAD "^rule = {given}" LONG ";\n", "no value has a # or ;"},
    {PLAIN "^rule = {given}.{province}.{section}{number}." TEN TEN TEN TEN TEN "\n" COUNTED,
     "the longest rule leaves too few"},
};

START_TEST(each_rule_that_is_none_says_where_what_and_how_it_is_right)
{
    ck_fault(faults[_i].source, faults[_i].message);
}
END_TEST

/* Length. */

static size_t count(const char *string, char c)
{
    size_t n = 0;

    for (; *string; string++)
        n += *string == c;
    return n;
}

static const struct {
    const char *rules;
    size_t budget;
} budgets[] = {
    {RULE, 63},
    {"rule = {given}{surname}\n", 64},
    {"rule = {given}{surname}\nrule = {given}{surname}{province}\n", 62},
    {RULE "rule = {given}.{surname}.{province}\n"
          "rule = {given}.{surname}.{province}.{section}{number}\n",
     51},
    {RULE COUNTED, 60},
    {RULE COUNTED "max-counter = 9\n", 61},
    {RULE COUNTED "max-counter = 10\n", 60},
    {RULE COUNTED "max-counter = 99\n", 60},
    {RULE COUNTED "max-counter = 100\n", 59},
    {RULE COUNTED "max-counter = 999\n", 59},
    {RULE "rule = {given}.{surname}.{counter:03}\n", 59},
    {RULE "rule = {given}.{surname}.{counter:03}\nmax-counter = 999\n", 59},
    {RULE "rule = {given}.{surname}.{counter:09}\nmax-counter = 999\n", 53},
    {RULE "rule = xyz.{given}.{surname}.{section}\n", 57},
    {"rule = xyz.{given}.{surname}.{section}\n" COUNTED, 57},
    {RULE "rule = {surname}.{number}\n", 56},
};

START_TEST(longest_suffix_is_reserved_whichever_rule_is_used)
{
    char given[LOCAL_SIZE + 10];
    char surname[LOCAL_SIZE + 10];
    char source[1000];
    const struct pecaddr_scheme *scheme;
    struct pecaddr_person person;
    size_t longest = 0;
    int reserved;

    sprintf(source, HEAD "%s", budgets[_i].rules);
    scheme = made(source);
    repeat('y', 70, given); /* letters that no rule above has but for literals */
    repeat('w', 70, surname);
    person = person_of(text(given), text(surname));
    person.number = PECADDR_NUMBER_MAX;
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        char local[LOCAL_SIZE];
        size_t literals = strstr(pecaddr_scheme_rule(scheme, level), "xyz") ? 1 : 0;

        candidate(scheme, &person, level, local, &reserved);
        if (strstr(pecaddr_scheme_rule(scheme, level), "{given}"))
            ck_assert_uint_eq(count(local, 'y') - literals + count(local, 'w'), budgets[_i].budget);
        if (strlen(local) > longest)
            longest = strlen(local);
    }
    if (!strstr(source, "{surname}.{number}"))
        ck_assert_uint_eq(longest, PECADDR_LOCAL_PART_MAX);
    pecaddr_scheme_free(scheme);
}
END_TEST

/* A letter, so many times, and what follows; `given` and `surname` are letters of a person. */
static const struct {
    const char *rules;
    size_t given;
    size_t surname;
    size_t left;    /* letters of names in the local part */
    uint32_t notes; /* of the person */
} unneeded[] = {
    {"rule = {surname}.{number}\n", 400, 56, 56, 0},
    {"rule = {surname}.{number}\n", 400, 57, 56, PECADDR_NOTE_SHORTENED},
    {"rule = {given}.{number}\n", 56, 400, 56, 0},
    {"rule = {initial}.{number}\n", 400, 400, 1, 0},
    {"rule = {number}\n", 400, 400, 0, 0},
    {"rule = {initial}.{surname}\n", 400, 62, 63, 0},
    {"rule = {initial}.{surname}\n", 400, 63, 63, PECADDR_NOTE_SHORTENED},
    {"rule = {surname}.{number}\n" RULE, 2, 54, 54, 0},
    {"rule = {surname}.{number}\n" RULE, 2, 55, 54, PECADDR_NOTE_SHORTENED},
    {"rule = {surname}.{number}\nrule = {initial}.{surname}\n", 400, 55, 55, 0},
    {"rule = {surname}.{number}\nrule = {initial}.{surname}\n", 400, 56, 55,
     PECADDR_NOTE_SHORTENED},
    {"rule = {initial}.{surname}\n" RULE, 33, 30, 31, 0},
    {"rule = {initial}.{surname}\n" RULE, 33, 31, 32, PECADDR_NOTE_SHORTENED},
};

START_TEST(name_that_no_rule_needs_does_not_count_for_length)
{
    char source[500];
    char given[401];
    char surname[401];
    char local[LOCAL_SIZE];
    struct pecaddr_person person;
    const struct pecaddr_scheme *scheme;
    uint32_t notes = 77;

    sprintf(source, HEAD "%s", unneeded[_i].rules);
    scheme = made(source);
    repeat('y', unneeded[_i].given, given);
    repeat('w', unneeded[_i].surname, surname);
    person = person_of(text(given), text(surname));
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, &notes, NULL),
        PECADDR_OK);
    ck_assert_msg(count(local, 'y') + count(local, 'w') == unneeded[_i].left, "%s%s", source,
                  local);
    ck_assert_msg(notes == unneeded[_i].notes, "%s%x", source, notes);
    pecaddr_scheme_free(scheme);
}
END_TEST

/* A local part of `before`, so many letters, and `after`. */
static const struct {
    const char *rules;
    const char *before;
    size_t letters;
    const char *after;
    enum pecaddr_address_kind kind;
} lengths[] = {
    {"rule = {surname}.{number}\n", "", 56, ".1", PECADDR_ADDRESS_PERSON},
    {"rule = {surname}.{number}\n", "", 57, ".1", PECADDR_ADDRESS_FOREIGN},
    {"rule = {given}.{number}\n", "", 56, ".1", PECADDR_ADDRESS_PERSON},
    {"rule = {given}.{number}\n", "", 57, ".1", PECADDR_ADDRESS_FOREIGN},
    {RULE "rule = {surname}.{number}\n", "", 55, ".1", PECADDR_ADDRESS_PERSON},
    {RULE "rule = {surname}.{number}\n", "", 56, ".1", PECADDR_ADDRESS_FOREIGN},
    {RULE "rule = {given}.{number}\n", "", 55, ".1", PECADDR_ADDRESS_PERSON},
    {RULE "rule = {given}.{number}\n", "", 56, ".1", PECADDR_ADDRESS_FOREIGN},
    {RULE "rule = {surname}.{number}\n", "a.", 55, "", PECADDR_ADDRESS_PERSON},
    {RULE "rule = {surname}.{number}\n", "a.", 56, "", PECADDR_ADDRESS_FOREIGN},
    {"rule = {initial}.{surname}\nrule = {surname}.{number}\n", "", 55, ".1",
     PECADDR_ADDRESS_PERSON},
    {"rule = {initial}.{surname}\nrule = {surname}.{number}\n", "", 56, ".1",
     PECADDR_ADDRESS_FOREIGN},
    {"rule = {initial}.{surname}.{number}\n", "a.", 54, ".1", PECADDR_ADDRESS_PERSON},
    {"rule = {initial}.{surname}.{number}\n", "a.", 55, ".1", PECADDR_ADDRESS_FOREIGN},
    {RULE "rule = {initial}.{surname}.{number}\n", "a.", 54, ".1", PECADDR_ADDRESS_PERSON},
    {RULE "rule = {initial}.{surname}.{number}\n", "a.", 55, ".1", PECADDR_ADDRESS_FOREIGN},
    {RULE "rule = {initial}.{number}\n", "", 1, ".1", PECADDR_ADDRESS_PERSON},
    {RULE "rule = x{number}\n", "x", 0, "1", PECADDR_ADDRESS_PERSON},
};

START_TEST(address_with_more_letters_than_persons_can_give_its_rule_is_foreign)
{
    char source[500];
    char letters[LOCAL_SIZE];
    char address[ADDRESS_SIZE];
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    const struct pecaddr_scheme *scheme;

    sprintf(source, HEAD "%s", lengths[_i].rules);
    scheme = made(source);
    repeat('w', lengths[_i].letters, letters);
    sprintf(address, "%s%s%s@pec.example", lengths[_i].before, letters, lengths[_i].after);
    ck_assert_int_eq(pecaddr_parse(scheme, text(address), &parsed), PECADDR_OK);
    ck_assert_msg(parsed.kind == lengths[_i].kind, "%s%s: %d", source, address, parsed.kind);
    pecaddr_scheme_free(scheme);
}
END_TEST

/* Counters. */

static const struct {
    const char *rules;
    unsigned levels;
    unsigned level;
    const char *local;
} counters[] = {
    {RULE COUNTED, 99, 0, "mario.rossi"},
    {RULE COUNTED, 99, 1, "mario.rossi.2"},
    {RULE COUNTED, 99, 98, "mario.rossi.99"},
    {RULE COUNTED "max-counter = 2\n", 2, 1, "mario.rossi.2"},
    {RULE COUNTED "max-counter = 999\n", 999, 998, "mario.rossi.999"},
    {COUNTED "max-counter = 3\n", 2, 0, "mario.rossi.2"},
    {RULE "rule = {given}.{surname}.{counter:03}\n", 99, 1, "mario.rossi.002"},
    {RULE "rule = {given}.{surname}.{counter:03}\n", 99, 10, "mario.rossi.011"},
    {RULE "rule = {given}.{surname}.{counter:02}\nmax-counter = 100\n", 100, 99, "mario.rossi.100"},
    {RULE "rule = {given}.{surname}{counter:09}\n", 99, 1, "mario.rossi000000002"},
    {RULE "rule = {given}.{surname}.{province}\n" COUNTED, 100, 2, "mario.rossi.2"},
};

START_TEST(counter_counts_from_2_to_its_limit_and_has_a_width)
{
    const struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    const struct pecaddr_scheme *scheme;
    char source[1000];
    char address[ADDRESS_SIZE];
    char local[LOCAL_SIZE];
    int reserved;

    sprintf(source, HEAD "%s", counters[_i].rules);
    scheme = made(source);
    ck_assert_uint_eq(pecaddr_scheme_levels(scheme), counters[_i].levels);
    candidate(scheme, &person, counters[_i].level, local, &reserved);
    ck_assert_str_eq(local, counters[_i].local);
    ck_assert_int_eq(pecaddr_candidate(scheme, &person, counters[_i].levels, address, ADDRESS_SIZE,
                                       NULL, NULL, NULL),
                     PECADDR_E_EXHAUSTED);
    sprintf(address, "%s@pec.example", local);
    ck_assert_int_eq(pecaddr_parse(scheme, text(address), &parsed), PECADDR_OK);
    ck_assert_int_eq(parsed.kind, PECADDR_ADDRESS_PERSON);
    ck_assert_uint_eq(parsed.level, counters[_i].level);
    pecaddr_scheme_free(scheme);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scheme-rule");
    TCase *tc = tcase_create("scheme-rule");

    ADD(tc, each_rule_that_is_none_says_where_what_and_how_it_is_right, faults);
    ADD(tc, longest_suffix_is_reserved_whichever_rule_is_used, budgets);
    ADD(tc, name_that_no_rule_needs_does_not_count_for_length, unneeded);
    ADD(tc, address_with_more_letters_than_persons_can_give_its_rule_is_foreign, lengths);
    ADD(tc, counter_counts_from_2_to_its_limit_and_has_a_width, counters);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
