/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "command/person-options.h"
#include "command/registry-command.h"
#include "commands/commands.h"
#include "member/person.h"
#include "runtime/exit-status.h"
#include "runtime/output.h"
#include "speech/message.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/json.h"

#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "--given NAMES --surname NAMES\n"
    "       --province SIGLA --section A|B --number N [--holder CF]\n"
    "       [--registry URI]",
    "Tells what became of each character of a name, by which rule, and which\n"
    "addresses follow. What is kept but in doubt is shown with its very characters\n"
    "and the reason; of a codice fiscale that contradicts the name, each half that\n"
    "does, beside what the name gives. With --registry the registry is asked (and not\n"
    "changed): what it says of each address, up to the one that the person would be\n"
    "given or has.\n"
    "\n"
    "--format csv is one table of the columns kind, field, position, input, output,\n"
    "rule, source; for a candidate, position is its level, output the address, rule\n"
    "the answer. --format json is one object: given, surname, steps, local_part,\n"
    "notes, candidates, error.\n"
    "\n"
    "Exit status: 0 done; 1 the person's data has an error; 2 usage; 3 registry or\n"
    "output unavailable.\n",
};

/* A step, or several that are one to a reader: a run of plain letters. */
struct explained {
    enum pecaddr_step_kind kind;
    enum pecaddr_field field;
    size_t offset;
    size_t length;
    struct buffer output;
};

struct explain {
    struct options options;
    struct person_options given;
    char *uri;
    struct arena arena;
    struct member member;
    int has_fault;
    struct fault fault;
    struct explained *steps;
    size_t n;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];
    uint32_t notes;
    int was_asked; /* the registry, which said: */
    struct pecaddr_assignment assignment;
};

static void take_step(void *user, const struct pecaddr_step *step)
{
    struct explain *explain = user;
    struct explained *last = explain->n ? &explain->steps[explain->n - 1] : NULL;

    if (last && step->kind == PECADDR_STEP_LETTER && last->kind == PECADDR_STEP_LETTER &&
        last->field == step->field && last->offset + last->length == step->offset) {
        last->length += step->length;
    } else {
        explain->steps = memory_resize(explain->steps, (explain->n + 1) * sizeof *explain->steps);
        last = &explain->steps[explain->n++];
        *last = (struct explained){step->kind, step->field, step->offset, step->length, {0}};
    }
    buffer_append(&last->output, step->text.data, step->text.size);
}

static void fold(struct explain *explain)
{
    struct pecaddr_trace trace = PECADDR_TRACE_INIT;

    trace.step = take_step;
    trace.user = explain;
    pecaddr_local_part(explain->options.scheme, &explain->member.person, &trace,
                       explain->local_part, sizeof explain->local_part, NULL, &explain->notes,
                       NULL);
    explain->has_fault = member_fault(explain->options.scheme, &explain->member, &explain->fault);
}

/* What the registry would answer to a claim: to one that is forgotten. */
static int ask_registry(struct explain *explain, struct pecaddr_registry *registry,
                        struct pecaddr_reason *ret_reason)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_registry *preview = NULL;
    struct pecaddr_person person = explain->member.person;
    int r = pecaddr_registry_preview(registry, &preview, &error);

    if (r != PECADDR_OK)
        return message_registry(&error, r);
    person.accepted = PECADDR_NOTES_REVIEW;
    r = pecaddr_registry_assign(preview, explain->options.scheme, &person, &explain->assignment,
                                ret_reason, &error);
    pecaddr_registry_close(preview);
    return r == PECADDR_OK ? 0 : message_unavailable(&error);
}

static int ask(struct explain *explain)
{
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    struct pecaddr_registry *registry = NULL;
    int r = registry_open(explain->uri, &registry);

    if (r)
        return r;
    explain->assignment = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
    r = ask_registry(explain, registry, &reason);
    pecaddr_registry_close(registry);
    if (r)
        return r;
    explain->was_asked = 1;
    explain->notes |= explain->assignment.notes;
    if (explain->assignment.status != PECADDR_OK) {
        explain->has_fault = 1;
        explain->fault = fault_of_refusal(&explain->assignment, &reason, &explain->member.person,
                                          &explain->arena);
    }
    return 0;
}

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

/* A field as programs read it, the same in every language. */
static const char *field_key(enum pecaddr_field field)
{
    static const char *const keys[] = {
        [PECADDR_FIELD_GIVEN] = "given",       [PECADDR_FIELD_SURNAME] = "surname",
        [PECADDR_FIELD_PROVINCE] = "province", [PECADDR_FIELD_SECTION] = "section",
        [PECADDR_FIELD_NUMBER] = "number",     [PECADDR_FIELD_HOLDER] = "holder",
        [PECADDR_FIELD_SCHEME] = "scheme",     [PECADDR_FIELD_ADDRESS] = "address",
    };
    size_t i = (size_t)field;

    return i < ARRAY_SIZE(keys) ? keys[i] : NULL;
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

static int run(struct explain *explain)
{
    struct output output;
    int status = 0, written;

    explain->member = member_from_options(&explain->given, &explain->arena);
    fold(explain);
    if (explain->uri && !explain->has_fault)
        status = ask(explain);
    if (status && status != EXIT_ROWS)
        return status;
    output_open(&output, NULL);
    if (explain->options.format == FORMAT_JSON)
        write_json(explain, output.file);
    else if (explain->options.format != FORMAT_TEXT)
        write_rows(explain, output.file);
    else
        write_text(explain, output.file);
    written = output_commit(&output);
    if (explain->has_fault)
        fault_report(NULL, 0, &explain->fault);
    return written ? written : explain->has_fault ? EXIT_ROWS : EXIT_DONE;
}

static void explain_free(struct explain *explain)
{
    for (size_t i = 0; i < explain->n; i++)
        buffer_free(&explain->steps[i].output);
    free(explain->steps);
    arena_free(&explain->arena);
    options_end(&explain->options);
}

int cmd_explain(int argc, const char **argv)
{
    struct explain explain = {0};
    const struct poptOption own[] = {
        PERSON_OPTIONS(explain.given),
        HOLDER_OPTION(explain.given),
        {"registry", 0, POPT_ARG_STRING, &explain.uri, 0,
         N_("ask this registry, such as sqlite:registry.db or postgresql://HOST/DATABASE"), "URI"},
        POPT_TABLEEND,
    };
    int status = options_begin(&explain.options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && explain.options.argument_count)
        status = options_fault(&explain.options, "%s: the person is given by options only",
                               explain.options.arguments[0]);
    if (status == OPTIONS_GO_ON &&
        (status = person_options_check(&explain.options, &explain.given, explain.uri != NULL)) == 0)
        status = run(&explain);
    explain_free(&explain);
    return status;
}
