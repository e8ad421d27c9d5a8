/* SPDX-License-Identifier: BSD-3-Clause */
#include "invariants.h"

#include "base/hash.h"
#include "finding.h"

#include <stdlib.h>
#include <string.h>

/*
 * The questions of invariants.sql, each of which begins with `# KIND`. In braces stands what is not
 * the same for both engines, and what would stand there often:
 *
 *   {mailbox m}   a table and its alias
 *   {first x}     the column x of the first version of the mailbox m, whose line of history, if it
 *                 is one, is h
 *   {living m}    whether a mailbox was not released, as the indexes ask it
 *   {day x}, {moment x}, {is}, {is not}, {now}, {back}, {own}   see struct dialect
 *   {acts}        all acts
 */
static const char questions[] =
#include "invariants.inc"
    ;

/* Writing a question in a dialect. */

/* A text that grows. */
struct text {
    char *bytes;
    size_t size;
    size_t capacity;
    bool no_memory;
};

static void write_bytes(struct text *sql, const char *bytes, size_t size)
{
    size_t wanted = sql->capacity > 0 ? sql->capacity : 4096;
    char *larger;

    while (wanted <= sql->size + size)
        wanted *= 2;
    if (wanted > sql->capacity) {
        larger = realloc(sql->bytes, wanted);
        if (!larger) {
            sql->no_memory = true;
            return;
        }
        sql->bytes = larger;
        sql->capacity = wanted;
    }
    memcpy(sql->bytes + sql->size, bytes, size);
    sql->size += size;
    sql->bytes[sql->size] = '\0';
}

static void write_text(struct text *sql, const char *text)
{
    write_bytes(sql, text, strlen(text));
}

/* A text in which `?` stands for a column. */
static void write_with(struct text *sql, const char *text, const char *column, size_t size)
{
    for (; *text != '\0'; text++) {
        if (*text == '?')
            write_bytes(sql, column, size);
        else
            write_bytes(sql, text, 1);
    }
}

static void write_acts(struct text *sql)
{
    const char *name;

    for (int act = PECADDR_ACT_ISSUE; (name = pecaddr_act_name((enum pecaddr_act)act)) != NULL;
         act++) {
        write_text(sql, act == PECADDR_ACT_ISSUE ? "'" : ", '");
        write_text(sql, name);
        write_text(sql, "'");
    }
}

static bool is_word(const char *word, size_t size, const char *expected)
{
    return size == strlen(expected) && memcmp(word, expected, size) == 0;
}

static void write_table(struct text *sql, const struct dialect *dialect, bool by_index,
                        const char *name, size_t name_size, const char *alias, size_t alias_size)
{
    write_text(sql, dialect->schema);
    write_bytes(sql, name, name_size);
    write_text(sql, " AS ");
    write_bytes(sql, alias, alias_size);
    if (!by_index)
        write_text(sql, dialect->unindexed);
}

/* What stands in braces: one word, or two. */
static void write_place(struct text *sql, const struct dialect *dialect, bool by_index,
                        const char *place, size_t size)
{
    const char *blank = memchr(place, ' ', size);
    size_t first = blank ? (size_t)(blank - place) : size;
    const char *rest = place + first + (blank ? 1 : 0);
    size_t rest_size = size - first - (blank ? 1 : 0);

    if (is_word(place, size, "is"))
        write_text(sql, dialect->same);
    else if (is_word(place, size, "is not"))
        write_text(sql, dialect->differ);
    else if (is_word(place, size, "now"))
        write_text(sql, dialect->now);
    else if (is_word(place, size, "back"))
        write_text(sql, dialect->back);
    else if (is_word(place, size, "own"))
        write_text(sql, dialect->own);
    else if (is_word(place, size, "acts"))
        write_acts(sql);
    else if (is_word(place, first, "living"))
        write_with(sql, dialect->living, rest, rest_size);
    else if (is_word(place, first, "day"))
        write_with(sql, dialect->day, rest, rest_size);
    else if (is_word(place, first, "moment"))
        write_with(sql, dialect->moment, rest, rest_size);
    else if (is_word(place, first, "first"))
        write_with(sql, "CASE WHEN h.mailbox IS NULL THEN m.? ELSE h.? END", rest, rest_size);
    else
        write_table(sql, dialect, by_index, place, first, rest, rest_size);
}

/* NULL without memory. */
static char *write_question(const struct dialect *dialect, bool by_index, const char *question,
                            const char *end)
{
    struct text sql = {0};

    while (question < end) {
        const char *open = memchr(question, '{', (size_t)(end - question));
        const char *close = open ? strchr(open, '}') : NULL;

        write_bytes(&sql, question, (size_t)((open ? open : end) - question));
        if (!close)
            break;
        write_place(&sql, dialect, by_index, open + 1, (size_t)(close - open - 1));
        question = close + 1;
    }
    if (!sql.no_memory)
        return sql.bytes;
    free(sql.bytes);
    return NULL;
}

/* Asking. */

/* What an answer was, in whatever order its rows came; and who is told of them. */
struct tally {
    enum pecaddr_finding_kind kind;
    const struct verifier *verifier; /* NULL: nobody */
    uint64_t n;
    uint64_t sum;
};

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return hash_bytes(hash, text, strlen(text) + 1);
}

static int count_answer(void *user, const struct answer *answer)
{
    struct tally *tally = user;
    struct pecaddr_finding finding = {
        .size = sizeof finding,
        .kind = tally->kind,
        .address = answer->address,
        .other = answer->other,
        .revision = answer->revision,
        .what = answer->fact,
        .detail = "",
    };
    uint64_t hash = hash_text(HASH_BEGIN, answer->address);

    hash = hash_text(hash_text(hash, answer->other), answer->fact);
    tally->n++;
    tally->sum += hash_end(hash ^ answer->revision);
    return tally->verifier ? registry_tell_finding(tally->verifier, &finding) : PECADDR_OK;
}

static int ask(struct questioner *questioner, const struct dialect *dialect, bool by_index,
               const char *question, const char *end, struct tally *tally,
               struct pecaddr_registry_error *error)
{
    char *sql = write_question(dialect, by_index, question, end);
    int r;

    if (!sql)
        return registry_no_memory(error);
    r = questioner->ask(questioner, sql, by_index, count_answer, tally, error);
    free(sql);
    return r;
}

static int ask_twice(struct questioner *questioner, const struct dialect *dialect,
                     enum pecaddr_finding_kind kind, const char *question, const char *end,
                     const struct verifier *verifier, struct pecaddr_registry_error *error)
{
    struct tally without = {.kind = kind, .verifier = verifier}, with = {.kind = kind};
    struct pecaddr_finding finding = {
        .size = sizeof finding,
        .kind = PECADDR_FINDING_INDEX,
        .address = "",
        .other = "",
        .what = pecaddr_finding_name(kind),
        .detail = "",
    };
    int r;

    questioner->broken = false;
    r = ask(questioner, dialect, false, question, end, &without, error);
    if (r == PECADDR_OK)
        r = ask(questioner, dialect, true, question, end, &with, error);
    if (r != PECADDR_OK || questioner->broken || (without.n == with.n && without.sum == with.sum))
        return r;
    return registry_tell_finding(verifier, &finding);
}

int registry_ask_invariants(struct questioner *questioner, const struct dialect *dialect,
                            const struct verifier *verifier, struct pecaddr_registry_error *error)
{
    int r = PECADDR_OK;

    for (const char *head = strchr(questions, '#'); head && r == PECADDR_OK;) {
        const char *line = strchr(head, '\n');
        const char *next = strstr(line, "\n#");
        const char *end = next ? next : strchr(line, '\0');

        r = ask_twice(questioner, dialect, registry_finding_of(head + 2, (size_t)(line - head - 2)),
                      line, end, verifier, error);
        head = next ? next + 1 : NULL;
    }
    return r;
}
