/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SPEC §3: a scheme from its text; what the text may hold, what is wrong where, and what the
 * schemes that come out of it do. test-scheme-text VECTORS.tsv: persons on whom two schemes must
 * agree.
 */
#include <stdbool.h>

#include "suite.h"

#define LOCAL_SIZE     (PECADDR_LOCAL_PART_MAX + 1)
#define ADDRESS_SIZE   (PECADDR_ADDRESS_MAX + 1)
#define CANONICAL_SIZE 65536
#define RANDOM_SCHEMES 2000
#define HEAD           "name = x\ndomain = pec.example\n"
#define PLAIN          HEAD "rule = {given}.{surname}\n"
#define TEN            "aaaaaaaaaa"
#define SIXTY          TEN TEN TEN TEN TEN TEN

static const char *vectors;

static int parse(struct pecaddr_text source, const struct pecaddr_scheme **ret_scheme,
                 struct pecaddr_error *error)
{
    *error = (struct pecaddr_error){.size = sizeof *error, .message = ""};
    return pecaddr_scheme_parse(source, NULL, ret_scheme, error);
}

static const struct pecaddr_scheme *made(const char *source)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;
    int r = parse(text(source), &scheme, &error);

    ck_assert_msg(r == PECADDR_OK, "%s at %zu of:\n%s", error.message, error.offset, source);
    ck_assert_ptr_nonnull(scheme);
    return scheme;
}

static void canonical_of(const struct pecaddr_scheme *scheme, char canonical[CANONICAL_SIZE])
{
    ck_assert_int_eq(pecaddr_scheme_canonical(scheme, canonical, CANONICAL_SIZE, NULL), PECADDR_OK);
}

static void ck_canonical(const char *source, const char *expected)
{
    const struct pecaddr_scheme *scheme = made(source);
    static char canonical[CANONICAL_SIZE];

    canonical_of(scheme, canonical);
    ck_assert_msg(strcmp(canonical, expected) == 0, "%sgives:\n%snot:\n%s", source, canonical,
                  expected);
    pecaddr_scheme_free(scheme);
}

/* What is left to its default, and what each line says. */
#define DEFAULTS "profile = anagrafe\ngiven = all\ntransliterate = none\noverlong = shorten\n"
#define RULE     "rule = {given}.{surname}\n"
#define COUNTED  "rule = {given}.{surname}.{counter}\n"

static const struct {
    const char *what;
    const char *source;
    const char *canonical;
} sources[] = {
    {"defaults", PLAIN, HEAD DEFAULTS RULE},
    {"keys in any order", RULE "domain = pec.example\nname = x\n", HEAD DEFAULTS RULE},
    {"no end of line at the end", HEAD "rule = {given}.{surname}", HEAD DEFAULTS RULE},
    {"no spaces around =", "name=x\ndomain=pec.example\nrule={given}.{surname}\n",
     HEAD DEFAULTS RULE},
    {"spaces everywhere",
     "  name  =  x  \n\tdomain\t=\tpec.example\t\n rule = {given}.{surname} \n",
     HEAD DEFAULTS RULE},
    {"CRLF", "name = x\r\ndomain = pec.example\r\nrule = {given}.{surname}\r\n",
     HEAD DEFAULTS RULE},
    {"byte order mark", "\xef\xbb\xbf" PLAIN, HEAD DEFAULTS RULE},
    {"byte order mark and comment", "\xef\xbb\xbf# a scheme\n" PLAIN, HEAD DEFAULTS RULE},
    {"comments",
     "# one\n; two\n\n  # three = 3\nname = x ; four\n; [five]\ndomain = pec.example\n"
     "rule = {given}.{surname} ; six\n#",
     HEAD DEFAULTS RULE},
    {"empty lines", "\n\r\n \t\n" PLAIN "\n\n", HEAD DEFAULTS RULE},
    {"form feeds and vertical tabs are spaces", "name = x\n\f\vdomain = pec.example\n" RULE,
     HEAD DEFAULTS RULE},
    {"a domain in any case", "name = x\ndomain = PEC.Example\n" RULE, HEAD DEFAULTS RULE},
    {"a domain of several labels", "name = x\ndomain = a-1.b.2c.it\n" RULE,
     "name = x\ndomain = a-1.b.2c.it\n" DEFAULTS RULE},
    {"a name with digits and dashes", "name = 0-a9\ndomain = pec.example\n" RULE,
     "name = 0-a9\ndomain = pec.example\n" DEFAULTS RULE},
    {"every option otherwise", PLAIN "profile = plain\ngiven = first\noverlong = error\n",
     HEAD "profile = plain\ngiven = first\ntransliterate = none\noverlong = error\n" RULE},
    {"every default in words",
     PLAIN "profile = anagrafe\ngiven = all\noverlong = shorten\ntransliterate = none\n",
     HEAD DEFAULTS RULE},
    {"a counter and its default limit", PLAIN COUNTED,
     HEAD DEFAULTS RULE COUNTED "max-counter = 99\n"},
    {"a counter and its limit", PLAIN COUNTED "max-counter = 2\n",
     HEAD DEFAULTS RULE COUNTED "max-counter = 2\n"},
    {"the limit before the counter", "max-counter = 999\n" PLAIN COUNTED,
     HEAD DEFAULTS RULE COUNTED "max-counter = 999\n"},
    {"a counter's width", PLAIN "rule = {given}{surname}{counter:03}\n",
     HEAD DEFAULTS RULE "rule = {given}{surname}{counter:03}\nmax-counter = 99\n"},
    {"reserved names, sorted, each once",
     PLAIN "reserved = z\nreserved = *.segreteria\nreserved = A-b\nreserved = z\nreserved = *\n",
     HEAD DEFAULTS RULE "reserved = *\nreserved = *.segreteria\nreserved = a-b\nreserved = z\n"},
    {"provinces, sorted, each once", PLAIN "province = XX\nprovince = su\nprovince = xx\n",
     HEAD DEFAULTS RULE "province = su\nprovince = xx\n"},
    {"every placeholder",
     HEAD "rule = {initial}{surname}{province}{section}{number}\n"
          "rule = 1a.{given}.{surname}.{number}.{counter:09}\n",
     HEAD DEFAULTS "rule = {initial}{surname}{province}{section}{number}\n"
                   "rule = 1a.{given}.{surname}.{number}.{counter:09}\nmax-counter = 99\n"},
};

START_TEST(text_of_a_scheme_means_what_its_canonical_text_says)
{
    ck_canonical(sources[_i].source, sources[_i].canonical);
    ck_canonical(sources[_i].canonical, sources[_i].canonical);
}
END_TEST

/* The faulty line begins at ^, which is no part of the text; none: at the end of the text. */
#define FIFTEEN                                                                                    \
    "rule={given}.{surname}.a\nrule={given}.{surname}.b\nrule={given}.{surname}.c\n"               \
    "rule={given}.{surname}.d\nrule={given}.{surname}.e\nrule={given}.{surname}.f\n"               \
    "rule={given}.{surname}.g\nrule={given}.{surname}.h\nrule={given}.{surname}.i\n"               \
    "rule={given}.{surname}.j\nrule={given}.{surname}.k\nrule={given}.{surname}.l\n"               \
    "rule={given}.{surname}.m\nrule={given}.{surname}.n\nrule={given}.{surname}.o\n"
#define LABEL TEN TEN TEN TEN TEN TEN "aaa" /* 63 */

static const struct {
    const char *source;
    const char *message; /* how it begins */
} faults[] = {
    /* Lines. */
    {"", "the scheme lacks its name"},
    {"# nothing\n", "the scheme lacks its name"},
    {"domain = pec.example\n" RULE, "the scheme lacks its name"},
    {"name = x\n" RULE, "the scheme lacks its domain"},
    {HEAD, "the scheme lacks its rules"},
    {"^garbage\n" PLAIN, "this line is no `key = value`"},
    {PLAIN "^garbage", "this line is no `key = value`"},
    {"^garbage\nname =\ncolour = red\n", "this line is no `key = value`"},
    {PLAIN "\n\r\n# x\n^rule {given}.{surname}\r\n", "this line is no `key = value`"},
    {PLAIN "^[section]\n", "a scheme has no [sections]"},
    {"\xef\xbb\xbf^[section]\n" PLAIN, "a scheme has no [sections]"},
    {"^ []\n" PLAIN, "a scheme has no [sections]"},
    {"^[section\n" PLAIN, "a scheme has no [sections]"},
    {PLAIN "^colour = red\n", "unknown key"},
    {PLAIN "^Given = first\n", "unknown key"},
    {PLAIN "^ = first\n", "unknown key"},
    {PLAIN "^reserved = a" SIXTY SIXTY SIXTY TEN "\n", "this line is too long"},
    {"^#" SIXTY SIXTY SIXTY SIXTY "\n" PLAIN, "this line is too long"},
    /* The name. */
    {"^name =\n", "a name has 1 to 32"},
    {"^name = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "a name has 1 to 32"},
    {"^name = Ingpec\n", "a name is of"},
    {"^name = -a\n", "a name is of"},
    {"^name = a b\n", "a name is of"},
    {"^name = forl\xc3\xac\n", "a name is of"},
    {PLAIN "^name = x\n", "a scheme has one name"},
    /* The domain. */
    {PLAIN "^domain = pec.example\n", "a scheme has one domain"},
    {"^domain =\n", "this is no domain"},
    {"^domain = localhost\n", "this is no domain"},
    {"^domain = .it\n", "this is no domain"},
    {"^domain = pec.\n", "this is no domain"},
    {"^domain = pec..it\n", "this is no domain"},
    {"^domain = -pec.it\n", "this is no domain"},
    {"^domain = pec-.it\n", "this is no domain"},
    {"^domain = pec.it-\n", "this is no domain"},
    {"^domain = p\xc3\xa9"
     "c.it\n",
     "this is no domain"},
    {"^domain = pec_.it\n", "this is no domain"},
    {"^domain = a@pec.it\n", "this is no domain"},
    {"^domain = [10.0.0.1]\n", "this is no domain"},
    {"^domain = a" LABEL ".it\n", "this is no domain"},
    {"^domain=" LABEL "." LABEL "." TEN TEN TEN TEN TEN TEN "aa\n", "the domain is so long"},
    /* Rules. */
    {HEAD "^rule =\n", "a rule is not empty"},
    {HEAD "^rule = {given\n", "a `{` lacks its `}`"},
    {HEAD "^rule = {given.{surname}\n", "unknown placeholder"},
    {HEAD "^rule = {}\n", "unknown placeholder"},
    {HEAD "^rule = {Given}\n", "unknown placeholder"},
    {HEAD "^rule = {name}\n", "unknown placeholder"},
    {HEAD "^rule = {given:02}\n", "only a counter has a width"},
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
    {PLAIN "^rule = {given}.{province}.{section}{number}." TEN TEN TEN TEN TEN "\n" COUNTED,
     "the longest rule leaves too few"},
    /* The rest. */
    {PLAIN "^reserved =\n", "a reserved name neither is empty"},
    {PLAIN "^reserved = ordine.\n", "a reserved name neither is empty"},
    {PLAIN "^reserved = .ordine\n", "a reserved name is a local part"},
    {PLAIN "^reserved = a..b\n", "a reserved name is a local part"},
    {PLAIN "^reserved = ordine*\n", "a reserved name is a local part"},
    {PLAIN "^reserved = *ordine\n", "a reserved name is a local part"},
    {PLAIN "^reserved = **\n", "a reserved name is a local part"},
    {PLAIN "^reserved = ordine@pec.example\n", "a reserved name is a local part"},
    {PLAIN "^province =\n", "a province is two letters"},
    {PLAIN "^province = M\n", "a province is two letters"},
    {PLAIN "^province = MCE\n", "a province is two letters"},
    {PLAIN "^province = M1\n", "a province is two letters"},
    {PLAIN COUNTED "^max-counter =\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 1\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 1000\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 4294967298\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 010\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = -5\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 5 x\n", "max-counter is a number"},
    {PLAIN COUNTED "max-counter = 5\n^max-counter = 5\n", "this key stands twice"},
    {HEAD "^max-counter = 5\n" RULE, "max-counter is for a last rule"},
    {PLAIN "profile = plain\n^profile = plain\n", "this key stands twice"},
    {PLAIN "given = all\n^given = all\n", "this key stands twice"},
    {PLAIN "overlong = error\n^overlong = error\n", "this key stands twice"},
    {PLAIN "transliterate = none\n^transliterate = none\n", "this key stands twice"},
    {PLAIN "^profile = icao\n", "profile is `anagrafe` or"},
    {PLAIN "^profile = \n", "profile is `anagrafe` or"},
    {PLAIN "^given = last\n", "given is `all` or"},
    {PLAIN "^overlong = cut\n", "overlong is `shorten` or"},
    {PLAIN "^transliterate = latin\n", "transliterate is `none` or"},
    {HEAD "^transliterate = icu\n" RULE, "the scheme transliterates with ICU"},
};

/* Copies without the ^, and says where it was. */
static size_t without_caret(const char *source, char *copy)
{
    size_t caret = strcspn(source, "^");

    strcpy(copy, source);
    if (copy[caret])
        memmove(copy + caret, copy + caret + 1, strlen(copy + caret));
    return caret;
}

/* Where the line of a byte begins. */
static size_t line_start(const char *source, size_t at)
{
    while (at > 0 && source[at - 1] != '\n')
        at--;
    return at;
}

START_TEST(each_fault_says_where_what_and_how_it_is_right)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;
    char source[2000];
    size_t caret = without_caret(faults[_i].source, source);
    size_t offset = caret < strlen(faults[_i].source) ? line_start(source, caret) : caret;
    int r = parse(text(source), &scheme, &error);

    ck_assert_msg(r == PECADDR_E_SCHEME, "%s: %d", source, r);
    ck_assert_int_eq(error.code, PECADDR_E_SCHEME);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SCHEME);
    ck_assert_msg(strncmp(error.message, faults[_i].message, strlen(faults[_i].message)) == 0,
                  "%s: %s, not %s", source, error.message, faults[_i].message);
    ck_assert_msg(error.offset == offset, "%s: %zu, not %zu: %s", source, error.offset, offset,
                  error.message);
    ck_assert_msg(strchr(error.message, '`') != NULL, "no example: %s", error.message);
    ck_assert_ptr_null(scheme);
}
END_TEST

/* The example that a message ends with is itself right, or at least of a known form. */
START_TEST(examples_in_messages_are_right_lines)
{
    static const char *const lines[] = {RULE,
                                        COUNTED,
                                        "rule = {initial}.{surname}\n",
                                        "rule = {given}.{surname}.{province}\n",
                                        "rule = {given}.{surname}.{counter:03}\n",
                                        "profile = anagrafe\n",
                                        "given = first\n",
                                        "overlong = shorten\n",
                                        "transliterate = none\n",
                                        "reserved = ordine.*\n",
                                        "reserved = segreteria\n",
                                        "province = SU\n"};

    for (size_t i = 0; i < N_OF(lines); i++) {
        char source[256];

        sprintf(source, HEAD "%s%s", lines[i], strncmp(lines[i], "rule", 4) == 0 ? "" : RULE);
        pecaddr_scheme_free(made(source));
    }
    pecaddr_scheme_free(made("name = ingpec\ndomain = ingpec.eu\n" COUNTED "max-counter = 99\n"));
}
END_TEST

START_TEST(line_with_a_NUL_is_a_fault_where_it_is)
{
    static const char source[] = PLAIN "given = all\0\n";
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;

    ck_assert_int_eq(parse((struct pecaddr_text){source, sizeof source - 1}, &scheme, &error),
                     PECADDR_E_SCHEME);
    ck_assert_uint_eq(error.offset, strlen(PLAIN));
    ck_assert_ptr_nonnull(strstr(error.message, "NUL"));
    ck_assert_ptr_nonnull(strchr(error.message, '`'));
}
END_TEST

START_TEST(more_than_256_reserved_names_or_provinces_are_a_fault)
{
    static const char *const keys[] = {"reserved", "province"};

    for (size_t k = 0; k < N_OF(keys); k++) {
        const struct pecaddr_scheme *scheme = NULL;
        struct pecaddr_error error;
        static char source[16000];
        size_t before = 0;

        strcpy(source, PLAIN);
        for (int i = 0; i < 257; i++) {
            before = strlen(source);
            sprintf(source + before, "%s = %c%c\n", keys[k], 'a' + i / 26, 'a' + i % 26);
        }
        ck_assert_int_eq(parse(text(source), &scheme, &error), PECADDR_E_SCHEME);
        ck_assert_uint_eq(error.offset, before);
        ck_assert_ptr_nonnull(strstr(error.message, "256"));
        ck_assert_ptr_nonnull(strchr(error.message, '`'));
        source[before] = '\0';
        pecaddr_scheme_free(made(source));
    }
}
END_TEST

START_TEST(longest_name_domain_and_line_are_accepted)
{
    char source[1000];
    const struct pecaddr_scheme *scheme;

    sprintf(source, "name = %.32s\r\ndomain = %s.%s.%.61s\r\n" RULE "reserved=%.189s\r\n", SIXTY,
            LABEL, LABEL, SIXTY "a", SIXTY SIXTY SIXTY TEN);
    scheme = made(source);
    ck_assert_uint_eq(strlen(pecaddr_scheme_name(scheme)), 32);
    ck_assert_uint_eq(strlen(pecaddr_scheme_domain(scheme)), 189);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(text_has_64_KiB_at_most)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error;
    char *source = malloc(65537);

    ck_assert_ptr_nonnull(source);
    memset(source, '\n', 65537);
    memcpy(source, PLAIN, strlen(PLAIN));
    ck_assert_int_eq(parse((struct pecaddr_text){source, 65537}, &scheme, &error),
                     PECADDR_E_TOO_LONG);
    ck_assert_int_eq(error.field, PECADDR_FIELD_SCHEME);
    ck_assert_ptr_null(scheme);
    ck_assert_int_eq(parse((struct pecaddr_text){source, 65536}, &scheme, &error), PECADDR_OK);
    free(source); /* it is not kept */
    ck_assert_str_eq(pecaddr_scheme_name(scheme), "x");
    ck_assert_str_eq(pecaddr_scheme_rule(scheme, 0), "{given}.{surname}");
    pecaddr_scheme_free(scheme);
}
END_TEST

static int refuse(void *user, struct pecaddr_text input, char *buffer, size_t capacity,
                  size_t *ret_size)
{
    (void)user;
    (void)input;
    (void)buffer;
    (void)capacity;
    (void)ret_size;
    return -1;
}

START_TEST(wrong_arguments_are_refused)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_transliterator transliterator = {
        .size = sizeof transliterator, .name = "icu", .transliterate = refuse};
    struct pecaddr_error error = {.size = sizeof error};
    struct pecaddr_error tiny = {.size = 1};

    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), NULL, NULL, &error), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_parse((struct pecaddr_text){NULL, 5}, NULL, &scheme, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), NULL, &scheme, &tiny), PECADDR_E_ARGUMENT);
    transliterator.name = NULL;
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), &transliterator, &scheme, NULL),
                     PECADDR_E_ARGUMENT);
    transliterator.name = "icu";
    transliterator.transliterate = NULL;
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), &transliterator, &scheme, NULL),
                     PECADDR_E_ARGUMENT);
    transliterator.transliterate = refuse;
    transliterator.size = 1;
    ck_assert_int_eq(pecaddr_scheme_parse(text(PLAIN), &transliterator, &scheme, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_ptr_null(scheme);
    ck_assert_int_eq(pecaddr_scheme_parse((struct pecaddr_text){NULL, 0}, NULL, &scheme, NULL),
                     PECADDR_E_SCHEME);
}
END_TEST

/* The built-in schemes. */

START_TEST(built_in_schemes_are_found_by_name_and_by_number)
{
    static const char *const names[] = {"ingpec", "archiworldpec", "nodot", "initial", "counter"};
    static const int disjoint[] = {1, 1, 0, 0, 1};

    for (size_t i = 0; i < N_OF(names); i++) {
        const char *source = pecaddr_scheme_builtin(names[i]);
        static char canonical[CANONICAL_SIZE];
        const struct pecaddr_scheme *scheme;

        ck_assert_ptr_nonnull(source);
        ck_assert_ptr_eq(source, pecaddr_scheme_builtin_at(i));
        scheme = made(source);
        ck_assert_str_eq(pecaddr_scheme_name(scheme), names[i]);
        ck_assert_int_eq(pecaddr_scheme_is_disjoint(scheme), disjoint[i]);
        canonical_of(scheme, canonical);
        ck_canonical(canonical, canonical);
        pecaddr_scheme_free(scheme);
    }
    ck_assert_ptr_null(pecaddr_scheme_builtin_at(N_OF(names)));
    ck_assert_ptr_null(pecaddr_scheme_builtin_at(SIZE_MAX));
    ck_assert_ptr_null(pecaddr_scheme_builtin("none"));
    ck_assert_ptr_null(pecaddr_scheme_builtin(""));
    ck_assert_ptr_null(pecaddr_scheme_builtin(NULL));
}
END_TEST

/* The next person of the vectors, without escapes in the name. */
static bool next_person(FILE *file, char **line, size_t *capacity, struct pecaddr_person *person)
{
    while (getline(line, capacity, file) > 0) {
        char *given = strchr(*line, '\t');
        char *surname = given ? strchr(given + 1, '\t') : NULL;

        if (!surname || strchr(*line, '\\'))
            continue;
        *given++ = *surname++ = '\0';
        surname[strcspn(surname, "\t")] = '\0';
        *person = person_of(text(given), text(surname));
        return true;
    }
    return false;
}

static void ck_same_answers(const struct pecaddr_scheme *a, const struct pecaddr_scheme *b,
                            const struct pecaddr_person *person)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(a); level++) {
        struct pecaddr_error errors[2] = {{.size = sizeof *errors}, {.size = sizeof *errors}};
        char addresses[2][ADDRESS_SIZE] = {"", ""};
        int reserved[2] = {9, 9};
        int r = pecaddr_candidate(a, person, level, addresses[0], ADDRESS_SIZE, NULL, &reserved[0],
                                  &errors[0]);

        ck_assert_int_eq(pecaddr_candidate(b, person, level, addresses[1], ADDRESS_SIZE, NULL,
                                           &reserved[1], &errors[1]),
                         r);
        ck_assert_str_eq(addresses[0], addresses[1]);
        ck_assert_int_eq(reserved[0], reserved[1]);
        ck_assert_int_eq(errors[0].field, errors[1].field);
        ck_assert_uint_eq(errors[0].offset, errors[1].offset);
    }
}

START_TEST(ingpec_from_its_text_is_the_built_in_ingpec)
{
    const struct pecaddr_scheme *parsed = made(pecaddr_scheme_builtin("ingpec"));
    const struct pecaddr_scheme *built_in = pecaddr_scheme_ingpec();
    static char texts[2][CANONICAL_SIZE];
    FILE *file = fopen(vectors, "r");
    struct pecaddr_person person;
    char *line = NULL;
    size_t capacity = 0;
    size_t n = 0;

    canonical_of(parsed, texts[0]);
    canonical_of(built_in, texts[1]);
    ck_assert_str_eq(texts[0], texts[1]);
    ck_assert_uint_eq(pecaddr_scheme_levels(parsed), pecaddr_scheme_levels(built_in));
    ck_assert_int_eq(pecaddr_scheme_is_disjoint(parsed), pecaddr_scheme_is_disjoint(built_in));
    ck_assert_msg(file != NULL, "%s", vectors);
    while (n < 500 && next_person(file, &line, &capacity, &person)) {
        ck_same_answers(parsed, built_in, &person);
        n++;
    }
    ck_assert_uint_eq(n, 500);
    free(line);
    fclose(file);
    pecaddr_scheme_free(parsed);
}
END_TEST

/* What schemes do. */

static void candidate(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                      unsigned level, char local[LOCAL_SIZE], int *ret_reserved)
{
    struct pecaddr_error error = {.size = sizeof error, .message = ""};
    char address[ADDRESS_SIZE];
    int r =
        pecaddr_candidate(scheme, person, level, address, ADDRESS_SIZE, NULL, ret_reserved, &error);

    ck_assert_msg(r == PECADDR_OK, "level %u: %s", level, error.message);
    ck_assert_uint_le(strcspn(address, "@"), PECADDR_LOCAL_PART_MAX);
    sprintf(local, "%.*s", (int)strcspn(address, "@"), address);
}

static void repeat(char c, size_t n, char *ret)
{
    memset(ret, c, n);
    ret[n] = '\0';
}

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

START_TEST(given_first_takes_the_first_given_name)
{
    const struct pecaddr_scheme *scheme = made(PLAIN "given = first\n");
    static const char *const givens[] = {"Maria Grazia", "Ing. Maria Grazia", "  Maria   Grazia",
                                         "Maria, Grazia"};
    static const char *const joined[] = {"Maria-Grazia Anna", "MariaGrazia"};
    char local[LOCAL_SIZE];
    int reserved;

    for (size_t i = 0; i < N_OF(givens); i++) {
        struct pecaddr_person person = person_of(text(givens[i]), text("Di Stasio"));

        candidate(scheme, &person, 0, local, &reserved);
        ck_assert_str_eq(local, "maria.distasio");
    }
    for (size_t i = 0; i < N_OF(joined); i++) {
        struct pecaddr_person person = person_of(text(joined[i]), text("Rossi"));

        candidate(scheme, &person, 0, local, &reserved);
        ck_assert_str_eq(local, "mariagrazia.rossi");
    }
    pecaddr_scheme_free(scheme);
}
END_TEST

static uint32_t notes_of(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person)
{
    char local[LOCAL_SIZE];
    uint32_t notes = 0;

    ck_assert_int_eq(
        pecaddr_local_part(scheme, person, NULL, local, LOCAL_SIZE, NULL, &notes, NULL),
        PECADDR_OK);
    return notes;
}

START_TEST(long_given_name_does_not_shorten_where_only_its_initial_counts)
{
    const struct pecaddr_scheme *scheme = made(HEAD "rule = {initial}.{surname}\n");
    char given[500];
    char surname[100];
    char local[LOCAL_SIZE];
    char expected[200];
    struct pecaddr_person person;
    int reserved;

    repeat('a', 400, given);
    repeat('b', 62, surname);
    sprintf(expected, "a.%s", surname);
    person = person_of(text(given), text(surname));
    candidate(scheme, &person, 0, local, &reserved);
    ck_assert_str_eq(local, expected);
    ck_assert_uint_eq(notes_of(scheme, &person), 0);
    repeat('b', 63, surname);
    person = person_of(text(given), text(surname));
    candidate(scheme, &person, 0, local, &reserved);
    ck_assert_str_eq(local, expected);
    ck_assert_uint_eq(notes_of(scheme, &person), PECADDR_NOTE_SHORTENED);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(overlong_error_refuses_what_would_be_shortened)
{
    const struct pecaddr_scheme *scheme = made(PLAIN "overlong = error\n");
    char surname[100];
    struct pecaddr_error error = {.size = sizeof error};
    struct pecaddr_person person;
    char local[LOCAL_SIZE];

    repeat('b', 62, surname);
    person = person_of(text("a"), text(surname));
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, NULL, &error),
        PECADDR_OK);
    repeat('b', 63, surname);
    person = person_of(text("a"), text(surname));
    ck_assert_int_eq(
        pecaddr_local_part(scheme, &person, NULL, local, LOCAL_SIZE, NULL, NULL, &error),
        PECADDR_E_TOO_LONG);
    pecaddr_scheme_free(scheme);
}
END_TEST

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

static const struct {
    const char *given;
    const char *surname;
    int reserved;
} reservations[] = {
    {"Mario", "Rossi", 0},      {"Ordine", "Macerata", 1}, {"Anna", "Segreteria", 1},
    {"Segreteria", "Anna", 0},  {"Albo", "Unico", 1},      {"Albo", "Unici", 0},
    {"Presidenza", "Rossi", 0},
};

START_TEST(star_stands_for_one_atom)
{
    const struct pecaddr_person person =
        person_of(text(reservations[_i].given), text(reservations[_i].surname));
    const struct pecaddr_scheme *scheme =
        made(PLAIN "rule = {given}.{surname}.{province}\nreserved = *.segreteria\n"
                   "reserved = albo.unico\nreserved = presidenza\n");
    char local[LOCAL_SIZE];
    int reserved = 9;

    candidate(scheme, &person, 0, local, &reserved);
    ck_assert_int_eq(reserved, reservations[_i].reserved);
    candidate(scheme, &person, 1, local, &reserved);
    ck_assert_int_eq(reserved, 0);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(scheme_knows_the_provinces_that_it_adds_also_historical_ones)
{
    static const char *const added[] = {"xx", "SU", "FO"};

    for (size_t i = 0; i < N_OF(added); i++) {
        const struct pecaddr_scheme *without = made(HEAD "rule = {given}.{surname}.{province}\n");
        const struct pecaddr_scheme *with;
        struct pecaddr_person person = person_of(text("Mario"), text("Rossi"));
        char address[ADDRESS_SIZE];
        char source[200];

        sprintf(source, HEAD "rule = {given}.{surname}.{province}\nprovince = %s\n", added[i]);
        with = made(source);
        person.province = text(added[i]);
        ck_assert_int_eq(
            pecaddr_candidate(without, &person, 0, address, ADDRESS_SIZE, NULL, NULL, NULL),
            PECADDR_E_PROVINCE);
        ck_assert_int_eq(
            pecaddr_candidate(with, &person, 0, address, ADDRESS_SIZE, NULL, NULL, NULL),
            PECADDR_OK);
        pecaddr_scheme_free(without);
        pecaddr_scheme_free(with);
    }
}
END_TEST

/* Where rules overlap. */

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

static const struct {
    const char *rules;
    size_t clashes;
} overlaps[] = {
    {RULE, 0},
    {RULE "rule = {given}.{surname}.{province}\n", 0},
    {"rule = {given}{surname}\nrule = {given}{surname}{province}\n", 1},
    {"rule = {initial}.{surname}\n" RULE COUNTED, 1},
    {"rule = {initial}{surname}\nrule = {given}{surname}\nrule = {surname}{given}\n", 3},
    {RULE "rule = {surname}.{given}\n", 1},
    {RULE "rule = {given}.{surname}x\n", 1},
    {RULE "rule = {given}.{surname}1\n", 0},
    {"rule = {given}{number}\nrule = {given}{counter}\n", 1},
    {"rule = {given}{number}\nrule = {given}{counter:02}\n", 1},
    {"rule = {given}{number}\nrule = {given}{counter:03}\n", 0}, /* 099 is no number */
    {"rule = {given}.{section}\nrule = {given}.{province}\n", 0},
    {"rule = {given}.a{section}\nrule = {given}.{province}\n", 0}, /* aa and ab are no provinces */
    {"rule = {given}.b{section}\nrule = {given}.{province}\n", 1}, /* Bari is one */
    {"rule = {given}.b{section}\nrule = {given}.{province}\nprovince = bb\n", 1},
};

START_TEST(clash_is_a_local_part_that_both_rules_give_at_their_levels)
{
    const struct pecaddr_scheme *scheme;
    char source[1000];

    sprintf(source, HEAD "%s", overlaps[_i].rules);
    scheme = made(source);
    ck_assert_uint_eq(ck_clashes(scheme, source), overlaps[_i].clashes);
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

static uint32_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 12) % sides;
}

static const char *pick(const char *const choices[], size_t n)
{
    return choices[dice((unsigned)n)];
}

static void random_rule(char *source, bool counter)
{
    static const char *const pieces[] = {"{given}",    "{given}",   "{given}",   "{surname}",
                                         "{surname}",  "{surname}", "{initial}", "{initial}",
                                         "{province}", "{section}", "{number}",  ".",
                                         "a",          "b",         "1"};
    unsigned n = 1 + dice(4);

    strcat(source, "rule = ");
    for (unsigned i = 0; i < n; i++)
        strcat(source, pick(pieces, N_OF(pieces)));
    strcat(source, counter ? dice(2) ? "{counter}\n" : ".{counter:03}\n" : "\n");
}

/* Lines in any order, with spaces, comments and empty lines. */
static void random_text(char *source)
{
    static const char *const options[] = {"profile = plain\n",
                                          "given=first\n",
                                          "  overlong = error\n",
                                          "transliterate = none\n",
                                          "reserved = direzione.*\n",
                                          "reserved = *\n",
                                          "reserved = albo\n",
                                          "province = zz\n",
                                          "province = FO\n",
                                          "# comment\n",
                                          "\r\n",
                                          "given = all ; all\n"};
    bool counter = dice(3) == 0;
    unsigned n = 2 + dice(4);

    *source = '\0';
    for (unsigned i = dice(4); i > 0; i--)
        strcat(source, pick(options, N_OF(options)));
    strcat(source, dice(2) ? HEAD : "domain = EXAMPLE.org\r\nname = r-1\r\n");
    for (unsigned i = 0; i < n; i++)
        random_rule(source, counter && i + 1 == n);
    if (counter && dice(2))
        sprintf(source + strlen(source), "max-counter = %u\n", 2 + dice(998));
    for (unsigned i = dice(4); i > 0; i--)
        strcat(source, pick(options, N_OF(options)));
}

START_TEST(canonical_text_of_2000_random_schemes_makes_the_same_schemes)
{
    static char texts[2][CANONICAL_SIZE];
    size_t schemes = 0;
    size_t clashes = 0;
    size_t tries = 0;

    seed = 1;
    for (; schemes < RANDOM_SCHEMES; tries++) {
        const struct pecaddr_scheme *scheme;
        const struct pecaddr_scheme *again;
        struct pecaddr_error error;
        char source[2000];
        int r;

        random_text(source);
        r = parse(text(source), &scheme, &error);
        if (r != PECADDR_OK) {
            ck_assert_int_eq(r, PECADDR_E_SCHEME);
            ck_assert_ptr_nonnull(strchr(error.message, '`'));
            ck_assert_uint_eq(error.offset, error.offset < strlen(source)
                                                ? line_start(source, error.offset)
                                                : strlen(source));
            continue;
        }
        canonical_of(scheme, texts[0]);
        again = made(texts[0]);
        canonical_of(again, texts[1]);
        ck_assert_str_eq(texts[0], texts[1]);
        ck_assert_uint_eq(pecaddr_scheme_levels(scheme), pecaddr_scheme_levels(again));
        ck_assert_uint_eq(ck_clashes(scheme, source), ck_clashes(again, source));
        clashes += pecaddr_scheme_is_disjoint(scheme) ? 0 : 1;
        schemes++;
        pecaddr_scheme_free(scheme);
        pecaddr_scheme_free(again);
    }
    printf("%zu texts, %zu schemes, %zu with clashes\n", tries, schemes, clashes);
    ck_assert_uint_gt(clashes, RANDOM_SCHEMES / 8);
}
END_TEST

int main(int argc, char *argv[])
{
    Suite *suite = suite_create("scheme-text");
    TCase *tc = tcase_create("scheme-text");

    if (argc != 2) {
        fprintf(stderr, "test-scheme-text VECTORS.tsv\n");
        return 2;
    }
    vectors = argv[1];
    ADD(tc, text_of_a_scheme_means_what_its_canonical_text_says, sources);
    ADD(tc, each_fault_says_where_what_and_how_it_is_right, faults);
    tcase_add_test(tc, examples_in_messages_are_right_lines);
    tcase_add_test(tc, line_with_a_NUL_is_a_fault_where_it_is);
    tcase_add_test(tc, more_than_256_reserved_names_or_provinces_are_a_fault);
    tcase_add_test(tc, longest_name_domain_and_line_are_accepted);
    tcase_add_test(tc, text_has_64_KiB_at_most);
    tcase_add_test(tc, wrong_arguments_are_refused);
    tcase_add_test(tc, built_in_schemes_are_found_by_name_and_by_number);
    tcase_add_test(tc, ingpec_from_its_text_is_the_built_in_ingpec);
    ADD(tc, longest_suffix_is_reserved_whichever_rule_is_used, budgets);
    tcase_add_test(tc, given_first_takes_the_first_given_name);
    tcase_add_test(tc, long_given_name_does_not_shorten_where_only_its_initial_counts);
    tcase_add_test(tc, overlong_error_refuses_what_would_be_shortened);
    ADD(tc, counter_counts_from_2_to_its_limit_and_has_a_width, counters);
    ADD(tc, star_stands_for_one_atom, reservations);
    tcase_add_test(tc, scheme_knows_the_provinces_that_it_adds_also_historical_ones);
    ADD(tc, clash_is_a_local_part_that_both_rules_give_at_their_levels, overlaps);
    tcase_add_test(tc, clash_needs_its_outputs);
    tcase_add_test(tc, canonical_text_of_2000_random_schemes_makes_the_same_schemes);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
