/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/reason.h"

#include "speech/language.h"
#include "table/mailbox.h"

#include <string.h>

/* Clauses of what the registry was told of a holder, joined by "; ". */
static void append_clause(struct buffer *buffer, const char *clause)
{
    if (buffer->size)
        buffer_text(buffer, "; ");
    buffer_text(buffer, clause);
}

static void append_entry(struct buffer *buffer, const struct pecaddr_event *event)
{
    char entry[ENTRY_WORDS_SIZE];
    struct buffer clause = {0};

    entry_words(entry, event->province, event->section, event->number);
    if (*event->province && event->section && event->number) {
        buffer_format(&clause, _("transfer from %s"), entry);
        append_clause(buffer, clause.data);
    } else {
        append_clause(buffer, language_word("why", NC_("why", "register entry put on record")));
    }
    buffer_free(&clause);
}

/* What a claim or an import changed; a claim's date of expiry went with the old mailbox. */
static void append_facts(struct buffer *buffer, const struct pecaddr_event *event)
{
    if (event->facts & PECADDR_FACT_LEFT || event->from == PECADDR_STATE_RETIRED)
        append_clause(buffer, language_word("why", NC_("why", "the holder came back")));
    if (event->facts & PECADDR_FACT_HOLDER)
        append_clause(buffer, language_word("why", NC_("why", "codice fiscale put on record")));
    if (event->facts & PECADDR_FACT_ENTRY)
        append_entry(buffer, event);
    if (event->facts & PECADDR_FACT_NAME)
        append_clause(buffer, language_word("why", NC_("why", "name put on record")));
    if (event->facts & PECADDR_FACT_EXPIRES && event->act == PECADDR_ACT_IMPORT)
        append_clause(buffer, language_word("why", NC_("why", "expiry put on record")));
}

static void append_import(struct buffer *buffer, const struct pecaddr_event *event)
{
    struct buffer facts = {0};

    append_facts(&facts, event);
    if (event->from && event->to != event->from)
        buffer_text(buffer, language_word("why", NC_("why", "import: it is in use")));
    else
        buffer_text(buffer, language_word("why", NC_("why", "import")));
    if (facts.size)
        buffer_format(buffer, event->to != event->from ? "; %s" : ": %s", facts.data);
    buffer_free(&facts);
}

void reason_show(struct buffer *buffer, const struct pecaddr_event *event)
{
    switch (event->act) {
    case PECADDR_ACT_ISSUE:
        buffer_text(buffer, language_word("why", NC_("why", "issued")));
        break;
    case PECADDR_ACT_IMPORT:
        append_import(buffer, event);
        break;
    case PECADDR_ACT_BLOCK:
        buffer_text(buffer, language_word("why", NC_("why", "blocked: its facts were refused")));
        break;
    case PECADDR_ACT_CLAIM:
        append_facts(buffer, event);
        break;
    case PECADDR_ACT_CHANGE:
        if (event->from)
            buffer_format(buffer, _("changed to %s: %s"), event->other, event->why);
        else
            buffer_format(buffer, _("issued instead of %s: %s"), event->other, event->why);
        break;
    case PECADDR_ACT_CORRECT:
        buffer_format(buffer, _("correction of the name: %s"), event->why);
        break;
    case PECADDR_ACT_EXPIRE:
        buffer_format(buffer, _("expired: %s"), event->why);
        break;
    case PECADDR_ACT_RELINK:
        buffer_format(buffer, _("relink: %s"), event->why);
        break;
    case PECADDR_ACT_FORGET:
        buffer_format(buffer, _("forgotten: %s"), event->why);
        break;
    default: /* the states and dates say what was done */
        buffer_text(buffer, event->why);
        break;
    }
}
