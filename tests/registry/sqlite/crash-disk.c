/* SPDX-License-Identifier: BSD-3-Clause */
#include "registry/sqlite/crash-disk.h"

#include <string.h>
#include <unistd.h>

#define SECTOR 512

/* What the disk is known to hold. */

struct bytes {
    unsigned char *data;
    size_t size, capacity;
};

/* What was done to a file since it was synced: bytes were written, or it was cut (data NULL). */
struct change {
    struct change *next;
    size_t offset;
    struct bytes bytes;
};

/* A file, which a name may stand for. */
struct node {
    struct node *next;
    struct bytes synced;
    struct change *first, **last;
};

static struct {
    struct name names[16];
    size_t n_names;
    struct node *nodes;
    bool not_power_safe; /* at the present loss of power */
} disk;

static void *allocate(size_t size)
{
    void *memory = calloc(1, size > 0 ? size : 1);

    REQUIRE(memory != NULL);
    return memory;
}

/* A log grows by one page after the other: not each time to another place. */
static void resize(struct bytes *bytes, size_t size, unsigned char fill)
{
    if (size > bytes->capacity || bytes->data == NULL) {
        bytes->capacity = 2 * size + SECTOR;
        bytes->data = realloc(bytes->data, bytes->capacity);
        REQUIRE(bytes->data != NULL);
    }
    if (size > bytes->size)
        memset(bytes->data + bytes->size, fill, size - bytes->size);
    bytes->size = size;
}

static void put(struct bytes *bytes, size_t offset, const unsigned char *data, size_t size,
                unsigned char fill)
{
    if (offset + size > bytes->size)
        resize(bytes, offset + size, fill);
    memcpy(bytes->data + offset, data, size);
}

static void apply(struct bytes *bytes, const struct change *change)
{
    if (change->bytes.data != NULL)
        put(bytes, change->offset, change->bytes.data, change->bytes.size, 0);
    else
        resize(bytes, change->offset, 0);
}

struct node *crash_disk_make_node(void)
{
    struct node *node = allocate(sizeof *node);

    node->last = &node->first;
    node->next = disk.nodes;
    disk.nodes = node;
    return node;
}

static void forget_changes(struct node *node)
{
    while (node->first != NULL) {
        struct change *change = node->first;

        node->first = change->next;
        free(change->bytes.data);
        free(change);
    }
    node->last = &node->first;
}

void crash_disk_add_change(struct node *node, size_t offset, const void *data, size_t size)
{
    struct change *change = allocate(sizeof *change);

    change->offset = offset;
    if (data != NULL) {
        change->bytes.data = allocate(size);
        change->bytes.size = size;
        memcpy(change->bytes.data, data, size);
    }
    *node->last = change;
    node->last = &change->next;
}

void crash_disk_sync_node(struct node *node)
{
    for (const struct change *change = node->first; change != NULL; change = change->next)
        apply(&node->synced, change);
    forget_changes(node);
}

void crash_disk_sync_folder(void)
{
    for (size_t i = 0; i < disk.n_names; i++)
        disk.names[i].synced = disk.names[i].now;
}

struct name *crash_disk_find_name(const char *path)
{
    struct name *name;

    for (size_t i = 0; i < disk.n_names; i++)
        if (strcmp(disk.names[i].path, path) == 0)
            return &disk.names[i];
    REQUIRE(disk.n_names < sizeof disk.names / sizeof *disk.names);
    REQUIRE(strlen(path) < sizeof name->path);
    name = &disk.names[disk.n_names++];
    *name = (struct name){0};
    strcpy(name->path, path);
    return name;
}

static void load(const char *path, struct bytes *bytes)
{
    FILE *file = fopen(path, "rb");
    long size;

    REQUIRE(file != NULL && fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    REQUIRE(size >= 0);
    rewind(file);
    resize(bytes, (size_t)size, 0);
    REQUIRE(fread(bytes->data, 1, bytes->size, file) == bytes->size);
    fclose(file);
}

void crash_disk_load(const char *path)
{
    struct name *name = crash_disk_find_name(path);

    name->now = name->synced = crash_disk_make_node();
    load(path, &name->now->synced);
}

void crash_disk_forget(void)
{
    while (disk.nodes != NULL) {
        struct node *node = disk.nodes;

        disk.nodes = node->next;
        forget_changes(node);
        free(node->synced.data);
        free(node);
    }
    disk.n_names = 0;
}

/* A loss of power. */

/* splitmix64: public domain, Sebastiano Vigna. */
static uint64_t draw(uint64_t *seed)
{
    uint64_t z = *seed += 0x9E3779B97F4A7C15;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
}

unsigned crash_vfs_draw(uint64_t *seed, unsigned n)
{
    return (unsigned)(draw(seed) % n);
}

static void put_garbage(struct bytes *bytes, size_t offset, size_t size, uint64_t *seed)
{
    if (offset + size > bytes->size)
        resize(bytes, offset + size, 0);
    for (size_t i = 0; i < size; i++)
        bytes->data[offset + i] = (unsigned char)draw(seed);
}

/* What is left of a sector that was being written: garbage, where nobody promises otherwise. */
static void spoil_around(struct bytes *bytes, size_t offset, size_t size, uint64_t *seed)
{
    size_t from = offset / LARGE_SECTOR * LARGE_SECTOR;
    size_t to = (offset + size + LARGE_SECTOR - 1) / LARGE_SECTOR * LARGE_SECTOR;

    if (to > bytes->size)
        to = bytes->size;
    if (from < to)
        put_garbage(bytes, from, to - from, seed);
}

/* Part of one write, within one sector: it arrives, or not, or in part. */
static void put_maybe(struct bytes *bytes, size_t offset, const unsigned char *data, size_t size,
                      uint64_t *seed)
{
    unsigned char fill = (unsigned char)(crash_vfs_draw(seed, 2) * draw(seed));
    size_t part;

    switch (crash_vfs_draw(seed, 16)) {
    case 0: /* from the left */
        put(bytes, offset, data, crash_vfs_draw(seed, (unsigned)size + 1), fill);
        break;
    case 1: /* from the right */
        part = crash_vfs_draw(seed, (unsigned)size + 1);
        put(bytes, offset + size - part, data + size - part, part, fill);
        break;
    case 2: /* the file grew, and that was all */
        if (offset + size > bytes->size)
            resize(bytes, offset + size, fill);
        break;
    case 3:
        if (disk.not_power_safe)
            spoil_around(bytes, offset, size, seed);
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        break;
    default:
        put(bytes, offset, data, size, fill);
    }
}

static void apply_maybe(struct bytes *bytes, const struct change *change, uint64_t *seed)
{
    size_t at = change->offset;
    size_t end = at + change->bytes.size;

    if (change->bytes.data == NULL) {
        if (crash_vfs_draw(seed, 2) == 0)
            resize(bytes, change->offset, 0);
        return;
    }
    while (at < end) {
        size_t next = (at / SECTOR + 1) * SECTOR;

        if (next > end)
            next = end;
        put_maybe(bytes, at, change->bytes.data + (at - change->offset), next - at, seed);
        at = next;
    }
}

static void save(const char *path, const struct bytes *bytes)
{
    FILE *file = fopen(path, "wb");

    REQUIRE(file != NULL);
    REQUIRE(fwrite(bytes->data, 1, bytes->size, file) == bytes->size);
    REQUIRE(fclose(file) == 0);
}

static void make_file(const char *path, const struct node *node, enum crash_loss loss,
                      uint64_t *seed)
{
    struct bytes bytes = {0};

    resize(&bytes, node->synced.size, 0);
    if (node->synced.size > 0)
        memcpy(bytes.data, node->synced.data, node->synced.size);
    for (const struct change *change = node->first; change != NULL; change = change->next) {
        if (loss == LOSE_NONE)
            apply(&bytes, change);
        else if (loss == LOSE_SOME)
            apply_maybe(&bytes, change, seed);
    }
    save(path, &bytes);
    free(bytes.data);
}

/* Whether a path is that of a database, not of what stands beside it. */
static bool is_database(const char *path)
{
    static const char *const tails[] = {"-wal", "-shm", "-journal"};
    size_t size = strlen(path);

    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t tail = strlen(tails[i]);

        if (size > tail && strcmp(path + size - tail, tails[i]) == 0)
            return false;
    }
    return true;
}

/* A memory that was shared means nothing any more, whatever a file of its name holds. */
static void lose_shared_memory(const char *path, enum crash_loss loss, uint64_t *seed)
{
    char name[sizeof disk.names[0].path + 8];
    struct bytes bytes = {0};

    snprintf(name, sizeof name, "%s-shm", path);
    if (loss == LOSE_ALL)
        unlink(name);
    if (loss != LOSE_SOME)
        return;
    put_garbage(&bytes, 0, 32768, seed);
    save(name, &bytes);
    free(bytes.data);
}

void crash_disk_lose_power(enum crash_loss loss, uint64_t seed, bool not_power_safe)
{
    disk.not_power_safe = not_power_safe;
    for (size_t i = 0; i < disk.n_names; i++) {
        const struct name *name = &disk.names[i];
        const struct node *node = loss == LOSE_NONE ? name->now : name->synced;

        if (loss == LOSE_SOME && crash_vfs_draw(&seed, 2) == 0)
            node = name->now;
        if (node != NULL)
            make_file(name->path, node, loss, &seed);
        else
            unlink(name->path);
        if (is_database(name->path))
            lose_shared_memory(name->path, loss, &seed);
    }
}
