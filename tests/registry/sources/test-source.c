/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sources of addresses that exist elsewhere: lists in files, and commands. Directories:
 * test-ldap.c.
 */
#include <pecaddr/registry.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "registry/whole-sentence.h"
#include "suite.h"

/* A folder for the files of a test, and the list in it. */
struct folder {
    char path[64];
    char list[80];
    char uri[96];
};

static void make_folder(struct folder *folder)
{
    const char *parent = getenv("TMPDIR");

    snprintf(folder->path, sizeof folder->path, "%.40s/pecaddr-XXXXXX",
             parent != NULL ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder->path));
    snprintf(folder->list, sizeof folder->list, "%s/list", folder->path);
    snprintf(folder->uri, sizeof folder->uri, "file:%s", folder->list);
}

static void remove_folder(const struct folder *folder)
{
    unlink(folder->list);
    ck_assert_int_eq(rmdir(folder->path), 0);
}

static void write_bytes(const struct folder *folder, const char *bytes, size_t size)
{
    FILE *file = fopen(folder->list, "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static void write_list(const struct folder *folder, const char *text)
{
    write_bytes(folder, text, strlen(text));
}

static struct pecaddr_registry *open_memory(void)
{
    struct pecaddr_registry *registry = NULL;

    ck_assert_int_eq(pecaddr_registry_open("memory:", &registry, NULL), PECADDR_OK);
    return registry;
}

/* What adding a source says, and its sentence. */
static int add(struct pecaddr_registry *registry, const char *uri,
               char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_add_source(registry, uri, &error);

    strcpy(message, error.message);
    if (r != PECADDR_OK)
        ck_assert_int_eq(error.code, r);
    return r;
}

static void add_well(struct pecaddr_registry *registry, const char *uri)
{
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    ck_assert_msg(add(registry, uri, message) == PECADDR_OK, "%s", message);
}

/* A question about a person of MC, whose name gives the local part; the answer, with its failure.
 */
static struct pecaddr_query ask_about(struct pecaddr_registry *registry, enum pecaddr_mode mode,
                                      const char *given, const char *surname, uint32_t number,
                                      unsigned level)
{
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = text(given),
                                    .surname = text(surname),
                                    .province = text("MC"),
                                    .section = 'A',
                                    .number = number};
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    char address[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_query query = {.size = sizeof query,
                                  .person = &person,
                                  .scheme = pecaddr_scheme_ingpec(),
                                  .folded = &folded,
                                  .address = address,
                                  .level = level};
    struct pecaddr_query *const queries[] = {&query};

    ck_assert_int_eq(pecaddr_candidate(query.scheme, &person, level, address, sizeof address,
                                       &query.address_size, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_fold(query.scheme, &person, &folded, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_ask(registry, mode, queries, 1), 0);
    query.person = NULL;
    query.folded = NULL;
    query.address = NULL;
    return query;
}

static enum pecaddr_answer check_name(struct pecaddr_registry *registry, const char *given,
                                      const char *surname)
{
    return ask_about(registry, PECADDR_CHECK, given, surname, 1, 0).answer;
}

/* Opens a list of this text and asks whether mario.rossi@ingpec.eu is in it. */
static enum pecaddr_answer is_mario_in(const struct folder *folder, const char *bytes, size_t size)
{
    struct pecaddr_registry *registry = open_memory();
    enum pecaddr_answer answer;

    write_bytes(folder, bytes, size);
    add_well(registry, folder->uri);
    answer = check_name(registry, "Mario", "Rossi");
    pecaddr_registry_close(registry);
    return answer;
}

START_TEST(a_line_is_an_address_up_to_its_first_separator)
{
    static const struct {
        const char *what;
        const char *list;
        enum pecaddr_answer expected;
    } cases[] = {
        {"the address alone", "mario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"no end of line", "mario.rossi@ingpec.eu", PECADDR_TAKEN},
        {"CRLF", "mario.rossi@ingpec.eu\r\nx@ingpec.eu\r\n", PECADDR_TAKEN},
        {"CR alone", "x@ingpec.eu\rmario.rossi@ingpec.eu\ry@ingpec.eu", PECADDR_TAKEN},
        {"semicolon", "mario.rossi@ingpec.eu;Mario;Rossi;1\n", PECADDR_TAKEN},
        {"comma", "mario.rossi@ingpec.eu,Mario\n", PECADDR_TAKEN},
        {"TAB", "mario.rossi@ingpec.eu\tMario\n", PECADDR_TAKEN},
        {"space", "mario.rossi@ingpec.eu Mario Rossi\n", PECADDR_TAKEN},
        {"spaces before", "  mario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"quotes", "\"mario.rossi@ingpec.eu\";\"Mario\"\n", PECADDR_TAKEN},
        {"quotes at the end", "x@ingpec.eu\n\"mario.rossi@ingpec.eu\"", PECADDR_TAKEN},
        {"upper case", "MARIO.Rossi@IngPec.EU\n", PECADDR_TAKEN},
        {"byte order mark", "\xEF\xBB\xBFmario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"byte order mark and quotes", "\xEF\xBB\xBF\"mario.rossi@ingpec.eu\"\n", PECADDR_TAKEN},
        {"a header", "PEC;Nome;Cognome\nmario.rossi@ingpec.eu;Mario\n", PECADDR_TAKEN},
        {"a header after a comment", "# 2024\n\nPEC\nmario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"comments and blanks", "#x\n\n  \n;;;\n\"\";\nmario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"Windows-1252 further on", "mario.rossi@ingpec.eu;Nicol\xF2\n", PECADDR_TAKEN},
        {"twice", "mario.rossi@ingpec.eu\nmario.rossi@ingpec.eu\n", PECADDR_TAKEN},
        {"others only", "maria.rossi@ingpec.eu\nmario.rossi@pec.it\n", PECADDR_FREE},
        {"longer ones", "mario.rossi@ingpec.eu.it\nx@ingpec.eu\nmario.rossi@ingpec.eux\n",
         PECADDR_FREE},
        {"a longer one at the end", "xmario.rossi@ingpec.eu", PECADDR_FREE},
        {"rows without an address",
         "x@ingpec.eu\n;Mario;Rossi\n\"\";Mario\n ;Mario\n,\tMario\n"
         "mario.rossi@ingpec.eu\n",
         PECADDR_TAKEN},
        {"pec first and again", "Pec;Nome;PEC\nmario.rossi@ingpec.eu;Mario;sì\n", PECADDR_TAKEN},
        {"a header of words", "Indirizzo PEC;Nome\nmario.rossi@ingpec.eu;Mario\n", PECADDR_TAKEN},
        {"in a comment", "x@ingpec.eu\n#mario.rossi@ingpec.eu\n", PECADDR_FREE},
        {"what providers let pass", "a..b@ingpec.eu\n.x.@y-z.pec.it\n", PECADDR_FREE},
    };
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(cases); i++)
        ck_assert_msg(is_mario_in(&folder, cases[i].list, strlen(cases[i].list)) ==
                          cases[i].expected,
                      "%s", cases[i].what);
    remove_folder(&folder);
}
END_TEST

START_TEST(any_other_line_refuses_the_list_with_file_and_line)
{
    static const struct {
        const char *what;
        const char *list;
        size_t size; /* 0: that of the text */
        unsigned line;
    } cases[] = {
        {"no address", "a@ingpec.eu\nmario.rossi\n", 0, 2},
        {"a second header", "PEC\nNome\n", 0, 2},
        {"a broken second line after CR", "a@ingpec.eu\rb@ingpec.eu\rrossi", 0, 3},
        {"a header with an address", "PEC x@pec.it\n", 0, 1},
        {"two @", "a@b@ingpec.eu\n", 0, 1},
        {"no domain", "a@\n", 0, 1},
        {"no local part", "@ingpec.eu\n", 0, 1},
        {"a domain that ends in a dot", "a@ingpec.eu.\n", 0, 1},
        {"an empty label", "a@ingpec..eu\n", 0, 1},
        {"a hyphen before a dot", "a@ingpec-.eu\n", 0, 1},
        {"brackets", "<a@ingpec.eu>\n", 0, 1},
        {"not ASCII", "nicol\xC3\xB2@ingpec.eu\n", 0, 1},
        {"a quote that stays open", "\"a@ingpec.eu;x\n", 0, 1},
        {"text after a quote", "\"a@ingpec.eu\"x\n", 0, 1},
        {"cut in the middle", "a@ingpec.eu\nmario.ro", 0, 2},
        {"an empty column in quotes that stay open", "a@ingpec.eu\n\"\n", 0, 2},
        {"text after empty quotes", "a@ingpec.eu\n\"\"x;Mario\n", 0, 2},
        {"NUL", "a@ingpec.eu\nb\0c@ingpec.eu\n", 26, 2},
        {"64 octets and one",
         "a234567890123456789012345678901234567890123456789012345678901234x@ingpec.eu\n", 0, 1},
    };
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX], place[160];

        write_bytes(&folder, cases[i].list,
                    cases[i].size != 0 ? cases[i].size : strlen(cases[i].list));
        ck_assert_msg(add(registry, folder.uri, message) == PECADDR_E_STORAGE, "%s", cases[i].what);
        snprintf(place, sizeof place, "%s:%u: ", folder.list, cases[i].line);
        ck_assert_msg(strncmp(message, place, strlen(place)) == 0, "%s: %s", cases[i].what,
                      message);
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

/* A last line without its end is as editors leave it, or all that came of a longer one. */
START_TEST(a_list_cut_in_mid_line_is_refused)
{
    static const struct {
        const char *what;
        const char *list;
        unsigned line; /* where it is cut; 0: it is whole */
    } cases[] = {
        {"in a local part", "a@ingpec.eu\nmario.ros", 2},
        {"at the @", "a@ingpec.eu\nmario.rossi@", 2},
        {"in a domain", "a@ingpec.eu\nmario.rossi@ingpec", 2},
        {"at a dot", "a@ingpec.eu\nmario.rossi@ingpec.", 2},
        {"a letter before the end", "a@ingpec.eu\nmario.rossi@ingpec.e", 2},
        {"in another case", "a@IngPEC.eu\nmario.rossi@INGpec.E", 2},
        {"in any domain seen", "a@pec.it\nb@ingpec.eu\nc@pec.it\nmario.rossi@ingpec.e", 4},
        {"in the only line", "mario.ros", 1},
        {"in a quote", "\"a@ingpec.eu\"\n\"mario.rossi@ingpec.eu", 2},
        {"in a later column", "PEC;Nome;Cognome\nmario.rossi@ingpec.eu;Mar", 2},
        {"before the last column",
         "a@ingpec.eu;Anna;Neri\r\nb@ingpec.eu;\"B;B\";B\r\nc@ingpec.eu;C;\r\nmario.rossi@ingpec."
         "eu;Mario",
         4},
        {"in a later column of a row without an address", "a@ingpec.eu\tAnna\tNeri\n\tMario", 2},
        {"in a later column in quotes", "a@ingpec.eu,\"Anna\"\nmario.rossi@ingpec.eu,\"Mar", 2},
        {"after a separator in quotes", "a@ingpec.eu;A;x\nmario.rossi@ingpec.eu;\"M;R\"", 2},

        {"nowhere, and a domain seen", "a@ingpec.eu\nmario.rossi@ingpec.eu", 0},
        {"nowhere, and the only line", "mario.rossi@ingpec.eu", 0},
        {"nowhere, and another domain", "mario.rossi@ingpec.eu\na@pec.it", 0},
        {"nowhere, and a domain seen that another begins with",
         "mario.rossi@ingpec.eu\na@ingpec.eu.it\nb@ingpec.eu", 0},
        {"nowhere, and a longer domain", "mario.rossi@ingpec.eu\na@ingpec.eu.it", 0},
        {"nowhere, and the domain ends with a line", "mario.rossi@ingpec.eu\na@ingpec.e\n", 0},
        {"nowhere, and columns", "mario.rossi@ingpec.eu;Mario;Rossi\na@ingpec.eu;Anna;N", 0},
        {"nowhere, and fewer columns with a line end",
         "mario.rossi@ingpec.eu;Mario;Rossi\na@ingpec.eu;Anna\n", 0},
        {"nowhere, and as few columns as elsewhere",
         "mario.rossi@ingpec.eu;Mario;Rossi\nb@ingpec.eu\na@ingpec.eu;Anna", 0},
        {"nowhere, and notes", "mario.rossi@ingpec.eu Rossi, Mario\na@ingpec.eu Anna", 0},
        {"nowhere, and a title above", "Elenco\nmario.rossi@ingpec.eu;M;R\na@ingpec.eu;A;N", 0},
        {"in a comment", "mario.rossi@ingpec.eu\n# the en", 0},
        {"in blanks", "mario.rossi@ingpec.eu\n  ", 0},
    };
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX], place[160];
        int expected = cases[i].line != 0 ? PECADDR_E_STORAGE : PECADDR_OK;

        write_list(&folder, cases[i].list);
        ck_assert_msg(add(registry, folder.uri, message) == expected, "%s: %s", cases[i].what,
                      message);
        snprintf(place, sizeof place, "%s:%u: the list stops", folder.list, cases[i].line);
        ck_assert_msg(expected == PECADDR_OK || strncmp(message, place, strlen(place)) == 0,
                      "%s: %s", cases[i].what, message);
        if (expected == PECADDR_OK)
            ck_assert_msg(check_name(registry, "Mario", "Rossi") == PECADDR_TAKEN, "%s",
                          cases[i].what);
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

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

START_TEST(a_list_whose_addresses_are_not_in_its_first_column_is_refused)
{
    static const struct {
        const char *list;
        unsigned line;
        const char *words;
    } cases[] = {
        {"email;pec\nm@example.it;mario.rossi@ingpec.eu\n", 1, "column pec"},
        {"email;PEC\r\nm@example.it\r\n", 1, "column pec"},
        {"# 2024\nNome,\"Pec\" ,x\nm@example.it\n", 2, "column pec"},
        {"Nome\tpEC\nm@example.it\n", 1, "column pec"},
        {";Nome;Pec\n1;Mario\n", 1, "column pec"},
        {"Casella;Nome;pec", 1, "column pec"},
        {"x@ingpec.eu;mario.rossi@ingpec.eu\n", 1, "address after the first column"},
        {"x\na@ingpec.eu;Mario;\"m@example.it\"\n", 2, "address after the first column"},
        {"a@ingpec.eu\nb@ingpec.eu b@example.it\n", 2, "address after the first column"},
        {"a@ingpec.eu\n;Mario;mario.rossi@ingpec.eu\n", 2, "address after the first column"},
        {"Mario;mario.rossi@ingpec.eu\n", 1, "address after the first column"},
    };
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX], place[160];

        write_list(&folder, cases[i].list);
        ck_assert_msg(add(registry, folder.uri, message) == PECADDR_E_STORAGE, "%s", cases[i].list);
        snprintf(place, sizeof place, "%s:%u: ", folder.list, cases[i].line);
        ck_assert_msg(strncmp(message, place, strlen(place)) == 0 &&
                          strstr(message, cases[i].words) != NULL &&
                          strstr(message, "put the pec column first") != NULL,
                      "%s: %s", cases[i].list, message);
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

START_TEST(a_list_without_addresses_protects_none_and_is_refused)
{
    static const char *const lists[] = {
        "", "\n", "PEC\n", "mario.rossi\n", "#a@ingpec.eu\n", "PEC;Nome\n;Mario\n"};
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(lists); i++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX];

        write_bytes(&folder, lists[i], strlen(lists[i]));
        ck_assert_int_eq(add(registry, folder.uri, message), PECADDR_E_STORAGE);
        ck_assert_ptr_nonnull(strstr(message, "there is no address in this list"));
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

START_TEST(a_line_of_any_length_is_read)
{
    static char list[200001];
    struct folder folder;

    make_folder(&folder);
    memset(list, 'x', sizeof list);
    memcpy(list, "mario.rossi@ingpec.eu;", 22);
    ck_assert_int_eq(is_mario_in(&folder, list, sizeof list), PECADDR_TAKEN);
    memcpy(list + 100000, "\nmario.rossi@ingpec.eu;", 23);
    memcpy(list, "maria.rossi@ingpec.eu;", 22);
    ck_assert_int_eq(is_mario_in(&folder, list, sizeof list), PECADDR_TAKEN);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_byte_order_mark_of_utf_16_is_named)
{
    static const struct {
        const char *bytes;
        size_t size;
    } cases[] = {{"\xFF\xFEm\0a\0@\0b\0", 10}, {"\xFE\xFF\0m\0a", 6}, {"m\0a\0@\0b\0", 8}};
    struct folder folder;

    make_folder(&folder);
    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        char message[PECADDR_REGISTRY_MESSAGE_MAX];

        write_bytes(&folder, cases[i].bytes, cases[i].size);
        ck_assert_int_eq(add(registry, folder.uri, message), PECADDR_E_STORAGE);
        ck_assert_ptr_nonnull(strstr(message, "save it as UTF-8"));
        pecaddr_registry_close(registry);
    }
    remove_folder(&folder);
}
END_TEST

START_TEST(what_can_not_be_a_list_is_refused)
{
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct folder folder;
    char uri[256];

    make_folder(&folder);
    ck_assert_int_eq(add(registry, folder.uri, message), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(message, "no such file"));
    snprintf(uri, sizeof uri, "file:%s", folder.path);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(message, "folder"));
    ck_assert_int_eq(mkfifo(folder.list, 0600), 0);
    ck_assert_int_eq(add(registry, folder.uri, message), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(message, "pipe"));
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_uri_that_names_no_source_is_refused)
{
    static const char *const uris[] = {
        "",
        "list",
        "file:",
        "file://host/list",
        "files:list",
        "file:a%2",
        "file:a%00",
        "file:a%zz",
        "file:a?size=3",
        "sqlite:a",
        "file:?",
        "file:a?x=%1",
        "file:a?empty",
        "file:a?empty=",
        "file:a?empty=yes",
        "file:a?empty=allow&empty=allow",
        "exec:a?empty=allow",
        "file:a?canary",
        "file:a?canary=b",
    };
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];
    struct folder folder;
    char uri[256];

    for (size_t i = 0; i < N_OF(uris); i++) {
        int r = add(registry, uris[i], message);

        /* The canary is looked at once the list is open. */
        ck_assert_msg(r == PECADDR_E_ARGUMENT || (r == PECADDR_E_STORAGE && i + 1 == N_OF(uris)),
                      "%s: %d %s", uris[i], r, message);
        ck_assert(message[0] != '\0');
    }
    make_folder(&folder);
    write_list(&folder, "a@pec.it\n");
    snprintf(uri, sizeof uri, "%s?canary=a@pec.it&canary=a@pec.it", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_ARGUMENT);
    snprintf(uri, sizeof uri, "%s?canary=a", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_add_source(NULL, folder.uri, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_add_source(registry, NULL, NULL), PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(percent_and_question_mark_are_written_in_hexadecimal)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;
    char uri[256], moved[160];

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    snprintf(moved, sizeof moved, "%s/50%% sì?", folder.path);
    ck_assert_int_eq(rename(folder.list, moved), 0);
    snprintf(uri, sizeof uri, "file:%s/50%%25 s%%c3%%AC%%3F", folder.path);
    add_well(registry, uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    snprintf(uri, sizeof uri, "file://%s/50%%25 sì%%3f?canary=MARIO.rossi%%40ingpec.eu",
             folder.path);
    add_well(registry, uri);
    pecaddr_registry_close(registry);
    ck_assert_int_eq(rename(moved, folder.list), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_without_its_canary_is_refused)
{
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    snprintf(uri, sizeof uri, "%s?canary=ordine.macerata@ingpec.eu", folder.uri);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
    ck_assert_ptr_nonnull(strstr(message, "ordine.macerata@ingpec.eu"));
    /* It was not added. */
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FREE);
    write_list(&folder, "mario.rossi@ingpec.eu\nordine.macerata@ingpec.eu\n");
    add_well(registry, uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_source_that_says_present_makes_a_candidate_taken)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_TAKEN);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 1).answer,
                     PECADDR_CLAIMED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(unless_the_registry_knows_that_very_address_as_this_persons)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_CLAIMED);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 0).answer,
                     PECADDR_HELD);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 1, 1).answer,
                     PECADDR_HELD_ELSEWHERE);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 2, 0).answer,
                     PECADDR_TAKEN);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(any_number_of_sources_are_heard)
{
    struct pecaddr_registry *registry = open_memory(), *preview = NULL;
    struct folder first, second;

    make_folder(&first);
    make_folder(&second);
    write_list(&first, "mario.rossi@ingpec.eu\n");
    write_list(&second, "luca.verdi@ingpec.eu\n");
    add_well(registry, first.uri);
    add_well(registry, second.uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(registry, "Luca", "Verdi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(registry, "Anna", "Neri"), PECADDR_FREE);
    /* And by a preview. */
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(check_name(preview, "Mario", "Rossi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(preview, "Luca", "Verdi"), PECADDR_TAKEN);
    ck_assert_int_eq(check_name(preview, "Anna", "Neri"), PECADDR_FREE);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
    remove_folder(&first);
    remove_folder(&second);
}
END_TEST

START_TEST(a_source_that_can_not_answer_makes_the_question_fail)
{
    struct pecaddr_registry *registry = open_memory();
    struct pecaddr_query query;
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\nmario.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer,
                     PECADDR_CLAIMED);
    /* The list is changed while it is in use. */
    ck_assert_int_eq(truncate(folder.list, 30), 0);
    query = ask_about(registry, PECADDR_CLAIM, "Mario", "Rossi", 2, 0);
    ck_assert_int_eq(query.answer, PECADDR_FAILED);
    ck_assert_int_eq(query.failure, PECADDR_E_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    query = ask_about(registry, PECADDR_CLAIM, "Paola", "Bianchi", 3, 0);
    ck_assert_int_eq(query.answer, PECADDR_FAILED);
    /* Who is known needs no source. */
    ck_assert_int_eq(ask_about(registry, PECADDR_CLAIM, "Anna", "Neri", 1, 0).answer, PECADDR_HELD);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* As programs do that write a file anew. */
START_TEST(a_list_that_was_replaced_answers_no_more)
{
    struct pecaddr_registry *registry = open_memory();
    char other[96], folder_uri[16] = "file:list", before[4096];
    struct folder folder;

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\n");
    snprintf(other, sizeof other, "%s/other", folder.path);
    ck_assert_int_eq(chdir(folder.path), 0);
    add_well(registry, folder_uri);
    ck_assert_int_eq(chdir(before), 0);
    /* Where the program is now does not matter. */
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FREE);
    ck_assert_int_eq(rename(folder.list, other), 0);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FAILED);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FAILED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    ck_assert_int_eq(check_name(registry, "Luca", "Verdi"), PECADDR_FAILED);
    ck_assert_int_eq(rename(other, folder.list), 0);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/*
 * Writes over a list, of the same size, and puts its time back, as `touch -r` does. Once more while
 * the clock stands still that the file system reads: it is no finer than the kernel's tick.
 */
static void rewrite_in_place(const struct folder *folder, const char *text)
{
    struct stat before, after;
    int fd = open(folder->list, O_WRONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fstat(fd, &before), 0);
    do {
        ck_assert_int_eq(pwrite(fd, text, strlen(text), 0), (ssize_t)strlen(text));
        ck_assert_int_eq(futimens(fd, (const struct timespec[]){before.st_atim, before.st_mtim}),
                         0);
        ck_assert_int_eq(fstat(fd, &after), 0);
    } while (is_same_time(before.st_ctim, after.st_ctim));
    ck_assert(is_same_time(before.st_mtim, after.st_mtim));
    ck_assert_int_eq(before.st_size, after.st_size);
    ck_assert_int_eq(close(fd), 0);
}

START_TEST(a_list_rewritten_in_place_with_its_time_put_back_answers_no_more)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\nanna.neri@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Neri"), PECADDR_FREE);
    rewrite_in_place(&folder, "mario.neri@ingpec.eu\n");
    ck_assert_int_eq(check_name(registry, "Mario", "Neri"), PECADDR_FAILED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    ck_assert_int_eq(check_name(registry, "Anna", "Neri"), PECADDR_FAILED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Many addresses, more than a buffer of the reader holds, and no other. */
START_TEST(each_address_of_a_long_list_is_found_and_no_other)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;
    FILE *file;

    make_folder(&folder);
    file = fopen(folder.list, "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < 26 * 26 * 26; i++)
        if (i % 3 != 0)
            fprintf(file, "x%c%c.y%c@ingpec.eu\n", letters[i / 676], letters[i / 26 % 26],
                    letters[i % 26]);
    ck_assert_int_eq(fclose(file), 0);
    add_well(registry, folder.uri);
    for (int i = 0; i < 26 * 26 * 26; i++) {
        char given[] = {'x', letters[i / 676], letters[i / 26 % 26], '\0'};
        char surname[] = {'Y', letters[i % 26], '\0'};

        ck_assert_msg(check_name(registry, given, surname) ==
                          (i % 3 != 0 ? PECADDR_TAKEN : PECADDR_FREE),
                      "%s %s", given, surname);
    }
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Commands. */

/* The URI of a command, with parameters that begin with `?` or none. */
static const char *exec_uri(const char *command, const char *parameters, char uri[2048])
{
    char *out = uri + sprintf(uri, "exec:");

    for (; *command != '\0'; command++) {
        ck_assert_int_lt(out - uri, 1900);
        if (*command == '%' || *command == '?')
            out += sprintf(out, "%%%02X", *command);
        else
            *out++ = *command;
    }
    strcpy(out, parameters);
    return uri;
}

static struct pecaddr_registry *open_command(const char *command, const char *parameters)
{
    struct pecaddr_registry *registry = open_memory();
    char uri[2048];

    add_well(registry, exec_uri(command, parameters, uri));
    return registry;
}

#define MANY 10000

/* Asks, in one call, about `a….rossi` … of MC: letters for a number, so that no two are the same.
 */
static void ask_many(struct pecaddr_registry *registry, size_t n, enum pecaddr_answer answers[])
{
    static struct pecaddr_person persons[MANY];
    static struct pecaddr_folded folded[MANY];
    static struct pecaddr_query queries[MANY];
    static struct pecaddr_query *pointers[MANY];
    static char addresses[MANY][PECADDR_ADDRESS_MAX + 1];
    static char names[MANY][6];

    for (size_t i = 0; i < n; i++) {
        size_t rest = i;

        for (size_t j = 5; j-- > 0; rest /= 10)
            names[i][j] = (char)('a' + rest % 10);
        persons[i] = (struct pecaddr_person){.size = sizeof persons[i],
                                             .given = text(names[i]),
                                             .surname = text("Rossi"),
                                             .province = text("MC"),
                                             .section = 'A',
                                             .number = (uint32_t)i + 1};
        queries[i] = (struct pecaddr_query){.size = sizeof queries[i],
                                            .person = &persons[i],
                                            .scheme = pecaddr_scheme_ingpec(),
                                            .folded = &folded[i],
                                            .address = addresses[i]};
        folded[i] = (struct pecaddr_folded)PECADDR_FOLDED_INIT;
        ck_assert_int_eq(pecaddr_fold(queries[i].scheme, &persons[i], &folded[i], NULL),
                         PECADDR_OK);
        pointers[i] = &queries[i];
        ck_assert_int_eq(pecaddr_candidate(queries[i].scheme, &persons[i], 0, addresses[i],
                                           sizeof addresses[i], &queries[i].address_size, NULL,
                                           NULL),
                         PECADDR_OK);
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, pointers, n), 0);
    for (size_t i = 0; i < n; i++)
        answers[i] = queries[i].answer;
}

/* The answers about aaaaa, aaaab and aaaac: `f`ree, `t`aken, `x` failed. */
static const char *ask_three(struct pecaddr_registry *registry, char letters[4])
{
    enum pecaddr_answer answers[3];

    ask_many(registry, 3, answers);
    for (size_t i = 0; i < 3; i++)
        letters[i] = answers[i] == PECADDR_FREE     ? 'f'
                     : answers[i] == PECADDR_TAKEN  ? 't'
                     : answers[i] == PECADDR_FAILED ? 'x'
                                                    : '?';
    letters[3] = '\0';
    return letters;
}

static void assert_no_child(const char *what)
{
    ck_assert_msg(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, "%s: a process is left",
                  what);
}

/* The number that the next file would have. */
static int next_descriptor(void)
{
    int fd = open("/dev/null", O_RDONLY);

    ck_assert_int_ge(fd, 0);
    close(fd);
    return fd;
}

#define EACH "while read -r a; do "
#define ALL  EACH "echo \"$a absent\"; done"

START_TEST(a_command_is_believed_only_where_it_answers_in_step)
{
    static const struct {
        const char *what;
        const char *command;
        const char *expected;
        const char *message; /* part of it */
    } cases[] = {
        {"nobody", ALL, "fff", ""},
        {"everybody", EACH "echo \"$a present\"; done", "ttt", ""},
        {"one of them", EACH "case $a in *b.*) echo $a present;; *) echo $a absent;; esac; done",
         "ftf", ""},
        {"all at once", "read a; read b; read c; printf '%s absent\n' $a $b $c; cat", "fff", ""},
        {"byte by byte",
         EACH "for x in $(echo $a | sed 's/./& /g'); do printf %s $x; done; echo \" absent\"; done",
         "fff", ""},
        {"a failure of one",
         EACH "case $a in *b.*) echo $a failed;; *) echo $a absent;; esac; done", "fxf",
         "could not find out about aaaab.rossi@ingpec.eu"},
        {"no such command", "exec 2>&-; pecaddr-is-no-such-command", "xxx", "(status 127)"},
        {"exit before an answer", "exit 3", "xxx", "(status 3)"},
        {"exit after an answer", "read a; echo $a absent", "fxx", "(status 0)"},
        {"exit after two", "read a; echo $a absent; read a; echo $a present; exit 9", "ftx",
         "(status 9) when asked about aaaac.rossi@ingpec.eu"},
        {"a signal", "kill -9 $$", "xxx", "(signal 9)"},
        {"a signal after an answer", "read a; echo $a present; kill -15 $$", "txx", "(signal 15)"},
        {"part of an answer", "read a; printf '%s abs' $a", "xxx", "(status 0)"},
        {"no end of line", "read a; echo $a absent; read a; printf '%s absent' $a", "fxx",
         "(status 0)"},
        {"garbage", EACH "echo hello; done", "xxx", "says \"hello\""},
        {"garbage later", "read a; echo $a absent; echo hello; cat", "xxx", "says \"hello\""},
        {"garbage before", "echo hello; " ALL, "xxx", "says \"hello\""},
        {"what was asked", "cat", "xxx", "says \"aaaaa.rossi@ingpec.eu\""},
        {"one line off", "read a; " ALL, "xxx", "says \"aaaab.rossi@ingpec.eu absent\""},
        {"each twice", EACH "echo $a absent; echo $a absent; done", "xxx", "none of its answers"},
        {"one left out", EACH "case $a in *b.*) ;; *) echo $a absent;; esac; done", "xxx",
         "says \"aaaac.rossi@ingpec.eu absent\""},
        {"another case", EACH "echo $(echo $a | tr a-z A-Z) absent; done", "xxx", "says \"AAAAA"},
        {"another word", EACH "echo $a free; done", "xxx", "free\""},
        {"a word in capitals", EACH "echo $a ABSENT; done", "xxx", "ABSENT\""},
        {"part of a word", EACH "echo $a absen; done", "xxx", "absen\""},
        {"more after the word", EACH "echo \"$a absent \"; done", "xxx", "absent \""},
        {"two spaces", EACH "echo \"$a  absent\"; done", "xxx", "  absent\""},
        {"CRLF", EACH "printf '%s absent\\r\\n' $a; done", "xxx", "absent?\""},
        {"NUL", EACH "printf '%s absent\\000\\n' $a; done", "xxx", "absent?\""},
        {"NUL before", EACH "printf '\\000%s absent\\n' $a; done", "xxx", "says \"?aaaaa"},
        {"an empty line", "echo; " ALL, "xxx", "says \"\""},
        {"no letters", "printf '\\033[2J\\303\\250\\n'; cat", "xxx", "says \"?[2J??\""},
        {"much", "head -c 100000 /dev/zero | tr '\\0' x; " ALL, "xxx", "says \"xxxx"},
        {"much NUL", "head -c 100000 /dev/zero; " ALL, "xxx", "says \"????"},
        {"closed", "exec <&- >&-; sleep 1000", "xxx", "closed its output"},
    };
    char letters[4];

    for (size_t i = 0; i < N_OF(cases); i++) {
        int descriptor = next_descriptor();
        struct pecaddr_registry *registry = open_command(cases[i].command, "");

        ask_three(registry, letters);
        ck_assert_msg(strcmp(letters, cases[i].expected) == 0, "%s: %s %s", cases[i].what, letters,
                      pecaddr_registry_message(registry));
        ck_assert_msg(strstr(pecaddr_registry_message(registry), cases[i].message) != NULL &&
                          (pecaddr_registry_message(registry)[0] == '\0') ==
                              (cases[i].message[0] == '\0'),
                      "%s: %s", cases[i].what, pecaddr_registry_message(registry));
        pecaddr_registry_close(registry);
        assert_no_child(cases[i].what);
        ck_assert_int_eq(next_descriptor(), descriptor);
    }
}
END_TEST

START_TEST(a_command_that_hangs_is_killed_with_all_that_it_started)
{
    struct pecaddr_registry *registry;
    struct timespec before, after;
    char letters[4], byte;
    int ends[2];

    /* Whoever is left of the command holds the other end of the pipe. */
    ck_assert_int_eq(pipe(ends), 0);
    registry = open_command("read a; echo $a absent; sleep 1000 & sleep 1000", "?timeout=1");
    clock_gettime(CLOCK_MONOTONIC, &before);
    ck_assert_str_eq(ask_three(registry, letters), "fxx");
    clock_gettime(CLOCK_MONOTONIC, &after);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry),
                                 "no answer about aaaab.rossi@ingpec.eu within 1 s"));
    ck_assert_int_lt(after.tv_sec - before.tv_sec, 10);
    close(ends[1]);
    ck_assert_int_eq(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    assert_no_child("sleep");
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_command_that_said_more_than_it_was_asked_fails_the_next_call)
{
    struct pecaddr_registry *registry;
    char command[512], letters[4];
    struct folder folder;

    make_folder(&folder);
    /* In the same breath. */
    registry = open_command("read a; read b; read c; "
                            "printf '%s absent\n' $a $b $c x; cat",
                            "");
    ck_assert_str_eq(ask_three(registry, letters), "xxx");
    ck_assert_ptr_nonnull(
        strstr(pecaddr_registry_message(registry), "asked about nothing more, the command says"));
    pecaddr_registry_close(registry);

    /* Afterwards; the third call starts it anew, and it has learnt. */
    snprintf(command, sizeof command,
             "[ -e %s ] || { read a; read b; read c; printf '%%s absent\n' $a $b $c; sleep 0.05; "
             "echo hello; touch %s; }; " ALL,
             folder.list, folder.list);
    registry = open_command(command, "");
    ck_assert_str_eq(ask_three(registry, letters), "fff");
    while (access(folder.list, F_OK) != 0)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    ck_assert_str_eq(ask_three(registry, letters), "xxx");
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "says \"hello?\""));
    ck_assert_str_eq(ask_three(registry, letters), "fff");
    pecaddr_registry_close(registry);
    assert_no_child("hello");
    remove_folder(&folder);
}
END_TEST

START_TEST(the_next_call_starts_a_command_anew_that_ended)
{
    struct pecaddr_registry *registry;
    char command[512], letters[4];
    struct folder folder;

    make_folder(&folder);
    snprintf(command, sizeof command,
             "[ -e %s ] && { " ALL "; exit; }; touch %s; read a; echo $a present; exit 1",
             folder.list, folder.list);
    registry = open_command(command, "");
    ck_assert_str_eq(ask_three(registry, letters), "txx");
    ck_assert_str_eq(ask_three(registry, letters), "fff");
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    pecaddr_registry_close(registry);
    assert_no_child("anew");
    remove_folder(&folder);
}
END_TEST

START_TEST(a_command_runs_once_for_all_calls_and_ends_with_its_input)
{
    struct pecaddr_registry *registry;
    char command[512], letters[4];
    struct folder folder;
    struct stat list;

    make_folder(&folder);
    snprintf(command, sizeof command, "printf a >>%s; " ALL "; sleep 0.05; printf b >>%s",
             folder.list, folder.list);
    registry = open_command(command, "");
    for (int i = 0; i < 3; i++)
        ck_assert_str_eq(ask_three(registry, letters), "fff");
    pecaddr_registry_close(registry);
    ck_assert_int_eq(stat(folder.list, &list), 0);
    ck_assert_int_eq(list.st_size, 2);
    remove_folder(&folder);

    /* And one that was never asked never runs. */
    make_folder(&folder);
    registry = open_command(command, "");
    pecaddr_registry_close(registry);
    ck_assert_int_ne(access(folder.list, F_OK), 0);
    remove_folder(&folder);
}
END_TEST

START_TEST(a_command_that_does_not_end_with_its_input_is_killed)
{
    struct pecaddr_registry *registry =
        open_command(ALL "; trap '' TERM HUP; while :; do sleep 1000; done", "");
    char letters[4];

    ck_assert_str_eq(ask_three(registry, letters), "fff");
    pecaddr_registry_close(registry);
    assert_no_child("a command that goes on");
}
END_TEST

START_TEST(many_questions_are_asked_of_a_command_at_once)
{
    static enum pecaddr_answer answers[MANY];
    struct pecaddr_registry *registry =
        open_command("sed -u -e 's/a[.].*/& present/' -e t -e 's/$/ absent/'", "");

    ask_many(registry, MANY, answers);
    for (size_t i = 0; i < MANY; i++)
        ck_assert_msg(answers[i] == (i % 10 == 0 ? PECADDR_TAKEN : PECADDR_FREE), "%zu: %s", i,
                      pecaddr_registry_message(registry));
    pecaddr_registry_close(registry);
    assert_no_child("awk");
}
END_TEST

START_TEST(a_command_proves_itself_by_its_canary)
{
    static const char one[] = EACH "case $a in ordine.macerata@*) echo $a present;; "
                                   "*) echo $a absent;; esac; done";
    static const struct {
        const char *command;
        const char *parameters;
        int expected;
        const char *message;
    } cases[] = {
        {one, "?canary=Ordine.Macerata@ingpec.eu", PECADDR_OK, ""},
        {one, "?timeout=3600&canary=ordine.macerata%40ingpec.eu", PECADDR_OK, ""},
        {one, "?canary=ordine.ancona@ingpec.eu", PECADDR_E_STORAGE, "does not know ordine.ancona"},
        {one, "?canary=ordine", PECADDR_E_ARGUMENT, "the canary \"ordine\" is no address"},
        {one, "?canary=", PECADDR_E_ARGUMENT, "the canary \"\" is no address"},
        {"exit 4", "?canary=ordine.macerata@ingpec.eu", PECADDR_E_STORAGE, "(status 4)"},
        {"cat", "?canary=ordine.macerata@ingpec.eu", PECADDR_E_STORAGE, "says \"ordine.macerata"},
        {one, "?timeout=0", PECADDR_E_ARGUMENT, "from 1 to 3600"},
        {one, "?timeout=3601", PECADDR_E_ARGUMENT, "from 1 to 3600"},
        {one, "?timeout=99999999999", PECADDR_E_ARGUMENT, "from 1 to 3600"},
        {one, "?timeout=", PECADDR_E_ARGUMENT, "from 1 to 3600"},
        {one, "?timeout=1s", PECADDR_E_ARGUMENT, "from 1 to 3600"},
        {one, "?time=1", PECADDR_E_ARGUMENT, "time is not known"},
        {"", "", PECADDR_E_ARGUMENT, "no command"},
    };
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[2048];

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        int r = add(registry, exec_uri(cases[i].command, cases[i].parameters, uri), message);

        ck_assert_msg(r == cases[i].expected, "%s: %d %s", uri, r, message);
        ck_assert_msg(strstr(message, cases[i].message) != NULL, "%s: %s", uri, message);
        pecaddr_registry_close(registry);
        assert_no_child(uri);
    }
}
END_TEST

/* As a program has them that runs commands of its own, and takes no notice of how they end. */
START_TEST(what_the_program_does_with_signals_does_not_matter)
{
    struct sigaction ignored = {.sa_handler = SIG_IGN}, before[2];
    char letters[4];
    struct pecaddr_registry *registry;
    sigset_t all, mask;

    sigaction(SIGCHLD, &ignored, &before[0]);
    sigaction(SIGPIPE, &ignored, &before[1]);
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &mask);
    /* `yes` ends by SIGPIPE, or with an error where this is ignored. */
    registry = open_command("yes 2>&- | true; kill -TERM $$; " ALL, "");
    ck_assert_str_eq(ask_three(registry, letters), "xxx");
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "when asked about aaaaa"));
    pecaddr_registry_close(registry);
    registry = open_command(ALL, "");
    ck_assert_str_eq(ask_three(registry, letters), "fff");
    pecaddr_registry_close(registry);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    sigaction(SIGCHLD, &before[0], NULL);
    sigaction(SIGPIPE, &before[1], NULL);
    assert_no_child("ignored");
}
END_TEST

START_TEST(a_command_stands_beside_lists)
{
    struct pecaddr_registry *registry = open_memory();
    char letters[4], uri[2048];
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "aaaab.rossi@ingpec.eu\n");
    add_well(registry, folder.uri);
    /* What a list calls present nobody is asked any more. */
    add_well(registry, exec_uri(EACH "case $a in *a.*) echo $a present;; *b.*) echo $a failed;; "
                                     "*) echo $a absent;; esac; done",
                                "", uri));
    add_well(registry, exec_uri(ALL, "", uri));
    ck_assert_str_eq(ask_three(registry, letters), "ttf");
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    pecaddr_registry_close(registry);
    assert_no_child("beside");
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_line_is_an_address_up_to_its_first_separator,
        any_other_line_refuses_the_list_with_file_and_line,
        a_list_cut_in_mid_line_is_refused,
        a_cut_domain_is_found_among_many,
        a_list_whose_addresses_are_not_in_its_first_column_is_refused,
        a_list_without_addresses_protects_none_and_is_refused,
        a_list_without_an_address_of_the_domain_fails_each_question_of_it,
        unless_its_uri_says_that_it_may_be_empty,
        lists_are_counted_by_the_domain_of_a_scheme,
        a_line_of_any_length_is_read,
        a_byte_order_mark_of_utf_16_is_named,
        what_can_not_be_a_list_is_refused,
        a_uri_that_names_no_source_is_refused,
        percent_and_question_mark_are_written_in_hexadecimal,
        a_source_without_its_canary_is_refused,
        a_source_that_says_present_makes_a_candidate_taken,
        unless_the_registry_knows_that_very_address_as_this_persons,
        any_number_of_sources_are_heard,
        a_source_that_can_not_answer_makes_the_question_fail,
        a_list_that_was_replaced_answers_no_more,
        a_list_rewritten_in_place_with_its_time_put_back_answers_no_more,
        each_address_of_a_long_list_is_found_and_no_other,
        a_command_is_believed_only_where_it_answers_in_step,
        a_command_that_hangs_is_killed_with_all_that_it_started,
        a_command_that_said_more_than_it_was_asked_fails_the_next_call,
        the_next_call_starts_a_command_anew_that_ended,
        a_command_runs_once_for_all_calls_and_ends_with_its_input,
        a_command_that_does_not_end_with_its_input_is_killed,
        many_questions_are_asked_of_a_command_at_once,
        a_command_proves_itself_by_its_canary,
        what_the_program_does_with_signals_does_not_matter,
        a_command_stands_beside_lists,
    };

    return run_suite("source", tests, N_OF(tests));
}
