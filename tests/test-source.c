/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sources of addresses that exist elsewhere: lists in files.
 */
#include <pecaddr/registry.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    char address[PECADDR_ADDRESS_MAX + 1];
    struct pecaddr_query query = {.size = sizeof query,
                                  .person = &person,
                                  .scheme = pecaddr_scheme_ingpec(),
                                  .address = address,
                                  .level = level};
    struct pecaddr_query *const queries[] = {&query};

    ck_assert_int_eq(pecaddr_candidate(query.scheme, &person, level, address, sizeof address,
                                       &query.address_size, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(pecaddr_registry_ask(registry, mode, queries, 1), 0);
    query.person = NULL;
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
        {"longer ones", "mario.rossi@ingpec.eu.it\nmario.rossi@ingpec.eux\n", PECADDR_FREE},
        {"a longer one at the end", "xmario.rossi@ingpec.eu", PECADDR_FREE},
        {"in another column", "x@ingpec.eu;mario.rossi@ingpec.eu\n", PECADDR_FREE},
        {"in a comment", "x@ingpec.eu\n#mario.rossi@ingpec.eu\n", PECADDR_FREE},
        {"what providers let pass", "a..b@pec.it\n.x.@y-z.pec.it\n", PECADDR_FREE},
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
        {"an empty first column", "a@ingpec.eu\n;Mario;Rossi\n", 0, 2},
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

START_TEST(a_list_without_addresses_protects_none_and_is_refused)
{
    static const char *const lists[] = {"", "\n", "PEC\n", "mario.rossi\n", "#a@ingpec.eu\n"};
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
        "",         "list",        "file:",         "file://host/list", "files:list",
        "file:a%2", "file:a%00",   "file:a%zz",     "file:a?size=3",    "sqlite:a",
        "file:?",   "file:a?x=%1", "file:a?canary", "file:a?canary=b",
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

int main(void)
{
    const TTest *const tests[] = {
        a_line_is_an_address_up_to_its_first_separator,
        any_other_line_refuses_the_list_with_file_and_line,
        a_list_without_addresses_protects_none_and_is_refused,
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
        each_address_of_a_long_list_is_found_and_no_other,
    };

    return run_suite("source", tests, N_OF(tests));
}
