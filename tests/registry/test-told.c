/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a directory outside was told of, SPEC §5: each change once, whatever the hour and the order in
 * which transactions end.
 */
#include "registry/registry-fixture.h"

static const char domain[] = "ingpec.eu";

static void assign(struct pecaddr_registry *registry, const char *surname, uint32_t number)
{
    const struct who who = {"Mario", surname, "MC", 'A', number, NULL};

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
}

static int tell(struct pecaddr_registry *registry, const char *province, struct pecaddr_told *told)
{
    *told = (struct pecaddr_told)PECADDR_TOLD_INIT;
    return pecaddr_registry_tell(registry, domain, province, told, NULL);
}

/* The addresses that history has in a range, each after a blank. */
struct in_range {
    struct pecaddr_told told;
    char text[512];
};

static int add_event(void *user, const struct pecaddr_event *event)
{
    struct in_range *found = user;
    size_t size = strlen(found->text);

    if (event->change >= found->told.from && event->change <= found->told.to)
        snprintf(found->text + size, sizeof found->text - size, " %.*s",
                 (int)strcspn(event->address, "@"), event->address);
    return 0;
}

static const char *told_of(struct pecaddr_registry *registry, struct in_range *found)
{
    found->text[0] = '\0';
    ck_assert_int_eq(pecaddr_registry_history(registry, NULL, add_event, found, NULL), PECADDR_OK);
    return found->text;
}

START_TEST(each_change_is_told_once)
{
    struct pecaddr_registry *registry = open_new();
    struct in_range first = {.text = ""}, second = {.text = ""}, third = {.text = ""};

    assign(registry, "Rossi", 1);
    assign(registry, "Verdi", 2);
    ck_assert_int_eq(tell(registry, "MC", &first.told), PECADDR_OK);
    ck_assert_uint_eq(first.told.number, 1);
    ck_assert_uint_eq(first.told.from, 1);
    ck_assert_str_eq(told_of(registry, &first), " mario.rossi mario.verdi");
    ck_assert_uint_eq(strlen(first.told.at), strlen("2030-12-31T00:00:00.000Z"));
    ck_assert_str_ne(first.told.by, "");

    assign(registry, "Neri", 3);
    ck_assert_int_eq(tell(registry, "MC", &second.told), PECADDR_OK);
    ck_assert_uint_eq(second.told.number, 2);
    ck_assert_uint_eq(second.told.from, first.told.to + 1);
    ck_assert_str_eq(told_of(registry, &second), " mario.neri");

    ck_assert_int_eq(tell(registry, "MC", &third.told), PECADDR_NO_MATCH);
    ck_assert_uint_eq(third.told.number, 0);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(the_last_range_is_known_and_stays)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_told told, last = PECADDR_TOLD_INIT;

    ck_assert_int_eq(pecaddr_registry_last_told(registry, domain, NULL, &last, NULL),
                     PECADDR_NO_MATCH);
    assign(registry, "Rossi", 1);
    ck_assert_int_eq(tell(registry, NULL, &told), PECADDR_OK);
    assign(registry, "Verdi", 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(pecaddr_registry_last_told(registry, domain, "", &last, NULL), PECADDR_OK);
        ck_assert_uint_eq(last.number, told.number);
        ck_assert_uint_eq(last.from, told.from);
        ck_assert_uint_eq(last.to, told.to);
        ck_assert_str_eq(last.at, told.at);
        ck_assert_str_eq(last.by, told.by);
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(provinces_and_domains_are_told_apart)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_told told, last = PECADDR_TOLD_INIT;

    assign(registry, "Rossi", 1);
    ck_assert_int_eq(tell(registry, "MC", &told), PECADDR_OK);
    ck_assert_int_eq(tell(registry, "an", &told), PECADDR_OK);
    ck_assert_uint_eq(told.number, 1);
    ck_assert_int_eq(pecaddr_registry_last_told(registry, domain, "AN", &last, NULL), PECADDR_OK);
    ck_assert_int_eq(tell(registry, NULL, &told), PECADDR_OK);
    ck_assert_uint_eq(told.number, 1);
    ck_assert_int_eq(pecaddr_registry_tell(registry, "pec.example", NULL, &told, NULL),
                     PECADDR_NO_MATCH);
    pecaddr_registry_close(registry);
}
END_TEST

/* On a server, where several write at once. */
START_TEST(what_is_being_written_meanwhile_comes_in_the_next_range)
{
    struct folder folder;
    struct pecaddr_registry *registry = make_registry(&folder);
    struct in_range first = {.text = ""}, second = {.text = ""};
    struct postgres_session *session;
    char text[POSTGRES_TEXT_MAX], name[64];

    assign(registry, "Rossi", 1);
    database_of(folder.file, name);
    session = postgres_connect(name, OWNER);
    ck_assert(postgres_do(session, "BEGIN", text));
    ck_assert_msg(postgres_do(session,
                              "UPDATE pecaddr.mailbox SET revision = 2, expires = '2030-01-31', "
                              "changed_act = 'claim', changed_why = '' WHERE number = 1",
                              text),
                  "%s", text);
    assign(registry, "Verdi", 2);
    ck_assert_int_eq(tell(registry, NULL, &first.told), PECADDR_OK);
    ck_assert_str_eq(told_of(registry, &first), " mario.rossi");
    ck_assert_msg(postgres_do(session, "COMMIT", text), "%s", text);
    ck_assert_int_eq(tell(registry, NULL, &second.told), PECADDR_OK);
    ck_assert_str_eq(told_of(registry, &second), " mario.rossi mario.verdi");
    ck_assert_str_eq(told_of(registry, &first), " mario.rossi");
    postgres_disconnect(session);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

START_TEST(what_is_no_province_or_domain_is_refused)
{
    struct pecaddr_registry *registry = open_new();
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_told told = PECADDR_TOLD_INIT, wrong = {.size = 3};

    ck_assert_int_eq(pecaddr_registry_tell(registry, domain, "Macerata", &told, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_str_eq(error.message, "Macerata: this is no province; give its sigla");
    ck_assert_int_eq(pecaddr_registry_tell(registry, "", NULL, &told, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_tell(registry, NULL, NULL, &told, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_tell(registry, domain, NULL, NULL, NULL), PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_tell(registry, domain, NULL, &wrong, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_last_told(registry, domain, "M", &told, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_last_told(NULL, domain, NULL, &told, NULL),
                     PECADDR_E_ARGUMENT);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_change_is_told_once,
        the_last_range_is_known_and_stays,
        provinces_and_domains_are_told_apart,
        what_is_no_province_or_domain_is_refused,
        what_is_being_written_meanwhile_comes_in_the_next_range,
    };

    return run_long_suite("told", tests, N_OF(tests) - !on_postgres());
}
