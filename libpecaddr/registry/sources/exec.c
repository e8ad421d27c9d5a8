/* SPDX-License-Identifier: BSD-3-Clause */
#include "address.h"
#include "clock.h"
#include "source.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * A command that knows which addresses exist: run once by the shell, asked one address a line, as
 * many lines as there are questions, and answering each, in order, with the line
 * `ADDRESS absent`, `ADDRESS present` or `ADDRESS failed`.
 *
 * The address in the answer is what makes the answer certain: a command that skips a question or
 * answers one twice is found out at once, and then nothing that it said in this call counts. A
 * command that ends or says nothing leaves what it has answered and fails the rest. In each case it
 * is killed, with its whole process group, and the next call starts it anew.
 *
 * It is asked through a pair of sockets, not through pipes: a command that no longer reads is then
 * an error and no SIGPIPE for the whole program.
 */

#define TIMEOUT_DEFAULT 10u

/* How long, in milliseconds, a command may take to end once its input has ended. */
#define GRACE 1000

/* The longest answer, without its end of line. */
#define ANSWER_MAX (PECADDR_ADDRESS_MAX + sizeof " present" - 1)

struct command {
    struct source source;
    char *uri;        /* for messages */
    char *line;       /* for the shell */
    unsigned timeout; /* in seconds, for each answer */
    pid_t pid;        /* 0: it does not run */
    int fd;
};

/* The questions of one call. */
struct block {
    const char *const *addresses;
    size_t n;
    enum presence *presence;
    size_t answered;
    int64_t deadline; /* of the next answer */
    char answer[ANSWER_MAX];
    size_t answer_size;
    /* What goes out: the lines of the addresses before `taken`, from `out_start` on. */
    size_t taken;
    size_t out_start, out_size;
    char out[4096];
};

/* Copies a text; NULL: no memory. */
static char *copy(const char *text)
{
    char *copied = malloc(strlen(text) + 1);

    return copied ? strcpy(copied, text) : NULL;
}

/* Start and end. */

/* The command with a socket as its input and output, in a process group of its own. An errno. */
static int spawn(struct command *command, int fd)
{
    char name[] = "sh", option[] = "-c", end_of_options[] = "--";
    char *const arguments[] = {name, option, end_of_options, command->line, NULL};
    extern char **environ;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, normal;
    int r;

    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    /* What this program ignores or blocks for itself, a shell does not expect. */
    sigemptyset(&none);
    sigemptyset(&normal);
    sigaddset(&normal, SIGPIPE);
    sigaddset(&normal, SIGCHLD);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &normal);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    r = posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    if (r == 0)
        r = posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO);
    if (r == 0)
        r = posix_spawn(&command->pid, "/bin/sh", &files, &attributes, arguments, environ);
    if (r != 0)
        command->pid = 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return r;
}

static int start(struct command *command, struct pecaddr_registry_error *error)
{
    int ends[2], r = 0;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        r = errno;
    } else {
        r = spawn(command, ends[1]);
        close(ends[1]);
        command->fd = ends[0];
        if (r != 0)
            close(ends[0]);
    }
    return r == 0 ? PECADDR_OK
                  : registry_fail(error, PECADDR_E_STORAGE, "%s: the command cannot be started: %s",
                                  SHOWN_URI(command->uri), registry_reason(r));
}

/*
 * Waits for the shell to end, up to `grace` milliseconds, without taking its status away: until
 * then its number, which is that of the group, is nobody else's. ret_info: how it ended, with
 * si_pid 0 if it has not. False: somebody else has taken it away.
 */
static bool wait_for_end(const struct command *command, int grace, siginfo_t *ret_info)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    int64_t deadline = registry_now() + grace;

    for (;;) {
        memset(ret_info, 0, sizeof *ret_info);
        if (waitid(P_PID, (id_t)command->pid, ret_info, WEXITED | WNOHANG | WNOWAIT) == 0) {
            if (ret_info->si_pid != 0 || registry_time_left(deadline) == 0)
                return true;
        } else if (errno != EINTR) {
            return false;
        }
        nanosleep(&moment, NULL);
    }
}

/* Ends the command, of its own accord if it does so in time; ret_info as of wait_for_end(). */
static void end(struct command *command, int grace, siginfo_t *ret_info)
{
    if (wait_for_end(command, grace, ret_info)) {
        /* The shell too: it may have left its group. */
        kill(-command->pid, SIGKILL);
        kill(command->pid, SIGKILL);
        while (waitpid(command->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    close(command->fd);
    command->pid = 0;
}

static void stop(struct command *command)
{
    siginfo_t info;

    end(command, 0, &info);
}

/* What goes wrong. Each ends the command. */

static const char *asked_about(const struct block *block)
{
    return block->answered < block->n ? block->addresses[block->answered] : N_("nothing more");
}

static bool no_answer(struct command *command, const struct block *block,
                      struct pecaddr_registry_error *error)
{
    stop(command);
    registry_fail(error, PECADDR_E_STORAGE,
                  "%s: no answer about %s within %u s (an answer is one whole line, not kept back "
                  "in a buffer)",
                  SHOWN_URI(command->uri), asked_about(block), command->timeout);
    return false;
}

static bool ended(struct command *command, const struct block *block,
                  struct pecaddr_registry_error *error)
{
    siginfo_t info;

    end(command, GRACE, &info);
    if (info.si_pid == 0)
        registry_fail(error, PECADDR_E_STORAGE,
                      "%s: the command closed its output when asked about %s",
                      SHOWN_URI(command->uri), asked_about(block));
    else if (info.si_code == CLD_EXITED)
        registry_fail(error, PECADDR_E_STORAGE,
                      "%s: the command ended (status %d) when asked about %s; it must answer until "
                      "its input ends",
                      SHOWN_URI(command->uri), info.si_status, asked_about(block));
    else
        registry_fail(error, PECADDR_E_STORAGE,
                      "%s: the command ended (signal %d) when asked about %s; it must answer until "
                      "its input ends",
                      SHOWN_URI(command->uri), info.si_status, asked_about(block));
    return false;
}

/* Nothing that it said in this call can be trusted. */
static bool out_of_step(struct command *command, const struct block *block, const char *said,
                        size_t size, struct pecaddr_registry_error *error)
{
    stop(command);
    for (size_t i = 0; i < block->n; i++)
        block->presence[i] = PRESENCE_FAILED;
    registry_fail(error, PECADDR_E_STORAGE,
                  "%s: asked about %s, the command says \"%s\", which is no answer to it; so none "
                  "of its answers counts",
                  SHOWN_URI(command->uri), asked_about(block), QUOTED(said, size));
    return false;
}

/* Questions and answers. */

/* Puts as many lines as fit into the buffer, which is empty. */
static void take_lines(struct block *block)
{
    block->out_start = 0;
    block->out_size = 0;
    while (block->taken < block->n) {
        const char *address = block->addresses[block->taken];
        size_t size = strlen(address);

        if (sizeof block->out - block->out_size < size + 1)
            return;
        memcpy(block->out + block->out_size, address, size);
        block->out[block->out_size + size] = '\n';
        block->out_size += size + 1;
        block->taken++;
    }
}

static bool has_lines(const struct block *block)
{
    return block->out_start < block->out_size;
}

static void forget_lines(struct block *block)
{
    block->taken = block->n;
    block->out_start = block->out_size;
}

/* A command that no longer reads may still have answered: what it says decides. */
static void send_lines(struct command *command, struct block *block)
{
    ssize_t size = send(command->fd, block->out + block->out_start,
                        block->out_size - block->out_start, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (size >= 0)
        block->out_start += (size_t)size;
    else if (errno != EINTR && errno != EAGAIN)
        forget_lines(block);
    if (!has_lines(block))
        take_lines(block);
}

/* Whether a line answers the question about an address; it must be the same to the byte. */
static bool read_answer(const char *line, size_t size, const char *address,
                        enum presence *ret_presence)
{
    static const struct {
        const char *word;
        enum presence presence;
    } words[] = {
        {" absent", PRESENCE_ABSENT}, {" present", PRESENCE_PRESENT}, {" failed", PRESENCE_FAILED}};
    size_t prefix = strlen(address);

    if (size < prefix || memcmp(line, address, prefix) != 0)
        return false;
    for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
        if (size - prefix == strlen(words[i].word) &&
            memcmp(line + prefix, words[i].word, size - prefix) == 0) {
            *ret_presence = words[i].presence;
            return true;
        }
    }
    return false;
}

static bool take_answer(struct command *command, struct block *block,
                        struct pecaddr_registry_error *error)
{
    enum presence *presence = &block->presence[block->answered];

    if (!read_answer(block->answer, block->answer_size, asked_about(block), presence))
        return out_of_step(command, block, block->answer, block->answer_size, error);
    if (*presence == PRESENCE_FAILED)
        registry_fail(error, PECADDR_E_STORAGE, "%s: the command could not find out about %s",
                      SHOWN_URI(command->uri), asked_about(block));
    block->answered++;
    block->answer_size = 0;
    block->deadline = registry_now() + command->timeout * 1000;
    return true;
}

static bool receive(struct command *command, struct block *block,
                    struct pecaddr_registry_error *error)
{
    char bytes[4096];
    ssize_t size = recv(command->fd, bytes, sizeof bytes, MSG_DONTWAIT);

    if (size < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (size <= 0)
        return ended(command, block, error);
    for (size_t i = 0; i < (size_t)size; i++) {
        if (block->answered == block->n)
            return out_of_step(command, block, bytes + i, (size_t)size - i, error);
        if (bytes[i] == '\n') {
            if (!take_answer(command, block, error))
                return false;
        } else if (block->answer_size == sizeof block->answer) {
            return out_of_step(command, block, block->answer, block->answer_size, error);
        } else {
            block->answer[block->answer_size++] = bytes[i];
        }
    }
    return true;
}

/* Sends and receives at once, so that neither side waits for the other. */
static void converse(struct command *command, struct block *block,
                     struct pecaddr_registry_error *error)
{
    bool goes_on = true;

    block->deadline = registry_now() + command->timeout * 1000;
    take_lines(block);
    while (goes_on && block->answered < block->n) {
        struct pollfd event = {.fd = command->fd, .events = POLLIN};
        int ready;

        if (has_lines(block))
            event.events |= POLLOUT;
        ready = poll(&event, 1, registry_time_left(block->deadline));
        if (ready == 0 || (ready < 0 && errno != EINTR))
            goes_on = no_answer(command, block, error);
        if (ready <= 0)
            continue;
        if ((event.revents & POLLOUT) != 0)
            send_lines(command, block);
        if ((event.revents & ~POLLOUT) != 0)
            goes_on = receive(command, block, error);
    }
}

/* Whether the command runs, started if need be, and has said nothing that it was not asked. */
static bool is_ready(struct command *command, struct block *block,
                     struct pecaddr_registry_error *error)
{
    char bytes[64];
    ssize_t size;

    if (command->pid != 0) {
        size = recv(command->fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (size > 0) {
            block->answered = block->n;
            return out_of_step(command, block, bytes, (size_t)size, error);
        }
        if (size < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        stop(command);
    }
    return start(command, error) == PECADDR_OK;
}

static void command_ask(struct source *source, const char *const addresses[], size_t n,
                        enum presence ret_presence[], struct pecaddr_registry_error *error)
{
    struct command *command = (struct command *)source;
    struct block block = {.addresses = addresses, .n = n, .presence = ret_presence};

    for (size_t i = 0; i < n; i++)
        ret_presence[i] = PRESENCE_FAILED;
    if (is_ready(command, &block, error))
        converse(command, &block, error);
}

static void command_close(struct source *source)
{
    struct command *command = (struct command *)source;
    siginfo_t info;

    if (command->pid != 0) {
        shutdown(command->fd, SHUT_WR);
        end(command, GRACE, &info);
    }
    free(command->uri);
    free(command->line);
    free(command);
}

static const struct source_ops command_ops = {.ask = command_ask, .close = command_close};

/* Opening. */

static int read_uri(struct command *command, struct uri *uri, struct pecaddr_registry_error *error)
{
    int r;

    if (uri->path[0] == '\0')
        return registry_fail(error, PECADDR_E_ARGUMENT,
                             "%s: there is no command after the colon; write exec:COMMAND",
                             SHOWN_URI(uri->text));
    r = registry_uri_timeout(uri, 1, &command->timeout, error);
    if (r == PECADDR_OK)
        r = registry_uri_done(uri, error);
    if (r != PECADDR_OK)
        return r;
    command->uri = copy(uri->text);
    command->line = copy(uri->path);
    return command->uri && command->line ? PECADDR_OK : registry_no_memory(error);
}

int registry_exec_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    struct command *command = calloc(1, sizeof *command);
    int r;

    if (!command)
        return registry_no_memory(error);
    command->source.ops = &command_ops;
    command->timeout = TIMEOUT_DEFAULT;
    r = read_uri(command, uri, error);
    if (r == PECADDR_OK)
        *ret_source = &command->source;
    else
        command_close(&command->source);
    return r;
}
