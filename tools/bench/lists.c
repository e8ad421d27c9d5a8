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
 */
#include "bench.h"

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
        die("%s: can not be made", path);
    for (uint32_t i = 0; i < n; i++) {
        make_address(i, address);
        fprintf(file, "%s\n", address);
    }
    if (fclose(file) != 0)
        die("%s: can not be written", path);
}

/* A line of /proc/self/status, in KiB. */
static double memory(const char *name)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[256];
    double kib = 0;

    if (file == NULL)
        die("/proc/self/status: can not be read");
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
            kib = strtod(line + strlen(name) + 1, NULL);
    fclose(file);
    return kib;
}

/* Questions, half of them about what is in the list. */
struct questions {
    char addresses[CHUNK][TEXT_SIZE];
    struct pecaddr_query queries[CHUNK];
    struct pecaddr_query *pointers[CHUNK];
};

static void make_questions(struct questions *questions, const struct pecaddr_person *person,
                           uint32_t lines, uint32_t first)
{
    for (uint32_t i = 0; i < CHUNK; i++) {
        char *address = questions->addresses[i];

        make_address(i % 2 == 0 ? (first + i) * 7919u % lines : lines + first + i, address);
        questions->queries[i] = (struct pecaddr_query){.size = sizeof questions->queries[i],
                                                       .person = person,
                                                       .scheme = pecaddr_scheme_ingpec(),
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

static struct pecaddr_registry *open_memory(void)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct pecaddr_registry *registry = NULL;

    if (pecaddr_registry_open("memory:", &registry, &error) != PECADDR_OK)
        die("%s", error.message);
    return registry;
}

/* Without and with the list in turns, so that what else the machine does weighs on both. */
static void ask_both(struct pecaddr_registry *without, struct pecaddr_registry *with,
                     uint32_t lines, double *ret_without, double *ret_with)
{
    static const char given[] = "Mario", surname[] = "Rossi", province[] = "MC";
    static double alone[CALLS], listed[CALLS];
    static struct questions questions;
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = {given, strlen(given)},
                                    .surname = {surname, strlen(surname)},
                                    .province = {province, strlen(province)},
                                    .section = 'A',
                                    .number = 1};
    size_t taken = 0;

    for (uint32_t call = 0; call < CALLS; call++) {
        make_questions(&questions, &person, lines, call * CHUNK);
        alone[call] = ask(without, &questions, &taken);
        listed[call] = ask(with, &questions, &taken);
    }
    if (taken != CALLS * CHUNK / 2)
        die("%zu of the questions were answered `taken`, not half of them", taken);
    *ret_without = median(alone, CALLS);
    *ret_with = median(listed, CALLS);
}

int main(int argc, char *argv[])
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    uint32_t lines = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : LINES;
    const char *parent = getenv("TMPDIR");
    struct pecaddr_registry *without, *with;
    char path[512], uri[600];
    double before, taken_up, begin, opened, alone, listed;

    if (lines == 0)
        die("usage: lists [LINES]");
    snprintf(path, sizeof path, "%s/pecaddr-bench-%ld.txt", parent != NULL ? parent : "/tmp",
             (long)getpid());
    snprintf(uri, sizeof uri, "file:%s", path);
    without = open_memory();
    with = open_memory();
    write_list(path, lines);
    before = memory("RssAnon");
    begin = now();
    if (pecaddr_registry_add_source(with, uri, &error) != PECADDR_OK) {
        unlink(path);
        die("%s", error.message);
    }
    opened = now() - begin;
    taken_up = memory("RssAnon") - before;
    ask_both(without, with, lines, &alone, &listed);
    unlink(path);

    printf("file: %u lines\n", lines);
    printf("  open in       %10.2f s\n", opened);
    printf("  memory        %10.1f MiB, %.1f bytes a line; %.1f MiB all in all while it opens\n",
           taken_up / 1024, taken_up * 1024 / lines, memory("VmHWM") / 1024);
    printf("  a question    %10.2f µs, and %.2f µs that the registry takes\n", listed - alone,
           alone);
    pecaddr_registry_close(without);
    pecaddr_registry_close(with);
    return 0;
}
