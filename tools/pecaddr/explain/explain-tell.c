/* SPDX-License-Identifier: BSD-3-Clause */
#include "explain/explain.h"

#include "base/field-key.h"
#include "speech/words.h"
#include "table/json.h"
#include "table/records.h"

#include <stdlib.h>

/* The half of the codice fiscale, in upper case without spaces, that is of a field. */
static struct pecaddr_text half_of(struct pecaddr_text holder, enum pecaddr_field field)
{
    enum { HALF = 3 };
    size_t at = field == PECADDR_FIELD_GIVEN ? HALF : 0;

    return holder.size >= at + HALF ? (struct pecaddr_text){holder.data + at, HALF}
                                    : (struct pecaddr_text){"", 0};
}

static struct pecaddr_text input_of(const struct explain *explain, const struct explained *step)
{
    struct pecaddr_text field = step->field == PECADDR_FIELD_GIVEN ? explain->member.person.given
                                                                   : explain->member.person.surname;

    if (step->kind == PECADDR_STEP_HOLDER_MISMATCH)
        return half_of(explain->member.person.holder, step->field);
    if (step->offset > field.size || step->length > field.size - step->offset || !step->length)
        return (struct pecaddr_text){"", 0};
    return (struct pecaddr_text){field.data + step->offset, step->length};
}

static const char *copy_of(struct explain *explain, struct pecaddr_text text)
{
    return arena_copy(&explain->arena, text.data, text.size);
}

/* In a table for people what is a space must be seen. */
static const char *shown(struct explain *explain, struct pecaddr_text text)
{
    struct buffer buffer = {0};
    const char *copy;

    buffer_text(&buffer, "");
    if (text.size)
        buffer_text(&buffer, "\"");
    text_show(&buffer, text);
    if (text.size)
        buffer_text(&buffer, "\"");
    copy = arena_copy(&explain->arena, buffer.data, buffer.size);
    buffer_free(&buffer);
    return copy;
}

static const char *position_of(const struct explain *explain, const struct explained *step)
{
    struct pecaddr_text field = step->field == PECADDR_FIELD_GIVEN ? explain->member.person.given
                                                                   : explain->member.person.surname;

    return step->length ? number_text(text_position(field, step->offset)) : NULL;
}

static const char *output_of(const struct explained *step)
{
    return step->output.data ? step->output.data : "";
}

static void write_steps(struct explain *explain, struct records *records, int for_people)
{
    for (size_t i = 0; i < explain->n; i++) {
        const struct explained *step = &explain->steps[i];
        struct pecaddr_text input = input_of(explain, step);
        const char *cells[] = {
            NC_("kind", "step"),
            for_people ? field_name(step->field) : field_key(step->field),
            position_of(explain, step),
            for_people ? shown(explain, input) : copy_of(explain, input),
            output_of(step),
            step_rule(step->kind),
            step_source(step->kind),
        };

        records_row(records, for_people ? cells + 1 : cells);
    }
}

/* What the registry said of a candidate; PECADDR_UNANSWERED where it was not asked. */
static enum pecaddr_answer answer_at(const struct explain *explain, unsigned level, int reserved)
{
    enum pecaddr_answer answer = reserved ? PECADDR_RESERVED : PECADDR_UNANSWERED;

    if (explain->was_asked)
        answer = pecaddr_assignment_answer(&explain->assignment, level);
    /* What was claimed in the preview is free. */
    return answer == PECADDR_CLAIMED ? PECADDR_FREE : answer;
}

/* A candidate as the three formats are told it. */
struct candidate {
    unsigned level;
    const char *address;
    const char *rule;
    enum pecaddr_answer answer;
};

static void each_candidate(struct explain *explain,
                           void (*tell)(void *user, const struct candidate *candidate), void *user)
{
    const struct pecaddr_scheme *scheme = explain->options.scheme;

    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        struct candidate candidate = {level, address, pecaddr_scheme_rule(scheme, level), 0};
        int reserved;

        if (pecaddr_candidate(scheme, &explain->member.person, level, address, sizeof address, NULL,
                              &reserved, NULL) != PECADDR_OK)
            return;
        candidate.answer = answer_at(explain, level, reserved);
        tell(user, &candidate);
    }
}

static void tell_text(void *user, const struct candidate *candidate)
{
    struct buffer rule = {0};

    rule_show(&rule, candidate->rule);
    records_row(user, (const char *const[]){
                          number_text(candidate->level),
                          candidate->address,
                          answer_words(candidate->answer),
                          rule.data,
                      });
    buffer_free(&rule);
}

static void tell_csv(void *user, const struct candidate *candidate)
{
    records_row(user, (const char *const[]){
                          NC_("kind", "candidate"),
                          NULL,
                          number_text(candidate->level),
                          NULL,
                          candidate->address,
                          candidate->rule,
                          answer_name(candidate->answer),
                      });
}

static void tell_json(void *user, const struct candidate *candidate)
{
    const char *answer = answer_name(candidate->answer);
    json_t *object = json_object();

    json_object_set_new(object, "level", json_integer((json_int_t)candidate->level));
    json_object_set_new(object, "address", json_text(text_of(candidate->address)));
    json_object_set_new(object, "rule", json_text(text_of(candidate->rule)));
    json_object_set_new(object, "answer", answer ? json_text(text_of(answer)) : json_null());
    json_array_append_new(user, object);
}

/* What a note says of this person; NULL where the note is not set. */
static const char *meaning_of(struct explain *explain, uint32_t note)
{
    struct buffer sentence = {0};
    const char *copy;

    if (!(explain->notes & note) || !pecaddr_note_name(note))
        return NULL;
    note_describe(&sentence, note, explain->options.scheme, &explain->member.person, in_result);
    copy = arena_copy(&explain->arena, sentence.data, sentence.size);
    buffer_free(&sentence);
    return copy;
}

static void write_notes(struct explain *explain, FILE *file)
{
    for (uint32_t note = 1; note && note <= explain->notes; note <<= 1) {
        const char *meaning = meaning_of(explain, note);

        if (meaning)
            fprintf(file, _("note        %s: %s\n"), pecaddr_note_name(note), meaning);
    }
}

static void write_text(struct explain *explain, FILE *file)
{
    static const struct column step_columns[] = {
        {N_("field"), COLUMN_WORD},   {N_("position"), COLUMN_NUMBER}, {N_("input"), COLUMN_TEXT},
        {N_("becomes"), COLUMN_TEXT}, {N_("rule"), COLUMN_WORD},       {N_("source"), COLUMN_WORD},
    };
    static const struct column candidate_columns[] = {
        {N_("level"), COLUMN_NUMBER},
        {N_("address"), COLUMN_TEXT},
        {N_("answer"), COLUMN_WORD},
        {N_("rule"), COLUMN_TEXT},
    };
    struct records *records =
        records_begin(file, FORMAT_TEXT, step_columns, ARRAY_SIZE(step_columns));

    write_steps(explain, records, 1);
    records_end(records);
    if (!*explain->local_part)
        return;
    fprintf(file, _("\nlocal part  %s\n"), explain->local_part);
    write_notes(explain, file);
    fprintf(file, "\n");
    records = records_begin(file, FORMAT_TEXT, candidate_columns, ARRAY_SIZE(candidate_columns));
    each_candidate(explain, tell_text, records);
    records_end(records);
    if (explain->was_asked && explain->assignment.status == PECADDR_OK)
        fprintf(file,
                explain->assignment.answer == PECADDR_CLAIMED ? _("\nwould be given  %s\n")
                                                              : _("\nhas already     %s\n"),
                explain->assignment.address);
}

static void write_rows(struct explain *explain, FILE *file)
{
    static const struct column columns[] = {
        {N_("kind"), COLUMN_WORD},   {N_("field"), COLUMN_WORD},  {N_("position"), COLUMN_NUMBER},
        {N_("input"), COLUMN_TEXT},  {N_("output"), COLUMN_TEXT}, {N_("rule"), COLUMN_WORD},
        {N_("source"), COLUMN_WORD},
    };
    struct records *records =
        records_begin(file, explain->options.format, columns, ARRAY_SIZE(columns));

    write_steps(explain, records, 0);
    for (uint32_t note = 1; note && note <= explain->notes; note <<= 1) {
        const char *meaning = meaning_of(explain, note);

        if (meaning)
            records_row(records, (const char *const[]){NC_("kind", "note"), NULL, NULL, NULL,
                                                       pecaddr_note_name(note), meaning, NULL});
    }
    each_candidate(explain, tell_csv, records);
    records_end(records);
}

static json_t *json_steps(struct explain *explain)
{
    json_t *steps = json_array();

    for (size_t i = 0; i < explain->n; i++) {
        const struct explained *step = &explain->steps[i];
        const char *position = position_of(explain, step);
        json_t *object = json_object();

        json_object_set_new(object, "field", json_text(text_of(field_key(step->field))));
        json_object_set_new(object, "position",
                            position ? json_integer(strtoll(position, NULL, 10)) : json_null());
        json_object_set_new(object, "input", json_text(input_of(explain, step)));
        json_object_set_new(object, "output", json_text(text_of(output_of(step))));
        json_object_set_new(object, "rule", json_text(text_of(step_rule(step->kind))));
        json_object_set_new(object, "source", json_text(text_of(step_source(step->kind))));
        json_array_append_new(steps, object);
    }
    return steps;
}

static json_t *json_notes(struct explain *explain)
{
    json_t *list = json_array();

    for (uint32_t note = 1; note && note <= explain->notes; note <<= 1) {
        const char *meaning = meaning_of(explain, note);
        json_t *object;

        if (!meaning)
            continue;
        object = json_object();
        json_object_set_new(object, "name", json_text(text_of(pecaddr_note_name(note))));
        json_object_set_new(object, "meaning", json_text(text_of(meaning)));
        json_object_set_new(object, "review", json_boolean(note & PECADDR_NOTES_REVIEW));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *json_fault(const struct explain *explain)
{
    struct buffer text = {0};
    json_t *object;

    if (!explain->has_fault)
        return json_null();
    object = json_object();
    fault_describe(&text, &explain->fault);
    json_object_set_new(object, "code", json_text(text_of(explain->fault.code)));
    json_object_set_new(object, "field",
                        explain->fault.field ? json_text(text_of(field_key(explain->fault.field)))
                                             : json_null());
    json_object_set_new(object, "message", json_text((struct pecaddr_text){text.data, text.size}));
    buffer_free(&text);
    return object;
}

static void write_json(struct explain *explain, FILE *file)
{
    json_t *object = json_object(), *candidates = json_array();

    json_object_set_new(object, "given", json_text(explain->member.person.given));
    json_object_set_new(object, "surname", json_text(explain->member.person.surname));
    json_object_set_new(object, "steps", json_steps(explain));
    json_object_set_new(object, "local_part",
                        *explain->local_part ? json_text(text_of(explain->local_part))
                                             : json_null());
    json_object_set_new(object, "notes", json_notes(explain));
    each_candidate(explain, tell_json, candidates);
    json_object_set_new(object, "candidates", candidates);
    json_object_set_new(object, "error", json_fault(explain));
    json_write(file, object, JSON_INDENT(2));
    fputs("\n", file);
    json_decref(object);
}

void explain_tell(struct explain *explain, FILE *file)
{
    if (explain->options.format == FORMAT_JSON)
        write_json(explain, file);
    else if (explain->options.format != FORMAT_TEXT)
        write_rows(explain, file);
    else
        write_text(explain, file);
}
