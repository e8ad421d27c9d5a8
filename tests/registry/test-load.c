/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The client libraries of servers are loaded when a URI asks for them, and not before. That one is
 * missing: command/test_loading.py.
 */
#include <pecaddr/registry.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "registry/whole-sentence.h"
#include "suite.h"

/* Servers that are not there, and what is needed to find that out. */
static const struct server {
    const char *uri;
    const char *library;
    bool is_source;
} servers[] = {
    {"postgresql://127.0.0.1:1/pec", LIBPQ_SONAME, false},
    {"ldap://127.0.0.1:1/dc=example,dc=it", LIBLDAP_SONAME, true},
};

static bool is_mapped(const char *library)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[4096], name[64];
    bool found = false;

    ck_assert_ptr_nonnull(maps);
    /* libldap-2.5.so.0 may be a link to libldap-2.5.so.0.1.8, as which it stands there. */
    snprintf(name, sizeof name, "/%s", library);
    while (fgets(line, sizeof line, maps) != NULL)
        found = found || strstr(line, name) != NULL;
    fclose(maps);
    return found;
}

static struct pecaddr_registry *open_registry(const char *uri)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;
    int r = pecaddr_registry_open(uri, &registry, &error);

    ck_assert_msg(r == PECADDR_OK, "%s", error.message);
    return registry;
}

/* First: in one process (CK_FORK=no) what is loaded stays. */
START_TEST(a_registry_and_its_sources_without_a_server_load_no_client_library)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry;
    const char *parent = getenv("TMPDIR");
    char path[64], uri[80];
    int fd;

    snprintf(path, sizeof path, "%.40s/pecaddr-XXXXXX", parent != NULL ? parent : "/tmp");
    fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    ck_assert_int_eq(pecaddr_registry_init(uri, &error), PECADDR_OK);
    registry = open_registry(uri);
    ck_assert_int_eq(pecaddr_registry_add_source(registry, "exec:sed -u 's/$/ absent/'", &error),
                     PECADDR_OK);
    pecaddr_registry_close(registry);
    pecaddr_registry_close(open_registry("memory:"));
    unlink(path);
    ck_assert(is_mapped("libsqlite3.so."));
    for (size_t i = 0; i < N_OF(servers); i++)
        ck_assert_msg(!is_mapped(servers[i].library), "%s", servers[i].library);
}
END_TEST

/* What a thread found. Check's own assertions stay on the main thread. */
struct caller {
    pthread_t thread;
    pthread_barrier_t *start;
    const struct server *server;
    struct pecaddr_registry_error error;
    int result;
};

static void *call(void *argument)
{
    struct caller *caller = argument;
    struct pecaddr_registry *registry = NULL;

    pthread_barrier_wait(caller->start);
    if (caller->server->is_source) {
        pecaddr_registry_open("memory:", &registry, NULL);
        caller->result = pecaddr_registry_add_source(registry, caller->server->uri, &caller->error);
    } else {
        caller->result = pecaddr_registry_open(caller->server->uri, &registry, &caller->error);
    }
    pecaddr_registry_close(registry);
    return NULL;
}

START_TEST(many_threads_that_ask_at_once_all_get_the_library_of_their_server)
{
    static struct caller callers[16];
    pthread_barrier_t start;

    ck_assert_int_eq(pthread_barrier_init(&start, NULL, N_OF(callers)), 0);
    for (size_t i = 0; i < N_OF(callers); i++) {
        callers[i] = (struct caller){.start = &start,
                                     .server = &servers[i % N_OF(servers)],
                                     .error = {.size = sizeof callers[i].error}};
        ck_assert_int_eq(pthread_create(&callers[i].thread, NULL, call, &callers[i]), 0);
    }
    for (size_t i = 0; i < N_OF(callers); i++)
        ck_assert_int_eq(pthread_join(callers[i].thread, NULL), 0);
    pthread_barrier_destroy(&start);
    for (size_t i = 0; i < N_OF(callers); i++) {
        ck_assert_int_eq(checked_error(callers[i].result, &callers[i].error), PECADDR_E_STORAGE);
        ck_assert_msg(strstr(callers[i].error.message, "127.0.0.1:1") != NULL &&
                          strstr(callers[i].error.message, "be loaded") == NULL,
                      "%s", callers[i].error.message);
    }
    for (size_t i = 0; i < N_OF(servers); i++)
        ck_assert_msg(is_mapped(servers[i].library), "%s", servers[i].library);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_registry_and_its_sources_without_a_server_load_no_client_library,
        many_threads_that_ask_at_once_all_get_the_library_of_their_server,
    };

    return run_suite("load", tests, N_OF(tests));
}
