/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/audit.h"
#include "audit/book-read.h"
#include "base/array.h"
#include "base/percent.h"
#include "command/options.h"
#include "command/registry-command.h"
#include "command/scheme-file.h"
#include "commands/commands.h"
#include "intake/chunk.h"
#include "intake/roster.h"
#include "intake/standing.h"
#include "member/person.h"
#include "member/survey-letters.h"
#include "runtime/exit-status.h"
#include "runtime/output.h"
#include "speech/interrupted.h"
#include "speech/message.h"
#include "speech/progress.h"
#include "speech/text.h"
#include "speech/words.h"

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "ROSTER --registry URI|file:LIST",
    "Compares a roster (as for assign) with the addresses that were given: those of a\n"
    "registry, or of a list. A list has one address at the start of each line; or is\n"
    "a CSV file with a column pec and those of a roster; or is INI-PEC: PEC, Nome,\n"
    "Cognome, Numero Iscrizione, Codice Fiscale, Stato, ... separated by \";\". It may\n"
    "be empty; a line of a list of addresses that begins with # is a comment.\n"
    "Nothing is changed.\n"
    "\n"
    "Each person is\n"
    "  right     has an address that the rules give; level is the rule's. What a\n"
    "            registry issued is judged by its record, so a transfer, a corrected\n"
    "            name or an older scheme since then does not make it wrong: why tells\n"
    "  differs   has an address that the rules do not give, or one that is an earlier\n"
    "            row's, for the reason in why; expected is what they would give\n"
    "  taken     has none: somebody else holds what the rules would give, or the row\n"
    "            contradicts what is on record, as why tells; expected is the first\n"
    "            address that nobody has\n"
    "  missing   has none, or a retired one\n"
    "  former    has none, and is no member any more by the roster (Data\n"
    "            cancellazione, Stato ...)\n"
    "  error     the roster's data of this person has an error\n"
    "and at the end is\n"
    "  orphaned  an address that no one in the roster explains. Addresses of Orders\n"
    "            that the roster has nobody of, of functions, and of those who left\n"
    "            are not told.\n"
    "\n"
    "A list with addresses only cannot tell homonyms apart: then any of them may\n"
    "have each of their addresses. If the roster has a column pec, that is compared\n"
    "too.\n"
    "\n"
    "Exit status: 0 all are right and no address is orphaned; 1 not all; 2 usage, or\n"
    "a file cannot be read; 3 registry or output unavailable.\n",
};

static const struct column columns[] = {
    {N_("line"), COLUMN_NUMBER},
    {N_("given"), COLUMN_TEXT},
    {N_("surname"), COLUMN_TEXT},
    {N_("verdict"), COLUMN_WORD},
    {N_("level"), COLUMN_NUMBER},
    {N_("address"), COLUMN_TEXT},
    {N_("expected"), COLUMN_TEXT},
    {N_("why"), COLUMN_TEXT},
    {"code", COLUMN_TEXT | COLUMN_FOR_PROGRAMS},
};

struct audit {
    struct options options;
    char *uri;
    char *output_path;
    char *encoding;
    char *separator;
    char *province;

    struct pecaddr_registry *registry;
    struct book book;
    struct auditor auditor;
    struct roster roster;
    struct chunk chunk;
    struct output output;

    /* Of each row of the chunk. */
    struct member members[CHUNK_ROWS];
    struct answer answers[CHUNK_ROWS];
    int is_judged[CHUNK_ROWS]; /* not empty, and without a fault */
    int is_former[CHUNK_ROWS]; /* of one who is no member any more, by the roster */
    struct records *records;

    unsigned char orders[26][26]; /* those that the roster has somebody of */
    size_t verdicts[VERDICTS];
    size_t levels[PECADDR_LEVELS_MAX];
    size_t functions, former, others; /* addresses besides */
    size_t list_errors;
    struct survey_letters letters;
};

/* The path of `file:PATH`, in which %XX is a byte; NULL with a message when it is none. */
static char *list_path(const struct audit *audit)
{
    char *path = memory_copy(audit->uri + strlen("file:"));

    if (!strchr(path, '?') && percent_decode(path))
        return path;
    options_fault(&audit->options, "--registry %s: in the path, %% is written %%25 and ? is %%3F",
                  audit->uri);
    free(path);
    return NULL;
}

/* A list without any address has been told as such. */
static void tell_domains(const struct audit *audit, const char *path)
{
    const char *domain = pecaddr_scheme_domain(audit->options.scheme);
    size_t n = audit->book.n, of_domain = 0;

    for (size_t i = 0; i < n; i++)
        of_domain += strcmp(strchr(audit->book.entries[i].address, '@') + 1, domain) == 0;
    if (n)
        registry_command_tell_list(path, of_domain, n - of_domain, domain);
}

static int read_list(struct audit *audit)
{
    char *path = list_path(audit);
    int r = EXIT_USAGE;

    if (path)
        r = book_read_list(&audit->book, path, &audit->list_errors);
    if (r == 0)
        tell_domains(audit, path);
    free(path);
    return r;
}

static int read_registry(struct audit *audit)
{
    int r = registry_open(audit->uri, &audit->registry);

    if (r)
        return r;
    return book_read_registry(&audit->book, audit->registry,
                              pecaddr_scheme_domain(audit->options.scheme));
}

static int is_list(const struct audit *audit)
{
    return strncmp(audit->uri, "file:", strlen("file:")) == 0;
}

/* The columns that the rules need, and without which nobody could be judged. */
static int check_columns(struct audit *audit)
{
    const struct pecaddr_scheme *scheme = audit->options.scheme;
    struct roster *roster = &audit->roster;
    const struct {
        enum roster_field field;
        int is_needed;
    } needed[] = {
        {ROSTER_GIVEN, !roster->names_persons},
        {ROSTER_SURNAME, !roster->names_persons},
        {ROSTER_PROVINCE, !audit->province && scheme_uses(scheme, "{province}")},
        {ROSTER_NUMBER, scheme_uses(scheme, "{number}")},
        {ROSTER_SECTION, roster->needs_section && scheme_uses(scheme, "{section}")},
    };

    for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
        if (needed[i].is_needed && roster->column[needed[i].field] == ROSTER_NO_COLUMN)
            return roster_lacks(roster, needed[i].field);
    return 0;
}

/* As for assign, the environment says the province where no column does. */
static int open_roster(struct audit *audit)
{
    int r =
        roster_open(&audit->roster, audit->options.arguments[0], audit->encoding, audit->separator);

    if (r == 0 && audit->roster.column[ROSTER_PROVINCE] == ROSTER_NO_COLUMN)
        options_from_environment(&audit->province, "PECADDR_PROVINCE");
    if (r == 0)
        r = check_columns(audit);
    if (r == 0)
        roster_describe(&audit->roster);
    return r;
}

static unsigned char *order_of(struct audit *audit, const char *sigla, size_t size)
{
    if (size != 2 || !ascii_is_letter(sigla[0]) || !ascii_is_letter(sigla[1]))
        return NULL;
    return &audit->orders[ascii_lower(sigla[0]) - 'a'][ascii_lower(sigla[1]) - 'a'];
}

/* Tells of a person, or of an orphaned mailbox with `line` that of the list. `code` is that of an
   error of the row. */
static void tell(struct audit *audit, size_t line, const char *given, const char *surname,
                 const struct finding *finding, const char *code)
{
    const struct book_entry *entry = finding->entry;
    int has_level = finding->level < PECADDR_LEVELS_MAX && finding->verdict == VERDICT_RIGHT;

    audit->verdicts[finding->verdict]++;
    if (has_level)
        audit->levels[finding->level]++;
    records_row(audit->records,
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

static const char *copy(struct audit *audit, struct pecaddr_text text)
{
    return arena_copy(&audit->chunk.arena, text.data, text.size);
}

/* A row that cannot be judged still explains the mailbox of its codice fiscale. */
static void tell_error(struct audit *audit, const struct member *member, size_t line,
                       const struct fault *fault)
{
    struct finding finding = {.verdict = VERDICT_ERROR, .level = PECADDR_LEVEL_NONE};

    finding.entry = auditor_find_holder(&audit->auditor, member->person.holder);
    if (finding.entry && !finding.entry->is_explained) {
        finding.entry->is_explained = 1;
        finding.entry->explained_line = line;
    }
    fault_describe(&finding.why, fault);
    tell(audit, line, copy(audit, member->person.given), copy(audit, member->person.surname),
         &finding, fault->code);
    buffer_free(&finding.why);
}

/* Decides whether a row's person can be judged; if not, tells why. */
static void prepare_row(struct audit *audit, size_t i)
{
    const struct roster *roster = &audit->roster;
    const struct roster_row *row = &audit->chunk.rows[i];
    struct member *member = &audit->members[i];
    struct fault fault;
    unsigned char *order;
    size_t column;

    audit->is_judged[i] = audit->is_former[i] = 0;
    *member = (struct member){.person = PECADDR_PERSON_INIT};
    if (row->fault != ROW_GOOD || row->is_blank)
        return;
    *member = member_from_row(roster, row, audit->province, &audit->chunk.arena);
    survey_letters_add(&audit->letters, member, row->line);
    member->person.accepted = PECADDR_NOTES_REVIEW;
    order = order_of(audit, member->person.province.data, member->person.province.size);
    if (order)
        *order = 1;
    member->has_fault = member_fault(audit->options.scheme, member, &fault);
    if (member->has_fault)
        member->fault = fault;
    audit->is_judged[i] = !member->has_fault;
    audit->is_former[i] =
        standing_of_row(roster, row, &audit->chunk.arena, &column) >= STANDING_LEFT;
}

/* Puts the persons of the chunk to the registry, which gives each of them an address, and forgets: the
   members, or those who are none any more, and would take theirs. */
static int ask_registry(struct audit *audit, int is_former)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *preview = NULL;
    const struct pecaddr_person *persons[CHUNK_ROWS];
    struct pecaddr_assignment *outcomes[CHUNK_ROWS];
    struct pecaddr_reason *reasons[CHUNK_ROWS];
    size_t n = 0;
    int r;

    for (size_t i = 0; i < audit->chunk.n; i++) {
        if (!audit->is_judged[i] || audit->is_former[i] != is_former)
            continue;
        audit->answers[i] = (struct answer){PECADDR_ASSIGNMENT_INIT, PECADDR_REASON_INIT};
        persons[n] = &audit->members[i].person;
        outcomes[n] = &audit->answers[i].assignment;
        reasons[n++] = &audit->answers[i].reason;
    }
    if (!n)
        return 0;
    r = pecaddr_registry_preview(audit->registry, &preview, &error);
    if (r == PECADDR_OK)
        r = pecaddr_registry_assign_batch(preview, audit->options.scheme, persons, n, outcomes,
                                          reasons, &error);
    pecaddr_registry_close(preview);
    return r == PECADDR_OK ? 0 : message_unavailable(&error);
}

/* Whoever is no member any more, and has no address, needs none; but a row that contradicts what is on
   record, or has an address, is told. */
static int needs_none(const struct audit *audit, size_t i, const struct finding *finding,
                      struct pecaddr_text address)
{
    const struct pecaddr_reason *reason = &audit->answers[i].reason;

    return audit->is_former[i] && !address.size &&
           (finding->verdict == VERDICT_MISSING ||
            (finding->verdict == VERDICT_TAKEN &&
             (!audit->registry || reason->contradiction == PECADDR_CONTRADICTION_NONE)));
}

static int judge_row(struct audit *audit, size_t i)
{
    const struct roster *roster = &audit->roster;
    const struct roster_row *row = &audit->chunk.rows[i];
    const struct member *member = &audit->members[i];
    struct pecaddr_text address;
    struct finding finding;
    struct fault fault;
    int r;

    if (row->is_blank && row->fault == ROW_GOOD)
        return 0;
    if (row->fault != ROW_GOOD) {
        fault = roster_fault(roster, row, &audit->chunk.arena);
        tell_error(audit, member, row->fault == ROW_NUL ? row->fault_line : row->line, &fault);
        return 0;
    }
    if (member->has_fault) {
        tell_error(audit, member, row->line, &member->fault);
        return 0;
    }
    address = row_text(roster, row, ROSTER_ADDRESS, &audit->chunk.arena);
    r = auditor_judge(&audit->auditor, &member->person, audit->registry ? &audit->answers[i] : NULL,
                      address, row->line, &finding);
    if (r == 0 && needs_none(audit, i, &finding, address)) {
        finding.verdict = VERDICT_FORMER;
        finding.entry = NULL;
        *finding.expected = '\0';
        buffer_clear(&finding.why);
        buffer_text(&finding.why, in_result("no member any more, by the roster"));
    }
    if (r == 0)
        tell(audit, row->line, copy(audit, member->person.given),
             copy(audit, member->person.surname), &finding, NULL);
    buffer_free(&finding.why);
    return r;
}

static int judge_chunk(struct audit *audit)
{
    int r = 0;

    for (size_t i = 0; i < audit->chunk.n; i++)
        prepare_row(audit, i);
    for (int is_former = 0; is_former <= 1 && audit->registry && r == 0; is_former++)
        r = ask_registry(audit, is_former);
    for (size_t i = 0; i < audit->chunk.n && r == 0; i++)
        r = judge_row(audit, i);
    return r;
}

static int judge_rows(struct audit *audit)
{
    size_t rows = 0;
    int r;

    while ((r = chunk_read(&audit->chunk, &audit->roster, CHUNK_ROWS)) == 0 && audit->chunk.n) {
        r = judge_chunk(audit);
        if (r == 0)
            r = output_check(&audit->output);
        if (r == 0)
            r = interrupt_stops_reading();
        if (r)
            return r;
        progress_tell(rows += audit->chunk.n);
    }
    return r;
}

/* Whether a mailbox that no one in the roster explains should be explained by one. */
static int is_expected(struct audit *audit, const struct book_entry *entry)
{
    struct pecaddr_parsed parsed = {.size = sizeof parsed};
    const unsigned char *order = order_of(audit, entry->province, strlen(entry->province));

    if (entry->state == PECADDR_STATE_RETIRED || entry->has_left) {
        audit->former++;
        return 0;
    }
    pecaddr_parse(audit->options.scheme, text_of(entry->address), &parsed);
    if (parsed.kind == PECADDR_ADDRESS_RESERVED) {
        audit->functions++;
        return 0;
    }
    if (!order && parsed.kind == PECADDR_ADDRESS_PERSON && parsed.level != PECADDR_LEVEL_NONE)
        order = order_of(audit, parsed.province.data, parsed.province.size);
    if (order && !*order) {
        audit->others++;
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
}

static void tell_orphans(struct audit *audit)
{
    for (size_t i = 0; i < audit->book.n; i++) {
        struct book_entry *entry = &audit->book.entries[i];
        struct finding finding = {
            .verdict = VERDICT_ORPHANED, .level = PECADDR_LEVEL_NONE, .entry = entry};

        if (entry->is_gone || entry->is_explained || !is_expected(audit, entry))
            continue;
        describe_orphan(&finding.why, entry);
        tell(audit, entry->line, *entry->given ? entry->given : NULL,
             *entry->surname ? entry->surname : NULL, &finding, NULL);
        buffer_free(&finding.why);
    }
}

static void tell_level(unsigned level, size_t n, const char *rule)
{
    struct buffer shown = {0};

    rule_show(&shown, rule);
    remark("level %-3u %8zu  %s", level, n, shown.data);
    buffer_free(&shown);
}

static void write_totals(const struct audit *audit)
{
    const struct pecaddr_scheme *scheme = audit->options.scheme;

    for (size_t i = 0; i < VERDICTS; i++)
        remark("%-9s %8zu", language_word("verdict", verdict_names[i]), audit->verdicts[i]);
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++)
        if (audit->levels[level] || scheme_rule_first(scheme, level) == level)
            tell_level(level, audit->levels[level], pecaddr_scheme_rule(scheme, level));
    if (audit->functions || audit->former || audit->others)
        remark("besides: %zu addresses of functions, %zu of former members, %zu of Orders that "
               "the roster has nobody of",
               audit->functions, audit->former, audit->others);
}

static int is_all_right(const struct audit *audit)
{
    for (size_t i = 0; i < VERDICTS; i++)
        if (i != VERDICT_RIGHT && i != VERDICT_FORMER && audit->verdicts[i])
            return 0;
    return !audit->list_errors;
}

static int run(struct audit *audit)
{
    int r;

    if ((r = open_roster(audit)) != 0 ||
        (r = is_list(audit) ? read_list(audit) : read_registry(audit)) != 0)
        return r;
    audit->auditor = (struct auditor){
        .scheme = audit->options.scheme, .registry = audit->registry, .book = &audit->book};
    if ((r = auditor_begin(&audit->auditor)) != 0 ||
        (r = output_open(&audit->output, audit->output_path)) != 0)
        return r;
    audit->records =
        records_begin(audit->output.file, audit->options.format, columns, ARRAY_SIZE(columns));
    interrupt_watch();
    progress_begin(audit->roster.input.fd, &audit->roster.input.offset, &audit->output);
    r = judge_rows(audit);
    progress_end();
    if (r == 0)
        tell_orphans(audit);
    records_end(audit->records);
    if (r) {
        output_discard(&audit->output);
        return r;
    }
    r = output_commit(&audit->output);
    if (r)
        return r;
    survey_letters_tell(&audit->letters, &audit->roster);
    write_totals(audit);
    return is_all_right(audit) ? EXIT_DONE : EXIT_ROWS;
}

static void audit_free(struct audit *audit)
{
    output_discard(&audit->output);
    auditor_end(&audit->auditor);
    book_free(&audit->book);
    pecaddr_registry_close(audit->registry);
    roster_close(&audit->roster);
    arena_free(&audit->chunk.arena);
    options_end(&audit->options);
    free(audit);
}

int cmd_audit(int argc, const char **argv)
{
    struct audit *audit = memory_new(sizeof *audit);
    const struct poptOption own[] = {
        {"registry", 0, POPT_ARG_STRING, &audit->uri, 0,
         N_("where the addresses are on record, such as sqlite:registry.db or "
            "postgresql://HOST/DATABASE, or a list of them, such as file:list.txt"),
         "URI"},
        {"province", 0, POPT_ARG_STRING, &audit->province, 0,
         N_("of the whole roster, as its sigla, such as MC"), "SIGLA"},
        {"output", 0, POPT_ARG_STRING, &audit->output_path, 0,
         N_("write there, not to standard output"), N_("FILE")},
        {"encoding", 0, POPT_ARG_STRING, &audit->encoding, 0,
         N_("the roster's; else found out: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, "
            "iso-8859-15, cp850"),
         N_("NAME")},
        {"separator", 0, POPT_ARG_STRING, &audit->separator, 0,
         N_("the roster's; else found out: \";\", \",\", \"|\" or tab"), N_("CHARACTER")},
        POPT_TABLEEND,
    };
    int status;

    audit->roster.input.fd = -1;
    status = options_begin(&audit->options, argc, argv, own, &usage);
    if (status == OPTIONS_GO_ON && !audit->uri)
        status = options_fault(&audit->options,
                               "--registry is missing: where the addresses are on record, such as "
                               "sqlite:registry.db or file:list.txt");
    if (status == OPTIONS_GO_ON && audit->options.argument_count != 1)
        status = options_fault(&audit->options, audit->options.argument_count
                                                    ? N_("one roster at a time")
                                                    : N_("a roster is missing"));
    if (status == OPTIONS_GO_ON)
        status = run(audit);
    audit_free(audit);
    return status;
}
