/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/name-suite.h"

#include <stdarg.h>

/* More than two fields of PECADDR_FIELD_MAX bytes have. */
#define STEPS_MAX   4096
#define LETTERS_MAX (4 * PECADDR_FIELD_MAX)

/* The steps of one name, their texts copied. */
static struct {
    size_t n;
    struct pecaddr_step all[STEPS_MAX];
    size_t size;
    char texts[8 * PECADDR_FIELD_MAX];
} steps;

#define KIND(name) [PECADDR_STEP_##name] = #name

static const char *const kinds[] = {
    KIND(HIDDEN),
    KIND(COMMA),
    KIND(TITLE),
    KIND(BIRTH_SURNAME),
    KIND(MARITAL),
    KIND(GIVEN_FIRST),
    KIND(DOUBT_TITLE),
    KIND(DOUBT_TITLE_FULL),
    KIND(DOUBT_TITLE_REST),
    KIND(DOUBT_ABBREVIATION),
    KIND(DOUBT_ADDITION),
    KIND(DOUBT_INITIAL),
    KIND(DOUBT_MARITAL),
    KIND(DOUBT_MISREAD),
    KIND(DOUBT_PARTICLES),
    KIND(DOUBT_REPEATED),
    KIND(APOSTROPHE),
    KIND(WORD_END),
    KIND(LETTER),
    KIND(BASE),
    KIND(DIAERESIS),
    KIND(RING),
    KIND(STROKE),
    KIND(REGISTRY),
    KIND(COMPATIBLE),
    KIND(LATIN),
    KIND(TRANSLITERATED),
    KIND(WORD_DROPPED),
    KIND(CUT),
    KIND(OTHER_PROFILE),
    KIND(HOLDER_MISMATCH),
};

/* What pecaddr_local_part() says. */
struct outcome {
    int status;
    struct pecaddr_error error;
    char local[PECADDR_LOCAL_PART_MAX + 1];
    size_t size;
    uint32_t notes;
};

static const struct outcome untouched = {
    .error = {.size = sizeof(struct pecaddr_error)}, .local = "untouched", .size = 99, .notes = 99};

/* Which steps a test asks for. */
enum wanted { NO_STEPS, DOUBTS, ALL_BUT_ASCII, ALL_STEPS };

struct pecaddr_scheme ingpec_under(enum pecaddr_profile profile)
{
    struct pecaddr_scheme scheme = *pecaddr_scheme_ingpec();

    scheme.naming.profile = profile;
    return scheme;
}

static void keep_step(void *user, const struct pecaddr_step *step)
{
    struct pecaddr_step *kept = &steps.all[steps.n];

    (void)user;
    if (steps.n++ == STEPS_MAX || step->size != sizeof *step ||
        steps.size + step->text.size > sizeof steps.texts)
        ck_abort_msg("step %zu is not as steps are", steps.n);
    *kept = *step;
    kept->text.data = steps.texts + steps.size;
    if (step->text.size > 0)
        memcpy(steps.texts + steps.size, step->text.data, step->text.size);
    steps.size += step->text.size;
}

static struct outcome ask(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                          bool with_trace)
{
    struct pecaddr_trace trace = {.size = sizeof trace, .step = keep_step};
    struct outcome outcome = untouched;

    steps.n = 0;
    steps.size = 0;
    outcome.status =
        pecaddr_local_part(scheme, person, with_trace ? &trace : NULL, outcome.local,
                           sizeof outcome.local, &outcome.size, &outcome.notes, &outcome.error);
    return outcome;
}

/* Says what is not as expected, and fails the test. */
static void __attribute__((noreturn, format(printf, 2, 3)))
differ(const char *what, const char *format, ...)
{
    char why[2 * LETTERS_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    ck_abort_msg("%s: %s", what, why);
}

static bool is_same(const struct outcome *a, const struct outcome *b)
{
    return a->status == b->status && a->error.code == b->error.code &&
           a->error.field == b->error.field && a->error.offset == b->error.offset &&
           strcmp(a->local, b->local) == 0 && a->size == b->size && a->notes == b->notes;
}

static bool is_doubt(enum pecaddr_step_kind kind)
{
    return kind >= PECADDR_STEP_DOUBT_TITLE && kind <= PECADDR_STEP_DOUBT_REPEATED;
}

static bool is_letters(enum pecaddr_step_kind kind)
{
    return kind >= PECADDR_STEP_LETTER && kind <= PECADDR_STEP_LATIN;
}

static bool is_wanted(enum pecaddr_step_kind kind, enum wanted wanted)
{
    switch (wanted) {
    case NO_STEPS:
        return false;
    case DOUBTS:
        return is_doubt(kind);
    case ALL_BUT_ASCII:
        return kind != PECADDR_STEP_LETTER && kind != PECADDR_STEP_WORD_END;
    case ALL_STEPS:
        return true;
    }
    return true;
}

static struct pecaddr_text field_of(const struct pecaddr_person *person, enum pecaddr_field field)
{
    if (field == G)
        return person->given;
    return field == S ? person->surname : (struct pecaddr_text){"", 0};
}

/* The steps that are wanted, as struct traced has them. */
static void describe_steps(const struct pecaddr_person *person, enum wanted wanted, char *text,
                           size_t capacity)
{
    size_t size = 0;

    *text = '\0';
    for (size_t i = 0; i < steps.n && size < capacity; i++) {
        const struct pecaddr_step *step = &steps.all[i];

        if (!is_wanted(step->kind, wanted))
            continue;
        size += (size_t)snprintf(
            text + size, capacity - size, "%s%s %s%zu[%.*s]%.*s", size > 0 ? ", " : "",
            kinds[step->kind] + (wanted == DOUBTS ? 6 : 0),
            step->field == G   ? "G"
            : step->field == S ? "S"
                               : "",
            step->offset, (int)step->length, field_of(person, step->field).data + step->offset,
            (int)step->text.size, step->text.data);
    }
}

/* The notes that the steps stand for. */
static uint32_t notes_of_steps(void)
{
    uint32_t notes = 0;

    for (size_t i = 0; i < steps.n; i++) {
        switch (steps.all[i].kind) {
        case PECADDR_STEP_HIDDEN:
            notes |= HIDDEN;
            break;
        case PECADDR_STEP_COMMA:
            notes |= COMMA;
            break;
        case PECADDR_STEP_TITLE:
            notes |= TITLE;
            break;
        case PECADDR_STEP_BIRTH_SURNAME:
        case PECADDR_STEP_MARITAL:
            notes |= MARITAL;
            break;
        case PECADDR_STEP_TRANSLITERATED:
            notes |= TRANSLITERATED;
            break;
        case PECADDR_STEP_WORD_DROPPED:
        case PECADDR_STEP_CUT:
            notes |= SHORTENED;
            break;
        case PECADDR_STEP_OTHER_PROFILE:
            notes |= VARIANT;
            break;
        default:
            notes |= is_doubt(steps.all[i].kind) ? DOUBT : 0;
            break;
        }
    }
    return notes;
}

static size_t append(char *letters, size_t size, struct pecaddr_text text)
{
    if (size + text.size >= LETTERS_MAX)
        ck_abort_msg("too many letters");
    if (text.size > 0)
        memcpy(letters + size, text.data, text.size);
    letters[size + text.size] = '\0';
    return size + text.size;
}

/* What the letters of a field became. */
static size_t join_letters(enum pecaddr_field field, char *letters, size_t size)
{
    for (size_t i = 0; i < steps.n; i++)
        if (is_letters(steps.all[i].kind) && steps.all[i].field == field)
            size = append(letters, size, steps.all[i].text);
    return size;
}

/* What was dropped and cut from a field, in the order in which it stood there. */
static size_t join_dropped(enum pecaddr_field field, char *letters, size_t size)
{
    for (size_t i = steps.n; i-- > 0;)
        if ((steps.all[i].kind == PECADDR_STEP_WORD_DROPPED ||
             steps.all[i].kind == PECADDR_STEP_CUT) &&
            steps.all[i].field == field)
            size = append(letters, size, steps.all[i].text);
    return size;
}

/* The letters of the steps are those of the local part and what was dropped and cut. */
static void check_letters(const char *what, const char *local)
{
    static const struct pecaddr_text dot = PECADDR_TEXT_INIT(".");
    char letters[LETTERS_MAX];
    char whole[LETTERS_MAX];
    const char *surname = strchr(local, '.');
    size_t size = join_letters(G, letters, 0);

    join_letters(S, letters, append(letters, size, dot));
    size = append(whole, 0, (struct pecaddr_text){local, (size_t)(surname - local)});
    size = join_dropped(G, whole, size);
    size = append(whole, size, text(surname));
    join_dropped(S, whole, size);
    if (strcmp(letters, whole) != 0)
        differ(what, "letters %s, local part and what was dropped %s", letters, whole);
}

static void check_steps(const char *what, const struct pecaddr_scheme *scheme,
                        const struct pecaddr_person *person, const struct outcome *outcome)
{
    uint32_t notes = notes_of_steps();

    for (size_t i = 0; i < steps.n; i++) {
        const struct pecaddr_step *step = &steps.all[i];

        if (step->kind < PECADDR_STEP_HIDDEN || (size_t)step->kind >= N_OF(kinds) ||
            step->offset + step->length > field_of(person, step->field).size ||
            (step->text.size > 0 && memchr(step->text.data, '\0', step->text.size)))
            differ(what, "step %d at %zu+%zu", (int)step->kind, step->offset, step->length);
    }
    if (scheme->naming.overlong_fail) /* there may be no other local part to tell */
        notes |= outcome->notes & VARIANT;
    if (notes & TRANSLITERATED) /* a step is about the field, not about what was made of it */
        notes |= outcome->notes & HIDDEN;
    if (notes != outcome->notes)
        differ(what, "notes %#x, steps for %#x", outcome->notes, notes);
    if (strcmp(scheme->rules[0].text, "{given}.{surname}") == 0 && !(notes & TRANSLITERATED))
        check_letters(what, outcome->local);
}

/* A row without steps leaves them out. */
static void expect(const struct pecaddr_scheme *scheme, const struct traced *row,
                   enum wanted wanted)
{
    struct pecaddr_person person = person_of(row->given, row->surname);
    struct outcome outcome = ask(scheme, &person, false);
    struct outcome again;
    char told[2 * LETTERS_MAX];

    if (outcome.status != PECADDR_OK)
        differ(row->what, "%s in field %d at byte %zu, expected %s",
               pecaddr_status_name(outcome.status), (int)outcome.error.field, outcome.error.offset,
               row->local);
    if (strcmp(outcome.local, row->local) != 0 || outcome.size != strlen(row->local))
        differ(row->what, "%s of %zu letters, expected %s", outcome.local, outcome.size,
               row->local);
    if (outcome.notes != row->notes)
        differ(row->what, "notes %#x, expected %#x", outcome.notes, row->notes);
    again = ask(scheme, &person, true);
    if (!is_same(&outcome, &again))
        differ(row->what, "with a trace %s, notes %#x", again.local, again.notes);
    check_steps(row->what, scheme, &person, &outcome);
    describe_steps(&person, wanted, told, sizeof told);
    if (row->steps && strcmp(told, row->steps) != 0)
        differ(row->what, "steps '%s', expected '%s'", told, row->steps);
}

static void expect_each(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n,
                        enum wanted wanted)
{
    for (size_t i = 0; i < n; i++)
        expect(scheme, &rows[i], wanted);
}

void expect_answers(const struct pecaddr_scheme *scheme, const struct answer *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct answer *row = &rows[i];

        expect(scheme,
               &(struct traced){row->what, row->given, row->surname, row->notes, row->local, NULL},
               NO_STEPS);
    }
}

void expect_doubts(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n)
{
    expect_each(scheme, rows, n, DOUBTS);
}

void expect_steps(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n)
{
    expect_each(scheme, rows, n, ALL_BUT_ASCII);
}

void expect_all_steps(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n)
{
    expect_each(scheme, rows, n, ALL_STEPS);
}

void expect_refusals(const struct pecaddr_scheme *scheme, const struct refusal *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct refusal *row = &rows[i];
        struct pecaddr_person person = person_of(row->given, row->surname);
        struct outcome expected = untouched;
        struct outcome outcome = ask(scheme, &person, false);
        struct outcome again = ask(scheme, &person, true);

        expected.status = expected.error.code = row->status;
        expected.error.field = row->field;
        expected.error.offset = row->offset;
        if (!is_same(&outcome, &expected))
            differ(row->what,
                   "%s in field %d at byte %zu, '%s' (%zu), notes %#x; expected %s in %d at %zu",
                   pecaddr_status_name(outcome.status), (int)outcome.error.field,
                   outcome.error.offset, outcome.local, outcome.size, outcome.notes,
                   pecaddr_status_name(row->status), (int)row->field, row->offset);
        if (!is_same(&again, &expected))
            differ(row->what, "with a trace %s in field %d at byte %zu",
                   pecaddr_status_name(again.status), (int)again.error.field, again.error.offset);
    }
}

void expect_surname_doubts(const char *surname, uint32_t notes, const char *local,
                           const char *doubts)
{
    struct traced row = {surname, T("Ada"), text(surname), notes, local, doubts};

    expect(pecaddr_scheme_ingpec(), &row, DOUBTS);
}

void expect_surname(const char *surname, uint32_t notes, const char *local)
{
    expect_surname_doubts(surname, notes, local, NULL);
}

void expect_given_doubts(const char *given, uint32_t notes, const char *local, const char *doubts)
{
    struct traced row = {given, text(given), T("Rossi"), notes, local, doubts};

    expect(pecaddr_scheme_ingpec(), &row, DOUBTS);
}

void expect_given(const char *given, uint32_t notes, const char *local)
{
    expect_given_doubts(given, notes, local, NULL);
}
