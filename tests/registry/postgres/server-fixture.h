/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SERVER_FIXTURE_H
#define SERVER_FIXTURE_H

/* A registry in PostgreSQL, new for each test: its server, its URIs, what it says, other processes. */
#include <sys/wait.h>
#include <time.h>

#include "registry/registry-fixture.h"

/* The database of most tests. */
static const char database[] = "pecaddr-server";

static const char mario_address[] = "mario.rossi@ingpec.eu";

static inline const char *environment(const char *name)
{
    const char *value = getenv(name);

    ck_assert_msg(value != NULL, "%s is not set: run this by with-postgres.py with all options",
                  name);
    return value;
}

static inline void must(const char *user, const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, user, sql, text), "%s: %s", sql, text);
}

static inline void must_say(const char *sql, const char *expected)
{
    char text[POSTGRES_TEXT_MAX];

    ck_assert_msg(postgres_sql(database, OWNER, sql, text), "%s: %s", sql, text);
    ck_assert_msg(strcmp(text, expected) == 0, "%s: %s", sql, text);
}

/* Polls until SQL of the administrator says yes: for what another process is about to do. */
static inline void wait_until(const char *sql)
{
    char text[POSTGRES_TEXT_MAX];

    for (int i = 0; i < 6000; i++) {
        ck_assert_msg(postgres_sql("postgres", ADMIN, sql, text), "%s: %s", sql, text);
        if (strcmp(text, "t") == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    ck_abort_msg("waited in vain: %s", sql);
}

/* URIs: of the owner with parameters; and by TCP, with the password `right` or another. */

#define URI_MAX 320

static inline const char *with(const char *parameters, char uri[URI_MAX])
{
    char plain[POSTGRES_URI_MAX];

    postgres_uri(database, OWNER, plain);
    snprintf(uri, URI_MAX, "%s&%s", plain, parameters);
    return uri;
}
#define WITH(parameters) with(parameters, (char[URI_MAX]){0})

static inline const char *by_tcp(const char *user, const char *password, const char *parameters,
                                 char uri[URI_MAX])
{
    const char *at = strchr(environment("PECADDR_TEST_POSTGRES_LOOPBACK"), '@');
    int host = (int)strcspn(at, "/");

    ck_assert_ptr_nonnull(at);
    snprintf(uri, URI_MAX, "postgresql://%s:%s%.*s/%s?%s", user, password, host, at, database,
             parameters);
    return uri;
}
#define BY_TCP(password, parameters) by_tcp(OWNER, password, parameters, (char[URI_MAX]){0})

static inline const char *as(const char *user, char uri[URI_MAX])
{
    postgres_uri(database, user, uri);
    return uri;
}
#define AS(user) as(user, (char[URI_MAX]){0})

/* What opening says. */
static inline const char *open_fails(const char *uri, int expected,
                                     char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;
    int r = pecaddr_registry_open(uri, &registry, &error);

    ck_assert_msg(r == expected && error.code == r, "%s: %d %s", uri, r, error.message);
    ck_assert_ptr_null(registry);
    ck_assert_str_ne(error.message, "");
    return strcpy(message, error.message);
}
#define OPEN_FAILS(uri) open_fails(uri, PECADDR_E_STORAGE, (char[PECADDR_REGISTRY_MESSAGE_MAX]){0})

static inline const char *init_fails(const char *uri, char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = pecaddr_registry_init(uri, &error);

    ck_assert_msg(r == PECADDR_E_STORAGE && error.code == r, "%s: %d %s", uri, r, error.message);
    return strcpy(message, error.message);
}
#define INIT_FAILS(uri) init_fails(uri, (char[PECADDR_REGISTRY_MESSAGE_MAX]){0})

static inline void assert_says(const char *message, const char *what)
{
    ck_assert_msg(strstr(message, what) != NULL, "`%s` is not in: %s", what, message);
}

/* What a claim that fails as a whole says. */
static inline const char *claim_fails(struct pecaddr_registry *registry, const struct who *who)
{
    struct question question;
    struct pecaddr_query *const queries[] = {&question.query};
    int r;

    make_question(&question, who, 0);
    r = pecaddr_registry_ask(registry, PECADDR_CLAIM, queries, 1);
    ck_assert_msg(r == PECADDR_E_STORAGE, "%d %s", r, pecaddr_registry_message(registry));
    ck_assert_int_eq(question.query.answer, PECADDR_UNANSWERED);
    assert_says(pecaddr_registry_message(registry), "postgresql://");
    return pecaddr_registry_message(registry);
}

static inline void assert_empty(void)
{
    must_say("SELECT count(*) FROM event", "0");
}

static inline void set_up(void)
{
    postgres_drop_all();
    postgres_make(database, true);
}

#define CHILD_ASSERT(condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

static inline void assert_child_ended_well(pid_t child)
{
    int status = 0;

    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "a child ended with %d", status);
}

#endif
