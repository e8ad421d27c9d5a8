/* SPDX-License-Identifier: BSD-3-Clause */
/* SPEC §5: what is shown of a URI. */
#include "suite.h"

#include <pecaddr/registry.h>

/* In each, `geheim` and its parts are secret. */
static const struct {
    const char *uri;
    const char *shown;
} cases[] = {
    /* A path is shown, whatever it holds; a parameter is not. */
    {"sqlite:registry.db", "sqlite:registry.db"},
    {"sqlite:/a:b@c d=e&f/r.db?timeout=3&network=allow", "sqlite:/a:b@c d=e&f/r.db"},
    {"SQLite:r.db", "SQLite:r.db"},
    {"file:///elenco.txt?canary=anna.neri@pec.it", "file:///elenco.txt"},
    {"memory:", "memory:"},
    {"memory:?x=geheim", "memory:"},
    /* Servers. */
    {"postgresql://h", "postgresql://h"},
    {"postgresql://h/d", "postgresql://h/d"},
    {"postgresql:///d?host=/run/geheim", "postgresql:///d"},
    {"postgresql://:5433/d", "postgresql://:5433/d"},
    {"postgresql://geheim@h:5432/d", "postgresql://h:5432/d"},
    {"postgresql://u:geheim@h:5432/d", "postgresql://h:5432/d"},
    {"postgres://u:ge?he:im@h1:5432,[::1]:5433,h2/d?x=y", "postgres://h1:5432,[::1]:5433,h2/d"},
    {"postgresql://u:gehe#im@%2Frun%2Fpostgresql/d", "postgresql://%2Frun%2Fpostgresql/d"},
    {"Postgresql://h/d?x=y&Password=geheim", "Postgresql://h/d"},
    {"postgresql://h/d?password=ge@he/im?&x=y", "postgresql://h/d"},
    {"postgresql://h?sslmode=require", "postgresql://h"},
    {"postgresql://u:geheim@h/d?", "postgresql://h/d"},
    {"postgresql://h/d?x=geheim&", "postgresql://h/d"},
    {"postgresql://h/d?&x=geheim", "postgresql:…"},
    {"ldap://h:389/dc=x?canary=anna.neri@pec.it&bind=cn=geheim", "ldap://h:389/dc=x"},
    {"ldaps://[::1]/ou=a b,dc=x?filter=(x=geheim)", "ldaps://[::1]/ou=a b,dc=x"},
    {"http://u:ge?heim@h/l", "http://h/l"},
    {"file://u:ge?heim@h/l", "file://h/l"},
    {"sqlite://u:geheim@h/r.db", "sqlite://h/r.db"},
    /* What may be a password that is not written with %XX. */
    {"postgresql://u:ge@heim@h/d", "postgresql:…"},
    {"postgresql://u:ge/heim@h/d", "postgresql:…"},
    {"postgresql://u:12/heim@h/d", "postgresql:…"},
    {"postgresql://u:ge@h/eim@h/d", "postgresql:…"},
    {"postgresql://u:12?heim@h/d?x=y", "postgresql://h/d"},
    {"postgresql://u:1@2?heim@h/d", "postgresql:…"},
    {"postgresql://u:1@2?ge=heim@h/d", "postgresql:…"},
    {"postgresql://u:geheim", "postgresql:…"},
    {"postgresql://u:geheim/d", "postgresql:…"},
    {"postgresql://h d password=geheim", "postgresql:…"},
    {"postgresql://[geheim]/d", "postgresql:…"},
    {"postgresql://[::1/d", "postgresql:…"},
    {"postgresql://h/d?geheim", "postgresql:…"},
    {"postgresql://h/d?x=y&geheim", "postgresql:…"},
    {"postgresql://h/d?=geheim", "postgresql:…"},
    {"ldap://u:12/heim?x@h/dc=x", "ldap:…"},
    {"ldap://u:ge?heim@h/dc=x", "ldap://h/dc=x"},
    {"LDAPS://u:12/heim@h/dc=x?y=z", "LDAPS:…"},
    {"postgresql:u:geheim@h/d", "postgresql:…"},
    {"postgresql:/u:ge//heim@h/d", "postgresql:…"},
    {"ldap:geheim", "ldap:…"},
    /* No kind that is known. */
    {"", ""},
    {"geheim", "…"},
    {"registry.db", "…"},
    {"geheim:x", "…"},
    {"u:geheim@h/d", "…"},
    {"//u:geheim@h/d", "…"},
    {"://u:geheim@h/d", "…"},
    {"postgresql//u:geheim@h/d", "…"},
    {"postgers://u:geheim@h/d", "postgers://h/d"},
    {"host=db password=geheim user=x", "…"},
    {"exce:check --password=geheim x", "…"},
    {"exec check:geheim", "…"},
    /* A command. */
    {"exec:", "exec:"},
    {"exec:check", "exec:check"},
    {"exec:?x=geheim", "exec: …"},
    {"exec:check?password=geheim", "exec:check …"},
    {"EXEC:check geheim", "EXEC:check …"},
    {"exec: ./ask%20geheim?x=y", "exec: ./ask …"},
    {"exec://u:geheim@h/check", "exec://u:geheim@h/check"},
    {"exec:PGPASSWORD=geheim check?x=y", "exec:PGPASSWORD …"},
    {"exec:ask<<<geheim?x=y", "exec:ask …"},
};

START_TEST(kind_servers_and_path_of_a_uri_are_shown_and_nothing_else)
{
    char shown[256];
    size_t size;

    ck_assert_int_eq(pecaddr_registry_show_uri(cases[_i].uri, shown, sizeof shown, &size),
                     PECADDR_OK);
    ck_assert_str_eq(shown, cases[_i].shown);
    ck_assert_uint_eq(size, strlen(cases[_i].shown));
}
END_TEST

static void assert_hidden(const char *uri, const struct pecaddr_registry_error *error)
{
    ck_assert_msg(strstr(error->message, "geheim") == NULL, "%s: %s", uri, error->message);
    for (size_t i = 0, at = 0; i < error->n_parts; i++) {
        ck_assert_msg(strstr(error->parts + at, "geheim") == NULL, "%s: %s", uri,
                      error->parts + at);
        at += strlen(error->parts + at) + 1;
    }
}

START_TEST(a_message_on_a_uri_shows_no_more_of_it)
{
    const char *uri = cases[_i].uri;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL, *other = NULL;

    /* Servers that are not there, and a command whose first word is no secret. */
    if (strstr(cases[_i].shown, "//") != NULL && strncmp(cases[_i].shown, uri, 4) == 0)
        return;
    ck_assert_int_eq(pecaddr_registry_open("memory:", &registry, &error), PECADDR_OK);
    if (pecaddr_registry_add_source(registry, uri, &error) != PECADDR_OK)
        assert_hidden(uri, &error);
    if (pecaddr_registry_open(uri, &other, &error) != PECADDR_OK)
        assert_hidden(uri, &error);
    pecaddr_registry_close(other);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_uri_is_shown_whole_or_not_at_all)
{
    /* Longer than a message would show. */
    char uri[600] = "http://u:geheim@h/", shown[600], expected[600] = "http://h/";
    size_t size = 0, needed = 9 + 560;

    memset(uri + 18, 'x', 560);
    memset(expected + 9, 'x', 560);
    for (size_t capacity = 0; capacity <= needed; capacity++) {
        memset(shown, '-', sizeof shown);
        ck_assert_int_eq(
            pecaddr_registry_show_uri(uri, capacity > 0 ? shown : NULL, capacity, &size),
            PECADDR_E_CAPACITY);
        ck_assert_uint_eq(size, needed);
        ck_assert_int_eq(shown[0], '-');
    }
    ck_assert_int_eq(pecaddr_registry_show_uri(uri, shown, needed + 1, NULL), PECADDR_OK);
    ck_assert_str_eq(shown, expected);
    ck_assert_int_eq(shown[needed + 1], '-');
    ck_assert_int_eq(pecaddr_registry_show_uri("", shown, 1, &size), PECADDR_OK);
    ck_assert_uint_eq(size, 0);
    ck_assert_str_eq(shown, "");
    ck_assert_int_eq(pecaddr_registry_show_uri(NULL, shown, 1, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_show_uri("x:", NULL, 1, NULL), PECADDR_E_ARGUMENT);
}
END_TEST

START_TEST(of_a_long_uri_a_message_shows_the_end)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *registry = NULL;
    /* So that it is cut between the bytes of a character, too. */
    static const char *const ends[] = {"/fine", "/finis"};

    for (size_t i = 0; i < N_OF(ends); i++) {
        char uri[600] = "http://h/", end[32];

        for (size_t j = 0; j < 200; j++)
            strcat(uri, "ò");
        strcat(uri, ends[i]);
        snprintf(end, sizeof end, "òò%s: ", ends[i]);
        ck_assert_int_eq(pecaddr_registry_open(uri, &registry, &error), PECADDR_E_ARGUMENT);
        ck_assert_msg(strncmp(error.message, "…ò", strlen("…ò")) == 0, "%s", error.message);
        ck_assert_ptr_nonnull(strstr(error.message, end));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("uri");
    TCase *tcase = tcase_create("uri");

    suite_add_tcase(suite, tcase);
    ADD(tcase, kind_servers_and_path_of_a_uri_are_shown_and_nothing_else, cases);
    ADD(tcase, a_message_on_a_uri_shows_no_more_of_it, cases);
    tcase_add_test(tcase, a_uri_is_shown_whole_or_not_at_all);
    tcase_add_test(tcase, of_a_long_uri_a_message_shows_the_end);
    return suite_run(suite);
}
