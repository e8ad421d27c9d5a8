/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a list of addresses costs that stands beside a registry, `file:PATH`: the time until it is
 * open, the memory, and the time of a question.
 *
 *   ninja -C build tools/bench/lists && build/tools/bench/lists [LINES]
 *
 * The list, of 16 million lines in no order if no other number is given, is made in TMPDIR or /tmp,
 * and so lies in the page cache. Half of the questions are about addresses that are in it. A
 * question is timed as pecaddr_registry_ask() answers it, 1,000 a call, without and with the list
 * in turns, on an empty registry in memory; the list's part is the difference of the medians.
 *
 * Beside it, in the same run, the plainest way: all of the file in memory, and pointers to its
 * lines, sorted by qsort() and searched by bsearch(). It takes the lines as they are, which is in
 * its favour. A ratio is its figure by ours.
 */
#include "bench.h"

#include <pecaddr/registry.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINES     16000000
#define CHUNK     1000
#define CALLS     200
#define TEXT_SIZE 64

static const char *const names[] = {
    "mario.rossi",   "anna.bianchi",     "giuseppe.russo", "maria.ferrari",
    "luca.esposito", "francesca.romano", "paolo.colombo",  "giulia.ricci",
    "andrea.marino", "chiara.greco",     "marco.bruno",    "elena.gallo",
    "roberto.conti", "sara.deluca",      "stefano.costa",  "laura.giordano",
};

/* The i-th address; below LINES, or beyond. Each is another one. */
static void make_address(uint32_t i, char address[TEXT_SIZE])
{
    uint32_t scattered = i * 2654435761u; /* odd: no two are the same */

    snprintf(address, TEXT_SIZE, "%s.mc.a%u@ingpec.eu", names[scattered % 16], scattered);
}

static void write_list(const char *path, uint32_t n)
{
    FILE *file = fopen(path, "w");
    char address[TEXT_SIZE];

    if (file == NULL)
        die("%s: cannot be made", path);
    for (uint32_t i = 0; i < n; i++) {
        make_address(i, address);
        fprintf(file, "%s\n", address);
    }
    if (fclose(file) != 0)
        die("%s: cannot be written", path);
}

/* A line of /proc/self/status, in KiB. */
static double memory(const char *name)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double kib = 0;

    if (file == NULL)
        die("/proc/self/status: cannot be read");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
            kib = strtod(line + strlen(name) + 1, NULL);
    fclose(file);
    return kib;
}

/* The plainest way. */

struct peer {
    char *text;
    const char **lines;
    size_t n;
};

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void open_peer(struct peer *peer, const char *path)
{
    FILE *file = fopen(path, "r");
    size_t size, capacity = 0;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        die("%s: cannot be read", path);
    size = (size_t)ftell(file);
    rewind(file);
    peer->text = malloc(size + 1);
    if (peer->text == NULL || fread(peer->text, 1, size, file) != size)
        die("%s: cannot be read", path);
    peer->text[size] = '\0';
    fclose(file);
    for (char *at = peer->text, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        if (peer->n == capacity) {
            capacity = capacity == 0 ? 1024 : capacity + capacity / 2;
            peer->lines = realloc(peer->lines, capacity * sizeof *peer->lines);
            if (peer->lines == NULL)
                die("out of memory");
        }
        *end = '\0';
        peer->lines[peer->n++] = at;
    }
    qsort(peer->lines, peer->n, sizeof *peer->lines, compare_lines);
}

/* Questions, half of them about what is in the list. */
struct questions {
    char addresses[CHUNK][TEXT_SIZE];
    struct pecaddr_query queries[CHUNK];
    struct pecaddr_query *pointers[CHUNK];
};

static void make_questions(struct questions *questions, const struct pecaddr_person *person,
                           const struct pecaddr_folded *folded, uint32_t lines, uint32_t first)
{
    for (uint32_t i = 0; i < CHUNK; i++) {
        char *address = questions->addresses[i];

        make_address(i % 2 == 0 ? (first + i) * 7919u % lines : lines + first + i, address);
        questions->queries[i] = (struct pecaddr_query){.size = sizeof questions->queries[i],
                                                       .person = person,
                                                       .scheme = pecaddr_scheme_ingpec(),
                                                       .folded = folded,
                                                       .address = address,
                                                       .address_size = strlen(address)};
        questions->pointers[i] = &questions->queries[i];
    }
}

/* Microseconds a question; how many were answered `taken` comes on top. */
static double ask(struct pecaddr_registry *registry, struct questions *questions, size_t *taken)
{
    double begin = now(), time;

    if (pecaddr_registry_ask(registry, PECADDR_CHECK, questions->pointers, CHUNK) != 0)
        die("%s", pecaddr_registry_message(registry));
    time = (now() - begin) * 1e6 / CHUNK;
    for (size_t i = 0; i < CHUNK; i++)
        *taken += questions->queries[i].answer == PECADDR_TAKEN;
    return time;
}

static double ask_peer(const struct peer *peer, const struct questions *questions, size_t *taken)
{
    double begin = now();

    for (size_t i = 0; i < CHUNK; i++) {
        const char *address = questions->addresses[i];

        *taken +=
            bsearch(&address, peer->lines, peer->n, sizeof *peer->lines, compare_lines) != NULL;
    }
    return (now() - begin) * 1e6 / CHUNK;
}

static struct pecaddr_registry *open_memory(void)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    if (pecaddr_registry_open("memory:", &registry, &error) != PECADDR_OK)
        die("%s", error.message);
    return registry;
}

/* What a question costs, in microseconds: medians. */
struct costs {
    double alone;  /* without the list */
    double listed; /* with it */
    double peer;
};

/* In turns, so that what else the machine does weighs on all. */
static struct costs ask_all(struct pecaddr_registry *without, struct pecaddr_registry *with,
                            const struct peer *peer, uint32_t lines)
{
    static const char given[] = "Mario", surname[] = "Rossi", province[] = "MC";
    static double alone[CALLS], listed[CALLS], peers[CALLS];
    static struct questions questions;
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = {given, strlen(given)},
                                    .surname = {surname, strlen(surname)},
                                    .province = {province, strlen(province)},
                                    .section = 'A',
                                    .number = 1};
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;
    size_t taken = 0;

    if (pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, NULL) != PECADDR_OK)
        die("a name cannot be folded");
    for (uint32_t call = 0; call < CALLS; call++) {
        make_questions(&questions, &person, &folded, lines, call * CHUNK);
        alone[call] = ask(without, &questions, &taken);
        listed[call] = ask(with, &questions, &taken);
        peers[call] = ask_peer(peer, &questions, &taken);
    }
    if (taken != CALLS * CHUNK)
        die("%zu answers were `taken`, not half of those of the list and its peer", taken);
    return (struct costs){median(alone, CALLS), median(listed, CALLS), median(peers, CALLS)};
}

/* Of opening: seconds, and MiB that stay taken. */
struct opening {
    double time;
    double memory;
};

static struct opening since(double begin, double before)
{
    return (struct opening){now() - begin, (memory("RssAnon") - before) / 1024};
}

static struct opening open_list(struct pecaddr_registry *registry, const char *uri,
                                const char *path)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    double before = memory("RssAnon"), begin = now();

    if (pecaddr_registry_add_source(registry, uri, &error) != PECADDR_OK) {
        unlink(path);
        die("%s", error.message);
    }
    return since(begin, before);
}

static struct opening open_plainly(struct peer *peer, const char *path)
{
    double before = memory("RssAnon"), begin = now();

    open_peer(peer, path);
    return since(begin, before);
}

static void tell(const char *name, struct opening opening, double question, uint32_t lines)
{
    printf("%s\n", name);
    printf("  open in       %10.2f s\n", opening.time);
    printf("  memory        %10.1f MiB, %.1f bytes a line\n", opening.memory,
           opening.memory * 1024 * 1024 / lines);
    printf("  a question    %10.2f µs\n", question);
}

int main(int argc, char *argv[])
{
    uint32_t lines = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : LINES;
    const char *parent = getenv("TMPDIR");
    struct pecaddr_registry *without, *with;
    struct opening opened, opened_plainly;
    struct peer peer = {.n = 0};
    struct costs costs;
    char path[512], uri[600];
    double peak, question;

    if (lines == 0)
        die("usage: lists [LINES]");
    snprintf(path, sizeof path, "%s/pecaddr-bench-%ld.txt", parent != NULL ? parent : "/tmp",
             (long)getpid());
    snprintf(uri, sizeof uri, "file:%s", path);
    without = open_memory();
    with = open_memory();
    write_list(path, lines);
    opened = open_list(with, uri, path);
    peak = memory("VmHWM") / 1024;
    opened_plainly = open_plainly(&peer, path);
    costs = ask_all(without, with, &peer, lines);
    unlink(path);

    question = costs.listed - costs.alone;
    printf("%u lines; the registry alone takes %.2f µs a question\n", lines, costs.alone);
    tell("file:", opened, question, lines);
    printf("  at most       %10.1f MiB all in all, while it opens\n", peak);
    tell("its lines in memory, sorted", opened_plainly, costs.peer, lines);
    printf("ratio %.2f time until it is open\n", opened_plainly.time / opened.time);
    printf("ratio %.2f memory\n", opened_plainly.memory / opened.memory);
    printf("ratio %.2f a question\n", costs.peer / question);
    free(peer.lines);
    free(peer.text);
    pecaddr_registry_close(without);
    pecaddr_registry_close(with);
    return 0;
}
