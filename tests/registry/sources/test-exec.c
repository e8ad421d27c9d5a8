/* SPDX-License-Identifier: BSD-3-Clause */
/* Commands as sources of addresses that exist elsewhere. SPEC §5. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "registry/sources/source-fixture.h"

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
    return run_suite("exec", tests, N_OF(tests));
}
