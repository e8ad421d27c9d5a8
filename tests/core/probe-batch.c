/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Schemes, candidates and batches, for tests/reference/compare.py. Reads lines of columns between
 * TABs, texts in hexadecimal, and writes one line for each but M and P:
 *
 *   S text                          a scheme: OK levels disjoint, or SCHEME offset
 *   C given surname province section number
 *                                   a person's candidates: OK notes local parts, `!` after those
 *                                   that are reserved; or code, field, offset
 *   M address holder entry          a mailbox that is there
 *   P given surname province section number holder
 *                                   a person of the next batch
 *   B                               the batch: a line for each person, status level address answer
 *
 * The callback is the registry of tests/reference/schemes.py once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pecaddr/pecaddr.h>

#define COLUMNS     7
#define PERSONS_MAX 512
#define FAILURE     9

/* A mailbox, and one register entry of its holder; the same holder may have several. */
struct mailbox {
    char address[PECADDR_ADDRESS_MAX + 1];
    char holder[32]; /* empty: not known */
};

struct entry {
    char text[32];
    size_t mailbox;
};

static struct {
    struct mailbox mailboxes[2 * PERSONS_MAX];
    size_t n_mailboxes;
    struct entry entries[2 * PERSONS_MAX];
    size_t n_entries;
} registry;

/* A person, and the line that its texts point into. */
static struct {
    struct pecaddr_person person;
    char *line;
} roster[PERSONS_MAX];
static size_t n_persons;

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

static struct pecaddr_text unhex(char *hex)
{
    size_t size = strlen(hex) / 2;

    for (size_t i = 0; i < size; i++)
        hex[i] = (char)(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
    return (struct pecaddr_text){hex, size};
}

static struct pecaddr_person read_person(char *columns[COLUMNS])
{
    return (struct pecaddr_person){
        .size = sizeof(struct pecaddr_person),
        .given = unhex(columns[1]),
        .surname = unhex(columns[2]),
        .province = {columns[3], strlen(columns[3])},
        .section = *columns[4],
        .number = (uint32_t)strtoul(columns[5], NULL, 10),
        .holder = {columns[6], strlen(columns[6])},
    };
}

static size_t add_mailbox(const char *address, const char *holder)
{
    struct mailbox *mailbox = &registry.mailboxes[registry.n_mailboxes];

    snprintf(mailbox->address, sizeof mailbox->address, "%s", address);
    snprintf(mailbox->holder, sizeof mailbox->holder, "%s", holder);
    return registry.n_mailboxes++;
}

static void add_entry(const char *text, size_t mailbox)
{
    struct entry *entry = &registry.entries[registry.n_entries++];

    snprintf(entry->text, sizeof entry->text, "%s", text);
    entry->mailbox = mailbox;
}

/* The index of what is known of a codice fiscale, an entry, an address; or SIZE_MAX. */
static size_t by_holder(const char *holder)
{
    for (size_t i = 0; *holder && i < registry.n_mailboxes; i++)
        if (strcmp(registry.mailboxes[i].holder, holder) == 0)
            return i;
    return SIZE_MAX;
}

static size_t by_entry(const char *entry)
{
    for (size_t i = 0; *entry && i < registry.n_entries; i++)
        if (strcmp(registry.entries[i].text, entry) == 0)
            return registry.entries[i].mailbox;
    return SIZE_MAX;
}

static size_t by_address(const char *address)
{
    for (size_t i = 0; i < registry.n_mailboxes; i++)
        if (strcmp(registry.mailboxes[i].address, address) == 0)
            return i;
    return SIZE_MAX;
}

static void entry_of(const struct pecaddr_person *person, char entry[32])
{
    *entry = '\0';
    if (person->province.size == 2 && person->section && person->number)
        snprintf(entry, 32, "%.2s%c%u", person->province.data, person->section, person->number);
}

static enum pecaddr_answer claim(struct pecaddr_query *query)
{
    const char *holder = query->person->holder.data;
    char entry[32];
    size_t mine;
    size_t theirs;

    entry_of(query->person, entry);
    mine = by_holder(holder);
    theirs = by_entry(entry);
    if (theirs != SIZE_MAX && theirs != mine) {
        char *known = registry.mailboxes[theirs].holder;

        if (mine != SIZE_MAX || (*holder && *known)) {
            query->failure = FAILURE; /* two persons on one entry */
            return PECADDR_FAILED;
        }
        mine = theirs;
        if (*holder)
            strcpy(known, holder);
    }
    if (mine == SIZE_MAX) {
        if (by_address(query->address) != SIZE_MAX)
            return PECADDR_TAKEN;
        mine = add_mailbox(query->address, holder);
        if (*entry)
            add_entry(entry, mine);
        return PECADDR_CLAIMED;
    }
    if (*entry && theirs == SIZE_MAX)
        add_entry(entry, mine);
    strcpy(query->held, registry.mailboxes[mine].address);
    return strcmp(query->held, query->address) == 0 ? PECADDR_HELD : PECADDR_HELD_ELSEWHERE;
}

static int ask(void *user, enum pecaddr_mode mode, struct pecaddr_query *const queries[], size_t n)
{
    (void)user;
    (void)mode;
    for (size_t i = 0; i < n; i++)
        queries[i]->answer = claim(queries[i]);
    return 0;
}

static void print_notes(uint32_t notes)
{
    const char *comma = "";

    for (unsigned bit = 0; bit < 32; bit++) {
        if (!(notes & (uint32_t)1 << bit))
            continue;
        printf("%s%s", comma, pecaddr_note_name((uint32_t)1 << bit));
        comma = ",";
    }
    if (!notes)
        putchar('-');
}

static const struct pecaddr_scheme *read_scheme(const struct pecaddr_scheme *before, char *hex)
{
    const struct pecaddr_scheme *scheme = NULL;
    struct pecaddr_error error = {.size = sizeof error};
    int r = pecaddr_scheme_parse(unhex(hex), NULL, &scheme, &error);

    pecaddr_scheme_free(before);
    memset(&registry, 0, sizeof registry);
    if (r != PECADDR_OK)
        printf("%s\t%zu\n", pecaddr_status_name(r), error.offset);
    else
        printf("OK\t%u\t%d\n", pecaddr_scheme_levels(scheme), pecaddr_scheme_is_disjoint(scheme));
    return scheme;
}

static void print_candidates(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person)
{
    static const char *const fields[] = {"-",       "given",  "surname", "province",
                                         "section", "number", "holder"};
    struct pecaddr_error error = {.size = sizeof error};
    char address[PECADDR_ADDRESS_MAX + 1];
    uint32_t notes = 0;
    int reserved;
    int r = pecaddr_candidate(scheme, person, 0, address, sizeof address, NULL, NULL, &error);

    if (r != PECADDR_OK) {
        printf("%s\t%s\t%zu\n", pecaddr_status_name(r), fields[error.field], error.offset);
        return;
    }
    pecaddr_local_part(scheme, person, NULL, address, sizeof address, NULL, &notes, NULL);
    printf("OK\t");
    print_notes(notes);
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        pecaddr_candidate(scheme, person, level, address, sizeof address, NULL, &reserved, NULL);
        printf("%c%.*s%s", level ? ' ' : '\t', (int)strcspn(address, "@"), address,
               reserved ? "!" : "");
    }
    putchar('\n');
}

static void print_assignment(const struct pecaddr_assignment *assignment)
{
    static const char *const answers[] = {"-",         "free",   "claimed", "taken",   "held",
                                          "elsewhere", "failed", "refused", "reserved"};

    printf("%s\t", pecaddr_status_name(assignment->status));
    if (assignment->level == PECADDR_LEVEL_NONE)
        putchar('-');
    else
        printf("%u", assignment->level);
    printf("\t%s\t%s\n", assignment->address_size ? assignment->address : "-",
           answers[assignment->answer]);
}

static void run_batch(const struct pecaddr_scheme *scheme)
{
    size_t size = pecaddr_batch_scratch_size(n_persons);
    void *scratch = malloc(size);
    struct pecaddr_assignment *assignments = calloc(n_persons + 1, sizeof *assignments);
    const struct pecaddr_person *persons[PERSONS_MAX];
    struct pecaddr_assignment *ret[PERSONS_MAX];

    if (!scratch || !assignments)
        abort();
    for (size_t i = 0; i < n_persons; i++) {
        assignments[i].size = sizeof *assignments;
        ret[i] = &assignments[i];
        persons[i] = &roster[i].person;
    }
    if (pecaddr_resolve_batch(scheme, persons, n_persons, PECADDR_CLAIM, ask, NULL, scratch, size,
                              ret) != PECADDR_OK)
        abort();
    for (size_t i = 0; i < n_persons; i++) {
        print_assignment(&assignments[i]);
        free(roster[i].line);
    }
    n_persons = 0;
    free(scratch);
    free(assignments);
}

static void split(char *line, char *columns[COLUMNS])
{
    char *end = line + strcspn(line, "\n");

    *end = '\0';
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = line;
        line += strcspn(line, "\t");
        if (line < end)
            *line++ = '\0';
    }
}

int main(void)
{
    const struct pecaddr_scheme *scheme = NULL;
    char *line = NULL;
    size_t capacity = 0;

    while (getline(&line, &capacity, stdin) > 0) {
        char *columns[COLUMNS];
        struct pecaddr_person person;

        split(line, columns);
        switch (*line) {
        case 'S':
            scheme = read_scheme(scheme, columns[1]);
            break;
        case 'C':
            person = read_person(columns);
            print_candidates(scheme, &person);
            break;
        case 'M':
            add_mailbox(columns[1], columns[2]);
            if (*columns[3])
                add_entry(columns[3], registry.n_mailboxes - 1);
            break;
        case 'P':
            if (n_persons == PERSONS_MAX)
                abort();
            roster[n_persons].person = read_person(columns);
            roster[n_persons++].line = line;
            line = NULL;
            capacity = 0;
            break;
        case 'B':
            run_batch(scheme);
            break;
        default:
            fprintf(stderr, "a line of no known kind\n");
            return 2;
        }
    }
    pecaddr_scheme_free(scheme);
    free(line);
    return 0;
}
