/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/fault-list.h"

#include "base/array.h"
#include "speech/language.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A sentence that was made of parts is known by its format. */
static const char *what_is_shared(const struct fault *fault)
{
    return fault->what_english ? fault->format : fault->what;
}

/* `text` where it is a mistake of that text alone; else NULL. */
static int is_of(const struct fault_kind *kind, const struct fault *fault, const char *text)
{
    return kind->field == fault->field && kind->what == what_is_shared(fault) &&
           kind->what_to_do == fault->what_to_do && kind->is_empty == !fault->text.size &&
           strcmp(kind->code, fault->code) == 0 && !kind->text == !text &&
           (!text || strcmp(kind->text, text) == 0);
}

/* `FO`, also of `fo`. */
static char *own_text(const struct fault *fault)
{
    char *text = NULL;

    if (!fault_is_of_text(fault))
        return NULL;
    text = memory_new(fault->text.size + 1);
    for (size_t i = 0; i < fault->text.size; i++)
        text[i] = ascii_upper(fault->text.data[i]);
    return text;
}

static struct fault_kind *kind_of(struct fault_list *list, const struct fault *fault)
{
    char *text = own_text(fault);

    for (size_t i = 0; i < list->n; i++)
        if (is_of(&list->kinds[i], fault, text)) {
            free(text);
            return &list->kinds[i];
        }
    if (list->n == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->kinds = memory_resize(list->kinds, list->capacity * sizeof *list->kinds);
    }
    list->kinds[list->n] = (struct fault_kind){
        .code = fault->code,
        .field = fault->field,
        .what = what_is_shared(fault),
        .what_to_do = fault->what_to_do,
        .is_empty = !fault->text.size,
        .text = text,
    };
    return &list->kinds[list->n++];
}

void fault_list_add(struct fault_list *list, size_t line, const struct pecaddr_person *person,
                    const struct fault *fault)
{
    struct fault_kind *kind = kind_of(list, fault);
    struct buffer words = {0};

    if (kind->rows < ARRAY_SIZE(kind->said)) {
        fault_words(&words, fault);
        kind->said[kind->rows] = (struct fault_said){
            .line = line,
            .name = text_name(person->given, person->surname),
            .words = words.data,
        };
    }
    kind->rows++;
}

/* One row of a kind. */
struct shown {
    const struct fault_kind *kind;
    const struct fault_said *said;
};

static int compare_lines(const void *a, const void *b)
{
    size_t one = ((const struct shown *)a)->said->line,
           other = ((const struct shown *)b)->said->line;

    return (one > other) - (one < other);
}

static int is_shared(const struct fault_kind *kind)
{
    return kind->rows >= FAULTS_ALIKE;
}

/* The rows of which each is told, as they stand in the file. */
static struct shown *find_shown(const struct fault_list *list, size_t *ret_n)
{
    struct shown *shown = memory_new((list->n * FAULTS_ALIKE + 1) * sizeof *shown);
    size_t n = 0;

    for (size_t i = 0; i < list->n; i++)
        for (size_t k = 0; k < list->kinds[i].rows && !is_shared(&list->kinds[i]); k++)
            shown[n++] = (struct shown){&list->kinds[i], &list->kinds[i].said[k]};
    qsort(shown, n, sizeof *shown, compare_lines);
    *ret_n = n;
    return shown;
}

static void tell_row(const char *file, const struct shown *shown, int with_name)
{
    struct buffer place = {0};

    buffer_format(&place, "%s:%zu: ", file, shown->said->line);
    if (with_name && *shown->said->name)
        buffer_format(&place, "%s: ", shown->said->name);
    fault_say(place.data, shown->kind->code, shown->said->words);
    buffer_free(&place);
}

/* `HOLDER 12, REGISTER 3`, of those from one on. */
static void tell_rest(const struct shown *shown, size_t first, size_t n)
{
    struct buffer codes = {0};

    for (size_t i = first; i < n; i++) {
        const char *code = shown[i].kind->code;
        size_t rows = 0;
        int is_again = 0;

        for (size_t k = first; k < n; k++) {
            int is_same = strcmp(shown[k].kind->code, code) == 0;

            rows += is_same ? 1 : 0;
            is_again |= is_same && k < i;
        }
        if (!is_again)
            buffer_format(&codes, "%s%s %zu", codes.size ? ", " : "", code, rows);
    }
    message(ngettext("and %zu more row with an error: %s", "and %zu more rows with errors: %s",
                     n - first),
            n - first, codes.data);
    buffer_free(&codes);
}

static void tell_kind(const char *file, const struct fault_kind *kind)
{
    const struct fault_said *first = &kind->said[0];
    struct buffer place = {0};

    if (*first->name)
        buffer_format(&place, _("%s: %zu rows have the same error, the first on line %zu, %s: "),
                      file, kind->rows, first->line, first->name);
    else
        buffer_format(&place, _("%s: %zu rows have the same error, the first on line %zu: "), file,
                      kind->rows, first->line);
    fault_say(place.data, kind->code, first->words);
    buffer_free(&place);
}

/* Whether there are any. */
static bool tell_shared(const struct fault_list *list, const char *file)
{
    bool are = false;

    for (size_t i = 0; i < list->n; i++)
        if (is_shared(&list->kinds[i])) {
            tell_kind(file, &list->kinds[i]);
            are = true;
        }
    return are;
}

static void tell_result(const char *result, const char *column)
{
    message("%s: each row with an error has it in the column %s", result, column);
}

void fault_list_tell_shared(struct fault_list *list, const char *file, const char *result,
                            const char *column)
{
    if (tell_shared(list, file))
        tell_result(result, column);
    fault_list_free(list);
}

bool fault_list_tell(struct fault_list *list, const char *file, const char *result,
                     const char *column)
{
    int is_terminal = isatty(STDERR_FILENO);
    bool is_all;
    size_t n, shown_max;
    struct shown *shown = find_shown(list, &n);

    shown_max = is_terminal && n > FAULTS_ALIKE ? FAULTS_ALIKE : n;
    for (size_t i = 0; i < shown_max; i++)
        tell_row(file, &shown[i], is_terminal);
    if (shown_max < n)
        tell_rest(shown, shown_max, n);
    is_all = !tell_shared(list, file) && shown_max == n;
    if (!is_all && result)
        tell_result(result, column);
    free(shown);
    fault_list_free(list);
    return is_all;
}

void fault_list_free(struct fault_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        free(list->kinds[i].text);
        for (size_t k = 0; k < ARRAY_SIZE(list->kinds[i].said); k++) {
            free(list->kinds[i].said[k].name);
            free(list->kinds[i].said[k].words);
        }
    }
    free(list->kinds);
    *list = (struct fault_list){0};
}
