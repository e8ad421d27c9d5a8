/* SPDX-License-Identifier: BSD-3-Clause */
#include "mailboxes/import.h"
#include "speech/codice-fiscale.h"
#include "speech/date.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/mailbox.h"

#include <stdlib.h>
#include <string.h>

void import_tell_begin(struct import *import)
{
    import->records = row_results_begin(&import->command);
}

static const char *file_name(const struct import *import)
{
    return import->list.roster.input.name;
}

/* The address of a row that can be used, or that stands in it all the same; NULL. */
static const char *address_of(const struct list_entry *entry)
{
    const char *address = *entry->found ? entry->found : entry->address;

    return *address ? address : NULL;
}

void import_tell_other(struct import *import, size_t line, const char *address, const char *error)
{
    row_results_add(import->records, line, address, NC_("result", "error"),
                    pecaddr_status_name(PECADDR_E_ARGUMENT), error);
}

static void record_fault(struct import *import, const struct list_entry *entry, size_t line,
                         const struct fault *fault)
{
    import->errors++;
    row_results_add_fault(import->records, line, address_of(entry), fault);
}

static void tell_fault(struct import *import, const struct list_entry *entry, size_t line,
                       const struct fault *fault)
{
    fault_list_add(&import->faults, line, &entry->member.person, fault);
    record_fault(import, entry, line, fault);
}

/* What contradicts the record does so in each row in another way. */
static void tell_conflict(struct import *import, const struct list_entry *entry, size_t line,
                          const struct fault *fault)
{
    if (sample_takes(&import->shown))
        fault_report(file_name(import), line, fault);
    record_fault(import, entry, line, fault);
}

/* A row that the registry refused, in its words. */

/* Somebody else's, of the same name. */
static bool is_namesakes(const struct pecaddr_reason *reason)
{
    return (reason->differs & PECADDR_FACT_HOLDER) != 0 &&
           ((reason->differs | reason->unknown) & PECADDR_FACT_NAME) == 0;
}

/* What the file may lack as a whole; and how two who have each other's mailbox are helped. */
static const char *advice(const struct import *import, size_t place)
{
    const struct pecaddr_reason *reason = &import->reasons[place];
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[place];

    if (reason->contradiction == PECADDR_CONTRADICTION_ADDRESS && is_namesakes(reason))
        return N_(
            "if people of one name have each other's mailboxes on record by a wrong import: "
            "begin again from the backup made before it, or, if more was done since, give each "
            "its own codice fiscale by registry relink");
    return reason->contradiction == PECADDR_CONTRADICTION_ADDRESS &&
                   (reason->unknown & PECADDR_FACT_ENTRY) && mailbox->number && !*mailbox->province
               ? N_("give the province of the whole file by --province, such as MC")
               : NULL;
}

static void tell_refusal(struct import *import, const struct list_entry *entry,
                         const struct import_row *row)
{
    const struct pecaddr_reason *reason = &import->reasons[row->place];
    struct fault fault = fault_of_reason(reason, &import->list.chunk.arena);

    /* What is said of the address itself names it. */
    if (reason->contradiction != PECADDR_CONTRADICTION_ADDRESS) {
        fault.field = PECADDR_FIELD_ADDRESS;
        fault.text = text_of(entry->address);
    }
    fault.what_to_do = advice(import, row->place);
    if (reason->code == PECADDR_E_ARGUMENT && !reason->refused)
        fault.what = fault.what_english = N_("this is no address that a mailbox can have");
    if (*reason->address)
        tell_conflict(import, entry, row->line, &fault);
    else
        tell_fault(import, entry, row->line, &fault);
}

/* A row that says something otherwise than the record, where nothing is overwritten. */
static void tell_difference(struct import *import, const struct list_entry *entry,
                            const struct import_row *row)
{
    char *what = import_describe_differences(import, row, in_language);
    char *what_english = import_describe_differences(import, row, in_result);
    bool is_step = (import->reasons[row->place].differs & PECADDR_FACT_STATE) != 0;
    const struct fault fault = {
        .code = pecaddr_status_name(is_step ? PECADDR_E_STATE : PECADDR_NO_MATCH),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(import->mailboxes[row->place].address),
        .what = what,
        .what_english = what_english,
    };

    import->differing++;
    tell_conflict(import, entry, row->line, &fault);
    free(what);
    free(what_english);
}

/* A row that is on record. */

/* It may be a slip, or be of a former name. */
static void remark_unlike(struct import *import, const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;
    char *name;

    if (!import_names_are_unlike(&import->names, entry))
        return;
    import->unlike++;
    if (import->of_other_rule || !sample_takes(&import->shown_unlike))
        return;
    name = text_name(person->given, person->surname);
    remark_review(
        "%s:%zu: note: %s: the name %s gives it at no level; check that it is this person's",
        file_name(import), entry->line, entry->address, name);
    free(name);
}

/* It is in use, or retire --expired ends it. */
static void count_expired(struct import *import, const struct pecaddr_mailbox *mailbox)
{
    char today[DATE_SIZE];

    if (mailbox->state != PECADDR_STATE_ACTIVE || !*mailbox->expires)
        return;
    date_today(today);
    import->expired += strcmp(mailbox->expires, today) < 0;
}

/* What assign says in the column note. */
static void remark_mismatch(const struct import *import, const struct list_entry *entry)
{
    const struct pecaddr_scheme *scheme = import->command.options.scheme;
    const struct pecaddr_person *person = &entry->member.person;
    uint32_t note = PECADDR_NOTE_CF_MISMATCH;
    struct buffer sentence = {0};

    if (!codice_fiscale_mismatch(scheme, person))
        return;
    note_describe(&sentence, note, scheme, person, in_language);
    remark_review("%s:%zu: note: %s: %s: %s", file_name(import), entry->line,
                  pecaddr_note_name(note), entry->address, sentence.data);
    buffer_free(&sentence);
}

/* An address of another domain is on record, and keeps nobody of this one from anything. */
static void note_domain(struct import *import, const char *address)
{
    const char *domain = strrchr(address, '@');

    if (!domain ||
        text_equal(text_of(domain + 1), pecaddr_scheme_domain(import->command.options.scheme)))
        return;
    if (!import->elsewhere++)
        memcpy(import->first_elsewhere, address, strlen(address) + 1);
}

/* One that is on record now: new, or there already, perhaps with less than it has now. */
static void count_present(struct import *import, const struct import_row *row, int result)
{
    const struct pecaddr_reason *known = &import->reasons[row->place];

    if (result == PECADDR_OK && !*known->address) {
        import->added++;
        return;
    }
    import->present++;
    if (result == PECADDR_OK && known->state == PECADDR_STATE_RESERVED &&
        import->mailboxes[row->place].state == PECADDR_STATE_ACTIVE)
        import->activated++;
    else if (result == PECADDR_OK)
        import->completed++;
}

/* Its address was given back, and is nobody's. */
static void tell_released(struct import *import, const struct list_entry *entry, size_t line)
{
    import->released++;
    row_results_add(import->records, line, address_of(entry), "passed", NULL, NULL);
}

static void tell_result(struct import *import, const struct list_entry *entry,
                        const struct import_row *row)
{
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[row->place];
    const struct pecaddr_reason *known = &import->reasons[row->place];
    int result = import->results[row->place];

    import->blocked += known->blocked != 0;
    if (known->state == PECADDR_STATE_RELEASED && !entry->has_fault) {
        tell_released(import, entry, row->line);
        return;
    }
    if (row->fate == IMPORT_BLOCK) {
        tell_fault(import, entry, row->line, &row->fault);
        return;
    }
    if (result < 0) {
        tell_refusal(import, entry, row);
        return;
    }
    if (result == PECADDR_NO_MATCH && import_is_told_so(import, entry, row))
        result = PECADDR_DONE;
    if (result == PECADDR_NO_MATCH) {
        tell_difference(import, entry, row);
    } else {
        count_present(import, row, result);
        if (result == PECADDR_OK) {
            remark_unlike(import, entry);
            count_expired(import, mailbox);
        }
        import->cancelled += entry->is_cancelled && known->state != PECADDR_STATE_ACTIVE;
        row_results_add(import->records, row->line, address_of(entry),
                        result == PECADDR_OK ? NC_("result", "done") : NC_("result", "already"),
                        NULL, NULL);
    }
    note_domain(import, mailbox->address);
    import->without_province += result == PECADDR_OK && mailbox->number && !*mailbox->province;
    remark_mismatch(import, entry);
}

static void tell_row(struct import *import, const struct list_entry *entry,
                     const struct import_row *row)
{
    if (row->place != IMPORT_NO_PLACE) {
        tell_result(import, entry, row);
    } else if (row->fate == IMPORT_WITHOUT) {
        import->without++;
    } else if (row->fate == IMPORT_RELEASED) {
        tell_released(import, entry, row->line);
    } else {
        tell_fault(import, entry, row->line, &row->fault);
    }
}

void import_tell(struct import *import)
{
    for (size_t i = 0; i < import->list.n; i++)
        tell_row(import, &import->list.entries[i], &import->rows[i]);
}

/* Addresses in columns that are not read. */
static void tell_others(const struct import *import)
{
    if (!import->others)
        return;
    message(
        ngettext("%s: %zu address of %s stands in a column that is not read, and it is not known "
                 "whose it is: %s",
                 "%s: %zu addresses of %s stand in columns that are not read, and it is not "
                 "known whose they are: the first %s",
                 import->others),
        file_name(import), import->others, pecaddr_scheme_domain(import->command.options.scheme),
        import->first_other.data);
    message("if they are mailboxes that exist, import a copy of the file in which this column is "
            "called pec, and the one that was read is not");
}

void import_tell_faults(struct import *import)
{
    sample_end(&import->shown);
    import->shown = (struct sample){0};
    sample_end(&import->shown_unlike);
    import->shown_unlike = (struct sample){0};
    row_results_tell_faults(import->records, &import->command, &import->faults, file_name(import));
}

void import_tell_totals(const struct import *import)
{
    const char *domain = pecaddr_scheme_domain(import->command.options.scheme);

    tell_others(import);
    if (import->dry_run)
        remark("%zu new, %zu already there, %zu with errors, %zu rows without an address; a dry "
               "run: nothing was put on record",
               import->added, import->present, import->errors, import->without);
    else
        remark("%zu new on record, %zu already there, %zu with errors, %zu rows without an address",
               import->added, import->present, import->errors, import->without);
    if (import->activated)
        remark(ngettext("%zu that was there was only reserved, and is active by this file",
                        "%zu that were there were only reserved, and are active by this file",
                        import->activated),
               import->activated);
    if (import->completed)
        remark(ngettext("%zu that was there has gained facts that were not on record",
                        "%zu that were there have gained facts that were not on record",
                        import->completed),
               import->completed);
    if (import->blocked)
        remark(
            ngettext("%zu address of these errors is reserved for somebody unknown, so that "
                     "nobody is given it; correct its row and import it again; release it only if "
                     "there never was such a mailbox, as it could be given to somebody else",
                     "%zu addresses of these errors are reserved for somebody unknown, so that "
                     "nobody is given them; correct their rows and import them again; release "
                     "only those of which there never was a mailbox, as they could be given to "
                     "somebody else",
                     import->blocked),
            import->blocked);
    if (import->unlike)
        remark_review(
            ngettext(
                "%zu mailbox on record has an address that its holder's name does not give: of "
                "an older rule, of a former name, or a slip",
                "%zu mailboxes on record have addresses that their holders' names do not give: "
                "of an older rule, of a former name, or slips",
                import->unlike),
            import->unlike);
    if (import->expired)
        remark_review(
            ngettext(
                "%zu mailbox is active, and expired before today by this file: registry retire "
                "--expired would end it; if it was renewed, put the day on record by registry "
                "renew",
                "%zu mailboxes are active, and expired before today by this file: registry "
                "retire --expired would end them; if they were renewed, put the days on record "
                "by registry renew",
                import->expired),
            import->expired);
    if (import->released)
        remark(ngettext("%zu row passed over: its address was released",
                        "%zu rows passed over: their address was released", import->released),
               import->released);
    if (import->cancelled)
        remark(ngettext("%zu mailbox is cancelled by this file, and retired here: its address is "
                        "nobody else's",
                        "%zu mailboxes are cancelled by this file, and retired here: their "
                        "addresses are nobody else's",
                        import->cancelled),
               import->cancelled);
    if (import->elsewhere)
        remark_review(
            ngettext("%zu address is not of %s: %s; it is on record, and keeps nobody from an "
                     "address of %s",
                     "%zu addresses are not of %s, such as %s; they are on record, and keep "
                     "nobody from an address of %s",
                     import->elsewhere),
            import->elsewhere, domain, import->first_elsewhere, domain);
    if (import->without_province)
        remark(ngettext("%zu row has a number and no province: where the record does not have it "
                        "either, nobody is known by the register entry; if the file is of one "
                        "Order, run again with --province, such as MC",
                        "%zu rows have a number and no province: where the record does not have it "
                        "either, nobody is known by the register entry; if the file is of one "
                        "Order, run again with --province, such as MC",
                        import->without_province),
               import->without_province);
}
