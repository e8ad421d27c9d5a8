/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every order of events, SPEC §5: all states that the model (model.h) can reach and every event out
 * of each state, replayed on a registry. After each step the answer and all that is on record are
 * those of the model; the invariants are asked by SQL, as another program would.
 *
 *   test-model memory|database [WORLD SHARE]...
 *
 * The database is a file of SQLite or, beside with-postgres.py, one of PostgreSQL. WORLD is one of
 * those below, all of them if none is given. SHARE n: every event out of each n-th state only, and
 * what lies on the way there; 1, as it is if not given, is all.
 */
#include <inttypes.h>
#include <stdarg.h>

#include "registry-fixture.h"

#include "model-graph.h"

/* Worlds. */

static const struct model_row homonyms[] = {{0, 1, 0}, {0, 2, 1}, {0, 3, 2}, {0, 4, 3}};

/* Two names, two codici fiscali or none, two entries, in all combinations. */
static const struct model_row rosters[] = {
    {0, 0, 0}, {0, 0, 2}, {0, 1, 0}, {0, 1, 2}, {0, 2, 0}, {0, 2, 2},
    {1, 0, 0}, {1, 0, 2}, {1, 1, 0}, {1, 1, 2}, {1, 2, 0}, {1, 2, 2},
};

static const struct world worlds[] = {
    {.name = "homonyms",
     .rows = homonyms,
     .n_rows = N_OF(homonyms),
     .names = 1,
     .most = N_OF(homonyms),
     .absent_too = true,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_CHANGE] = true}},
    {.name = "rosters",
     .rows = rosters,
     .n_rows = N_OF(rosters),
     .names = 2,
     .most = 2,
     .has = {[EVENT_CLAIM] = true,
             [EVENT_ACTIVATE] = true,
             [EVENT_RELEASE] = true,
             [EVENT_RETIRE] = true,
             [EVENT_LEAVE] = true,
             [EVENT_CHANGE] = true,
             [EVENT_CORRECT] = true}},
};

static const char *const kind_names[EVENT_KINDS] = {
    [EVENT_CLAIM] = "claim",     [EVENT_ACTIVATE] = "activate", [EVENT_RELEASE] = "release",
    [EVENT_RETIRE] = "retire",   [EVENT_LEAVE] = "leave",       [EVENT_CHANGE] = "change",
    [EVENT_CORRECT] = "correct",
};

/* A replay. */

#define EXPIRES "2031-12-31"
#define LEFT    "2026-05-31"
#define RECENT  16

/* So many walks in one registry, each in a domain of its own: another domain is another mailbox. */
#define WALKS 16

/* How often the invariants are asked, in steps. */
#define CHECK_EVERY 500

struct replay {
    struct graph graph;
    bool in_memory;
    struct pecaddr_registry *registry;
    struct folder folder;
    const struct pecaddr_scheme *scheme; /* of this walk */
    char scheme_text[1024];
    unsigned elsewhere; /* mailboxes in the domains of the walks before */
    uint32_t at;
    /* How each address was issued that is on record. */
    struct issued {
        unsigned entry;
        char receipt[64];
    } issued[MODEL_ADDRESSES];
    /* Lines of history: from (0: none) state to state, and how many tell of another entry. */
    struct lines {
        uint64_t n[5][5], moves;
    } lines, told_lines;
    uint64_t steps, walks, checks;
    size_t n_covered;
    const struct model_event *recent[RECENT];
    unsigned told, told_elsewhere; /* of a comparison */
};

static const char *backend_name(const struct replay *replay)
{
    return replay->in_memory ? "memory" : on_postgres() ? "postgres" : "sqlite";
}

static const char *local_part(int address, char text[PECADDR_LOCAL_PART_MAX + 1])
{
    const struct model_name *name = &model_names[address / MODEL_PER_NAME];
    unsigned at = (unsigned)address % MODEL_PER_NAME;
    char suffix[32] = "";

    for (unsigned i = 0; i < MODEL_ENTRIES; i++) {
        const struct model_entry *entry = &model_entries[i];

        if (at == 1 + entry->order)
            snprintf(suffix, sizeof suffix, ".%s", entry->lower_province);
        if (at == 1 + MODEL_ORDERS + i)
            snprintf(suffix, sizeof suffix, ".%s.%c%u", entry->lower_province, entry->lower_section,
                     entry->number);
    }
    snprintf(text, PECADDR_LOCAL_PART_MAX + 1, "%s%s", name->local_part, suffix);
    return text;
}
#define LOCAL_PART(address) local_part(address, (char[PECADDR_LOCAL_PART_MAX + 1]){0})

/* Nobody's is empty. */
static const char *address_text(const struct replay *replay, int address,
                                char text[PECADDR_ADDRESS_MAX + 1])
{
    if (address != NOBODY)
        snprintf(text, PECADDR_ADDRESS_MAX + 1, "%s@%s", LOCAL_PART(address),
                 pecaddr_scheme_domain(replay->scheme));
    return text;
}
#define ADDRESS(address) address_text(replay, address, (char[PECADDR_ADDRESS_MAX + 1]){0})

/* The codice fiscale of a holder, which fits both names; none has an empty one. */
static const char *holder_text(unsigned holder, char text[17])
{
    return holder != 0 ? holder_of("RSSMRA", holder, text) : "";
}
#define HOLDER(holder) holder_text(holder, (char[17]){0})

static void print_event(const struct model_event *event)
{
    if (event->kind == EVENT_CLAIM)
        fprintf(stderr, "  claim %s %s, %s %c %u, %s\n", model_names[event->row.name].given,
                model_names[event->row.name].surname, model_entries[event->row.entry].province,
                model_entries[event->row.entry].section, model_entries[event->row.entry].number,
                event->row.holder != 0 ? HOLDER(event->row.holder) : "no codice fiscale");
    else
        fprintf(stderr, "  %s %s\n", kind_names[event->kind], LOCAL_PART(event->address));
}

static void print_state(const struct model_state *state)
{
    static const char *const lives[] = {"free", "reserved", "active", "retired"};

    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        const struct model_mailbox *mailbox = &state->at[i];

        if (mailbox->life != LIFE_FREE)
            fprintf(stderr, "  %s: %s%s%s, %s %c %u, %s\n", LOCAL_PART(i), lives[mailbox->life],
                    mailbox->was_active ? ", was active" : "", mailbox->left ? ", left" : "",
                    model_entries[mailbox->entry].province, model_entries[mailbox->entry].section,
                    model_entries[mailbox->entry].number, HOLDER(mailbox->holder));
    }
}

/* Says what differs, in which state, and how one came there. */
__attribute__((noreturn, format(printf, 2, 3))) static void differ(const struct replay *replay,
                                                                   const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "model (%s, %s), step %" PRIu64 ": ", replay->graph.world->name,
            backend_name(replay), replay->steps);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nthe state of the model is\n");
    print_state(&replay->graph.states[replay->at]);
    fprintf(stderr, "and the last events were\n");
    for (uint64_t i = replay->steps < RECENT ? 0 : replay->steps - RECENT; i < replay->steps; i++)
        if (replay->recent[i % RECENT] != NULL)
            print_event(replay->recent[i % RECENT]);
    ck_abort_msg("the registry is not as the model: see above");
}

static void same_text(const struct replay *replay, const char *address, const char *what,
                      const char *found, const char *expected)
{
    if (found == NULL || strcmp(found, expected) != 0)
        differ(replay, "%s: %s is `%s`, not `%s`", address, what, found != NULL ? found : "NULL",
               expected);
}

static void same_number(const struct replay *replay, const char *address, const char *what,
                        uint64_t found, uint64_t expected)
{
    if (found != expected)
        differ(replay, "%s: %s is %" PRIu64 ", not %" PRIu64, address, what, found, expected);
}

/* What is on record. */

/* The number of an address of this walk; NOBODY if it is of another walk. */
static int find_address(const struct replay *replay, const char *address)
{
    const char *at = strchr(address, '@');

    if (at == NULL || strcmp(at + 1, pecaddr_scheme_domain(replay->scheme)) != 0)
        return NOBODY;
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (strncmp(LOCAL_PART(i), address, (size_t)(at - address)) == 0 &&
            strlen(LOCAL_PART(i)) == (size_t)(at - address))
            return i;
    differ(replay, "%s is on record", address);
}

static int compare_mailbox(void *user, const struct pecaddr_mailbox *found)
{
    static const enum pecaddr_state states[] = {
        [LIFE_RESERVED] = PECADDR_STATE_RESERVED,
        [LIFE_ACTIVE] = PECADDR_STATE_ACTIVE,
        [LIFE_RETIRED] = PECADDR_STATE_RETIRED,
    };
    struct replay *replay = user;
    int i = find_address(replay, found->address);
    const struct model_mailbox *expected;
    const struct model_entry *entry, *issued;
    const char *address = found->address;

    if (i == NOBODY) {
        replay->told_elsewhere++;
        return 0;
    }
    expected = &replay->graph.states[replay->at].at[i];
    if (expected->life == LIFE_FREE)
        differ(replay, "%s is on record", address);
    replay->told++;
    entry = &model_entries[expected->entry];
    issued = &model_entries[replay->issued[i].entry];
    same_number(replay, address, "state", found->state, states[expected->life]);
    same_text(replay, address, "given", found->given, model_names[i / MODEL_PER_NAME].given);
    same_text(replay, address, "surname", found->surname, model_names[i / MODEL_PER_NAME].surname);
    same_text(replay, address, "holder", found->holder, HOLDER(expected->holder));
    same_text(replay, address, "province", found->province, entry->province);
    same_number(replay, address, "section", (unsigned char)found->section,
                (unsigned char)entry->section);
    same_number(replay, address, "number", found->number, entry->number);
    same_text(replay, address, "scheme", found->scheme, replay->scheme_text);
    same_number(replay, address, "table version", found->table_version, pecaddr_table_version());
    same_number(replay, address, "level", found->level, model_level(i));
    same_number(replay, address, "notes", found->notes, 0);
    same_text(replay, address, "receipt", found->receipt, replay->issued[i].receipt);
    same_text(replay, address, "expires", found->expires,
              expected->life == LIFE_RESERVED ? "" : EXPIRES);
    same_text(replay, address, "left", found->left, expected->left ? LEFT : "");
    same_text(replay, address, "issued province", found->issued_province, issued->province);
    same_number(replay, address, "issued section", (unsigned char)found->issued_section,
                (unsigned char)issued->section);
    same_number(replay, address, "issued number", found->issued_number, issued->number);
    return 0;
}

static void compare_record(struct replay *replay)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    replay->told = 0;
    replay->told_elsewhere = 0;
    if (pecaddr_registry_each(replay->registry, NULL, NULL, 0, compare_mailbox, replay, &error) !=
        PECADDR_OK)
        differ(replay, "%s", error.message);
    same_number(replay, "the registry", "how many are on record", replay->told,
                graph_count_mailboxes(&replay->graph.states[replay->at]));
    same_number(replay, "other domains", "how many are on record", replay->told_elsewhere,
                replay->elsewhere);
}

/* History, and the invariants. */

static int compare_event(void *user, const struct pecaddr_event *event)
{
    struct replay *replay = user;

    if (event->from > PECADDR_STATE_RELEASED || event->to > PECADDR_STATE_RELEASED)
        differ(replay, "history tells of no state");
    replay->told_lines.n[event->from][event->to]++;
    replay->told_lines.moves += event->number != 0;
    return 0;
}

static void compare_history(struct replay *replay)
{
    const struct lines *expected = &replay->lines, *found = &replay->told_lines;
    struct pecaddr_registry_error error = {.size = sizeof error};

    replay->told_lines = (struct lines){.moves = 0};
    if (pecaddr_registry_history(replay->registry, NULL, compare_event, replay, &error) !=
        PECADDR_OK)
        differ(replay, "%s", error.message);
    for (unsigned from = 0; from <= PECADDR_STATE_RELEASED; from++)
        for (unsigned to = 0; to <= PECADDR_STATE_RELEASED; to++)
            if (found->n[from][to] != expected->n[from][to])
                differ(replay, "history: %" PRIu64 " lines from state %u to %u, not %" PRIu64,
                       found->n[from][to], from, to, expected->n[from][to]);
    same_number(replay, "history", "how many lines tell of another entry", found->moves,
                expected->moves);
}

static const struct invariant {
    const char *fact;
    const char *violations;
} invariants[] = {
    {"no address is live for two holders",
     "SELECT count(*) FROM (SELECT 1 FROM mailbox WHERE state <> 'released' GROUP BY address "
     "HAVING count(*) > 1) AS twice"},
    {"no holder has two live addresses",
     "SELECT count(*) FROM (SELECT 1 FROM mailbox WHERE state <> 'released' AND holder IS NOT NULL "
     "GROUP BY holder, domain HAVING count(*) > 1) AS twice"},
    {"no two stand on one register entry",
     "SELECT count(*) FROM (SELECT 1 FROM mailbox WHERE state IN ('reserved', 'active') "
     "AND left_on IS NULL GROUP BY number, province, section, domain HAVING count(*) > 1) AS "
     "twice"},
    {"no address is issued again after it was active",
     "SELECT count(*) FROM mailbox AS later JOIN mailbox AS first ON first.address = later.address "
     "AND first.id < later.id JOIN event ON event.mailbox = first.id "
     "WHERE event.new_state = 'active'"},
    {"an active mailbox never loses its address",
     "SELECT count(*) FROM mailbox JOIN event ON event.mailbox = mailbox.id "
     "WHERE event.new_state = 'active' AND mailbox.state = 'released'"},
    {"no holder was active under two addresses",
     "SELECT count(*) FROM (SELECT 1 FROM mailbox JOIN event ON event.mailbox = mailbox.id "
     "WHERE event.new_state = 'active' AND holder IS NOT NULL GROUP BY holder, domain "
     "HAVING count(DISTINCT address) > 1) AS twice"},
    {"history has each revision from 1 to the last",
     "SELECT count(*) FROM mailbox WHERE "
     "revision <> (SELECT count(DISTINCT revision) FROM event WHERE mailbox = mailbox.id) OR "
     "revision <> (SELECT count(*) FROM event WHERE mailbox = mailbox.id) OR "
     "revision <> (SELECT max(revision) FROM event WHERE mailbox = mailbox.id) OR "
     "1 <> (SELECT min(revision) FROM event WHERE mailbox = mailbox.id)"},
    {"history ends with the state on record",
     "SELECT count(*) FROM mailbox JOIN event ON event.mailbox = mailbox.id AND "
     "event.revision = mailbox.revision WHERE event.new_state <> mailbox.state"},
    {"each line of history goes on where the one before ended",
     "SELECT count(*) FROM event LEFT JOIN event AS before ON before.mailbox = event.mailbox "
     "AND before.revision = event.revision - 1 "
     "WHERE event.old_state IS DISTINCT FROM before.new_state"},
    {"each line of history is a transition of SPEC §5",
     "SELECT count(*) FROM event WHERE coalesce(old_state, '') || '>' || new_state NOT IN "
     "('>reserved', 'reserved>reserved', 'reserved>active', 'reserved>released', 'active>active', "
     "'active>retired', 'retired>reserved')"},
    {"each line of history is about a mailbox",
     "SELECT count(*) FROM event WHERE NOT EXISTS (SELECT 1 FROM mailbox WHERE id = mailbox)"},
};

static void check_invariants(struct replay *replay)
{
    char sql[8192] = "SELECT 0";
    size_t size = strlen(sql);

    if (replay->in_memory)
        return;
    for (size_t i = 0; i < N_OF(invariants); i++)
        size +=
            (size_t)snprintf(sql + size, sizeof sql - size, " + (%s)", invariants[i].violations);
    ck_assert_uint_lt(size, sizeof sql);
    if (count_sql(replay->folder.file, sql) != 0)
        for (size_t i = 0; i < N_OF(invariants); i++)
            if (count_sql(replay->folder.file, invariants[i].violations) != 0)
                differ(replay, "not so: %s", invariants[i].fact);
    replay->checks++;
}

/* Steps. */

/* Asks as a caller does: by a batch, of one. */
static struct pecaddr_assignment do_claim(struct replay *replay, struct model_row row)
{
    static unsigned char scratch[1 << 16];
    const struct model_entry *entry = &model_entries[row.entry];
    const char *holder = HOLDER(row.holder);
    struct pecaddr_person person = {.size = sizeof person,
                                    .given = pecaddr_text_of(model_names[row.name].given),
                                    .surname = pecaddr_text_of(model_names[row.name].surname),
                                    .province = pecaddr_text_of(entry->province),
                                    .holder = pecaddr_text_of(holder),
                                    .section = entry->section,
                                    .number = entry->number};
    const struct pecaddr_person *const persons[] = {&person};
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_assignment *const ret[] = {&assignment};
    int r = pecaddr_resolve_batch(replay->scheme, persons, 1, PECADDR_CLAIM, pecaddr_registry_ask,
                                  replay->registry, scratch, sizeof scratch, ret);

    if (r != PECADDR_OK)
        differ(replay, "the registry does not answer: %d, %s", r,
               pecaddr_registry_message(replay->registry));
    return assignment;
}

static unsigned level_for(struct model_row row, int address)
{
    for (unsigned level = 0; level < MODEL_LEVELS; level++)
        if (model_candidate(row.name, row.entry, level) == address)
            return level;
    return PECADDR_LEVEL_NONE;
}

/* status, failure, answer, level, tried and address are all that a claim can say. */
static void compare_claim(const struct replay *replay, struct model_row row,
                          struct model_outcome expected, const struct pecaddr_assignment *found)
{
    static const struct {
        int status, failure;
        enum pecaddr_answer answer;
    } answers[] = {
        [ANSWER_CLAIMED] = {PECADDR_OK, 0, PECADDR_CLAIMED},
        [ANSWER_HELD] = {PECADDR_OK, 0, PECADDR_HELD},
        [ANSWER_HELD_ELSEWHERE] = {PECADDR_OK, 0, PECADDR_HELD_ELSEWHERE},
        [ANSWER_CONFLICT] = {PECADDR_E_HOLDER, 0, PECADDR_REFUSED},
        [ANSWER_EXHAUSTED] = {PECADDR_E_EXHAUSTED, 0, PECADDR_TAKEN},
    };
    bool given = expected.address != NOBODY;
    unsigned level = given ? level_for(row, expected.address) : PECADDR_LEVEL_NONE;
    unsigned tried = expected.answer == ANSWER_CLAIMED     ? level + 1
                     : expected.answer == ANSWER_EXHAUSTED ? MODEL_LEVELS
                                                           : 1;

    if (found->status != answers[expected.answer].status ||
        found->failure != answers[expected.answer].failure ||
        found->answer != answers[expected.answer].answer)
        differ(replay, "status %d, failure %d, answer %d, address %s; not %d, %d, %d, %s",
               found->status, found->failure, found->answer, found->address,
               answers[expected.answer].status, answers[expected.answer].failure,
               answers[expected.answer].answer, ADDRESS(expected.address));
    same_text(replay, "claim", "address", found->address, ADDRESS(expected.address));
    same_number(replay, found->address, "level", found->level, level);
    same_number(replay, found->address, "tried", found->tried, tried);
}

static int do_change(struct replay *replay, const struct model_event *event,
                     struct pecaddr_assignment *ret_assignment,
                     struct pecaddr_registry_error *error)
{
    const struct model_name *name = &model_names[1 - event->address / MODEL_PER_NAME];
    struct pecaddr_text given = {name->given, strlen(name->given)};
    struct pecaddr_text surname = {name->surname, strlen(name->surname)};
    struct pecaddr_text none = {NULL, 0};

    return pecaddr_registry_change(replay->registry, replay->scheme, ADDRESS(event->address),
                                   event->kind == EVENT_CORRECT ? given : none,
                                   event->kind == EVENT_CORRECT ? surname : none, "the model",
                                   ret_assignment, error);
}

static int operate(struct replay *replay, const struct model_event *event,
                   struct pecaddr_assignment *ret_assignment)
{
    struct pecaddr_registry *handle = replay->registry;
    struct pecaddr_registry_error error = {.size = sizeof error};
    const char *address = ADDRESS(event->address);
    const char *why = "the model";
    int r;

    switch (event->kind) {
    case EVENT_ACTIVATE:
        r = pecaddr_registry_activate(handle, address, EXPIRES, why, &error);
        break;
    case EVENT_RELEASE:
        r = pecaddr_registry_release(handle, address, why, &error);
        break;
    case EVENT_RETIRE:
        r = pecaddr_registry_retire(handle, address, why, &error);
        break;
    case EVENT_LEAVE:
        r = pecaddr_registry_leave(handle, address, LEFT, why, &error);
        break;
    default:
        r = do_change(replay, event, ret_assignment, &error);
    }
    if (r < 0 && (error.code != r || error.message[0] == '\0'))
        differ(replay, "%d, and the error is %d, `%s`", r, error.code, error.message);
    if (r < 0 && r != PECADDR_E_STATE && r != PECADDR_E_EXHAUSTED)
        differ(replay, "%d, %s", r, error.message);
    return r;
}

static void compare_operation(const struct replay *replay, struct model_outcome expected, int found,
                              const struct pecaddr_assignment *assignment)
{
    static const int statuses[] = {
        [ANSWER_DONE] = PECADDR_OK,
        [ANSWER_NOTHING_TO_DO] = PECADDR_DONE,
        [ANSWER_WRONG_STATE] = PECADDR_E_STATE,
        [ANSWER_EXHAUSTED] = PECADDR_E_EXHAUSTED,
    };
    bool given = expected.address != NOBODY;

    if (found != statuses[expected.answer])
        differ(replay, "status %d, not %d", found, statuses[expected.answer]);
    /* Where no address was given the output is untouched. */
    same_text(replay, "change", "address", assignment->address, ADDRESS(expected.address));
    if (!given)
        return;
    same_number(replay, "change", "status", (uint64_t)assignment->status, PECADDR_OK);
    same_number(replay, "change", "answer", assignment->answer, PECADDR_CLAIMED);
    same_number(replay, "change", "level", assignment->level, model_level(expected.address));
}

/* How an address is issued, perhaps instead of one that is given up: what each candidate was. */
static void note_issue(struct replay *replay, int address, unsigned entry, int given_up)
{
    struct issued *issued = &replay->issued[address];
    unsigned name = (unsigned)address / MODEL_PER_NAME;

    issued->entry = entry;
    issued->receipt[0] = '\0';
    for (unsigned level = 0; level < model_level(address); level++)
        strcat(issued->receipt,
               given_up != NOBODY && model_candidate(name, entry, level) == given_up ? "released,"
                                                                                     : "taken,");
    strcat(issued->receipt, "claimed");
}

/* What history must tell of a step. */
static void note_lines(struct replay *replay, const struct model_state *before,
                       const struct model_state *after)
{
    static const enum pecaddr_state ends[] = {0, PECADDR_STATE_RESERVED, PECADDR_STATE_ACTIVE,
                                              PECADDR_STATE_RETIRED};

    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        const struct model_mailbox *a = &before->at[i], *b = &after->at[i];
        enum pecaddr_state to = b->life != LIFE_FREE ? ends[b->life] : PECADDR_STATE_RELEASED;

        if (memcmp(a, b, sizeof *a) == 0)
            continue;
        replay->lines.n[ends[a->life]][to]++;
        replay->lines.moves += a->life != LIFE_FREE && b->life != LIFE_FREE && a->entry != b->entry;
    }
}

static void step(struct replay *replay, struct transition *transition)
{
    struct graph *graph = &replay->graph;
    const struct model_event *event = &graph->events[transition->event];
    struct model_state before = graph->states[replay->at], after = before;
    struct model_outcome expected = model_step(&after, event);
    struct pecaddr_assignment assignment = {.size = sizeof assignment};

    replay->recent[replay->steps++ % RECENT] = event;
    if (event->kind == EVENT_CLAIM) {
        assignment = do_claim(replay, event->row);
        compare_claim(replay, event->row, expected, &assignment);
    } else {
        int r = operate(replay, event, &assignment);

        compare_operation(replay, expected, r, &assignment);
    }
    if (expected.answer == ANSWER_CLAIMED)
        note_issue(replay, expected.address, event->row.entry, NOBODY);
    else if (event->kind != EVENT_CLAIM && expected.address != NOBODY)
        note_issue(replay, expected.address, after.at[expected.address].entry, event->address);
    note_lines(replay, &before, &after);
    replay->at = transition->to;
    replay->n_covered += !transition->covered;
    transition->covered = true;
    compare_record(replay);
    if (replay->steps % CHECK_EVERY == 0)
        check_invariants(replay);
}

/* Walks. */

static void begin_registry(struct replay *replay)
{
    replay->registry = replay->in_memory ? open_memory() : make_registry(&replay->folder);
    replay->lines = (struct lines){.moves = 0};
    replay->elsewhere = 0;
}

static void end_registry(struct replay *replay)
{
    check_invariants(replay);
    compare_history(replay);
    pecaddr_registry_close(replay->registry);
    if (!replay->in_memory)
        remove_folder(&replay->folder);
}

static void begin_walk(struct replay *replay)
{
    char text[512];

    if (replay->walks % WALKS == 0)
        begin_registry(replay);
    snprintf(text, sizeof text,
             "name = model\ndomain = walk%" PRIu64 ".ingpec.eu\nrule = {given}.{surname}\n"
             "rule = {given}.{surname}.{province}\n"
             "rule = {given}.{surname}.{province}.{section}{number}\n",
             replay->walks);
    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &replay->scheme, NULL), PECADDR_OK);
    ck_assert_int_eq(pecaddr_scheme_canonical(replay->scheme, replay->scheme_text,
                                              sizeof replay->scheme_text, NULL),
                     PECADDR_OK);
    replay->at = 0;
    memset(replay->recent, 0, sizeof replay->recent);
}

static void end_walk(struct replay *replay, bool last)
{
    replay->elsewhere += graph_count_mailboxes(&replay->graph.states[replay->at]);
    replay->walks++;
    if (last || replay->walks % WALKS == 0)
        end_registry(replay);
    pecaddr_scheme_free(replay->scheme);
}

/*
 * Walks until all is covered, each time the shortest way to something new. What was active is never
 * given up, so there is not always a way: then from the beginning.
 */
static void replay_all(struct replay *replay)
{
    struct graph *graph = &replay->graph;
    size_t *way = calloc(graph->n_states + 1, sizeof *way);
    size_t length;

    ck_assert_ptr_nonnull(way);
    begin_walk(replay);
    for (;;) {
        length = graph_find_way(graph, replay->at, way);
        if (length == 0) {
            if (graph_find_way(graph, 0, way) == 0)
                break;
            end_walk(replay, false);
            begin_walk(replay);
            continue;
        }
        while (length > 0)
            step(replay, &graph->transitions[way[--length]]);
    }
    end_walk(replay, true);
    free(way);
}

/* The arguments, which a test of Check does not get otherwise. */
static bool in_memory;
static struct {
    const struct world *world;
    uint32_t share;
} shares[N_OF(worlds)];

START_TEST(a_registry_does_in_every_order_of_events_what_the_model_does)
{
    struct replay *replay = calloc(1, sizeof *replay);
    struct graph *graph = &replay->graph;

    ck_assert_ptr_nonnull(replay);
    replay->in_memory = in_memory;
    graph->world = shares[_i].world;
    graph->share = shares[_i].share;
    graph_make(graph);
    replay_all(replay);
    printf("model (%s, %s): %" PRIu32 " states, %zu transitions covered of %zu, %" PRIu64
           " steps in %" PRIu64 " walks",
           graph->world->name, backend_name(replay), graph->n_states, replay->n_covered,
           graph->n_transitions, replay->steps, replay->walks);
    if (!replay->in_memory)
        printf(", invariants checked %" PRIu64 " times", replay->checks);
    printf("\n");
    fflush(stdout);
    ck_assert_uint_ge(replay->n_covered, graph->n_transitions / graph->share / 2);
    if (graph->share == 1)
        ck_assert_uint_eq(replay->n_covered, graph->n_transitions);
    graph_free(graph);
    free(replay);
}
END_TEST

/* Reads pairs of a world and a share; how many, or -1. */
static int read_shares(char *arguments[], int n)
{
    if (n % 2 != 0 || n > 2 * (int)N_OF(shares))
        return -1;
    for (int i = 0; i < n / 2; i++) {
        for (size_t k = 0; k < N_OF(worlds); k++)
            if (strcmp(worlds[k].name, arguments[2 * i]) == 0)
                shares[i].world = &worlds[k];
        shares[i].share = (uint32_t)strtoul(arguments[2 * i + 1], NULL, 10);
        if (shares[i].world == NULL || shares[i].share == 0)
            return -1;
    }
    return n / 2;
}

int main(int argc, char *argv[])
{
    Suite *suite = suite_create("model");
    TCase *tcase = registry_case("model");
    int n = argc > 2 ? read_shares(argv + 2, argc - 2) : (int)N_OF(worlds);

    if (argc < 2 || n < 0 || (strcmp(argv[1], "memory") != 0 && strcmp(argv[1], "database") != 0)) {
        fprintf(stderr, "usage: test-model memory|database [homonyms|rosters SHARE]...\n");
        return EXIT_FAILURE;
    }
    in_memory = strcmp(argv[1], "memory") == 0;
    for (size_t i = 0; argc == 2 && i < N_OF(worlds); i++) {
        shares[i].world = &worlds[i];
        shares[i].share = 1;
    }
    suite_add_tcase(suite, tcase);
    tcase_add_loop_test(tcase, a_registry_does_in_every_order_of_events_what_the_model_does, 0, n);
    return suite_run(suite);
}
