/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef CRASH_DISK_H
#define CRASH_DISK_H

/* For crash-vfs.c: what the disk is known to hold, the files of one folder, and a loss of power. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "registry/sqlite/crash-vfs.h"

#define LARGE_SECTOR 4096

/* Something is wrong with the test itself. */
#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A name in the folder: what it stands for, and what it stood for when the folder was synced. */
struct name {
    char path[128];
    struct node *now;
    struct node *synced;
};

struct node *crash_disk_make_node(void);
void crash_disk_add_change(struct node *node, size_t offset, const void *data, size_t size);
void crash_disk_sync_node(struct node *node);
void crash_disk_sync_folder(void);
struct name *crash_disk_find_name(const char *path);

/* Takes what is in a file now for what is on the disk under its name. */
void crash_disk_load(const char *path);

/* Frees what it knows. */
void crash_disk_forget(void);

void crash_disk_lose_power(enum crash_loss loss, uint64_t seed, bool not_power_safe);

#endif
