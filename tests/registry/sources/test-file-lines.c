/* SPDX-License-Identifier: BSD-3-Clause */
/* The lines of a list in a file, and files that are no list. SPEC §5. */
#include <sys/stat.h>

#include "registry/sources/source-fixture.h"

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

int main(void)
{
    const TTest *const tests[] = {
        a_line_is_an_address_up_to_its_first_separator,
        any_other_line_refuses_the_list_with_file_and_line,
        a_list_cut_in_mid_line_is_refused,
        a_list_whose_addresses_are_not_in_its_first_column_is_refused,
        a_list_without_addresses_protects_none_and_is_refused,
        a_line_of_any_length_is_read,
        a_byte_order_mark_of_utf_16_is_named,
        what_can_not_be_a_list_is_refused,
    };
    return run_suite("file-lines", tests, N_OF(tests));
}
