/* SPDX-License-Identifier: BSD-3-Clause */
/* What is on record, against the model. */
#include "registry/model/model-replay.h"

#include <inttypes.h>

/* Facts. */

const char *replay_local_part(int address, char text[PECADDR_LOCAL_PART_MAX + 1])
{
    unsigned at = (unsigned)address % MODEL_PER_NAME;
    char suffix[32] = "";

    for (unsigned i = 1; i <= MODEL_ENTRIES; i++) {
        const struct model_entry *entry = &model_entries[i];

        if (at == entry->order)
            snprintf(suffix, sizeof suffix, ".%s", entry->lower_province);
        if (at == MODEL_ORDERS + i)
            snprintf(suffix, sizeof suffix, ".%s.%c%u", entry->lower_province, entry->lower_section,
                     entry->number);
    }
    snprintf(text, PECADDR_LOCAL_PART_MAX + 1, "%s%s",
             model_names[model_name_of(address)].local_part, suffix);
    return text;
}

const char *replay_address(const struct replay *replay, int address,
                           char text[PECADDR_ADDRESS_MAX + 1])
{
    if (address != NOBODY)
        snprintf(text, PECADDR_ADDRESS_MAX + 1, "%s@%s", LOCAL_PART(address),
                 pecaddr_scheme_domain(replay->scheme));
    return text;
}

/* They fit each name. */
const char *replay_holder(unsigned holder, char text[17])
{
    if (holder == 0)
        return "";
    holder_of("RSSFNC", holder == OMOCODIA_OF_1 ? 1 : holder, text);
    if (holder != OMOCODIA_OF_1)
        return text;
    text[14] = 'M'; /* for 1 */
    text[15] = 'A';
    while (pecaddr_holder_check(pecaddr_text_of(text), NULL, 0, NULL) != PECADDR_OK)
        text[15]++;
    return text;
}

static unsigned year_of(const struct replay *replay)
{
    return 2060 - (unsigned)(replay->walks % WALKS);
}

const char *replay_day(const struct replay *replay, enum model_day day, char text[11])
{
    if (day != DAY_NONE)
        snprintf(text, 11, "%u-%s", year_of(replay) % 10000, day == DAY_EARLY ? "06-30" : "12-31");
    return text;
}

const char *replay_left_day(unsigned times, char text[11])
{
    snprintf(text, 11, "2026-%02u-%02u", 1 + times / 28 % 6, 1 + times % 28);
    return text;
}

/* How often the holder of a mailbox has left, by the first lines of history. */
unsigned replay_count_left(const struct replay *replay, int address, size_t n_lines)
{
    size_t first = replay_first_line(replay, address);
    unsigned times = 0;

    for (size_t i = first; i < n_lines; i++)
        times += replay->lines[i].first == first && replay->lines[i].act == PECADDR_ACT_LEAVE;
    return times;
}

const char *replay_expired(const struct replay *replay, char text[11])
{
    snprintf(text, 11, "%u-07-01", year_of(replay) % 10000);
    return text;
}

int replay_find_address(const struct replay *replay, const char *address)
{
    const char *at = strchr(address, '@');

    if (at == NULL || strcmp(at + 1, pecaddr_scheme_domain(replay->scheme)) != 0)
        return NOBODY;
    for (int i = 0; i < MODEL_ADDRESSES; i++)
        if (strncmp(LOCAL_PART(i), address, (size_t)(at - address)) == 0 &&
            strlen(LOCAL_PART(i)) == (size_t)(at - address))
            return i;
    replay_differ(replay, "%s is on record", address);
}

void replay_same_text(const struct replay *replay, const char *address, const char *what,
                      const char *found, const char *expected)
{
    if (found == NULL || strcmp(found, expected) != 0)
        replay_differ(replay, "%s: %s is `%s`, not `%s`", address, what,
                      found != NULL ? found : "NULL", expected);
}

void replay_same_number(const struct replay *replay, const char *address, const char *what,
                        uint64_t found, uint64_t expected)
{
    if (found != expected)
        replay_differ(replay, "%s: %s is %" PRIu64 ", not %" PRIu64, address, what, found,
                      expected);
}

/* Mailboxes. */

static bool is_forgotten(const struct replay *replay, int address)
{
    return replay->graph.states[replay->here.at].at[address].forgotten;
}

static void compare_issue(const struct replay *replay, const struct pecaddr_mailbox *found,
                          int address)
{
    const struct issued *issued = &replay->here.issued[address];
    bool forgotten = is_forgotten(replay, address);
    const struct model_entry *entry = &model_entries[forgotten ? 0 : issued->facts.entry];
    const struct model_name *issued_name = &model_names[forgotten ? 0 : issued->facts.name];
    const char *name = found->address;

    replay_same_text(replay, name, "receipt", found->receipt, issued->receipt);
    replay_same_number(replay, name, "notes", found->notes, issued->notes);
    replay_same_number(replay, name, "level", found->level,
                       issued->imported ? PECADDR_LEVEL_NONE : model_level(address));
    if (issued->imported)
        return;
    replay_same_text(replay, name, "scheme", found->scheme, replay->scheme_text);
    replay_same_number(replay, name, "table version", found->table_version,
                       pecaddr_table_version());
    replay_same_text(replay, name, "issued given", found->issued_given, issued_name->given);
    replay_same_text(replay, name, "issued surname", found->issued_surname, issued_name->surname);
    replay_same_text(replay, name, "issued province", found->issued_province, entry->province);
    replay_same_number(replay, name, "issued section", (unsigned char)found->issued_section,
                       (unsigned char)entry->section);
    replay_same_number(replay, name, "issued number", found->issued_number, entry->number);
}

static int compare_mailbox(void *user, const struct pecaddr_mailbox *found)
{
    static const enum pecaddr_state states[] = {
        [LIFE_RESERVED] = PECADDR_STATE_RESERVED,
        [LIFE_ACTIVE] = PECADDR_STATE_ACTIVE,
        [LIFE_RETIRED] = PECADDR_STATE_RETIRED,
    };
    struct replay *replay = user;
    int i = replay_find_address(replay, found->address);
    const struct model_mailbox *expected;
    const struct model_entry *entry;
    const struct model_name *name;

    if (i == NOBODY) {
        replay->told_elsewhere++;
        return 0;
    }
    expected = &replay->graph.states[replay->here.at].at[i];
    if (expected->life == LIFE_FREE)
        replay_differ(replay, "%s is on record", found->address);
    replay->told++;
    entry = &model_entries[expected->facts.entry];
    name = &model_names[expected->facts.name];
    replay_same_number(replay, found->address, "state", found->state, states[expected->life]);
    replay_same_text(replay, found->address, "given", found->given, name->given);
    replay_same_text(replay, found->address, "surname", found->surname, name->surname);
    replay_same_text(replay, found->address, "holder", found->holder,
                     HOLDER(expected->facts.holder));
    replay_same_text(replay, found->address, "province", found->province, entry->province);
    replay_same_number(replay, found->address, "section", (unsigned char)found->section,
                       (unsigned char)entry->section);
    replay_same_number(replay, found->address, "number", found->number, entry->number);
    replay_same_text(replay, found->address, "expires", found->expires, DAY(expected->expires));
    replay_same_text(replay, found->address, "left", found->left, expected->left ? LEFT(i) : "");
    compare_issue(replay, found, i);
    return 0;
}

void replay_compare_record(struct replay *replay)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    replay->told = 0;
    replay->told_elsewhere = 0;
    if (each_mailbox(replay->registry, NULL, NULL, 0, compare_mailbox, replay, &error) !=
        PECADDR_OK)
        replay_differ(replay, "%s", error.message);
    replay_same_number(replay, "the registry", "how many are on record", replay->told,
                       graph_count_mailboxes(&replay->graph.states[replay->here.at]));
    replay_same_number(replay, "other domains", "how many are on record", replay->told_elsewhere,
                       replay->elsewhere);
}

/* History. */

struct reading {
    struct replay *replay;
    int address;
    size_t next; /* line of the model */
};

/* Whether the mailbox is forgotten that a line is about. */
static bool is_of_forgotten(const struct replay *replay, const struct line *line)
{
    const struct line *end = replay->lines + replay->here.n_lines;

    for (const struct line *later = line; later < end; later++)
        if (later->first == line->first && later->act == PECADDR_ACT_FORGET)
            return true;
    return false;
}

/* A line as history has it now. */
static struct line as_told(const struct replay *replay, const struct line *line)
{
    struct line told = *line;

    if (is_of_forgotten(replay, line)) {
        told.before.facts = (struct model_facts){0, 0, 0};
        told.facts &= ~(uint32_t)(PECADDR_FACT_HOLDER | PECADDR_FACT_ENTRY | PECADDR_FACT_NAME);
    }
    return told;
}

/* What a line says was there before, of each fact that it says has changed. */
static void compare_replaced(const struct replay *replay, const struct pecaddr_event *event,
                             const struct line *line, size_t at)
{
    const struct model_mailbox *before = &line->before;
    bool had_left = (line->facts & PECADDR_FACT_LEFT) != 0 && before->left;
    unsigned left = had_left ? replay_count_left(replay, line->address, at) : 0;
    bool has_holder = (line->facts & PECADDR_FACT_HOLDER) != 0;
    bool has_entry = (line->facts & PECADDR_FACT_ENTRY) != 0;
    bool has_name = (line->facts & PECADDR_FACT_NAME) != 0;
    const struct model_entry *entry = &model_entries[has_entry ? before->facts.entry : 0];
    const struct model_name *name = &model_names[has_name ? before->facts.name : 0];

    replay_same_text(replay, event->address, "given before", event->given, name->given);
    replay_same_text(replay, event->address, "surname before", event->surname, name->surname);
    replay_same_text(replay, event->address, "holder before", event->holder,
                     has_holder ? HOLDER(before->facts.holder) : "");
    replay_same_text(replay, event->address, "province before", event->province, entry->province);
    replay_same_number(replay, event->address, "section before", (unsigned char)event->section,
                       (unsigned char)entry->section);
    replay_same_number(replay, event->address, "number before", event->number, entry->number);
    replay_same_text(replay, event->address, "expires before", event->expires,
                     (line->facts & PECADDR_FACT_EXPIRES) != 0 ? DAY(before->expires) : "");
    replay_same_text(replay, event->address, "left before", event->left,
                     had_left ? replay_left_day(left, (char[11]){0}) : "");
}

static int compare_event(void *user, const struct pecaddr_event *event)
{
    struct reading *reading = user;
    const struct replay *replay = reading->replay;
    struct line line;

    while (reading->next < replay->here.n_lines &&
           replay->lines[reading->next].address != reading->address)
        reading->next++;
    if (reading->next == replay->here.n_lines)
        replay_differ(replay, "%s: history has a line too many", event->address);
    line = as_told(replay, &replay->lines[reading->next++]);
    replay_same_text(replay, event->address, "act", pecaddr_act_name(event->act),
                     pecaddr_act_name(line.act));
    replay_same_text(replay, event->address, "other address", event->other, ADDRESS(line.other));
    replay_same_number(replay, event->address, "from", event->from, line.from);
    replay_same_number(replay, event->address, "to", event->to, line.to);
    replay_same_number(replay, event->address, "facts", event->facts, line.facts);
    compare_replaced(replay, event, &line, reading->next - 1);
    return 0;
}

void replay_compare_history(struct replay *replay)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    bool has_lines[MODEL_ADDRESSES] = {false};

    for (size_t i = 0; i < replay->here.n_lines; i++)
        has_lines[replay->lines[i].address] = true;
    for (int i = 0; i < MODEL_ADDRESSES; i++) {
        struct reading reading = {.replay = replay, .address = i};

        if (has_lines[i] && pecaddr_registry_history(replay->registry, ADDRESS(i), compare_event,
                                                     &reading, &error) != PECADDR_OK)
            replay_differ(replay, "%s", error.message);
        for (; reading.next < replay->here.n_lines; reading.next++)
            if (replay->lines[reading.next].address == i)
                replay_differ(replay, "%s: history lacks a line", ADDRESS(i));
    }
}

/* What must hold at every instant; in SQL what the library is not to be believed. */

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
     "AND left_on IS NULL AND number IS NOT NULL AND section IS NOT NULL AND province IS NOT NULL "
     "GROUP BY number, province, section, domain HAVING count(*) > 1) AS twice"},
};

static int judge(void *user, const struct pecaddr_mailbox *mailbox, int status,
                 const char *expected)
{
    const struct replay *replay = user;

    /* Of whoever was forgotten nothing can be derived. */
    if (status == PECADDR_DONE && mailbox->state == PECADDR_STATE_RETIRED &&
        mailbox->holder[0] == '\0' && mailbox->given[0] == '\0')
        return 0;
    if (status != PECADDR_OK)
        replay_differ(replay, "%s is not what the rules give: %d, %s", mailbox->address, status,
                      expected);
    return 0;
}

static int judge_finding(void *user, const struct pecaddr_finding *finding)
{
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    pecaddr_finding_tell(finding, &told);
    if (finding->kind != PECADDR_FINDING_UNCHECKED)
        replay_differ(user, "%s", told.message);
    return 0;
}

void replay_check_invariants(struct replay *replay)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    if (pecaddr_registry_verify(replay->registry, NULL, judge, judge_finding, replay, &error) !=
        PECADDR_OK)
        replay_differ(replay, "%s", error.message);
    for (size_t i = 0; !replay->in_memory && i < N_OF(invariants); i++)
        if (count_sql(replay->folder.file, invariants[i].violations) != 0)
            replay_differ(replay, "not so: %s", invariants[i].fact);
    replay->checks++;
}
