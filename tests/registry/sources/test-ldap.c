/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Directories as sources, with a real server: with-slapd.py runs this program, and holds the
 * entries.
 */
#include <pecaddr/registry.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "registry/whole-sentence.h"
#include "suite.h"

static const char *setting(const char *name)
{
    const char *value = getenv(name);

    ck_assert_msg(value != NULL, "%s is not set: run this program with with-slapd.py", name);
    return value;
}

/*
 * A URI with what is known only now put in: %l `ldap://HOST:PORT`, %s the same for ldaps, %i
 * OU=iscritti and the base, %f the folder.
 */
static const char *uri_of(const char *pattern, char uri[1024])
{
    char *out = uri;

    for (; *pattern != '\0'; pattern++) {
        size_t room = 1024 - (size_t)(out - uri);

        if (*pattern != '%' || strchr("lsif", pattern[1]) == NULL) {
            *out++ = *pattern;
            continue;
        }
        pattern++;
        if (*pattern == 'l')
            out += snprintf(out, room, "ldap://%s:%s", setting("LDAP_HOST"), setting("LDAP_PORT"));
        else if (*pattern == 's')
            out +=
                snprintf(out, room, "ldaps://%s:%s", setting("LDAP_HOST"), setting("LDAPS_PORT"));
        else if (*pattern == 'i')
            out += snprintf(out, room, "ou=iscritti,dc=example,dc=it");
        else
            out += snprintf(out, room, "%s", setting("LDAP_FOLDER"));
    }
    *out = '\0';
    return uri;
}

/* Has the server do something, and waits until it has. */
static void control(const char *word)
{
    int fd = atoi(setting("LDAP_CONTROL"));
    char line[32];
    int size = snprintf(line, sizeof line, "%s\n", word);

    ck_assert_int_eq(write(fd, line, (size_t)size), size);
    ck_assert_int_eq(read(fd, line, 1), 1);
}

static struct pecaddr_registry *open_memory(void)
{
    struct pecaddr_registry *registry = NULL;

    ck_assert_int_eq(pecaddr_registry_open("memory:", &registry, NULL), PECADDR_OK);
    return registry;
}

static int add(struct pecaddr_registry *registry, const char *pattern,
               char message[PECADDR_REGISTRY_MESSAGE_MAX])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    char uri[1024];
    int r = pecaddr_registry_add_source(registry, uri_of(pattern, uri), &error);

    strcpy(message, error.message);
    if (r != PECADDR_OK)
        ck_assert_int_eq(error.code, r);
    return r;
}

static struct pecaddr_registry *open_source(const char *pattern)
{
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    ck_assert_msg(add(registry, pattern, message) == PECADDR_OK, "%s: %s", pattern, message);
    return registry;
}

#define MANY 1000

struct name {
    const char *given;
    const char *surname;
};

/* Asks, in one call, about persons of MC, at one level. */
static void ask_about(struct pecaddr_registry *registry, const struct name names[], size_t n,
                      unsigned level, enum pecaddr_answer answers[])
{
    static struct pecaddr_person persons[MANY];
    static struct pecaddr_folded folded[MANY];
    static struct pecaddr_query queries[MANY];
    static struct pecaddr_query *pointers[MANY];
    static char addresses[MANY][PECADDR_ADDRESS_MAX + 1];

    for (size_t i = 0; i < n; i++) {
        persons[i] = (struct pecaddr_person){.size = sizeof persons[i],
                                             .given = text(names[i].given),
                                             .surname = text(names[i].surname),
                                             .province = text("MC"),
                                             .section = 'A',
                                             .number = (uint32_t)i + 1};
        queries[i] = (struct pecaddr_query){.size = sizeof queries[i],
                                            .person = &persons[i],
                                            .scheme = pecaddr_scheme_ingpec(),
                                            .folded = &folded[i],
                                            .address = addresses[i],
                                            .level = level};
        folded[i] = (struct pecaddr_folded)PECADDR_FOLDED_INIT;
        ck_assert_int_eq(pecaddr_fold(queries[i].scheme, &persons[i], &folded[i], NULL),
                         PECADDR_OK);
        pointers[i] = &queries[i];
        ck_assert_int_eq(pecaddr_candidate(queries[i].scheme, &persons[i], level, addresses[i],
                                           sizeof addresses[i], &queries[i].address_size, NULL,
                                           NULL),
                         PECADDR_OK);
    }
    ck_assert_int_eq(pecaddr_registry_ask(registry, PECADDR_CHECK, pointers, n), 0);
    for (size_t i = 0; i < n; i++) {
        answers[i] = queries[i].answer;
        if (answers[i] == PECADDR_FAILED)
            ck_assert_int_eq(queries[i].failure, PECADDR_E_UNAVAILABLE);
    }
}

static enum pecaddr_answer ask(struct pecaddr_registry *registry, const char *given,
                               const char *surname, unsigned level)
{
    const struct name name = {given, surname};
    enum pecaddr_answer answer;

    ask_about(registry, &name, 1, level, &answer);
    return answer;
}

/* Whether a failure is said in words of which some are known. */
static void assert_failed(struct pecaddr_registry *registry, const char *what, const char *words)
{
    ck_assert_msg(ask(registry, "Giulia", "Russo", 0) == PECADDR_FAILED, "%s", what);
    ck_assert_msg(strstr(pecaddr_registry_message(registry), words) != NULL, "%s: %s", what,
                  pecaddr_registry_message(registry));
}

static time_t seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

START_TEST(an_address_exists_where_an_entry_has_it)
{
    static const struct {
        const char *uri;
        const char *given;
        const char *surname;
        unsigned level;
        enum pecaddr_answer expected;
    } cases[] = {
        {"%l/%i", "Mario", "Rossi", 0, PECADDR_TAKEN}, /* in another case there */
        {"%l/%i", "Mario", "Rossi", 1, PECADDR_FREE},
        {"%l/%i", "Giulia", "Russo", 0, PECADDR_FREE},
        {"%l/%i", "Lucia", "Bianchi", 0, PECADDR_TAKEN}, /* its second value */
        /* In the second attribute. */
        {"%l/%i", "Lucia", "Bianchi", 1, PECADDR_FREE},
        {"%l/%i?attribute=mail,pecMail", "Lucia", "Bianchi", 1, PECADDR_TAKEN},
        {"%l/%i?attribute=pecMail", "Lucia", "Bianchi", 1, PECADDR_TAKEN},
        {"%l/%i?attribute=pecMail", "Lucia", "Bianchi", 0, PECADDR_FREE},
        {"%l/%i?attribute=pecMail,mail", "Lucia", "Bianchi", 0, PECADDR_TAKEN},
        /* Two entries: more than the one that is asked for. */
        {"%l/%i", "Paolo", "Verdi", 0, PECADDR_TAKEN},
        /* Filters. */
        {"%l/%i?filter=(employeeType=attivo)", "Mario", "Rossi", 0, PECADDR_TAKEN},
        {"%l/%i?filter=(employeeType=attivo)", "Paolo", "Verdi", 0, PECADDR_FREE},
        {"%l/%i?filter=(%26(sn=rossi)(!(employeeType=attivo)))", "Mario", "Rossi", 0, PECADDR_FREE},
        {"%l/%i?filter=(%26(sn=rossi)(!(employeeType=x)))", "Mario", "Rossi", 0, PECADDR_TAKEN},
        /* Scopes. */
        {"%l/%i?scope=one", "Mario", "Rossi", 0, PECADDR_TAKEN},
        {"%l/dc=example,dc=it?scope=sub", "Mario", "Rossi", 0, PECADDR_TAKEN},
        {"%l/cn=Mario Rossi,%i", "Mario", "Rossi", 0, PECADDR_TAKEN}, /* the base itself */
        /* The right to read. */
        {"%l/ou=riservati,dc=example,dc=it?bind=cn=ospite,dc=example,dc=it"
         "&password-file=%f/password",
         "Anna", "Neri", 0, PECADDR_TAKEN},
        /* Secured. */
        {"%s/%i?ca=%f/ca.pem", "Mario", "Rossi", 0, PECADDR_TAKEN},
        {"%s/%i?ca=%f/ca.pem", "Giulia", "Russo", 0, PECADDR_FREE},
        {"%l/%i?starttls=yes&ca=%f/ca.pem", "Mario", "Rossi", 0, PECADDR_TAKEN},
        {"%l/%i?starttls=yes&ca=%f/ca.pem", "Giulia", "Russo", 0, PECADDR_FREE},
        {"%s/ou=riservati,dc=example,dc=it?ca=%f/ca.pem&bind=cn=ospite,dc=example,dc=it"
         "&password-file=%f/password",
         "Anna", "Neri", 0, PECADDR_TAKEN},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_source(cases[i].uri);
        enum pecaddr_answer answer =
            ask(registry, cases[i].given, cases[i].surname, cases[i].level);

        ck_assert_msg(answer == cases[i].expected, "%s: %s %s: %d %s", cases[i].uri, cases[i].given,
                      cases[i].surname, answer, pecaddr_registry_message(registry));
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(a_source_that_would_protect_nobody_is_refused)
{
    static const struct {
        const char *uri;
        const char *words;
    } cases[] = {
        {"%l/ou=ignoti,dc=example,dc=it", "No such object"},
        {"%l/dc=altro,dc=it", "Referral"},
        {"%l/nonsense", "Invalid DN syntax"},
        {"%l/ou=vuoto,dc=example,dc=it", "nobody below ou=vuoto,dc=example,dc=it is found by "
                                         "(mail=*)"},
        {"%l/%i?attribute=oldMail", "(oldMail=*)"},
        {"%l/%i?attribute=mail,oldMail", "(oldMail=*)"},
        {"%l/%i?attribute=mail,noSuchAttribute", "(noSuchAttribute=*)"},
        {"%l/%i?filter=(sn=nessuno)", "(&(sn=nessuno)(mail=*))"},
        {"%l/%i?filter=(|)", "protect none"},
        {"%l/%i?filter=(sn)", "RFC 4515"},
        {"%l/%i?filter=(sn=\\zz)", "RFC 4515"},
        {"%l/dc=example,dc=it?scope=one", "protect none"},
        {"%l/ou=riservati,dc=example,dc=it", "No such object"},
        {"%l/%i?canary=giulia.russo@ingpec.eu", "does not know giulia.russo@ingpec.eu"},
        /* `*` is a character of an address, and no wildcard. */
        {"%l/%i?canary=ste*@ingpec.eu", "does not know ste*@ingpec.eu"},
        {"%l/%i?bind=cn=ospite,dc=example,dc=it&password-file=%f/wrong-password",
         "Invalid credentials"},
        {"%l/%i?bind=cn=ignoto,dc=example,dc=it&password-file=%f/password", "Invalid credentials"},
        {"%l/%i?bind=cn=ospite,dc=example,dc=it&password-file=%f/nothing", "no such file"},
        {"%l/%i?bind=cn=ospite,dc=example,dc=it&password-file=/dev/null", "it is empty"},
        {"%l/%i?bind=cn=ospite,dc=example,dc=it&password-file=%f/ca.pem", "one line"},
        {"%l/%i?bind=cn=ospite,dc=example,dc=it&password-file=/dev/zero", "longer than"},
        {"%l/%i?starttls=yes&ca=%f/other-ca.pem", "no secure connection"},
        {"%s/%i?ca=%f/other-ca.pem", "no secure connection"},
        /* The environment names the right ones, and does not count. */
        {"%s/%i", "no secure connection"},
        {"%l/%i?starttls=yes", "no secure connection"},
        {"%s/%i?ca=%f/nothing", "cannot be used"},
        {"ldap://127.0.0.1:1/%i", "nobody answers at this port"},
        {"ldap://pecaddr.invalid/%i", "name"},
    };
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        int r = add(registry, cases[i].uri, message);

        ck_assert_msg(r == PECADDR_E_STORAGE, "%s: %d %s", cases[i].uri, r, message);
        ck_assert_msg(strstr(message, cases[i].words) != NULL, "%s: %s", cases[i].uri, message);
        /* It was not added. */
        ck_assert_int_eq(ask(registry, "Mario", "Rossi", 0), PECADDR_FREE);
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* The certificate is for 127.0.0.1. */
START_TEST(a_certificate_is_for_the_name_in_the_uri)
{
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];

    snprintf(uri, sizeof uri, "ldaps://localhost:%s/%%i?ca=%%f/ca.pem", setting("LDAPS_PORT"));
    ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
    ck_assert_msg(strstr(message, "no secure connection") != NULL, "%s", message);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_uri_that_names_no_directory_is_refused)
{
    static const char *const uris[] = {
        "ldap:",
        "ldap:x",
        "ldap:/x",
        "ldap://",
        "ldap://x",
        "ldap:///dc=it",
        "ldap://x/",
        "ldap://x:/dc=it",
        "ldap://x:0/dc=it",
        "ldap://x:65536/dc=it",
        "ldap://x:99999999999999999999/dc=it",
        "ldap://x:389x/dc=it",
        "ldap://x y/dc=it",
        "ldap://-x/dc=it",
        "ldap://u@x/dc=it",
        "ldap://[::1/dc=it",
        "ldap://[]/dc=it",
        "ldap://[x]/dc=it",
        "ldapi://x/dc=it",
        "ldap://x/dc=it?mail?sub?(cn=x)",
        "%l/%i?attribute=",
        "%l/%i?attribute=mail,",
        "%l/%i?attribute=,mail",
        "%l/%i?attribute=1mail",
        "%l/%i?attribute=ma il",
        "%l/%i?attribute=mail)(cn",
        "%l/%i?attribute=mail;",
        "%l/%i?attribute=a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q",
        "%l/%i?scope=base",
        "%l/%i?scope=",
        "%l/%i?filter=",
        "%l/%i?filter=cn=x",
        "%l/%i?filter=(cn=x",
        "%l/%i?filter=(cn=x))",
        "%l/%i?filter=(cn=x)(cn=y)",
        "%l/%i?filter=(cn=x)) ",
        "%l/%i?filter=(&(cn=x)(cn=y))",
        "%l/%i?timeout=0",
        "%l/%i?timeout=3601",
        "%l/%i?starttls=no",
        "%s/%i?starttls=yes&ca=%f/ca.pem",
        "%l/%i?ca=%f/ca.pem",
        "%s/%i?ca=",
        "%l/%i?bind=cn=ospite,dc=example,dc=it",
        "%l/%i?password-file=%f/password",
        "%l/%i?bind=&password-file=%f/password",
        "ldap://ldap.example.it/%i?bind=cn=ospite,dc=example,dc=it&password-file=%f/password",
        "%l/%i?colour=red",
        "%l/%i?scope=sub&scope=sub",
    };
    struct pecaddr_registry *registry = open_memory();
    char message[PECADDR_REGISTRY_MESSAGE_MAX];

    for (size_t i = 0; i < N_OF(uris); i++) {
        int r = add(registry, uris[i], message);

        ck_assert_msg(r == PECADDR_E_ARGUMENT, "%s: %d %s", uris[i], r, message);
        ck_assert(message[0] != '\0');
    }
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_canary_may_hold_what_is_special_in_a_filter)
{
    pecaddr_registry_close(open_source("%l/%i?canary=Stella*@ingpec.eu"));
    pecaddr_registry_close(open_source("%l/%i?canary=mario.rossi@ingpec.eu"));
}
END_TEST

START_TEST(many_questions_are_asked_of_a_directory_at_once)
{
    static char given[MANY][6];
    static struct name names[MANY];
    static enum pecaddr_answer answers[MANY];
    static const char *const uris[] = {"%l/%i?timeout=60", "%s/%i?ca=%f/ca.pem&timeout=60"};

    for (size_t i = 0; i < MANY; i++) {
        size_t rest = i;

        for (size_t j = 5; j-- > 0; rest /= 10)
            given[i][j] = (char)('a' + rest % 10);
        names[i] = (struct name){given[i], "Rossi"};
    }
    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry *registry = open_source(uris[i]);

        ask_about(registry, names, MANY, 0, answers);
        for (size_t j = 0; j < MANY; j++)
            ck_assert_msg(answers[j] == (j % 3 == 0 ? PECADDR_TAKEN : PECADDR_FREE), "%zu: %s", j,
                          pecaddr_registry_message(registry));
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* What another server may know is not absent, and that one is not asked; what was found is present.
 */
START_TEST(a_search_reference_is_a_failure)
{
    struct pecaddr_registry *registry = open_source("%l/ou=confine,dc=example,dc=it");

    assert_failed(registry, "reference", "the server refers to another one");
    ck_assert_int_eq(ask(registry, "Carlo", "Bruni", 0), PECADDR_TAKEN);
    pecaddr_registry_close(registry);
}
END_TEST

/* A server that was stopped has much to do first; a busy machine even more. */
static void assert_answers_again(struct pecaddr_registry *registry)
{
    time_t start = seconds();
    enum pecaddr_answer answer;

    do
        answer = ask(registry, "Mario", "Rossi", 0);
    while (answer == PECADDR_FAILED && seconds() - start < 60);
    ck_assert_msg(answer == PECADDR_TAKEN, "%s", pecaddr_registry_message(registry));
}

START_TEST(a_server_that_stops_in_the_middle_is_a_failure_in_time)
{
    static const char *const uris[] = {"%l/%i?timeout=3", "%s/%i?ca=%f/ca.pem&timeout=3"};

    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry *registry = open_source(uris[i]);
        time_t start;

        ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
        control("pause");
        start = seconds();
        assert_failed(registry, uris[i], "not within 3 s");
        /* Now also a new connection is made, to nobody. */
        ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FAILED);
        ck_assert_int_lt(seconds() - start, 30);
        control("continue");
        assert_answers_again(registry);
        ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
        ck_assert_str_eq(pecaddr_registry_message(registry), "");
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(a_server_that_is_gone_is_a_failure_until_it_is_back)
{
    static const char *const uris[] = {"%l/%i", "%s/%i?ca=%f/ca.pem",
                                       "%l/%i?starttls=yes&ca=%f/ca.pem"};

    for (size_t i = 0; i < N_OF(uris); i++) {
        struct pecaddr_registry *registry = open_source(uris[i]);

        ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
        control("stop");
        assert_failed(registry, uris[i], "nobody answers at this port");
        assert_failed(registry, uris[i], "nobody answers at this port");
        control("start");
        ck_assert_int_eq(ask(registry, "Mario", "Rossi", 0), PECADDR_TAKEN);
        ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* As when a connection was idle for too long. */
START_TEST(a_lost_connection_is_opened_again)
{
    struct pecaddr_registry *registry =
        open_source("%l/ou=riservati,dc=example,dc=it?starttls=yes&ca=%f/ca.pem"
                    "&bind=cn=ospite,dc=example,dc=it&password-file=%f/password");

    ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
    control("stop");
    control("start");
    /* Secured and bound as before: nobody else sees this entry. */
    ck_assert_int_eq(ask(registry, "Anna", "Neri", 0), PECADDR_TAKEN);
    ck_assert_str_eq(pecaddr_registry_message(registry), "");
    control("stop");
    control("start");
    ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
    pecaddr_registry_close(registry);
}
END_TEST

/* A port of this machine at which connections are made, and nobody ever says anything. */
static int listen_in_silence(unsigned *ret_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(fd, 8), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    *ret_port = ntohs(address.sin_port);
    return fd;
}

START_TEST(a_server_that_says_nothing_is_refused_in_time)
{
    static const char *const patterns[] = {
        "ldap://127.0.0.1:%u/dc=it?timeout=1",
        "ldap://127.0.0.1:%u/dc=it?timeout=1&starttls=yes",
        "ldaps://127.0.0.1:%u/dc=it?timeout=1",
    };
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];
    struct pecaddr_registry *registry = open_memory();
    unsigned port;
    int fd = listen_in_silence(&port);

    for (size_t i = 0; i < N_OF(patterns); i++) {
        time_t start = seconds();

        snprintf(uri, sizeof uri, patterns[i], port);
        ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
        ck_assert_int_lt(seconds() - start, 10);
    }
    close(fd);
    pecaddr_registry_close(registry);
}
END_TEST

/* The first bytes of an answer, and no more. */
START_TEST(part_of_an_answer_does_not_stop_the_clock)
{
    static const unsigned char parts[][8] = {{0x30, 0x84, 0, 0, 0, 100, 2, 1}, {0x30}};
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];
    unsigned port;

    for (size_t i = 0; i < N_OF(parts); i++) {
        struct pecaddr_registry *registry = open_memory();
        int fd = listen_in_silence(&port);
        time_t start = seconds();
        pid_t server = fork();

        ck_assert_int_ge(server, 0);
        if (server == 0) {
            int connection = accept(fd, NULL, NULL);

            write(connection, parts[i], i == 0 ? sizeof parts[i] : 1) > 0 ? pause() : _exit(1);
            _exit(0);
        }
        snprintf(uri, sizeof uri, "ldap://127.0.0.1:%u/dc=it?timeout=1", port);
        ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
        ck_assert_int_lt(seconds() - start, 10);
        kill(server, SIGKILL);
        ck_assert_int_eq(waitpid(server, NULL, 0), server);
        close(fd);
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* A byte, and another one half a second later: never silent, and never done. */
static void dawdle(int fd, const unsigned char *bytes, size_t size)
{
    static const unsigned char filler = 0;

    for (size_t i = 0; send(fd, i < size ? &bytes[i] : &filler, 1, MSG_NOSIGNAL) == 1; i++)
        nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
}

/* A server that answers STARTTLS, if it is asked for it, and then begins a record of TLS or of
 * LDAP.
 */
static void serve_dawdling(int fd, bool start_tls, const unsigned char *bytes, size_t size)
{
    /* An ExtendedResponse to message 1, success. */
    static const unsigned char started[] = {0x30, 0x0c, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0};
    char request[256];
    int connection = accept(fd, NULL, NULL);

    if (start_tls && (read(connection, request, sizeof request) <= 0 ||
                      write(connection, started, sizeof started) != sizeof started))
        _exit(1);
    dawdle(connection, bytes, size);
    _exit(0);
}

START_TEST(a_server_that_dawdles_does_not_stop_the_clock)
{
    /* 16,384 bytes of a handshake, and as many of a message. */
    static const unsigned char hello[] = {0x16, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc};
    static const unsigned char message_start[] = {0x30, 0x82, 0x40, 0, 2, 1, 1};
    static const struct {
        const char *pattern;
        bool start_tls;
        const unsigned char *bytes;
        size_t size;
    } cases[] = {
        {"ldaps://127.0.0.1:%u/dc=it?timeout=1", false, hello, sizeof hello},
        {"ldap://127.0.0.1:%u/dc=it?timeout=1&starttls=yes", true, hello, sizeof hello},
        {"ldap://127.0.0.1:%u/dc=it?timeout=1&starttls=yes", false, message_start,
         sizeof message_start},
        {"ldap://127.0.0.1:%u/dc=it?timeout=1", false, message_start, sizeof message_start},
    };
    char message[PECADDR_REGISTRY_MESSAGE_MAX], uri[256];
    unsigned port;

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_memory();
        int fd = listen_in_silence(&port);
        time_t start = seconds();
        pid_t server = fork();

        ck_assert_int_ge(server, 0);
        if (server == 0)
            serve_dawdling(fd, cases[i].start_tls, cases[i].bytes, cases[i].size);
        snprintf(uri, sizeof uri, cases[i].pattern, port);
        ck_assert_int_eq(add(registry, uri, message), PECADDR_E_STORAGE);
        ck_assert_msg(seconds() - start < 10, "%s: %s", uri, message);
        if (cases[i].bytes == hello)
            ck_assert_msg(strstr(message, "no answer in time") != NULL, "%s: %s", uri, message);
        kill(server, SIGKILL);
        ck_assert_int_eq(waitpid(server, NULL, 0), server);
        close(fd);
        pecaddr_registry_close(registry);
    }
}
END_TEST

/* Sources that say absent are asked in turn until one does not. */
START_TEST(directories_commands_and_lists_stand_beside_each_other)
{
    struct pecaddr_registry *registry = open_source("%l/%i");
    char message[PECADDR_REGISTRY_MESSAGE_MAX], path[512], uri[600];
    FILE *list;

    snprintf(path, sizeof path, "%s/list", setting("LDAP_FOLDER"));
    list = fopen(path, "w");
    ck_assert_ptr_nonnull(list);
    fputs("sara.costa@ingpec.eu\n", list);
    ck_assert_int_eq(fclose(list), 0);
    snprintf(uri, sizeof uri, "file:%s", path);
    ck_assert_int_eq(add(registry, uri, message), PECADDR_OK);
    ck_assert_int_eq(add(registry,
                         "exec:while read -r a; do case $a in marta.gallo@*) echo $a present;; "
                         "*) echo $a absent;; esac; done",
                         message),
                     PECADDR_OK);
    ck_assert_int_eq(add(registry, "%s/%i?attribute=pecMail&ca=%f/ca.pem", message), PECADDR_OK);
    ck_assert_int_eq(ask(registry, "Mario", "Rossi", 0), PECADDR_TAKEN);
    ck_assert_int_eq(ask(registry, "Sara", "Costa", 0), PECADDR_TAKEN);
    ck_assert_int_eq(ask(registry, "Marta", "Gallo", 0), PECADDR_TAKEN);
    ck_assert_int_eq(ask(registry, "Lucia", "Bianchi", 1), PECADDR_TAKEN);
    ck_assert_int_eq(ask(registry, "Giulia", "Russo", 0), PECADDR_FREE);
    pecaddr_registry_close(registry);
    unlink(path);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_address_exists_where_an_entry_has_it,
        a_source_that_would_protect_nobody_is_refused,
        a_certificate_is_for_the_name_in_the_uri,
        a_uri_that_names_no_directory_is_refused,
        a_canary_may_hold_what_is_special_in_a_filter,
        many_questions_are_asked_of_a_directory_at_once,
        a_search_reference_is_a_failure,
        a_server_that_stops_in_the_middle_is_a_failure_in_time,
        a_server_that_is_gone_is_a_failure_until_it_is_back,
        a_lost_connection_is_opened_again,
        a_server_that_says_nothing_is_refused_in_time,
        part_of_an_answer_does_not_stop_the_clock,
        a_server_that_dawdles_does_not_stop_the_clock,
        directories_commands_and_lists_stand_beside_each_other,
    };

    return run_suite("ldap", tests, N_OF(tests));
}
