/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two hundred people walked at once, without threads: each walk has one question open, the
 * questions go to another process over a socket, and their answers come back in whatever order. A
 * number in front of each says which question it is.
 */
#define _POSIX_C_SOURCE 200809L
#include <pecaddr/pecaddr.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PEOPLE 200
#define N_LEVELS 3     /* of ingpec */
#define PATIENCE 30000 /* milliseconds without any answer */

/* The longest line, "NUMBER ADDRESS\n", with its NUL. */
#define LINE_SIZE (sizeof "4294967295 \n" + PECADDR_ADDRESS_MAX)

/* Reads the number at the head of a line; returns what stands after it and a space, or NULL. */
static const char *read_number(const char *line, unsigned *ret_number)
{
    char *end;
    unsigned long number = strtoul(line, &end, 10);

    if (end == line || *end != ' ' || number >= N_PEOPLE * N_LEVELS)
        return NULL;
    *ret_number = (unsigned)number;
    return end + 1;
}

/* The other side: it claims addresses. */

/* Returns whether all is written. */
static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        size -= (size_t)n;
    }
    return true;
}

/* Whether an address was not there yet; then it is from now on. */
static bool claim(const char *address)
{
    static char claimed[N_PEOPLE][PECADDR_ADDRESS_MAX + 1];
    static size_t n;

    for (size_t i = 0; i < n; i++)
        if (strcmp(claimed[i], address) == 0)
            return false;
    if (n == N_PEOPLE)
        return false;
    snprintf(claimed[n++], sizeof claimed[0], "%s", address);
    return true;
}

/* Answers "NUMBER ADDRESS" with "NUMBER claimed" or "NUMBER taken"; returns whether it could. */
static bool serve_line(int fd, const char *line)
{
    unsigned number;
    const char *address = read_number(line, &number);
    char answer[LINE_SIZE];

    if (!address)
        return false;
    snprintf(answer, sizeof answer, "%u %s\n", number, claim(address) ? "claimed" : "taken");
    return write_all(fd, answer, strlen(answer));
}

/* Answers until no more questions come; of those that came together the last is the first. */
static int serve(int fd)
{
    static char buffer[N_PEOPLE * LINE_SIZE];
    size_t size = 0;
    ssize_t n;

    while ((n = read(fd, buffer + size, sizeof buffer - size)) != 0) {
        size_t whole;

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return EXIT_FAILURE;
        size += (size_t)n;
        for (whole = size; whole > 0 && buffer[whole - 1] != '\n'; whole--)
            ;
        for (size_t end = whole; end > 0;) {
            size_t begin = end - 1;

            buffer[end - 1] = '\0';
            while (begin > 0 && buffer[begin - 1] != '\n')
                begin--;
            if (!serve_line(fd, buffer + begin))
                return EXIT_FAILURE;
            end = begin;
        }
        size -= whole;
        memmove(buffer, buffer + whole, size);
    }
    return EXIT_SUCCESS;
}

/* This side: the walks. */

struct walker {
    struct pecaddr_person person;
    struct pecaddr_walk walk;
    struct pecaddr_query query; /* the question that is open */
    bool is_open;
};

struct office {
    struct walker walkers[N_PEOPLE];
    size_t n_open;
    int fd;
    /* What is not sent yet: one question a walk at most. */
    char out[N_PEOPLE * LINE_SIZE];
    size_t out_size;
    char in[N_PEOPLE * LINE_SIZE];
    size_t in_size;
};

/* A question's number is that of its walk, and N_PEOPLE more for each level: none is used twice. */
static unsigned question_number(const struct office *office, const struct walker *walker)
{
    return (unsigned)(walker - office->walkers) + N_PEOPLE * walker->query.level;
}

/* Puts the next question of a walk among those to be sent; the walk may also be at its end. */
static void ask_next(struct office *office, struct walker *walker)
{
    if (pecaddr_walk_next(&walker->walk, &walker->query) != PECADDR_OK) {
        walker->is_open = false;
        office->n_open--;
        return;
    }
    office->out_size += (size_t)snprintf(office->out + office->out_size, LINE_SIZE, "%u %s\n",
                                         question_number(office, walker), walker->query.address);
}

/* Begins all walks; returns what went wrong, or PECADDR_OK. */
static int begin(struct office *office)
{
    static const char *const given[] = {"Anna",  "Bruno", "Carla", "Dario", "Elena",
                                        "Fabio", "Gaia",  "Ivo",   "Lucia", "Mario"};
    static const char *const surnames[] = {"Bianchi", "Conti",  "D'Angelo", "Esposito", "Ferri",
                                           "Galli",   "Marchi", "Nardi",    "Rossi",    "Villa"};

    for (unsigned i = 0; i < N_PEOPLE; i++) {
        struct walker *walker = &office->walkers[i];
        int r;

        walker->person = (struct pecaddr_person)PECADDR_PERSON_INIT;
        walker->walk = (struct pecaddr_walk)PECADDR_WALK_INIT;
        walker->query = (struct pecaddr_query)PECADDR_QUERY_INIT;
        walker->person.given = pecaddr_text_of(given[i % 10]);
        walker->person.surname = pecaddr_text_of(surnames[i / 10 % 10]);
        walker->person.province = PECADDR_TEXT("MC");
        walker->person.section = 'A';
        walker->person.number = 1 + i;
        r = pecaddr_walk_init(&walker->walk, pecaddr_scheme_ingpec(), &walker->person,
                              PECADDR_CLAIM, NULL);
        if (r != PECADDR_OK)
            return r;
        walker->is_open = true;
        office->n_open++;
        ask_next(office, walker);
    }
    return PECADDR_OK;
}

/* Gives an answer to the open question of a walk, and asks its next; returns whether it could. */
static bool answer(struct office *office, struct walker *walker, enum pecaddr_answer given, int why)
{
    walker->query.answer = given;
    walker->query.failure = why;
    if (pecaddr_walk_answer(&walker->walk, &walker->query) != PECADDR_OK)
        return false;
    ask_next(office, walker);
    return true;
}

/* Takes "NUMBER claimed" or "NUMBER taken"; returns whether it answers a question that is open. */
static bool take_line(struct office *office, const char *line)
{
    unsigned number;
    const char *word = read_number(line, &number);
    struct walker *walker;

    if (!word)
        return false;
    walker = &office->walkers[number % N_PEOPLE];
    if (!walker->is_open || number != question_number(office, walker))
        return false;
    if (strcmp(word, "claimed") == 0)
        return answer(office, walker, PECADDR_CLAIMED, 0);
    if (strcmp(word, "taken") == 0)
        return answer(office, walker, PECADDR_TAKEN, 0);
    return false;
}

/* Each returns 0 or an error number. */
static int send_some(struct office *office)
{
    ssize_t n = send(office->fd, office->out, office->out_size, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : errno;
    office->out_size -= (size_t)n;
    memmove(office->out, office->out + n, office->out_size);
    return 0;
}

static int receive_some(struct office *office)
{
    ssize_t n = recv(office->fd, office->in + office->in_size, sizeof office->in - office->in_size,
                     MSG_DONTWAIT);
    char *line = office->in;
    char *newline;

    if (n == 0)
        return ECONNRESET;
    if (n < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : errno;
    office->in_size += (size_t)n;
    while ((newline = memchr(line, '\n', office->in_size - (size_t)(line - office->in)))) {
        *newline = '\0';
        if (!take_line(office, line))
            return EPROTO;
        line = newline + 1;
    }
    office->in_size -= (size_t)(line - office->in);
    memmove(office->in, line, office->in_size);
    return office->in_size < sizeof office->in ? 0 : EPROTO;
}

/* Waits until something can be sent or has come. */
static int turn(struct office *office)
{
    struct pollfd pollfd = {.fd = office->fd, .events = POLLIN};
    int r;

    if (office->out_size > 0)
        pollfd.events |= POLLOUT;
    r = poll(&pollfd, 1, PATIENCE);
    if (r < 0)
        return errno == EINTR ? 0 : errno;
    if (r == 0)
        return ETIMEDOUT;
    r = pollfd.revents & POLLOUT ? send_some(office) : 0;
    return r == 0 && pollfd.revents & (POLLIN | POLLHUP | POLLERR) ? receive_some(office) : r;
}

/*
 * What was asked and not answered has failed: nobody is given an address on a guess. Whether it was
 * claimed is not known then; a side that looks the holder up first, as in claim.c, may be asked
 * again.
 */
static void fail_open(struct office *office, int why)
{
    for (size_t i = 0; i < N_PEOPLE; i++)
        if (office->walkers[i].is_open)
            answer(office, &office->walkers[i], PECADDR_FAILED, why);
}

/* Says how many were given an address at each level; returns whether all were. */
static bool report(const struct office *office)
{
    unsigned levels[N_LEVELS] = {0};
    unsigned failed = 0;

    for (size_t i = 0; i < N_PEOPLE; i++) {
        struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
        int r = pecaddr_walk_result(&office->walkers[i].walk, &assignment);

        if (r == PECADDR_OK && assignment.status == PECADDR_OK && assignment.level < N_LEVELS)
            levels[assignment.level]++;
        else
            failed++;
    }
    printf("%u at level 0, %u at level 1, %u at level 2, %u failed\n", levels[0], levels[1],
           levels[2], failed);
    return failed == 0;
}

/* Returns PECADDR_OK when all walks have ended, however they did. */
static int walk_all(struct office *office)
{
    int r = begin(office);
    int error = 0;

    if (r != PECADDR_OK) {
        fprintf(stderr, "%s\n", pecaddr_strerror(r));
        return r;
    }
    while (office->n_open > 0 && !error)
        error = turn(office);
    if (error) {
        fprintf(stderr, "the other side: %s\n", strerror(error));
        fail_open(office, error);
    }
    return PECADDR_OK;
}

int main(void)
{
    static struct office office;
    int ends[2];
    pid_t child;
    int child_status = 0;
    bool all;

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) {
        perror("socketpair");
        return EXIT_FAILURE;
    }
    child = fork();
    if (child < 0) {
        perror("fork");
        return EXIT_FAILURE;
    }
    if (child == 0) {
        close(ends[0]);
        _exit(serve(ends[1]));
    }
    close(ends[1]);
    office.fd = ends[0];
    all = walk_all(&office) == PECADDR_OK && report(&office);
    close(office.fd);
    if (waitpid(child, &child_status, 0) < 0 || child_status != 0) {
        fprintf(stderr, "the other side ended badly\n");
        all = false;
    }
    return all ? EXIT_SUCCESS : EXIT_FAILURE;
}
