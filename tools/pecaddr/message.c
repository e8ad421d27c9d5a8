/* SPDX-License-Identifier: BSD-3-Clause */
#include "message.h"

#include "command.h"
#include "language.h"
#include "sentence.h"
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

/* The line is made whole first, so that those of several processes do not mix. */
static void say(struct pecaddr_text line)
{
    struct buffer safe = {0};

    if (before)
        before();
    text_show(&safe, line);
    buffer_text(&safe, "\n");
    fwrite(safe.data, 1, safe.size, stderr);
    buffer_free(&safe);
}

__attribute__((format(printf, 2, 0))) static void
say_formatted(const char *prefix, const char *format, va_list arguments)
{
    struct buffer line = {0};

    buffer_text(&line, prefix);
    buffer_format_list(&line, format, arguments);
    say((struct pecaddr_text){line.data, line.size});
    buffer_free(&line);
}

void message(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say_formatted("pecaddr: ", gettext(format), arguments);
    va_end(arguments);
}

void remark(const char *format, ...)
{
    va_list arguments;

    if (quiet)
        return;
    va_start(arguments, format);
    say_formatted("", gettext(format), arguments);
    va_end(arguments);
}

const char *field_name(enum pecaddr_field field)
{
    switch (field) {
    case PECADDR_FIELD_GIVEN:
        return "given names";
    case PECADDR_FIELD_SURNAME:
        return "surname";
    case PECADDR_FIELD_PROVINCE:
        return "province";
    case PECADDR_FIELD_SECTION:
        return "section";
    case PECADDR_FIELD_NUMBER:
        return "number";
    case PECADDR_FIELD_HOLDER:
        return "codice fiscale";
    case PECADDR_FIELD_SCHEME:
        return "scheme";
    case PECADDR_FIELD_ADDRESS:
        return "address";
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

static const char *advice(int code, enum pecaddr_field field)
{
    switch (code) {
    case PECADDR_E_ENCODING:
        return "save the text as UTF-8";
    case PECADDR_E_MOJIBAKE:
        return "export it again from the register, in one encoding";
    case PECADDR_E_UNEXPECTED:
        return "write the name as the identity document does";
    case PECADDR_E_SCRIPT:
        return "write the name in Latin letters, as the identity document does";
    case PECADDR_E_EMPTY:
        return field == PECADDR_FIELD_GIVEN ? "fill in the given names" : "fill in the surname";
    case PECADDR_E_TOO_LONG:
        return "is it really one name? At most 1024 bytes can be one";
    case PECADDR_E_PROVINCE:
        return "give the Order's sigla, such as MC";
    case PECADDR_E_REGISTER:
        return "correct the register entry";
    case PECADDR_E_EXHAUSTED:
        return "check the register entry: it should be nobody else's";
    default:
        return NULL;
    }
}

/* What the character is that does not belong, if that helps. */
static const char *advice_on_character(enum pecaddr_field field, struct pecaddr_text text,
                                       size_t offset)
{
    unsigned char c = offset < text.size ? (unsigned char)text.data[offset] : 0;

    if (text_is_digit((char)c))
        return "is it a letter, such as O or I, mistyped? Names have no digits";
    if (c == ',' && field == PECADDR_FIELD_SURNAME)
        return "write the birth surname only";
    if (c < 0x20 || c == 0x7F)
        return "delete it: it can not be seen";
    return advice(PECADDR_E_UNEXPECTED, field);
}

struct fault fault_of(const struct pecaddr_error *error, const struct pecaddr_person *person)
{
    struct pecaddr_text text = field_text(person, error->field);

    return (struct fault){
        .code = pecaddr_status_name(error->code),
        .field = error->field,
        .text = text,
        .offset = error->offset,
        .what = error->message,
        .what_to_do = error->code == PECADDR_E_UNEXPECTED
                          ? advice_on_character(error->field, text, error->offset)
                          : advice(error->code, error->field),
    };
}

static int is_refusal(const struct pecaddr_assignment *assignment)
{
    return assignment->status == PECADDR_E_UNAVAILABLE &&
           (assignment->failure == PECADDR_E_HOLDER || assignment->failure == PECADDR_E_PROVINCE ||
            assignment->failure == PECADDR_E_REGISTER);
}

int is_own_failure(const struct pecaddr_assignment *assignment)
{
    return assignment->status != PECADDR_OK &&
           (assignment->status != PECADDR_E_UNAVAILABLE || is_refusal(assignment));
}

/* The registry does not say which of the two it is that differs. */
static struct fault fault_of_conflict(const struct pecaddr_person *person, struct arena *arena)
{
    struct buffer what = {0};
    struct fault fault = {
        .code = pecaddr_status_name(PECADDR_E_HOLDER),
        .field = person->holder.size ? PECADDR_FIELD_HOLDER : PECADDR_FIELD_NONE,
        .text = person->holder,
        .what_to_do = "compare with `pecaddr registry show`, and correct the one that is wrong",
    };

    buffer_text(&what, "the register entry ");
    for (size_t i = 0; i < person->province.size; i++)
        buffer_format(&what, "%c", text_upper(person->province.data[i]));
    buffer_format(&what, " %c %lu is on record with %sanother name, so nothing was done",
                  text_upper(person->section), (unsigned long)person->number,
                  person->holder.size ? "another codice fiscale or " : "");
    fault.what = arena_copy(arena, what.data, what.size);
    buffer_free(&what);
    return fault;
}

struct fault fault_of_assignment(const struct pecaddr_assignment *assignment,
                                 const struct pecaddr_person *person, struct arena *arena)
{
    int code = is_refusal(assignment) ? assignment->failure : assignment->status;
    struct pecaddr_error error = {
        .size = sizeof error,
        .code = code,
        .field = assignment->field,
        .offset = assignment->offset,
        .message = pecaddr_strerror(code),
    };

    if (is_refusal(assignment) && code == PECADDR_E_HOLDER)
        return fault_of_conflict(person, arena);
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

static void describe_repair(struct buffer *buffer, struct pecaddr_text text)
{
    char meant[3 * PECADDR_FIELD_MAX + 1];
    size_t size;

    quote(buffer, text);
    if (pecaddr_repair(text, meant, sizeof meant, &size) == PECADDR_OK) {
        buffer_text(buffer, " was meant to be ");
        quote(buffer, (struct pecaddr_text){meant, size});
        buffer_text(buffer, ": ");
    } else {
        buffer_text(buffer, ", from which letters were lost: ");
    }
}

void fault_describe(struct buffer *buffer, const struct fault *fault)
{
    const char *name = field_name(fault->field);

    buffer_format(buffer, "%s: ", fault->code);
    if (name)
        buffer_text(buffer, name);
    if (name && blames_character(fault)) {
        buffer_format(buffer, ", character %zu, ",
                      fault->position ? fault->position
                                      : text_position(fault->text, fault->offset));
        if (is_code(fault, PECADDR_E_MOJIBAKE)) {
            describe_repair(buffer, fault->text);
        } else {
            text_show_character(buffer, fault->text, fault->offset);
            buffer_text(buffer, ": ");
        }
    } else if (name) {
        if (fault->text.size && !is_code(fault, PECADDR_E_TOO_LONG)) {
            buffer_text(buffer, " ");
            quote(buffer, fault->text);
        }
        buffer_text(buffer, ": ");
    }
    buffer_text(buffer, fault->what);
    if (fault->what_to_do)
        buffer_format(buffer, "; %s", fault->what_to_do);
}

void fault_report(const char *file, size_t line, const struct fault *fault)
{
    struct buffer text = {0};

    if (file)
        buffer_format(&text, "%s:%zu: ", file, line);
    else
        buffer_text(&text, "pecaddr: ");
    fault_describe(&text, fault);
    say((struct pecaddr_text){text.data, text.size});
    buffer_free(&text);
}

int message_registry(const struct pecaddr_registry_error *error, int code)
{
    struct buffer sentence = {0};

    sentence_append(&sentence, error, code);
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

int message_unavailable(const struct pecaddr_registry *registry)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    pecaddr_registry_failure(registry, &error);
    message_registry(&error, PECADDR_E_UNAVAILABLE);
    return EXIT_UNAVAILABLE;
}
