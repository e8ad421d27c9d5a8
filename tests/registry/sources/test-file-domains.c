/* SPDX-License-Identifier: BSD-3-Clause */
/* The domains of a list in a file: one without an address of the domain protects nobody. SPEC §5. */
#include "registry/sources/source-fixture.h"

/* Many domains, more than fit where a few do. */
START_TEST(a_cut_domain_is_found_among_many)
{
    struct folder folder;

    make_folder(&folder);
    for (int cut = 0; cut < 2; cut++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX];
        FILE *file = fopen(folder.list, "w");

        ck_assert_ptr_nonnull(file);
        for (int i = 0; i < 3000; i++)
            fprintf(file, "anna.neri@studio-%d.pec.it\n", i % 1000);
        fputs(cut ? "anna.neri@studio-777.p" : "anna.neri@studio-1000.pec.it", file);
        ck_assert_int_eq(fclose(file), 0);
        ck_assert_msg(add(registry, folder.uri, message) == (cut ? PECADDR_E_STORAGE : PECADDR_OK),
                      "%s", message);
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

/* What a list was found to hold. */
struct counts {
    size_t n;
    uint64_t of_domain[4];
    uint64_t of_others[4];
    const char *source; /* that each is expected to begin with */
    int stop;           /* what to answer */
};

static int keep_count(void *user, const struct pecaddr_source_count *count)
{
    struct counts *counts = user;

    ck_assert_uint_eq(count->size, sizeof *count);
    ck_assert_int_eq(strncmp(count->source, counts->source, strlen(counts->source)), 0);
    ck_assert_uint_lt(counts->n, N_OF(counts->of_domain));
    counts->of_domain[counts->n] = count->of_domain;
    counts->of_others[counts->n++] = count->of_others;
    return counts->stop;
}

START_TEST(a_list_without_an_address_of_the_domain_fails_each_question_of_it)
{
    static const char others[] = "mario.rossi@pec.it\nanna.neri@ingpec.eu.it\nx@PEC.it\n";
    struct pecaddr_registry *registry = open_memory();
    char expected[PECADDR_REGISTRY_MESSAGE_MAX];
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_query query;
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, others);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer,
                     PECADDR_CLAIMED);
    add_well(registry, folder.uri);
    snprintf(
        expected, sizeof expected,
        "%s: no address of this list is of ingpec.eu, and 3 are of other domains, so that it "
        "would protect nobody there; check the path and the file, or write file:PATH?empty=allow "
        "if that is as it should be",
        folder.list);
    for (enum pecaddr_mode mode = PECADDR_CHECK; mode <= PECADDR_CLAIM; mode++) {
        query = ask_about(registry, mode, "Mario", "Rossi", 2, 0);
        ck_assert_int_eq(query.answer, PECADDR_FAILED);
        ck_assert_int_eq(query.failure, PECADDR_E_UNAVAILABLE);
        ck_assert_str_eq(pecaddr_registry_message(registry), expected);
    }
    /* Who is known needs no source. */
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer, PECADDR_HELD);
    ck_assert_int_eq(
        pecaddr_registry_check_sources(registry, pecaddr_scheme_ingpec(), NULL, NULL, &error),
        PECADDR_E_STORAGE);
    ck_assert_str_eq(error.message, expected);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(unless_its_uri_says_that_it_may_be_empty)
{
    static const char *const lists[] = {"", "# none yet\n", "PEC;Nome\n", "mario.rossi@pec.it\n",
                                        "mario.rossi@pec.it"};
    struct folder folder;
    char uri[128];

    make_folder(&folder);
    snprintf(uri, sizeof uri, "%s?empty=allow", folder.uri);
    for (size_t i = 0; i < N_OF(lists); i++) {
        struct pecaddr_registry *registry = open_memory();
        struct counts counts = {.source = folder.list};

        write_list(&folder, lists[i]);
        add_well(registry, uri);
        ck_assert_int_eq(pecaddr_registry_check_sources(registry, pecaddr_scheme_ingpec(),
                                                        keep_count, &counts, NULL),
                         PECADDR_OK);
        ck_assert_uint_eq(counts.n, 1);
        ck_assert_uint_eq(counts.of_domain[0], 0);
        ck_assert_uint_eq(counts.of_others[0], i < 3 ? 0 : 1);
        ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FREE);
        pecaddr_registry_close(registry);
    }
    /* It may be empty, and not be cut. */
    write_list(&folder, "mario.ros");
    {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX];

        ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
        ck_assert_ptr_nonnull(strstr(message, "the list stops in this line"));
        write_list(&folder, "mario.rossi@ingpec.eu\n");
        add_well(registry, uri);
        ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

START_TEST(lists_are_counted_by_the_domain_of_a_scheme)
{
    struct pecaddr_registry *registry = open_memory();
    struct counts counts = {.n = 0};
    struct folder first, second;

    make_folder(&first);
    make_folder(&second);
    counts.source = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp";
    write_list(&first, "PEC;Nome\nmario.rossi@ingpec.eu;M\n;A\nx@pec.it;X\ny@INGPEC.EU;Y\n");
    write_list(&second, "anna.neri@ingpec.eu\n");
    add_well(registry, first.uri);
    add_well(registry, "exec:cat");
    add_well(registry, second.uri);
    ck_assert_int_eq(pecaddr_registry_check_sources(registry, pecaddr_scheme_ingpec(), keep_count,
                                                    &counts, NULL),
                     PECADDR_OK);
    ck_assert_uint_eq(counts.n, 2);
    ck_assert_uint_eq(counts.of_domain[0], 2);
    ck_assert_uint_eq(counts.of_others[0], 1);
    ck_assert_uint_eq(counts.of_domain[1], 1);
    ck_assert_uint_eq(counts.of_others[1], 0);
    counts.n = 0;
    counts.stop = 7;
    ck_assert_int_eq(pecaddr_registry_check_sources(registry, pecaddr_scheme_ingpec(), keep_count,
                                                    &counts, NULL),
                     7);
    ck_assert_uint_eq(counts.n, 1);
    ck_assert_int_eq(pecaddr_registry_check_sources(registry, NULL, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(
        pecaddr_registry_check_sources(NULL, pecaddr_scheme_ingpec(), NULL, NULL, NULL),
        PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    remove_folder(&first);
    remove_folder(&second);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_cut_domain_is_found_among_many,
        a_list_without_an_address_of_the_domain_fails_each_question_of_it,
        unless_its_uri_says_that_it_may_be_empty,
        lists_are_counted_by_the_domain_of_a_scheme,
    };
    return run_suite("file-domains", tests, N_OF(tests));
}
