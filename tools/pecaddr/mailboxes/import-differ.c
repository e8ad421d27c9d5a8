/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"
#include "speech/date.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/mailbox.h"

/* A row that says something otherwise than the record, which is of the same holder. */

struct difference {
    const struct pecaddr_mailbox *mailbox;
    const struct pecaddr_reason *on_record;
    language_fn *in;
    struct buffer what;
    struct buffer what_to_do;
};

/* By a format with what is in the file, and what is on record. */
static void add_difference(struct difference *difference, const char *format, const char *in_file,
                           const char *on_record, const char *what_to_do)
{
    buffer_text(&difference->what, difference->what.size ? "; " : "");
    buffer_format(&difference->what, difference->in(format), in_file,
                  *on_record ? on_record : difference->in(N_("not known")));
    buffer_format(&difference->what_to_do, "%s%s", difference->what_to_do.size ? ", " : "",
                  difference->in(what_to_do));
}

static void add_day(struct difference *difference, const char *format, const char *in_file,
                    const char *on_record, const char *what_to_do)
{
    char day[DATE_SIZE], other[DATE_SIZE];

    add_difference(difference, format, date_words(in_file, difference->in, day),
                   date_words(on_record, difference->in, other), what_to_do);
}

static void add_name(struct difference *difference)
{
    struct buffer in_file = {0}, on_record = {0};

    buffer_format(&in_file, "%s %s", difference->mailbox->given, difference->mailbox->surname);
    buffer_format(&on_record, "%s %s", difference->on_record->given,
                  difference->on_record->surname);
    add_difference(difference, N_("its holder's name is %s, says the file; on record it is %s"),
                   in_file.data, on_record.data, N_("a name on record by registry correct"));
    buffer_free(&in_file);
    buffer_free(&on_record);
}

static void add_entry(struct difference *difference)
{
    const struct pecaddr_mailbox *mailbox = difference->mailbox;
    const struct pecaddr_reason *known = difference->on_record;
    char in_file[ENTRY_WORDS_SIZE], on_record[ENTRY_WORDS_SIZE];

    add_difference(
        difference, N_("its register entry is %s, says the file; on record it is %s"),
        entry_words(in_file, mailbox->province, ascii_upper(mailbox->section), mailbox->number),
        entry_words(on_record, known->province, known->section, known->number),
        N_("a register entry by assign, with the codice fiscale"));
}

/* What ends, or was in use, is no fact that is corrected, but a step of the mailbox's life. */
static void add_step(struct difference *difference, const struct import *import)
{
    const char *file = import->list.roster.input.name;
    enum pecaddr_state in_file = difference->mailbox->state;
    enum pecaddr_state on_record = difference->on_record->state;
    char day[DATE_SIZE];

    buffer_text(&difference->what, "; ");
    if (in_file == PECADDR_STATE_ACTIVE)
        buffer_format(&difference->what,
                      difference->in(N_("it was activated on %s by the file, but it was given "
                                        "back, or had ended, and was assigned again since; check "
                                        "whether the file is of before that; if the mailbox is in "
                                        "use: registry activate, with its address")),
                      date_words(difference->mailbox->since, difference->in, day));
    else if (in_file == PECADDR_STATE_RETIRED && on_record == PECADDR_STATE_ACTIVE)
        buffer_format(&difference->what,
                      difference->in(N_("if the mailbox has ended: registry retire --from %s")),
                      file);
    else if (in_file == PECADDR_STATE_RETIRED)
        buffer_text(&difference->what,
                    difference->in(N_("if the mailbox was in use, and has ended: registry "
                                      "activate, then registry retire")));
    else
        buffer_text(&difference->what,
                    difference->in(N_("what is active is never only reserved again")));
}

/* All of it, and the way out. */
char *import_describe_differences(const struct import *import, const struct import_row *row,
                                  language_fn *in)
{
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[row->place];
    const struct pecaddr_reason *known = &import->reasons[row->place];
    struct difference difference = {.mailbox = mailbox, .on_record = known, .in = in};

    if (known->differs & PECADDR_FACT_STATE)
        buffer_format(&difference.what, in(N_("it is %s, says the file; on record it is %s")),
                      in(state_words(mailbox->state)), in(state_words(known->state)));
    if (known->differs & PECADDR_FACT_NAME)
        add_name(&difference);
    if (known->differs & PECADDR_FACT_ENTRY)
        add_entry(&difference);
    if (known->differs & PECADDR_FACT_EXPIRES)
        add_day(&difference, N_("its date of expiry is %s, says the file; on record it is %s"),
                mailbox->expires, known->expires, N_("a date of expiry by registry renew"));
    if (known->differs & PECADDR_FACT_LEFT)
        add_day(&difference, N_("its day of leaving is %s, says the file; on record it is %s"),
                mailbox->left, known->left, N_("leaving by registry leave"));
    buffer_text(&difference.what, "; ");
    if (difference.what_to_do.size)
        buffer_format(&difference.what,
                      in(N_("kept as on record; if the file is right, correct %s")),
                      difference.what_to_do.data);
    else
        buffer_text(&difference.what, in(N_("kept as on record")));
    if (known->differs & PECADDR_FACT_STATE)
        add_step(&difference, import);
    buffer_free(&difference.what_to_do);
    return difference.what.data;
}

bool import_is_told_so(const struct import *import, const struct list_entry *entry,
                       const struct import_row *row)
{
    const struct pecaddr_reason *known = &import->reasons[row->place];

    return entry->is_cancelled && ((known->differs == (uint32_t)PECADDR_FACT_STATE &&
                                    known->state == PECADDR_STATE_ACTIVE && *known->left) ||
                                   (known->differs == (uint32_t)PECADDR_FACT_LEFT &&
                                    known->state == PECADDR_STATE_RETIRED && !*known->left));
}
