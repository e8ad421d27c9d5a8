/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/audit-tell.h"

#include "base/array.h"
#include "command/scheme-file.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"

#include <string.h>

enum { COLUMN_WHY = 7 };

static const struct column columns[] = {
    {N_("line"), COLUMN_NUMBER},
    {N_("given"), COLUMN_TEXT},
    {N_("surname"), COLUMN_TEXT},
    {N_("verdict"), COLUMN_WORD},
    {N_("level"), COLUMN_NUMBER},
    {N_("address"), COLUMN_TEXT},
    {N_("expected"), COLUMN_TEXT},
    [COLUMN_WHY] = {N_("why"), COLUMN_TEXT},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
};

void audit_tell_begin(struct audit_told *told, FILE *file, enum format format)
{
    told->records = records_begin(file, format, columns, ARRAY_SIZE(columns));
}

static unsigned char *order_of(struct audit_told *told, const char *sigla, size_t size)
{
    if (size != 2 || !ascii_is_letter(sigla[0]) || !ascii_is_letter(sigla[1]))
        return NULL;
    return &told->orders[ascii_lower(sigla[0]) - 'a'][ascii_lower(sigla[1]) - 'a'];
}

void audit_note_order(struct audit_told *told, struct pecaddr_text province)
{
    unsigned char *order = order_of(told, province.data, province.size);

    if (order)
        *order = 1;
}

void audit_tell(struct audit_told *told, size_t line, const char *given, const char *surname,
                const struct finding *finding, const char *code)
{
    const struct book_entry *entry = finding->entry;
    int has_level = finding->level < PECADDR_LEVELS_MAX && finding->verdict == VERDICT_RIGHT;

    told->verdicts[finding->verdict]++;
    if (has_level)
        told->levels[finding->level]++;
    if (finding->is_unsaid && told->unsaid++ == 0)
        told->unsaid_line = line;
    if (finding->is_back && told->back++ == 0)
        told->back_line = line;
    records_row(told->records,
                (const char *const[]){
                    line ? number_text(line) : NULL,
                    given,
                    surname,
                    verdict_names[finding->verdict],
                    has_level ? number_text(finding->level) : NULL,
                    entry && finding->verdict != VERDICT_TAKEN ? entry->address : NULL,
                    *finding->expected ? finding->expected : NULL,
                    finding->why.size ? finding->why.data : NULL,
                    code,
                });
}

/* Whether a mailbox that no one in the roster explains should be explained by one. */
static int is_expected(struct audit_told *told, const struct book_entry *entry)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    const unsigned char *order = order_of(told, entry->province, strlen(entry->province));

    if (entry->state == PECADDR_STATE_RETIRED || entry->has_left) {
        told->former++;
        return 0;
    }
    pecaddr_parse(told->scheme, text_of(entry->address), &parsed);
    if (parsed.kind == PECADDR_ADDRESS_RESERVED) {
        told->functions++;
        return 0;
    }
    if (!order && parsed.kind == PECADDR_ADDRESS_PERSON && parsed.level != PECADDR_LEVEL_NONE)
        order = order_of(told, parsed.province.data, parsed.province.size);
    if (order && !*order) {
        told->others++;
        return 0;
    }
    return 1;
}

static void describe_orphan(struct buffer *why, const struct book_entry *entry)
{
    struct buffer holder = {0};

    buffer_text(&holder, entry->holder);
    if (entry->number)
        buffer_format(&holder, "%s%s %c %lu", *entry->holder ? ", " : "", entry->province,
                      entry->section ? entry->section : '?', (unsigned long)entry->number);
    if (holder.size)
        buffer_format(why, in_result("no one in the roster explains it; it is held by %s"),
                      holder.data);
    else
        buffer_text(why, in_result("no one in the roster explains it"));
    buffer_free(&holder);
    if (entry->former_line)
        buffer_format(
            why,
            in_result("; has left or is suspended, by line %zu of the roster, with another "
                      "register entry; not on record"),
            entry->former_line);
}

/* Nobody else would hear that its holder has left. */
static void count_unsaid(struct audit_told *told, const struct book_entry *entry)
{
    if (entry->former_line && (told->unsaid++ == 0 || entry->former_line < told->unsaid_line))
        told->unsaid_line = entry->former_line;
}

void audit_tell_orphans(struct audit_told *told, struct book *book)
{
    for (size_t i = 0; i < book->n; i++) {
        struct book_entry *entry = &book->entries[i];
        struct finding finding = {
            .verdict = VERDICT_ORPHANED, .level = PECADDR_LEVEL_NONE, .entry = entry};

        if (entry->is_gone || entry->is_explained || !is_expected(told, entry))
            continue;
        describe_orphan(&finding.why, entry);
        count_unsaid(told, entry);
        audit_tell(told, entry->line, *entry->given ? entry->given : NULL,
                   *entry->surname ? entry->surname : NULL, &finding, NULL);
        buffer_free(&finding.why);
    }
}

void audit_tell_faults(struct fault_list *faults, const char *roster, const char *result)
{
    fault_list_tell_shared(faults, roster, result, column_in_result(&columns[COLUMN_WHY]));
}

static void tell_level(unsigned level, size_t n, const char *rule)
{
    struct buffer shown = {0};

    rule_show(&shown, rule);
    remark("level %-3u %8zu  %s", level, n, shown.data);
    buffer_free(&shown);
}

void audit_tell_totals(const struct audit_told *told)
{
    for (size_t i = 0; i < VERDICTS; i++)
        remark("%-9s %8zu", language_word("verdict", verdict_names[i]), told->verdicts[i]);
    for (unsigned level = 0; level < pecaddr_scheme_levels(told->scheme); level++)
        if (told->levels[level] || scheme_rule_first(told->scheme, level) == level)
            tell_level(level, told->levels[level], pecaddr_scheme_rule(told->scheme, level));
    if (told->functions || told->former || told->others)
        remark("besides: %zu addresses of functions, %zu of former members, %zu of Orders that "
               "the roster has nobody of",
               told->functions, told->former, told->others);
    if (told->unsaid)
        remark(
            ngettext(
                "%zu person, on line %zu, has left or is suspended, by the roster, and has a "
                "mailbox all "
                "the same; if this person has left, put it on record with pecaddr registry leave",
                "%zu persons, the first on line %zu, have left or are suspended, by the roster, "
                "and have "
                "a mailbox all the same; put on record with pecaddr registry leave who has left",
                told->unsaid),
            told->unsaid, told->unsaid_line);
    if (told->back)
        remark(
            ngettext("%zu person, on line %zu, is a member by the roster, and has left as is on "
                     "record; if this person is a member again, pecaddr assign --accept RETURNED "
                     "puts it on record",
                     "%zu persons, the first on line %zu, are members by the roster, and have left "
                     "as is on record; pecaddr assign --accept RETURNED puts on record who is a "
                     "member again",
                     told->back),
            told->back, told->back_line);
}

int audit_is_all_right(const struct audit_told *told)
{
    for (size_t i = 0; i < VERDICTS; i++)
        if (i != VERDICT_RIGHT && i != VERDICT_FORMER && told->verdicts[i])
            return 0;
    return 1;
}
