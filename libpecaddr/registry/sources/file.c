/* SPDX-License-Identifier: BSD-3-Clause */
#include "address.h"
#include "source.h"
#include "sources/file-domains.h"
#include "sources/file-lines.h"

#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * A list of addresses in a file: one at the start of each line.
 *
 * Up to the first of `;` `,` TAB or space the line is the address, also in double quotes; what
 * follows does not matter, so that an export of a registry and the files of INI-PEC, whose first
 * column is the address, are lists. Lines that are empty or begin with `#` are skipped, rows whose
 * first cell is empty (of INI-PEC: who has no address), and a first line without `@`, a header.
 *
 * Any other line refuses the list: a list that was misread would issue addresses again. So do an
 * `@` further on in a line, and a header with `pec` in a later column: the first one then holds
 * other addresses; and a last line without its end that looks like a part of one: the list was cut.
 *
 * The list stays in the file. In memory there are eight bytes for each address, sorted: 24 bits of
 * a hash and 40 of the place where the address stands, at which it is read again before it counts.
 * 16 million addresses take 128 MB, as much again while they are sorted, and a question takes a
 * binary search and one small read. A list that was changed or replaced in the meantime answers no
 * more: all fails.
 */

#define OFFSET_BITS 40
#define OFFSET_MASK ((UINT64_C(1) << OFFSET_BITS) - 1)

struct list {
    struct source source;
    char *path;
    int folder; /* where a relative path begins: the program may go elsewhere */
    int fd;
    struct stat seen; /* the file as it was read */
    uint64_t *places;
    size_t n_places;
    size_t capacity;
    struct domains domains;
    bool may_be_empty;
    size_t fewest_cells; /* that follow the first one of a line; SIZE_MAX: none was read yet */
};

static int read_fail(const struct list *list, int number, struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE, "%s: the list cannot be read: %s",
                         SHOWN(list->path), registry_reason(number));
}

/* The index. */

/* Its bits are mixed so that the upper ones are as good as the lower. */
static uint64_t hash_address(const char *address)
{
    uint64_t h = hash_bytes(HASH_BEGIN, address, strlen(address));

    h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    return (h ^ (h >> 33)) & ~OFFSET_MASK;
}

static int compare_places(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

static int add_place(struct list *list, const char *address, uint64_t offset,
                     struct pecaddr_registry_error *error)
{
    if (list->n_places == list->capacity) {
        size_t capacity = list->capacity == 0 ? 1024 : list->capacity + list->capacity / 2;
        uint64_t *places = realloc(list->places, capacity * sizeof *places);

        if (!places)
            return registry_no_memory(error);
        list->places = places;
        list->capacity = capacity;
    }
    list->places[list->n_places++] = hash_address(address) | offset;
    return PECADDR_OK;
}

/*
 * A last line without its end is as editors leave it, or all that came of a longer one: then what
 * followed is missing, too. It is taken for a part where it is no address; where it has fewer
 * columns than any other, or ends in quotes; where its domain stands nowhere else, and another one
 * goes on from it. Nothing tells a list that was cut right after a line or its address.
 */
static bool is_cut(const struct list *list, const struct line *line)
{
    return !line->ended && (line->open_quote ||
                            (list->fewest_cells != SIZE_MAX && line->n_cells < list->fewest_cells));
}

static bool is_cut_domain(const struct list *list, const char *domain)
{
    return registry_domains_count(&list->domains, domain) == 0 &&
           registry_domains_go_on(&list->domains, domain);
}

static int fail_as_cut(const struct list *list, uint64_t number,
                       struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s:%llu: the list stops in this line, which has no end, as if it had "
                         "been cut there: get the whole list again; if nothing is missing, end "
                         "the line with a line break",
                         SHOWN(list->path), (unsigned long long)number);
}

static int other_column(const struct list *list, uint64_t number, const char *what,
                        struct pecaddr_registry_error *error)
{
    return registry_fail(error, PECADDR_E_STORAGE,
                         "%s:%llu: %s; a list protects its first column only: put the pec column "
                         "first, and leave other addresses out",
                         SHOWN(list->path), (unsigned long long)number, what);
}

static bool is_pec(const char *cell, size_t size)
{
    while (size > 0 && (*cell == ' ' || *cell == '"')) {
        cell++;
        size--;
    }
    while (size > 0 && (cell[size - 1] == ' ' || cell[size - 1] == '"'))
        size--;
    return size == 3 && (cell[0] | 0x20) == 'p' && (cell[1] | 0x20) == 'e' &&
           (cell[2] | 0x20) == 'c';
}

/* The columns after the first, of as much of the header as fits here. */
static int read_header(const struct list *list, const struct line *line, uint64_t number,
                       struct pecaddr_registry_error *error)
{
    char header[4096];
    ssize_t got = pread(list->fd, header, sizeof header - 1, (off_t)line->rest);
    const char *cell = header;

    if (got < 0)
        return read_fail(list, errno, error);
    header[got] = '\0';
    header[strcspn(header, "\r\n")] = '\0';
    /* The name of the first column may be more than one word. */
    cell += strcspn(cell, ";,\t");
    while (*cell != '\0') {
        size_t size = strcspn(++cell, ";,\t");

        if (is_pec(cell, size) && !is_pec(line->field, line->size))
            return other_column(list, number, N_("the column pec is not the first"), error);
        cell += size;
    }
    return line->ended ? PECADDR_OK : fail_as_cut(list, number, error);
}

static int read_address(struct list *list, const struct line *line, uint64_t number,
                        struct pecaddr_registry_error *error)
{
    char address[PECADDR_ADDRESS_MAX + 1];
    bool is_address = !line->broken && registry_address_fold(line->field, line->size, address);

    if (!line->ended && (!is_address || is_cut_domain(list, registry_address_domain(address))))
        return fail_as_cut(list, number, error);
    if (!is_address)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s:%llu: this line does not begin with an address; correct or remove "
                             "it (a list has one address at the start of each line)",
                             SHOWN(list->path), (unsigned long long)number);
    if (!registry_domains_add(&list->domains, registry_address_domain(address)))
        return registry_no_memory(error);
    return add_place(list, address, line->offset, error);
}

static int take_line(struct list *list, const struct line *line, bool first, uint64_t number,
                     struct pecaddr_registry_error *error)
{
    bool is_header = first && !line->has_at;

    if (line->later_at)
        return other_column(list, number, N_("there is an address after the first column"), error);
    if (is_cut(list, line))
        return fail_as_cut(list, number, error);
    /* A title that stands above all has no columns. */
    if (line->n_cells < list->fewest_cells && (!is_header || line->n_cells > 0))
        list->fewest_cells = line->n_cells;
    if (is_header)
        return read_header(list, line, number, error);
    if (line->size == 0 && !line->broken)
        return PECADDR_OK;
    return read_address(list, line, number, error);
}

static int read_lines(struct list *list, struct reader *reader,
                      struct pecaddr_registry_error *error)
{
    struct line line;
    bool first = true;
    int r = PECADDR_OK;

    if (registry_lines_are_utf16(reader))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: the list is not in UTF-8 or another code of which ASCII is part; "
                             "save it as UTF-8",
                             SHOWN(list->path));
    registry_lines_skip_mark(reader);
    for (uint64_t number = 1; r == PECADDR_OK && registry_lines_read(reader, &line); number++) {
        /* What came of a line before that says nothing. */
        if (reader->failure != 0)
            break;
        if (line.blank || line.field[0] == '#')
            continue;
        r = take_line(list, &line, first, number, error);
        first = false;
    }
    if (r == PECADDR_OK && reader->failure != 0)
        r = read_fail(list, reader->failure, error);
    return r;
}

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/*
 * Whether the file is still the one that was read, and still there under its name. Anybody can put
 * the time of a file's content back (`touch -r`), but not that of its last change of any kind.
 */
static bool is_unchanged(const struct list *list)
{
    struct stat now, there;

    return fstat(list->fd, &now) == 0 && now.st_size == list->seen.st_size &&
           is_same_time(now.st_mtim, list->seen.st_mtim) &&
           is_same_time(now.st_ctim, list->seen.st_ctim) &&
           fstatat(list->folder, list->path, &there, 0) == 0 && there.st_dev == now.st_dev &&
           there.st_ino == now.st_ino;
}

static int changed(const struct list *list, int code, struct pecaddr_registry_error *error)
{
    return registry_fail(error, code, "%s: the list was changed while it was in use; run again",
                         SHOWN(list->path));
}

static int read_list(struct list *list, struct pecaddr_registry_error *error)
{
    struct reader *reader = malloc(sizeof *reader);
    int r;

    if (!reader)
        return registry_no_memory(error);
    *reader = (struct reader){.fd = list->fd};
    r = read_lines(list, reader, error);
    free(reader);
    if (r == PECADDR_OK && !is_unchanged(list))
        r = changed(list, PECADDR_E_STORAGE, error);
    if (r == PECADDR_OK && list->n_places == 0 && !list->may_be_empty)
        r = registry_fail(error, PECADDR_E_STORAGE,
                          "%s: there is no address in this list, so that it would protect nobody; "
                          "check the path and the file, or write file:PATH?empty=allow if that is "
                          "as it should be",
                          SHOWN(list->path));
    if (r == PECADDR_OK && list->n_places > 0)
        qsort(list->places, list->n_places, sizeof *list->places, compare_places);
    return r;
}

/* Questions. */

/* Whether an address stands at a place of the file. */
static enum presence look_at_place(const struct list *list, uint64_t place, const char *address,
                                   size_t size)
{
    char text[PECADDR_ADDRESS_MAX + 1], found[PECADDR_ADDRESS_MAX + 1];
    ssize_t got;

    do
        got = pread(list->fd, text, size + 1, (off_t)(place & OFFSET_MASK));
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return PRESENCE_FAILED;
    /* A longer address that begins like this one is another. */
    if ((size_t)got > size && registry_address_byte(text[size]))
        return PRESENCE_ABSENT;
    return (size_t)got >= size && registry_address_fold(text, size, found) &&
                   strcmp(found, address) == 0
               ? PRESENCE_PRESENT
               : PRESENCE_ABSENT;
}

/* The first place whose hash is not less than h. */
static size_t first_place(const struct list *list, uint64_t h)
{
    size_t low = 0, high = list->n_places;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list->places[middle] < h)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum presence look_up(const struct list *list, const char *address)
{
    uint64_t h = hash_address(address);
    size_t size = strlen(address);

    for (size_t i = first_place(list, h);
         i < list->n_places && (list->places[i] & ~OFFSET_MASK) == h; i++) {
        enum presence presence = look_at_place(list, list->places[i], address, size);

        if (presence != PRESENCE_ABSENT)
            return presence;
    }
    return PRESENCE_ABSENT;
}

/* A list of other domains is most likely the wrong one. Source: SPEC §5. */
static int list_check(struct source *source, const char *domain,
                      struct pecaddr_source_count *ret_count, struct pecaddr_registry_error *error)
{
    const struct list *list = (const struct list *)source;
    uint64_t n = registry_domains_count(&list->domains, domain);

    if (n == 0 && !list->may_be_empty)
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: no address of this list is of %s, and %zu are of other domains, "
                             "so that it would protect nobody there; check the path and the file, "
                             "or write file:PATH?empty=allow if that is as it should be",
                             SHOWN(list->path), domain, list->n_places);
    ret_count->source = list->path;
    ret_count->of_domain = n;
    ret_count->of_others = list->n_places - n;
    return PECADDR_OK;
}

static void list_ask(struct source *source, const char *const addresses[], size_t n,
                     enum presence ret_presence[], struct pecaddr_registry_error *error)
{
    struct list *list = (struct list *)source;
    struct pecaddr_source_count count;

    for (size_t i = 0; i < n; i++) {
        ret_presence[i] = PRESENCE_FAILED;
        if (list_check(source, registry_address_domain(addresses[i]), &count, error) != PECADDR_OK)
            continue;
        ret_presence[i] = look_up(list, addresses[i]);
        if (ret_presence[i] == PRESENCE_FAILED)
            read_fail(list, errno, error);
    }
    /* Looked at last: what was read before was of the list that was indexed. */
    if (is_unchanged(list))
        return;
    for (size_t i = 0; i < n; i++)
        ret_presence[i] = PRESENCE_FAILED;
    changed(list, PECADDR_E_UNAVAILABLE, error);
}

static void list_close(struct source *source)
{
    struct list *list = (struct list *)source;

    if (list->fd >= 0)
        close(list->fd);
    if (list->folder >= 0)
        close(list->folder);
    registry_domains_free(&list->domains);
    free(list->places);
    free(list->path);
    free(list);
}

static const struct source_ops list_ops = {
    .ask = list_ask, .check = list_check, .close = list_close};

/* Opening. */

static int open_list(struct list *list, struct pecaddr_registry_error *error)
{
    /* Without O_NONBLOCK a named pipe would wait for its other end. */
    /* A folder that cannot be read is no reason to do without its list. */
    if (list->path[0] != '/')
        list->folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (list->folder < 0)
        list->folder = AT_FDCWD;
    list->fd = open(list->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (list->fd < 0 || fstat(list->fd, &list->seen) != 0)
        return read_fail(list, errno, error);
    if (!S_ISREG(list->seen.st_mode))
        return registry_fail(error, PECADDR_E_STORAGE,
                             "%s: a list is a file, but this is a folder, a pipe or a device",
                             SHOWN(list->path));
    if ((uint64_t)list->seen.st_size > OFFSET_MASK)
        return registry_fail(error, PECADDR_E_STORAGE, "%s: the list is larger than 1 TB",
                             SHOWN(list->path));
    return read_list(list, error);
}

static int read_uri(struct list *list, struct uri *uri, struct pecaddr_registry_error *error)
{
    const char *empty = registry_uri_take(uri, "empty");
    int r = registry_uri_file(uri, &list->path, error);

    if (r == PECADDR_OK && empty && strcmp(empty, "allow") != 0)
        r = registry_fail(error, PECADDR_E_ARGUMENT,
                          "%s: the parameter empty is allow, or is left out", SHOWN_URI(uri->text));
    list->may_be_empty = empty;
    return r == PECADDR_OK ? registry_uri_done(uri, error) : r;
}

int registry_file_open(struct uri *uri, struct source **ret_source,
                       struct pecaddr_registry_error *error)
{
    struct list *list = calloc(1, sizeof *list);
    int r;

    if (!list)
        return registry_no_memory(error);
    list->source.ops = &list_ops;
    list->fewest_cells = SIZE_MAX;
    list->fd = -1;
    list->folder = AT_FDCWD;
    r = read_uri(list, uri, error);
    if (r == PECADDR_OK)
        r = open_list(list, error);
    if (r == PECADDR_OK)
        *ret_source = &list->source;
    else
        list_close(&list->source);
    return r;
}
