/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/message.h"

#include "runtime/exit-status.h"
#include "runtime/voice.h"
#include "speech/colour.h"
#include "speech/language.h"
#include "speech/province.h"
#include "speech/sentence.h"
#include "speech/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int quiet;

static void (*before)(void);

void message_quiet(void)
{
    quiet = 1;
}

int message_is_quiet(void)
{
    return quiet;
}

void message_before(void (*clear)(void))
{
    before = clear;
}

/* A piece of a line, made harmless; colours are added to what is. */
static void append_safe(struct buffer *line, enum colour colour, const char *data, size_t size)
{
    buffer_text(line, colour_begin(stderr, colour));
    text_show(line, (struct pecaddr_text){data, size});
    buffer_text(line, colour_end(stderr, colour));
}

/* The line is made whole first, so that those of several processes do not mix. */
static void say(struct buffer *line)
{
    if (before)
        before();
    buffer_text(line, "\n");
    fwrite(line->data, 1, line->size, stderr);
    buffer_free(line);
}

__attribute__((format(printf, 3, 0))) static void
say_formatted(enum colour colour, const char *prefix, const char *format, va_list arguments)
{
    struct buffer text = {0}, line = {0};

    buffer_text(&text, prefix);
    buffer_format_list(&text, format, arguments);
    append_safe(&line, colour, text.data, text.size);
    say(&line);
    buffer_free(&text);
}

__attribute__((format(printf, 1, 0))) static void message_list(const char *format,
                                                               va_list arguments)
{
    say_formatted(COLOUR_NONE, "pecaddr: ", gettext(format), arguments);
}

void message(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    message_list(format, arguments);
    va_end(arguments);
}

void message_begin(void)
{
    static const struct voice voice = {
        .say = message_list,
        .words = in_language,
        .error = language_error,
    };

    voice_lend(&voice);
}

void remark(const char *format, ...)
{
    va_list arguments;

    if (quiet)
        return;
    va_start(arguments, format);
    say_formatted(COLOUR_NONE, "", gettext(format), arguments);
    va_end(arguments);
}

void remark_review(const char *format, ...)
{
    va_list arguments;

    if (quiet)
        return;
    va_start(arguments, format);
    say_formatted(COLOUR_REVIEW, "", gettext(format), arguments);
    va_end(arguments);
}

const char *field_name(enum pecaddr_field field)
{
    switch (field) {
    case PECADDR_FIELD_GIVEN:
        return N_("given names");
    case PECADDR_FIELD_SURNAME:
        return N_("surname");
    case PECADDR_FIELD_PROVINCE:
        return N_("province");
    case PECADDR_FIELD_SECTION:
        return N_("section");
    case PECADDR_FIELD_NUMBER:
        return N_("number");
    case PECADDR_FIELD_HOLDER:
        return N_("codice fiscale");
    case PECADDR_FIELD_SCHEME:
        return N_("scheme");
    case PECADDR_FIELD_ADDRESS:
        return N_("address");
    case PECADDR_FIELD_NONE:
        break;
    }
    return NULL;
}

static struct pecaddr_text field_text(const struct pecaddr_person *person, enum pecaddr_field field)
{
    switch (field) {
    case PECADDR_FIELD_GIVEN:
        return person->given;
    case PECADDR_FIELD_SURNAME:
        return person->surname;
    case PECADDR_FIELD_PROVINCE:
        return person->province;
    case PECADDR_FIELD_HOLDER:
        return person->holder;
    default:
        return (struct pecaddr_text){0};
    }
}

/* Where it is known what was meant, that is said instead. */
static const char give_sigla[] = N_("give the Order's sigla, such as MC");

static const char *advice(int code, enum pecaddr_field field)
{
    switch (code) {
    case PECADDR_E_ENCODING:
        return N_("save the text as UTF-8");
    case PECADDR_E_MOJIBAKE:
        return N_("export it again from the register, in one encoding");
    case PECADDR_E_UNEXPECTED:
        return N_("write the name as the identity document does");
    case PECADDR_E_SCRIPT:
        return N_("write the name in Latin letters, as the identity document does");
    case PECADDR_E_EMPTY:
        return field == PECADDR_FIELD_GIVEN ? N_("fill in the given names")
                                            : N_("fill in the surname");
    case PECADDR_E_TOO_LONG:
        return N_("is it really one name? At most 1024 bytes can be one");
    case PECADDR_E_PROVINCE:
        return give_sigla;
    case PECADDR_E_REGISTER:
        return N_("write it like A 1234, 1234/A or n. 1234 sez. A");
    case PECADDR_E_REVIEW:
        return N_("look at the notes; correct the person's data, or confirm that they are right");
    case PECADDR_E_EXHAUSTED:
        return N_("check the register entry: it should be nobody else's");
    default:
        return NULL;
    }
}

/* What the character is that does not belong, if that helps. */
static const char *advice_on_character(enum pecaddr_field field, struct pecaddr_text text,
                                       size_t offset)
{
    unsigned char c = offset < text.size ? (unsigned char)text.data[offset] : 0;

    if (ascii_is_digit((char)c))
        return N_("is it a letter, such as O or I, mistyped? Names have no digits");
    if (c == ',' && field == PECADDR_FIELD_SURNAME)
        return N_("write the birth surname only");
    if (c < 0x20 || c == 0x7F)
        return N_("delete it: it cannot be seen");
    return advice(PECADDR_E_UNEXPECTED, field);
}

/* Of an entry, what is missing; the core has one sentence for all that an entry can lack. */
static const char *what_of(const struct pecaddr_error *error, const struct pecaddr_person *person)
{
    if (error->code == PECADDR_E_REGISTER && !person->section && !person->number)
        return N_("the register entry is missing");
    if (error->code == PECADDR_E_REGISTER && error->field == PECADDR_FIELD_SECTION &&
        !person->section)
        return N_("the register section is missing");
    if (error->code == PECADDR_E_REGISTER && error->field == PECADDR_FIELD_NUMBER &&
        !person->number)
        return N_("the registration number is missing");
    return error->message;
}

struct fault fault_of(const struct pecaddr_error *error, const struct pecaddr_person *person)
{
    struct pecaddr_text text = field_text(person, error->field);

    return (struct fault){
        .code = pecaddr_status_name(error->code),
        .field = error->field,
        .text = text,
        .offset = error->offset,
        .what = what_of(error, person),
        .what_to_do = error->code == PECADDR_E_UNEXPECTED
                          ? advice_on_character(error->field, text, error->offset)
                          : advice(error->code, error->field),
    };
}

struct fault fault_of_told(const struct pecaddr_registry_error *told, struct arena *arena)
{
    struct fault fault = {.code = pecaddr_status_name(told->code)};
    struct buffer what = {0};

    sentence_append(&what, told, told->code, in_language);
    fault.what = arena_copy(arena, what.data, what.size);
    buffer_clear(&what);
    sentence_append(&what, told, told->code, in_result);
    fault.what_english = arena_copy(arena, what.data, what.size);
    fault.format = told->sentence;
    buffer_free(&what);
    return fault;
}

struct fault fault_of_reason(const struct pecaddr_reason *reason, struct arena *arena)
{
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    told.code = reason->code;
    pecaddr_reason_tell(reason, &told);
    return fault_of_told(&told, arena);
}

/* What the registry has on record against a person, as it tells it. */
static struct fault fault_of_record(const struct pecaddr_registry_error *told,
                                    const struct pecaddr_person *person, struct arena *arena)
{
    struct fault fault = fault_of_told(told, arena);

    fault.field = person->holder.size ? PECADDR_FIELD_HOLDER : PECADDR_FIELD_NONE;
    fault.text = person->holder;
    if (told->code == PECADDR_E_PROVINCE) {
        fault.field = PECADDR_FIELD_PROVINCE;
        fault.text = person->province;
    }
    return fault;
}

struct fault fault_of_refusal(const struct pecaddr_assignment *assignment,
                              const struct pecaddr_reason *reason,
                              const struct pecaddr_person *person, struct arena *arena)
{
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    if (reason->contradiction != PECADDR_CONTRADICTION_PERSON &&
        pecaddr_reason_tell(reason, &told) == PECADDR_OK)
        return fault_of_record(&told, person, arena);
    error.code = assignment->status;
    error.field = assignment->status == PECADDR_E_PROVINCE
                      ? PECADDR_FIELD_PROVINCE /* the registry's, too */
                      : assignment->field;
    error.offset = assignment->offset;
    error.message = pecaddr_strerror(assignment->status);
    return fault_of(&error, person);
}

static int is_code(const struct fault *fault, int code)
{
    return text_equal(text_of(fault->code), pecaddr_status_name(code));
}

/* Whether one character is to blame, or the field as a whole. */
static int blames_character(const struct fault *fault)
{
    return fault->text.data && fault->offset < fault->text.size &&
           (is_code(fault, PECADDR_E_ENCODING) || is_code(fault, PECADDR_E_MOJIBAKE) ||
            is_code(fault, PECADDR_E_UNEXPECTED) || is_code(fault, PECADDR_E_SCRIPT));
}

void fault_set_what(struct fault *fault, struct arena *arena, const char *format, ...)
{
    va_list arguments;
    struct buffer what = {0};

    va_start(arguments, format);
    buffer_format_list(&what, gettext(format), arguments);
    va_end(arguments);
    fault->what = arena_copy(arena, what.data, what.size);
    buffer_clear(&what);
    va_start(arguments, format);
    buffer_format_list(&what, format, arguments);
    va_end(arguments);
    fault->what_english = arena_copy(arena, what.data, what.size);
    fault->format = format;
    buffer_free(&what);
}

static void quote(struct buffer *buffer, struct pecaddr_text text)
{
    enum { SHOWN_MAX = 60 };
    size_t shown = 0;

    while (shown < text.size && shown < SHOWN_MAX)
        shown += text_character(text, shown);
    buffer_text(buffer, "\"");
    text_show(buffer, (struct pecaddr_text){text.data, shown});
    buffer_text(buffer, shown < text.size ? "...\"" : "\"");
}

/* `given names, character 3, "x" was meant to be "y": ` */
static void describe_repair(struct buffer *buffer, const struct fault *fault, const char *name,
                            size_t position, language_fn *in)
{
    char meant[3 * PECADDR_FIELD_MAX + 1];
    struct buffer read = {0}, repaired = {0};
    size_t size;

    quote(&read, fault->text);
    if (pecaddr_repair(fault->text, meant, sizeof meant, &size) == PECADDR_OK) {
        quote(&repaired, (struct pecaddr_text){meant, size});
        buffer_format(buffer, in(N_("%s, character %zu, %s was meant to be %s: ")), name, position,
                      read.data, repaired.data);
    } else {
        buffer_format(buffer, in(N_("%s, character %zu, %s, from which letters were lost: ")), name,
                      position, read.data);
    }
    buffer_free(&read);
    buffer_free(&repaired);
}

/* The field, or the column that the file has for it, and what stands there. */
static void describe_field(struct buffer *buffer, const struct fault *fault, const char *name,
                           language_fn *in)
{
    if (fault->column)
        buffer_format(buffer, in(N_("column %s")), fault->column);
    else
        buffer_text(buffer, name);
    if (fault->text.size && !is_code(fault, PECADDR_E_TOO_LONG)) {
        buffer_text(buffer, fault->column ? ", " : " ");
        quote(buffer, fault->text);
    }
    buffer_text(buffer, ": ");
}

/* Where it is, as far as one field is to blame. */
static void describe_place(struct buffer *buffer, const struct fault *fault, language_fn *in)
{
    const char *name = fault->name ? fault->name : field_name(fault->field);
    size_t position = fault->position    ? fault->position
                      : fault->text.data ? text_position(fault->text, fault->offset)
                                         : 0;
    struct buffer character = {0};

    if (!name)
        return;
    name = in(name);
    if (!blames_character(fault)) {
        describe_field(buffer, fault, name, in);
    } else if (is_code(fault, PECADDR_E_MOJIBAKE)) {
        describe_repair(buffer, fault, name, position, in);
    } else {
        text_show_character(&character, fault->text, fault->offset);
        buffer_format(buffer, in(N_("%s, character %zu, %s: ")), name, position, character.data);
        buffer_free(&character);
    }
}

bool fault_is_of_text(const struct fault *fault)
{
    struct buffer advice = {0};
    bool is = fault->what_to_do == give_sigla && province_advise(&advice, fault->text, in_language);

    buffer_free(&advice);
    return is;
}

static void describe_advice(struct buffer *buffer, const struct fault *fault, language_fn *in)
{
    buffer_text(buffer, "; ");
    if (fault->what_to_do != give_sigla || !province_advise(buffer, fault->text, in))
        buffer_text(buffer, in(fault->what_to_do));
}

/* Place, sentence and advice, after the code. */
static void describe(struct buffer *buffer, const struct fault *fault, language_fn *in)
{
    describe_place(buffer, fault, in);
    buffer_text(buffer, fault->what_english && in == in_result && result_is_for_programs()
                            ? fault->what_english
                            : in(fault->what));
    if (fault->what_to_do)
        describe_advice(buffer, fault, in);
}

void fault_describe(struct buffer *buffer, const struct fault *fault)
{
    buffer_format(buffer, "%s: ", fault->code);
    describe(buffer, fault, in_result);
}

void fault_describe_to_people(struct buffer *buffer, const struct fault *fault)
{
    buffer_format(buffer, "%s: ", fault->code);
    describe(buffer, fault, in_language);
}

void fault_words(struct buffer *buffer, const struct fault *fault)
{
    describe(buffer, fault, in_language);
}

void fault_say(const char *place, const char *code, const char *words)
{
    struct buffer said = {0};

    append_safe(&said, COLOUR_NONE, place, strlen(place));
    append_safe(&said, COLOUR_ERROR, code, strlen(code));
    append_safe(&said, COLOUR_NONE, ": ", 2);
    append_safe(&said, COLOUR_NONE, words, strlen(words));
    say(&said);
}

void fault_report(const char *file, size_t line, const struct fault *fault)
{
    struct buffer place = {0}, words = {0};

    if (file)
        buffer_format(&place, "%s:%zu: ", file, line);
    else
        buffer_text(&place, "pecaddr: ");
    fault_words(&words, fault);
    fault_say(place.data, fault->code, words.data);
    buffer_free(&place);
    buffer_free(&words);
}

/* Of one address, as errors of rows are, whose code the guide explains. */
static int is_own_code(int code)
{
    return code != PECADDR_E_ARGUMENT && code != PECADDR_E_STORAGE && code != PECADDR_E_MEMORY &&
           code != PECADDR_E_UNAVAILABLE;
}

int message_registry(const struct pecaddr_registry_error *error, int code)
{
    struct buffer sentence = {0};

    if (is_own_code(code))
        buffer_format(&sentence, "%s: ", pecaddr_status_name(code));
    sentence_append(&sentence, error, code, in_language);
    message("%s", sentence.data);
    buffer_free(&sentence);
    switch (code) {
    case PECADDR_E_ARGUMENT:
        return EXIT_USAGE;
    case PECADDR_E_STORAGE:
    case PECADDR_E_MEMORY:
    case PECADDR_E_UNAVAILABLE:
        return EXIT_UNAVAILABLE;
    default:
        return EXIT_ROWS;
    }
}

void remark_registry(const struct pecaddr_registry_error *warning)
{
    struct buffer sentence = {0};

    sentence_append(&sentence, warning, PECADDR_OK, in_language);
    remark_review("%s", sentence.data);
    buffer_free(&sentence);
}

int message_unavailable(const struct pecaddr_registry_error *error)
{
    message_registry(error, PECADDR_E_UNAVAILABLE);
    return EXIT_UNAVAILABLE;
}
