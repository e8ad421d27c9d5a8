/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/list-cut.h"

#include "runtime/exit-status.h"
#include "speech/message.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The last line of a list that has no end. */
struct last_line {
    char *address; /* what stands in its place; NULL: it is no entry */
    size_t line;
    size_t n_cells;
    int is_open;
    size_t fewest_cells; /* of those before it */
};

/* Whether the last line has its end. In UTF-16 a NUL may follow it; and Ctrl-Z, by which programs of
   DOS end a text. */
static int has_end(const struct roster *roster)
{
    char tail[8];
    off_t size = roster->status.st_size;
    size_t wanted = size < (off_t)sizeof tail ? (size_t)size : sizeof tail;
    ssize_t got = pread(roster->input.fd, tail, wanted, size - (off_t)wanted);

    while (got > 0 && (tail[got - 1] == '\0' || tail[got - 1] == '\x1A'))
        got--;
    return got <= 0 || tail[got - 1] == '\n' || tail[got - 1] == '\r';
}

static int find_last(struct list *list, struct last_line *ret_last)
{
    struct last_line last = {.fewest_cells = SIZE_MAX};
    int r;

    if (list->form == LIST_ROWS)
        last.fewest_cells = list->roster.header.n;
    while ((r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++) {
            const struct list_entry *entry = &list->entries[i];

            if (last.address && last.n_cells < last.fewest_cells)
                last.fewest_cells = last.n_cells;
            free(last.address);
            last.address = memory_copy(*entry->found ? entry->found : entry->address);
            last.line = entry->line;
            last.n_cells = entry->n_cells;
            last.is_open = entry->is_open;
        }
    if (!list->ends_with_entry) {
        free(last.address);
        last.address = NULL;
    }
    *ret_last = last;
    return r;
}

static const char *domain_of(const char *address)
{
    const char *at = strrchr(address, '@');

    return at ? at + 1 : "";
}

static int is_address(const char *address)
{
    const char *domain = domain_of(address);
    size_t size = strlen(domain);

    return size && domain[size - 1] != '.' && domain[size - 1] != '-';
}

/* Whether a domain stands nowhere else, and another one goes on from it. */
static int check_domain(struct list *list, const struct last_line *last, int *ret_is_cut)
{
    const char *domain = domain_of(last->address);
    size_t size = strlen(domain);
    int is_elsewhere = 0, goes_on = 0;
    int r = list_rewind(list);

    while (r == 0 && (r = list_read(list)) == 0 && list->n)
        for (size_t i = 0; i < list->n; i++) {
            const char *other = domain_of(list->entries[i].address);
            size_t other_size = strlen(other);

            if (list->entries[i].line == last->line || other_size < size ||
                !text_equal((struct pecaddr_text){other, size}, domain))
                continue;
            is_elsewhere = is_elsewhere || other_size == size;
            goes_on = goes_on || other_size > size;
        }
    *ret_is_cut = goes_on && !is_elsewhere;
    return r;
}

int list_check_end(struct list *list)
{
    struct last_line last;
    int is_cut, r;

    if (list->form == LIST_EMPTY || has_end(&list->roster))
        return 0;
    if ((r = find_last(list, &last)) != 0 || !last.address) {
        free(last.address);
        return r;
    }
    is_cut = last.is_open || (last.fewest_cells != SIZE_MAX && last.n_cells < last.fewest_cells) ||
             (*last.address && !is_address(last.address));
    if (!is_cut && *last.address)
        r = check_domain(list, &last, &is_cut);
    free(last.address);
    if (r != 0 || !is_cut)
        return r;
    message("%s:%zu: the list stops in this line, which has no end, as if it had been cut there: "
            "get the whole list again; if nothing is missing, end the line with a line break",
            list->roster.input.name, last.line);
    return EXIT_USAGE;
}
