/* SPDX-License-Identifier: BSD-3-Clause */
#include "reason.h"

#include "command.h"
#include "language.h"

#include <string.h>

/* What the registry writes of a step that nobody gave a reason for. */
static const char *const own[] = {
    NC_("why", "issued"),
    NC_("why", "import"),
    NC_("why", "import: it is in use"),
    NC_("why", "import: it is in use; put on record what was unknown"),
    NC_("why", "import: put on record what was unknown"),
    NC_("why", "import: put on record when it expires"),
};

/* Clauses of what a claim adds to the record, joined by "; ". */
static const char *const clauses[] = {
    NC_("why", "register entry put on record"),
    NC_("why", "the holder came back"),
    NC_("why", "codice fiscale put on record"),
    NC_("why", "name put on record"),
};

/* What stands before a person's reason: with an address after it, or alone. */
static const struct {
    const char *before;
    const char *format;
    int has_address;
} steps[] = {
    {"changed to ", N_("changed to %s: %s"), 1},
    {"issued instead of ", N_("issued instead of %s: %s"), 1},
    {"relink: ", N_("relink: %s"), 0},
};

static const char *word_of(const char *const words[], size_t n, const char *text, size_t size)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(words[i]) == size && memcmp(words[i], text, size) == 0)
            return language_word("why", words[i]);
    return NULL;
}

static int append_own(struct buffer *buffer, const char *why)
{
    const char *word = word_of(own, ARRAY_SIZE(own), why, strlen(why));

    if (word)
        buffer_text(buffer, word);
    return word != NULL;
}

/* "transfer from MC A 1 to AN B 2" */
static int append_transfer(struct buffer *buffer, const char *clause, size_t size)
{
    static const char before[] = "transfer from ", between[] = " to ";
    struct buffer text = {0};
    char *to;
    int r = 0;

    buffer_append(&text, clause, size);
    to = text.size > sizeof before ? strstr(text.data, between) : NULL;
    if (to && strncmp(text.data, before, sizeof before - 1) == 0) {
        *to = '\0';
        buffer_format(buffer, _("transfer from %s to %s"), text.data + sizeof before - 1,
                      to + sizeof between - 1);
        r = 1;
    }
    buffer_free(&text);
    return r;
}

/* All of them, or none. */
static int append_clauses(struct buffer *buffer, const char *why)
{
    struct buffer text = {0};
    int is_own = 1;

    for (const char *at = why; *at && is_own;) {
        const char *end = strstr(at, "; ");
        size_t size = end ? (size_t)(end - at) : strlen(at);
        const char *word = word_of(clauses, ARRAY_SIZE(clauses), at, size);

        if (at != why)
            buffer_text(&text, "; ");
        if (word)
            buffer_text(&text, word);
        else
            is_own = append_transfer(&text, at, size);
        at += size + (end ? 2 : 0);
    }
    if (is_own)
        buffer_append(buffer, text.data ? text.data : "", text.size);
    buffer_free(&text);
    return is_own;
}

static int append_step(struct buffer *buffer, const char *why)
{
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        const char *rest = why + strlen(steps[i].before), *colon = strstr(why, ": ");

        if (strncmp(why, steps[i].before, strlen(steps[i].before)) != 0)
            continue;
        if (!steps[i].has_address) {
            buffer_format(buffer, gettext(steps[i].format), rest);
            return 1;
        }
        if (colon && colon - rest <= PECADDR_ADDRESS_MAX) {
            char address[PECADDR_ADDRESS_MAX + 1] = "";

            memcpy(address, rest, (size_t)(colon - rest));
            buffer_format(buffer, gettext(steps[i].format), address, colon + 2);
            return 1;
        }
    }
    return 0;
}

void reason_show(struct buffer *buffer, const struct pecaddr_event *event)
{
    if (!append_own(buffer, event->why) && !append_step(buffer, event->why) &&
        !append_clauses(buffer, event->why))
        buffer_text(buffer, event->why);
}
