/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §3: what the text of a scheme may hold, and what is wrong where. */
#include "core/scheme-texts.h"

#define HUNDRED  TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define THOUSAND HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
#define SPACES                                                                                     \
    "                                                                                          "   \
    "                                                                                          "   \
    "                                                                                          "

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
     "# one\n; two\n\n  # three = 3\nname = x\n; [four]\n\t;; five = 5\ndomain = pec.example\n" RULE
     "#",
     HEAD DEFAULTS RULE},
    {"a comment in another encoding", "# citt\xE0, \xA4 12\n" PLAIN, HEAD DEFAULTS RULE},
    {"a comment of thousands of bytes", "#" THOUSAND THOUSAND THOUSAND "\n" PLAIN,
     HEAD DEFAULTS RULE},
    {"thousands of spaces",
     SPACES "name" SPACES "=" SPACES "x" SPACES "\ndomain = pec.example\n" RULE,
     HEAD DEFAULTS RULE},
    {"CRLF on some lines", "name = x\ndomain = pec.example\r\n\r\n" RULE, HEAD DEFAULTS RULE},
    {"TABs on both sides", "\tname\t=\tx\t\ndomain = pec.example\n" RULE, HEAD DEFAULTS RULE},
    {"empty lines", "\n\r\n \t\n" PLAIN "\n\n", HEAD DEFAULTS RULE},
    {"a domain in any case", "name = x\ndomain = PEC.Example\n" RULE, HEAD DEFAULTS RULE},
    {"a domain of several labels", "name = x\ndomain = a-1.b.2c.it\n" RULE,
     "name = x\ndomain = a-1.b.2c.it\n" DEFAULTS RULE},
    {"a domain of labels of one letter", "name = x\ndomain = a.b\n" RULE,
     "name = x\ndomain = a.b\n" DEFAULTS RULE},
    {"a name with digits and dashes", "name = 0-a9\ndomain = pec.example\n" RULE,
     "name = 0-a9\ndomain = pec.example\n" DEFAULTS RULE},
    {"every option otherwise", PLAIN "profile = plain\ngiven = first\noverlong = error\n",
     HEAD "profile = plain\ngiven = first\ntransliterate = none\noverlong = error\n" RULE},
    {"every default in words",
     PLAIN "profile = anagrafe\nvariant = review\ngiven = all\noverlong = shorten\n"
           "transliterate = none\n",
     HEAD DEFAULTS RULE},
    {"variant changes no address", PLAIN "variant = accept\n", HEAD DEFAULTS RULE},
    {"a counter and its default limit", PLAIN COUNTED,
     HEAD DEFAULTS RULE COUNTED "max-counter = 99\n"},
    {"a counter and its limit", PLAIN COUNTED "max-counter = 2\n",
     HEAD DEFAULTS RULE COUNTED "max-counter = 2\n"},
    {"the limit before the counter", "max-counter = 999\n" PLAIN COUNTED,
     HEAD DEFAULTS RULE COUNTED "max-counter = 999\n"},
    {"a counter's width", PLAIN "rule = {given}{surname}{counter:03}\n",
     HEAD DEFAULTS RULE "rule = {given}{surname}{counter:03}\nmax-counter = 99\n"},
    {"reserved names, sorted, in lower case, each once",
     PLAIN "reserved = z\nreserved = *.segreteria\nreserved = A-b\nreserved = z\nreserved = m.1\n",
     HEAD DEFAULTS RULE "reserved = *.segreteria\nreserved = a-b\nreserved = m.1\nreserved = z\n"},
    {"what every scheme reserves",
     PLAIN "reserved = info\nreserved = ordine.*\nreserved = ordine.x\n"
           "reserved = Posta-Certificata\n",
     HEAD DEFAULTS RULE},
    {"what only looks like it",
     PLAIN "reserved = ordine\nreserved = ordine.x.y\nreserved = infos\n",
     HEAD DEFAULTS RULE "reserved = infos\nreserved = ordine\nreserved = ordine.x.y\n"},
    {"what the line before covers", PLAIN "reserved = a.*\nreserved = a.b\nreserved = a.*\n",
     HEAD DEFAULTS RULE "reserved = a.*\n"},
    {"what a later line covers",
     PLAIN "reserved = a.b\nreserved = c.d\nreserved = a.*\nreserved = a.e\nreserved = b\n",
     HEAD DEFAULTS RULE "reserved = a.*\nreserved = b\nreserved = c.d\n"},
    {"what * covers", PLAIN "reserved = z\nreserved = a-b\nreserved = z.z\nreserved = *\n",
     HEAD DEFAULTS RULE "reserved = *\nreserved = z.z\n"},
    {"what *.* covers", PLAIN "reserved = *.b\nreserved = *.b.*\nreserved = *.*\nreserved = a.*\n",
     HEAD DEFAULTS RULE "reserved = *.*\nreserved = *.b.*\n"},
    {"what * does not stand for", PLAIN "reserved = a.*\nreserved = *.a\nreserved = a.a\n",
     HEAD DEFAULTS RULE "reserved = *.a\nreserved = a.*\n"},
    {"a reserved name as long as a local part", PLAIN "reserved = aaaa" SIXTY "\n",
     HEAD DEFAULTS RULE "reserved = aaaa" SIXTY "\n"},
    {"a rule that leaves two letters", HEAD "rule = {given}." SIXTY "a\n",
     HEAD DEFAULTS "rule = {given}." SIXTY "a\n"},
    {"provinces, sorted, each once",
     PLAIN "province = XX\nprovince = su\nprovince = xx\nprovince = AA\nprovince = XX\n",
     HEAD DEFAULTS RULE "province = aa\nprovince = su\nprovince = xx\n"},
    {"a province of the 106", PLAIN "province = MC\nprovince = ag\nprovince = vt\n",
     HEAD DEFAULTS RULE},
    {"a province that is no more", PLAIN "province = FO\n", HEAD DEFAULTS RULE "province = fo\n"},
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

#define LABEL TEN TEN TEN TEN TEN TEN "aaa" /* 63 */

static const struct {
    const char *source;
    const char *message; /* how it begins */
} faults[] = {
    /* What is missing. */
    {"", "the scheme lacks its name"},
    {"# nothing\n", "the scheme lacks its name"},
    {"\xef\xbb\xbf", "the scheme lacks its name"},
    {"domain = pec.example\n" RULE, "the scheme lacks its name"},
    {"name = x\n" RULE, "the scheme lacks its domain"},
    {RULE, "the scheme lacks its name"},
    {HEAD, "the scheme lacks its rules"},
    /* Lines. */
    {"^garbage\n" PLAIN, "this line is no `key = value`"},
    {PLAIN "^garbage", "this line is no `key = value`"},
    {PLAIN "\n\r\n# x\n^rule {given}.{surname}\r\n", "this line is no `key = value`"},
    {"\xef\xbb\xbf \xef\xbb\xbf# two marks^\n" PLAIN, "this line is no `key = value`"},
    {"\xef\xbb^\n" PLAIN, "this line is no `key = value`"},
    {"\n\xef\xbb\xbf# a mark in vain^\n" PLAIN, "this line is no `key = value`"},
    {"^name: x\ndomain = pec.example\n" RULE, "`=`, not a colon"},
    {PLAIN "^given: all", "`=`, not a colon"},
    {PLAIN "^reserved : x\n", "`=`, not a colon"},
    {PLAIN "^:\n", "`=`, not a colon"},
    {PLAIN "^given: = all\n", "unknown key"},
    {PLAIN "^given : x = all\n", "unknown key"},
    {PLAIN "^[section]\n", "a scheme has no [sections]"},
    {"\xef\xbb\xbf^[section]\n" PLAIN, "a scheme has no [sections]"},
    {"^ []\n" PLAIN, "a scheme has no [sections]"},
    {"^[section\n" PLAIN, "a scheme has no [sections]"},
    {"^[section] = x\n" PLAIN, "a scheme has no [sections]"},
    {PLAIN "^colour = red\n", "unknown key"},
    {PLAIN "^Given = first\n", "unknown key"},
    {PLAIN "^giveN = first\n", "unknown key"},
    {PLAIN "^given x = first\n", "unknown key"},
    {PLAIN "^given. = first\n", "unknown key"},
    {PLAIN "^give = first\n", "unknown key"},
    {PLAIN "^\xc2\xa0given = first\n", "unknown key"},
    {PLAIN "^ = first\n", "unknown key"},
    {PLAIN "^=", "unknown key"},
    {PLAIN "^given == first\n", "given is `all` or"},
    {PLAIN "^given = \"all\"\n", "given is `all` or"},
    {PLAIN "^given = all\xc2\xa0\n", "given is `all` or"},
    /* No line goes on, and a comment has a line of its own. */
    {HEAD "^rule = {given}.\n {surname}\n", "a local part may not end"},
    {PLAIN "given = all\n^  first\n", "this line is no `key = value`"},
    {"^name = x ; four\ndomain = pec.example\n" RULE, "no value has a # or ;"},
    {"^name = x # four\ndomain = pec.example\n" RULE, "no value has a # or ;"},
    {HEAD "^rule = {given}.{surname};\n", "no value has a # or ;"},
    {PLAIN "^reserved = #\n", "no value has a # or ;"},
    /* Controls. */
    {PLAIN "^given = all\f\n", "this line has a NUL or another control"},
    {PLAIN "^given = all\v\n", "this line has a NUL or another control"},
    {PLAIN "^\x01given = all\n", "this line has a NUL or another control"},
    {PLAIN "^given = all\x1f\n", "this line has a NUL or another control"},
    {PLAIN "^given\x7f = all\n", "this line has a NUL or another control"},
    {PLAIN "^given = all\r", "this line has a NUL or another control"},
    {PLAIN "^given = all\r\r\n", "this line has a NUL or another control"},
    {PLAIN "^given = all\rprofile = plain\n", "this line has a NUL or another control"},
    {PLAIN "^# \x1b[1mcolour\n", "this line has a NUL or another control"},
    {PLAIN "^\x0c\n", "this line has a NUL or another control"},
    /* The first from the top. */
    {"^garbage\nname =\ncolour = red\n", "this line is no `key = value`"},
    {"name = x\n^name = y\nname\n", "a scheme has one name"},
    {"^max-counter = 5\n", "max-counter is for a last rule"},
    {"^max-counter = 5\n" RULE, "max-counter is for a last rule"},
    {"^transliterate = icu\ngarbage\n", "the scheme transliterates"},
    {"^rule = {given}." SIXTY "aa\ngarbage\n", "the longest rule"},
    {"^rule = {given}." SIXTY "aa\nmax-counter = 5\n", "the longest rule"},
    {"^rule = {given}.{counter}" SIXTY "\n", "the longest rule"},
    {HEAD "^rule = {given}.{counter}" SIXTY "\n", "the longest rule"},
    {"rule = {given}.{counter}" SIXTY "\n^garbage\n", "this line is no"},
    {"max-counter = 10\n^rule = {given}.{counter}" SIXTY "\ngarbage\n", "the longest rule"},
    {"rule = {given}." SIXTY "a\n^rule = {given}." SIXTY "aa\n", "the longest rule"},
    {"^max-counter = 5\nrule = {given}." SIXTY "a\n", "max-counter is for a last rule"},
    /* The name. */
    {"^name =\n", "a name has 1 to 32"},
    {"^name = aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "a name has 1 to 32"},
    {"^name = Ingpec\n", "a name is of"},
    {"^name = -a\n", "a name is of"},
    {"^name = a b\n", "a name is of"},
    {"^name = a.b\n", "a name is of"},
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
    /* The rest. */
    {PLAIN "^reserved =\n", "a reserved name neither is empty"},
    {PLAIN "^reserved = ordine.\n", "a reserved name neither is empty"},
    {PLAIN "^reserved = .ordine\n", "a reserved name is a local part"},
    {PLAIN "^reserved = a..b\n", "a reserved name is a local part"},
    {PLAIN "^reserved = ordine*\n", "a reserved name is a local part"},
    {PLAIN "^reserved = *ordine\n", "a reserved name is a local part"},
    {PLAIN "^reserved = **\n", "a reserved name is a local part"},
    {PLAIN "^reserved = a.*b\n", "a reserved name is a local part in which"},
    {PLAIN "^reserved = a b\n", "a reserved name is a local part in which"},
    {PLAIN "^reserved = aaaaa" SIXTY "\n", "a reserved name is a local part, which has 64"},
    {PLAIN "^reserved = ordine@pec.example\n", "a reserved name is a local part"},
    {PLAIN "^province =\n", "a province is two letters"},
    {PLAIN "^province = M\n", "a province is two letters"},
    {PLAIN "^province = MCE\n", "a province is two letters"},
    {PLAIN "^province = M1\n", "a province is two letters"},
    {PLAIN "^province = 1M\n", "a province is two letters"},
    {PLAIN COUNTED "^max-counter =\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 1\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 1000\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 4294967298\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 9990\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 999x\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 010\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = -5\n", "max-counter is a number"},
    {PLAIN COUNTED "^max-counter = 5 x\n", "max-counter is a number"},
    {PLAIN COUNTED "max-counter = 5\n^max-counter = 5\n", "this key stands twice"},
    {HEAD "^max-counter = 5\n" RULE, "max-counter is for a last rule"},
    {PLAIN "profile = plain\n^profile = plain\n", "this key stands twice"},
    {PLAIN "given = all\n^given = all\n", "this key stands twice"},
    {PLAIN "overlong = error\n^overlong = error\n", "this key stands twice"},
    {PLAIN "transliterate = none\n^transliterate = none\n", "this key stands twice"},
    {PLAIN "variant = accept\n^variant = review\n", "this key stands twice"},
    {PLAIN "^profile = icao\n", "profile is `anagrafe` or"},
    {PLAIN "^profile = \n", "profile is `anagrafe` or"},
    {PLAIN "^profile = Plain\n", "profile is `anagrafe` or"},
    {PLAIN "^variant = yes\n", "variant is `review` or"},
    {PLAIN "^given = last\n", "given is `all` or"},
    {PLAIN "^overlong = cut\n", "overlong is `shorten` or"},
    {PLAIN "^transliterate = latin\n", "transliterate is `none` or"},
    {HEAD "^transliterate = icu\n" RULE, "the scheme transliterates with ICU"},
};

START_TEST(each_fault_says_where_what_and_how_it_is_right)
{
    ck_fault(faults[_i].source, faults[_i].message);
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
                                        "variant = review\n",
                                        "# as the council decided\n",
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

/* A NUL in a key, in a value, in a comment, alone. */
START_TEST(line_with_a_NUL_is_a_fault_where_it_is)
{
    static const struct pecaddr_text texts[] = {
        T(PLAIN "gi\0ven = all\n"),
        T(PLAIN "given = all\0\n"),
        T(PLAIN "# all\0\n"),
        T(PLAIN "\0"),
    };

    for (size_t i = 0; i < N_OF(texts); i++) {
        const struct pecaddr_scheme *scheme = NULL;
        struct pecaddr_error error;

        ck_assert_int_eq(parse(texts[i], &scheme, &error), PECADDR_E_SCHEME);
        ck_assert_uint_eq(error.offset, strlen(PLAIN));
        ck_assert_ptr_nonnull(strstr(error.message, "NUL"));
        ck_assert_ptr_nonnull(strchr(error.message, '`'));
    }
}
END_TEST

START_TEST(what_stands_before_the_text_is_not_read)
{
    static const char source[] = "\r\n" PLAIN;
    const struct pecaddr_scheme *scheme = NULL;

    ck_assert_int_eq(pecaddr_scheme_parse(text(source + 1), NULL, &scheme, NULL), PECADDR_OK);
    pecaddr_scheme_free(scheme);
}
END_TEST

START_TEST(text_that_is_cut_anywhere_is_read_no_further)
{
    static const char source[] = PLAIN "max-counter =";

    for (size_t size = 0; size < sizeof source; size++) {
        char *copy = malloc(size); /* whose end a sanitizer knows */
        const struct pecaddr_scheme *scheme = NULL;
        struct pecaddr_error error;

        if (size > 0)
            memcpy(copy, source, size);
        if (parse((struct pecaddr_text){copy, size}, &scheme, &error) != PECADDR_OK)
            ck_assert_uint_eq(error.offset, strncmp(error.message, "the scheme lacks", 16) == 0
                                                ? size
                                                : line_start(source, size));
        pecaddr_scheme_free(scheme);
        free(copy);
    }
}
END_TEST

/* Also lines that add nothing count. */
START_TEST(more_than_256_reserved_names_or_provinces_are_a_fault)
{
    static const char *const lines[] = {"reserved = %c%c\n", "province = %c%c\n",
                                        "reserved = info\n", "province = MC\n"};

    for (size_t k = 0; k < N_OF(lines); k++) {
        const struct pecaddr_scheme *scheme = NULL;
        struct pecaddr_error error;
        static char source[16000];
        size_t before = 0;

        strcpy(source, PLAIN);
        for (int i = 0; i < 257; i++) {
            before = strlen(source);
            sprintf(source + before, lines[k], 'a' + i / 26, 'a' + i % 26);
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

START_TEST(longest_name_domain_and_reserved_name_are_accepted)
{
    char source[1000];
    const struct pecaddr_scheme *scheme;

    sprintf(source, "name = %.32s\r\ndomain = %s.%s.%.61s\r\n" RULE "reserved=%.64s\r\n", SIXTY,
            LABEL, LABEL, SIXTY "a", SIXTY TEN);
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

int main(void)
{
    Suite *suite = suite_create("scheme-text");
    TCase *tc = tcase_create("scheme-text");

    ADD(tc, text_of_a_scheme_means_what_its_canonical_text_says, sources);
    ADD(tc, each_fault_says_where_what_and_how_it_is_right, faults);
    tcase_add_test(tc, examples_in_messages_are_right_lines);
    tcase_add_test(tc, line_with_a_NUL_is_a_fault_where_it_is);
    tcase_add_test(tc, what_stands_before_the_text_is_not_read);
    tcase_add_test(tc, text_that_is_cut_anywhere_is_read_no_further);
    tcase_add_test(tc, more_than_256_reserved_names_or_provinces_are_a_fault);
    tcase_add_test(tc, longest_name_domain_and_reserved_name_are_accepted);
    tcase_add_test(tc, text_has_64_KiB_at_most);
    suite_add_tcase(suite, tc);
    return suite_run(suite);
}
