/* SPDX-License-Identifier: BSD-3-Clause */
#include "codice-fiscale.h"
#include "command.h"
#include "date.h"
#include "interrupt.h"
#include "list.h"
#include "mailbox.h"
#include "message.h"
#include "progress.h"
#include "registry-command.h"
#include "text.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "FILE --registry URI",
    "Puts mailboxes on record that exist already, as active, so that their addresses\n"
    "are given to nobody else. One that was only reserved here for the same person is\n"
    "active by it. FILE (- is standard input) is one of\n"
    "  a list    with one address at the start of each line, as for --check file:\n"
    "  a roster  CSV with a column pec, and of the columns of a roster (nome,\n"
    "            cognome, provincia, sezione, numero, codice_fiscale), scadenza and\n"
    "            uscita (the days on which the mailbox expires and the holder left\n"
    "            the Order: 2030-12-31 or 31/12/2030) those that are known\n"
    "  INI-PEC   PEC, Nome, Cognome, Numero Iscrizione, Codice Fiscale, Stato, Data\n"
    "            Iscrizione, Data Cancellazione, separated by \";\", with or without\n"
    "            the row that names them. Rows of Stato 3 or with a Data\n"
    "            Cancellazione are passed over.\n"
    "Where FILE has no province, --province says it. Rows without an address are\n"
    "passed over; so are lines of a list that begin with #.\n"
    "\n"
    "Only active mailboxes can be brought in: of what registry export writes, the\n"
    "rows that say released are passed over, reserved and retired are errors.\n"
    "\n"
    "What contradicts the record is told with its line and with what is on record,\n"
    "and nothing on record is overwritten. So is a date that can not be: of a year\n"
    "before 1990 or after 2100, or of leaving and still to come. Rows are put\n"
    "on record 1000 at a time; running again does no harm. Ctrl-C ends those that are\n"
    "begun, and says how to go on.\n"
    "\n"
    "--format csv and json give for each row with an address: line, pec, result\n"
    "(done, already, passed or error), code and error.\n"
    "\n"
    "Exit status: 0 all are on record; 1 some are not, because of errors; 2 usage,\n"
    "or FILE can not be read; 3 registry unavailable.\n",
};

struct import {
    struct registry_command command;
    char *encoding;
    char *separator;
    char *province;
    struct list list;
    struct records *records; /* for programs; NULL for people */

    /* The mailboxes to bring in, of those that were read, and what became of each. */
    struct pecaddr_mailbox mailboxes[CHUNK_ROWS];
    const struct pecaddr_mailbox *pointers[CHUNK_ROWS];
    const struct list_entry *entries[CHUNK_ROWS];
    int results[CHUNK_ROWS];
    struct buffer on_entry[CHUNK_ROWS]; /* of a refused one: who stands on its register entry */
    size_t n;

    size_t added, present, differing, errors, without;
    size_t released, cancelled, without_province;
};

static const char *file_name(const struct import *import)
{
    return import->list.roster.input.name;
}

static const struct column columns[] = {
    {"line", COLUMN_NUMBER}, {"pec", COLUMN_TEXT},   {"result", COLUMN_TEXT},
    {"code", COLUMN_TEXT},   {"error", COLUMN_TEXT},
};

static void tell_record(struct import *import, const struct list_entry *entry, size_t line,
                        const char *result, const char *code, const char *error)
{
    if (import->records)
        records_row(import->records, (const char *const[]){
                                         number_text(line),
                                         *entry->address ? entry->address : NULL,
                                         result,
                                         code,
                                         error,
                                     });
}

static void report(struct import *import, const struct list_entry *entry, size_t line,
                   const struct fault *fault)
{
    struct buffer error = {0};

    import->errors++;
    fault_report(file_name(import), line, fault);
    fault_describe(&error, fault);
    tell_record(import, entry, line, "error", fault->code, error.data);
    buffer_free(&error);
}

/* What contradicts the record. */

/* A mailbox on record that is in the way of one that was refused. */
struct conflict {
    const struct pecaddr_mailbox *mailbox;
    int is_on_entry; /* it stands on the register entry */
    int is_retired;
    int is_contradicted;     /* by a fact that both have */
    struct buffer missing;   /* what the row does not say, and the record knows */
    struct buffer on_record; /* in words; empty while none has been found */
};

static int is_of_same_domain(const char *address, const char *other)
{
    const char *at = strrchr(address, '@'), *other_at = strrchr(other, '@');

    return at && other_at && text_equal(text_of(at), other_at);
}

/* Two facts of which one may be unknown: whether they contradict each other. */
static int differs(const char *a, const char *b)
{
    return *a && *b && !text_equal(text_of(a), b);
}

/* A name as the registry compares it: all of its letters, by the rules. */
static int local_part_of(const struct pecaddr_mailbox *mailbox,
                         char local_part[PECADDR_LOCAL_PART_MAX + 1])
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = text_of(mailbox->given),
        .surname = text_of(mailbox->surname),
    };

    return pecaddr_local_part(pecaddr_scheme_ingpec(), &person, NULL, local_part,
                              PECADDR_LOCAL_PART_MAX + 1, NULL, NULL, NULL) == PECADDR_OK;
}

static int has_name(const struct pecaddr_mailbox *mailbox)
{
    return *mailbox->given || *mailbox->surname;
}

static int names_differ(const struct pecaddr_mailbox *a, const struct pecaddr_mailbox *b)
{
    char a_part[PECADDR_LOCAL_PART_MAX + 1], b_part[PECADDR_LOCAL_PART_MAX + 1];

    if (!has_name(a) || !has_name(b) ||
        (strcmp(a->given, b->given) == 0 && strcmp(a->surname, b->surname) == 0))
        return 0;
    return !local_part_of(a, a_part) || !local_part_of(b, b_part) || strcmp(a_part, b_part) != 0;
}

static int entries_differ(const struct pecaddr_mailbox *a, const struct pecaddr_mailbox *b)
{
    return differs(a->province, b->province) ||
           (a->section && b->section && ascii_upper(a->section) != ascii_upper(b->section)) ||
           (a->number && b->number && a->number != b->number);
}

static void add_to_list(struct buffer *list, const char *name)
{
    buffer_format(list, "%s%s", list->size ? ", " : "", name);
}

/* What a row does not say of what is on record, and that would say whose it is. */
static void find_missing(struct conflict *conflict, const struct pecaddr_mailbox *known)
{
    const struct pecaddr_mailbox *mailbox = conflict->mailbox;

    if (*known->holder && !*mailbox->holder)
        add_to_list(&conflict->missing, _("codice fiscale"));
    if (has_name(known) && !has_name(mailbox))
        add_to_list(&conflict->missing, _("name"));
    if (*known->province && !*mailbox->province)
        add_to_list(&conflict->missing, _("province"));
    if (known->section && !mailbox->section)
        add_to_list(&conflict->missing, _("section"));
    if (known->number && !mailbox->number)
        add_to_list(&conflict->missing, _("number"));
}

static int find_on_address(void *user, const struct pecaddr_mailbox *known)
{
    struct conflict *conflict = user;
    const struct pecaddr_mailbox *mailbox = conflict->mailbox;

    mailbox_describe(&conflict->on_record, known);
    conflict->is_retired = known->state == PECADDR_STATE_RETIRED;
    conflict->is_contradicted = differs(known->holder, mailbox->holder) ||
                                entries_differ(known, mailbox) || names_differ(known, mailbox);
    find_missing(conflict, known);
    return PECADDR_DONE;
}

/* Another mailbox of the domain. */
static int find_other(void *user, const struct pecaddr_mailbox *known)
{
    struct conflict *conflict = user;
    const char *address = conflict->mailbox->address;

    if (!is_of_same_domain(address, known->address) || text_equal(text_of(address), known->address))
        return 0;
    buffer_format(&conflict->on_record, "%s, ", known->address);
    mailbox_describe(&conflict->on_record, known);
    return PECADDR_DONE;
}

/* Who stands on one of the entries of a chunk is in the way there; who left it is not. */
static int find_on_entries(void *user, const struct pecaddr_mailbox *known)
{
    struct import *import = user;

    for (size_t i = 0; i < import->n; i++) {
        const struct pecaddr_mailbox *mailbox = &import->mailboxes[i];
        struct conflict conflict = {.mailbox = mailbox};

        if (import->results[i] != PECADDR_E_HOLDER || !mailbox->number ||
            mailbox->number != known->number || ascii_upper(mailbox->section) != known->section ||
            !text_equal(text_of(mailbox->province), known->province) ||
            known->state == PECADDR_STATE_RETIRED || *known->left || import->on_entry[i].size)
            continue;
        find_other(&conflict, known);
        import->on_entry[i] = conflict.on_record;
    }
    return 0;
}

/* A register entry is looked for in all that is on record: once for a chunk. */
static void look_up_entries(struct import *import)
{
    size_t wanted = 0;

    for (size_t i = 0; i < import->n; i++)
        wanted += import->results[i] == PECADDR_E_HOLDER && import->mailboxes[i].number;
    if (wanted)
        pecaddr_registry_each(import->command.registry, NULL, NULL, 0, find_on_entries, import,
                              NULL);
}

/* What a mailbox contradicts. */
static struct conflict look_up_conflict(struct import *import, size_t i)
{
    struct pecaddr_registry *registry = import->command.registry;
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[i];
    struct conflict conflict = {.mailbox = mailbox};

    buffer_text(&conflict.on_record, "");
    if (import->results[i] == PECADDR_E_STATE)
        pecaddr_registry_each(registry, mailbox->address, NULL, 0, find_on_address, &conflict,
                              NULL);
    else if (*mailbox->holder)
        pecaddr_registry_each(registry, NULL, mailbox->holder, 0, find_other, &conflict, NULL);
    if (!conflict.on_record.size && import->on_entry[i].size) {
        conflict.is_on_entry = 1;
        buffer_text(&conflict.on_record, import->on_entry[i].data);
    }
    return conflict;
}

static const char *conflict_words(int result, const struct conflict *conflict)
{
    if (result == PECADDR_E_STATE && conflict->is_retired)
        return N_("this mailbox is retired here");
    if (result == PECADDR_E_STATE)
        return conflict->is_contradicted || !conflict->missing.size
                   ? N_("this address is on record for somebody else")
                   : N_("this address is reserved here, and the row does not say for whom");
    if (conflict->is_on_entry)
        return N_("this register entry has another mailbox on record");
    return conflict->on_record.size
               ? N_("this person has another mailbox on record")
               : N_("this person or this register entry has another mailbox on record");
}

/* What to do about a conflict, made in the arena of the list. */
static const char *conflict_advice(struct import *import, const struct conflict *conflict)
{
    static const char correct[] =
        N_("correct the file, or what is on record (relink, change, release)");
    const struct pecaddr_mailbox *mailbox = conflict->mailbox;
    struct buffer advice = {0};
    const char *copied;

    if (conflict->is_retired)
        return N_("its holder gets it again by assign, and it is activated by activate");
    if (!conflict->missing.size)
        return correct;
    buffer_format(&advice, _("the row does not have, and the record has: %s"),
                  conflict->missing.data);
    if (!*mailbox->province && !import->province)
        buffer_text(&advice, _(" (give the province of the whole file by --province, such as MC)"));
    buffer_format(&advice, "; %s",
                  conflict->is_contradicted ? gettext(correct) : _("add it to the file"));
    copied = arena_copy(&import->list.chunk.arena, advice.data, advice.size);
    buffer_free(&advice);
    return copied;
}

static void report_conflict(struct import *import, size_t i, struct fault *fault)
{
    int result = import->results[i];
    struct conflict conflict = look_up_conflict(import, i);
    struct buffer what = {0};

    buffer_format(&what, "%s%s%s", gettext(conflict_words(result, &conflict)),
                  conflict.on_record.size ? ": " : "", conflict.on_record.data);
    fault->what = what.data;
    fault->what_to_do = conflict_advice(import, &conflict);
    report(import, import->entries[i], import->entries[i]->line, fault);
    buffer_free(&conflict.on_record);
    buffer_free(&conflict.missing);
    buffer_free(&what);
}

/* Why a mailbox was not put on record. */
static void report_result(struct import *import, size_t i)
{
    int result = import->results[i];
    struct fault fault = {
        .code = pecaddr_status_name(result),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(import->mailboxes[i].address),
        .what = result == PECADDR_E_ARGUMENT ? N_("this is no address that a mailbox can have")
                                             : pecaddr_strerror(result),
    };

    if (result == PECADDR_E_STATE || result == PECADDR_E_HOLDER)
        report_conflict(import, i, &fault);
    else
        report(import, import->entries[i], import->entries[i]->line, &fault);
}

/* Putting on record. */

/* Those that are on record so far. */
static size_t on_record(const struct import *import)
{
    return import->added + import->present + import->differing;
}

static int stop(struct import *import, const struct list_entry *entry, int r,
                const struct pecaddr_registry_error *error)
{
    message_registry(error, r);
    message("stopped at %s:%zu: %zu mailboxes before it are on record; run again for the rest",
            file_name(import), entry->line, on_record(import));
    return EXIT_UNAVAILABLE;
}

/* What a row says otherwise than the record, which is of the same holder. */
struct difference {
    const struct pecaddr_mailbox *mailbox;
    struct buffer what;
    struct buffer what_to_do;
};

/* By a format with what is in the file, and what is on record. */
static void add_difference(struct difference *difference, const char *format, const char *in_file,
                           const char *on_record, const char *what_to_do)
{
    buffer_text(&difference->what, difference->what.size ? "; " : "");
    buffer_format(&difference->what, gettext(format), in_file,
                  *on_record ? on_record : _("not known"));
    buffer_format(&difference->what_to_do, "%s%s", difference->what_to_do.size ? ", " : "",
                  gettext(what_to_do));
}

static void add_name_difference(struct difference *difference, const struct pecaddr_mailbox *known)
{
    const struct pecaddr_mailbox *mailbox = difference->mailbox;
    struct buffer in_file = {0}, on_record = {0};

    buffer_format(&in_file, "%s %s", mailbox->given, mailbox->surname);
    buffer_format(&on_record, "%s %s", known->given, known->surname);
    add_difference(difference, N_("its holder's name is %s, says the file; on record it is %s"),
                   in_file.data, on_record.data,
                   N_("a name on record by registry change, if the mailbox is only reserved"));
    buffer_free(&in_file);
    buffer_free(&on_record);
}

static void add_entry_difference(struct difference *difference, const struct pecaddr_mailbox *known)
{
    const struct pecaddr_mailbox *mailbox = difference->mailbox;
    char in_file[ENTRY_WORDS_SIZE], on_record[ENTRY_WORDS_SIZE];

    add_difference(
        difference, N_("its register entry is %s, says the file; on record it is %s"),
        entry_words(in_file, mailbox->province, ascii_upper(mailbox->section), mailbox->number),
        entry_words(on_record, known->province, known->section, known->number),
        N_("a register entry by assign, with the codice fiscale"));
}

static int find_difference(void *user, const struct pecaddr_mailbox *known)
{
    struct difference *difference = user;
    const struct pecaddr_mailbox *mailbox = difference->mailbox;

    if (names_differ(mailbox, known))
        add_name_difference(difference, known);
    if (entries_differ(mailbox, known))
        add_entry_difference(difference, known);
    if (differs(mailbox->expires, known->expires))
        add_difference(difference,
                       N_("its date of expiry is %s, says the file; on record it is %s"),
                       mailbox->expires, known->expires, N_("a date of expiry by registry renew"));
    if (*mailbox->left && strcmp(mailbox->left, known->left) != 0)
        add_difference(difference,
                       N_("its day of leaving is %s, says the file; on record it is %s"),
                       mailbox->left, known->left, N_("leaving by registry leave"));
    return PECADDR_DONE;
}

/* A mailbox that is on record, and stays as it is there. */
static void report_difference(struct import *import, size_t i)
{
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[i];
    struct difference difference = {.mailbox = mailbox};
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_NO_MATCH),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(mailbox->address),
    };
    struct buffer advice = {0};

    pecaddr_registry_each(import->command.registry, mailbox->address, NULL, 0, find_difference,
                          &difference, NULL);
    buffer_format(&advice, _("kept as on record; if the file is right, correct %s"),
                  difference.what_to_do.size ? difference.what_to_do.data : _("what is there"));
    fault.what = difference.what.size ? difference.what.data : N_("the record differs");
    fault.what_to_do = advice.data;
    import->differing++;
    report(import, import->entries[i], import->entries[i]->line, &fault);
    buffer_free(&difference.what);
    buffer_free(&difference.what_to_do);
    buffer_free(&advice);
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

/* What became of a mailbox that was to be brought in. */
static void judge(struct import *import, size_t i)
{
    const struct pecaddr_mailbox *mailbox = &import->mailboxes[i];
    int result = import->results[i];

    if (result < 0) {
        report_result(import, i);
        return;
    }
    if (result == PECADDR_NO_MATCH)
        report_difference(import, i);
    else if (result == PECADDR_OK)
        import->added++;
    else
        import->present++;
    if (result != PECADDR_NO_MATCH)
        tell_record(import, import->entries[i], import->entries[i]->line,
                    result == PECADDR_OK ? "done" : "already", NULL, NULL);
    import->without_province += result == PECADDR_OK && mailbox->number && !*mailbox->province;
    remark_mismatch(import, import->entries[i]);
}

static const char *copy(struct import *import, struct pecaddr_text text)
{
    return arena_copy(&import->list.chunk.arena, text.data, text.size);
}

static void add(struct import *import, const struct list_entry *entry)
{
    const struct pecaddr_person *person = &entry->member.person;

    import->mailboxes[import->n] = (struct pecaddr_mailbox){
        .size = sizeof *import->mailboxes,
        .address = entry->address,
        .given = copy(import, text_trim(person->given)),
        .surname = copy(import, text_trim(person->surname)),
        .holder = copy(import, person->holder),
        .province = copy(import, person->province),
        .section = person->section,
        .number = person->number,
        .scheme = "",
        .level = PECADDR_LEVEL_NONE,
        .receipt = "",
        .expires = entry->expires,
        .left = entry->left,
        .updated = "",
        .created = "",
        .issued_province = "",
    };
    import->pointers[import->n] = &import->mailboxes[import->n];
    import->entries[import->n] = entry;
    import->n++;
}

/* What is done with a row, and the fault of one that has one. */
enum fate { FATE_BRING_IN, FATE_FAULT, FATE_WITHOUT, FATE_RELEASED, FATE_CANCELLED };

/* A day that can not be. One on which a mailbox expired is no fault: it may not be retired yet. The
   sentence is made in the arena. */
static int has_bad_date(struct arena *arena, const struct list_entry *entry,
                        struct fault *ret_fault)
{
    char day[DATE_SIZE];
    struct buffer what = {0};
    const char *fault, *written = entry->expires;

    if (*entry->expires && (fault = date_fault(text_of(entry->expires), DATE_ANY, day)) != NULL) {
        buffer_format(&what, _("its date of expiry \"%s\": %s"), entry->expires, gettext(fault));
    } else if (*entry->left &&
               (fault = date_fault(text_of(entry->left), DATE_NOT_TO_COME, day)) != NULL) {
        buffer_format(&what, _("the day \"%s\" on which its holder left: %s"), entry->left,
                      gettext(fault));
        written = entry->left;
    } else {
        return 0;
    }
    ret_fault->code = pecaddr_status_name(PECADDR_E_ARGUMENT);
    ret_fault->what = arena_copy(arena, what.data, what.size);
    ret_fault->what_to_do = date_advice(text_of(written));
    buffer_free(&what);
    return 1;
}

static enum fate fate_of(struct import *import, const struct list_entry *entry,
                         struct fault *ret_fault, size_t *ret_line)
{
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_STATE),
        .field = PECADDR_FIELD_ADDRESS,
        .text = text_of(entry->address),
    };

    *ret_line = entry->line;
    if (entry->has_fault) {
        fault = entry->fault;
        *ret_line = entry->fault_line;
    } else if (!*entry->address) {
        return FATE_WITHOUT;
    } else if (entry->state == PECADDR_STATE_RELEASED) {
        return FATE_RELEASED;
    } else if (entry->is_cancelled) {
        return FATE_CANCELLED;
    } else if (entry->state == PECADDR_STATE_RESERVED) {
        fault.what = N_("this address is only reserved; only active mailboxes can be brought in");
        fault.what_to_do = N_("bring it in when its mailbox has been activated");
    } else if (entry->state == PECADDR_STATE_RETIRED) {
        fault.what = N_("this mailbox is retired; only active mailboxes can be brought in");
    } else if (entry->member.has_fault) {
        fault = entry->member.fault;
        *ret_line = entry->member.fault_line;
    } else if (!has_bad_date(&import->list.chunk.arena, entry, &fault)) {
        return FATE_BRING_IN;
    }
    *ret_fault = fault;
    return FATE_FAULT;
}

/* Counts a row that is not to be brought in, or tells its fault. */
static void leave_out(struct import *import, const struct list_entry *entry)
{
    struct fault fault;
    size_t line;

    switch (fate_of(import, entry, &fault, &line)) {
    case FATE_FAULT:
        report(import, entry, line, &fault);
        break;
    case FATE_WITHOUT:
        import->without++;
        break;
    case FATE_RELEASED:
        import->released++;
        tell_record(import, entry, entry->line, "passed", NULL, NULL);
        break;
    case FATE_CANCELLED:
        import->cancelled++;
        tell_record(import, entry, entry->line, "passed", NULL, NULL);
        break;
    case FATE_BRING_IN:
        break;
    }
}

static void forget_chunk(struct import *import)
{
    for (size_t i = 0; i < import->n; i++)
        buffer_free(&import->on_entry[i]);
    import->n = 0;
}

/* Puts the mailboxes of a chunk on record, and then tells of its rows in their order. */
static int import_chunk(struct import *import)
{
    const struct list *list = &import->list;
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct fault fault;
    size_t line, next = 0;
    int r = PECADDR_OK;

    forget_chunk(import);
    for (size_t i = 0; i < list->n; i++)
        if (fate_of(import, &list->entries[i], &fault, &line) == FATE_BRING_IN)
            add(import, &list->entries[i]);
    if (import->n)
        r = pecaddr_registry_import(import->command.registry, import->pointers, import->n, 0,
                                    import->results, NULL, &error);
    if (r != PECADDR_OK)
        return stop(import, import->entries[0], r, &error);
    look_up_entries(import);
    for (size_t i = 0; i < list->n; i++) {
        if (next < import->n && import->entries[next] == &list->entries[i])
            judge(import, next++);
        else
            leave_out(import, &list->entries[i]);
    }
    return 0;
}

static int interrupted(const struct import *import)
{
    message("interrupted before %s:%zu: %zu mailboxes before it are on record; run the same "
            "command again for the rest",
            file_name(import), import->list.entries[0].line, on_record(import));
    return EXIT_UNAVAILABLE;
}

static int import_all(struct import *import)
{
    size_t done = 0;
    int r;

    interrupt_watch();
    progress_begin(&import->list.roster.input, NULL);
    while ((r = list_read(&import->list)) == 0 && import->list.n) {
        r = interrupt_came() ? interrupted(import) : import_chunk(import);
        if (r)
            break;
        progress_tell(done += import->list.n);
    }
    progress_end();
    return r;
}

/* --province is of the whole file. */
static int check_province(const struct import *import)
{
    const char *province = import->province;

    if (!province ||
        (strlen(province) == 2 && ascii_is_letter(province[0]) && ascii_is_letter(province[1])))
        return 0;
    return options_fault(&import->command.options,
                         "--province %s: give the Order's sigla, such as MC", province);
}

/* What holds the addresses back that are not brought in: a source reads the first cell of each line
   of the file, where the address has to stand. */
static void remark_cancelled(const struct import *import)
{
    const struct roster *roster = &import->list.roster;
    enum encoding_kind kind = roster->detection.encoding.kind;
    struct buffer uri = {0};

    if (roster->path && roster->column[ROSTER_ADDRESS] == 0 && roster->separator != '|' &&
        kind != ENCODING_UTF16LE && kind != ENCODING_UTF16BE)
        for (const char *at = roster->path; *at; at++) {
            if (*at == '%' || *at == '?')
                buffer_text(&uri, *at == '%' ? "%25" : "%3F");
            else
                buffer_append(&uri, at, 1);
        }
    if (uri.size)
        remark(
            ngettext("%zu row passed over: INI-PEC has cancelled its address; if the mailbox may "
                     "still exist, hold the address back with assign --check file:%s",
                     "%zu rows passed over: INI-PEC has cancelled their address; where the "
                     "mailbox may still exist, hold the address back with assign --check "
                     "file:%s",
                     import->cancelled),
            import->cancelled, uri.data);
    else
        remark(
            ngettext("%zu row passed over: INI-PEC has cancelled its address; if the mailbox may "
                     "still exist, put the address in a list, and hold it back with assign "
                     "--check file:LIST",
                     "%zu rows passed over: INI-PEC has cancelled their address; where the "
                     "mailbox may still exist, put the address in a list, and hold it back with "
                     "assign --check file:LIST",
                     import->cancelled),
            import->cancelled);
    buffer_free(&uri);
}

static int run(struct import *import)
{
    struct list *list = &import->list;
    struct registry_command *command = &import->command;
    int r = check_province(import);

    list->province = import->province;
    if (r != 0 || (r = list_open(list, command->options.arguments[0], import->encoding,
                                 import->separator)) != 0)
        return r;
    if (list->form == LIST_EMPTY)
        return list_lacks_all(list);
    if ((r = registry_command_open(command)) != 0)
        return r;
    if (command->options.format != FORMAT_TEXT)
        import->records = records_begin(command->output.file, command->options.format, columns,
                                        ARRAY_SIZE(columns));
    r = import_all(import);
    records_end(import->records);
    if (r != 0)
        return registry_command_finish(command, r);
    remark("%zu new on record, %zu already there, %zu with errors, %zu rows without an address",
           import->added, import->present, import->errors, import->without);
    if (import->released)
        remark(ngettext("%zu row passed over: its address was released",
                        "%zu rows passed over: their address was released", import->released),
               import->released);
    if (import->cancelled)
        remark_cancelled(import);
    if (import->without_province)
        remark(ngettext("%zu row has a number and no province: where the record does not have it "
                        "either, nobody is known by the register entry; if the file is of one "
                        "Order, run again with --province, such as MC",
                        "%zu rows have a number and no province: where the record does not have it "
                        "either, nobody is known by the register entry; if the file is of one "
                        "Order, run again with --province, such as MC",
                        import->without_province),
               import->without_province);
    return registry_command_finish(command, import->errors ? EXIT_ROWS : EXIT_DONE);
}

static void import_free(struct import *import)
{
    forget_chunk(import);
    list_close(&import->list);
    registry_command_end(&import->command);
    free(import);
}

int cmd_registry_import(int argc, const char **argv)
{
    struct import *import = memory_new(sizeof *import);
    const struct poptOption own[] = {
        REGISTRY_OPTION(import->command),
        {"province", 0, POPT_ARG_STRING, &import->province, 0,
         N_("of the whole file, as its sigla, such as MC"), "SIGLA"},
        {"encoding", 0, POPT_ARG_STRING, &import->encoding, 0,
         N_("the file's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "
            "iso-8859-15, cp850"),
         N_("NAME")},
        {"separator", 0, POPT_ARG_STRING, &import->separator, 0,
         N_("the file's; else found out: \";\", \",\", \"|\" or tab"), N_("CHARACTER")},
        POPT_TABLEEND,
    };
    struct options *options = &import->command.options;
    int status;

    import->list.roster.input.fd = -1;
    status = options_begin(options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON && options->argument_count != 1)
        status = options_fault(options, options->argument_count ? N_("one file at a time")
                                                                : N_("the file is missing"));
    if (status == OPTIONS_GO_ON && (status = registry_command_check(&import->command)) == 0)
        status = run(import);
    import_free(import);
    return status;
}
