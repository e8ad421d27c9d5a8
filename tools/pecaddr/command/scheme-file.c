/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/scheme-file.h"

#include "intake/icu.h"
#include "runtime/exit-status.h"
#include "runtime/needed-file.h"
#include "speech/message.h"
#include "speech/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One byte more than a scheme may have: enough to see that it is too long. */
#define TEXT_MAX ((size_t)64 * 1024 + 1)

static void set_fault(struct scheme_fault *fault, size_t line, const char *message)
{
    if (!fault)
        return;
    fault->line = line;
    buffer_clear(&fault->message);
    buffer_text(&fault->message, message);
}

/* The line on which a byte of the text stands; what is missing is missing on the last line. */
static size_t line_of(struct pecaddr_text text, size_t offset)
{
    size_t line = 1, end = offset < text.size ? offset : text.size;

    if (end == text.size && end > 0 && text.data[end - 1] == '\n')
        end--;
    for (size_t i = 0; i < end; i++)
        line += text.data[i] == '\n';
    return line;
}

static int complain(const char *name, struct pecaddr_text text, const struct pecaddr_error *error,
                    struct scheme_fault *ret_fault)
{
    const char *what =
        error->code == PECADDR_E_TOO_LONG
            ? N_("a scheme has at most 65536 bytes, of lines such as `name = ingpec`; is this a "
                 "scheme file?")
            : error->message;
    struct fault fault = {.code = pecaddr_status_name(PECADDR_E_SCHEME), .what = what};
    size_t line = line_of(text, error->offset);

    if (error->code == PECADDR_E_MEMORY) {
        message("there is not enough memory");
        return EXIT_UNAVAILABLE;
    }
    fault_report(name, line, &fault);
    set_fault(ret_fault, line, what);
    return EXIT_USAGE;
}

int scheme_parse(struct pecaddr_text text, const struct pecaddr_scheme **ret_scheme,
                 struct pecaddr_error *error)
{
    int r = pecaddr_scheme_parse(text, NULL, ret_scheme, error);
    const struct icu *icu;

    if (r != PECADDR_E_SCHEME || !memmem(text.data, text.size, "icu", 3))
        return r;
    icu = icu_load();
    return icu ? pecaddr_scheme_parse(text, icu->transliterator(), ret_scheme, error)
               : PECADDR_E_UNAVAILABLE;
}

static int parse(const char *name, struct pecaddr_text text,
                 const struct pecaddr_scheme **ret_scheme, struct scheme_fault *ret_fault)
{
    struct pecaddr_error error = {.size = sizeof error};

    switch (scheme_parse(text, ret_scheme, &error)) {
    case PECADDR_OK:
        return 0;
    case PECADDR_E_UNAVAILABLE:
        return EXIT_UNAVAILABLE;
    default:
        return complain(name, text, &error, ret_fault);
    }
}

static int complain_file(const char *name, int error, struct scheme_fault *ret_fault)
{
    message("%s: the scheme file cannot be read: %s", name, language_error(error));
    set_fault(ret_fault, 0, "the scheme file cannot be read");
    return EXIT_USAGE;
}

static int load_file(const char *name, const struct pecaddr_scheme **ret_scheme,
                     struct scheme_fault *ret_fault)
{
    FILE *file = fopen(name, "rb");
    char *data;
    size_t size;
    int r;

    if (!file)
        return complain_file(name, errno, ret_fault);
    needed_file_opened(fileno(file));
    data = memory_new(TEXT_MAX);
    errno = 0;
    size = fread(data, 1, TEXT_MAX, file);
    if (ferror(file))
        r = complain_file(name, errno, ret_fault);
    else
        r = parse(name, (struct pecaddr_text){data, size}, ret_scheme, ret_fault);
    fclose(file);
    free(data);
    return r;
}

static int is_file(const char *name)
{
    struct stat status;

    return strpbrk(name, "/.") || stat(name, &status) == 0;
}

static int complain_name(const char *name, struct scheme_fault *ret_fault)
{
    struct buffer known = {0};

    for (size_t i = 0; pecaddr_scheme_builtin_at(i); i++) {
        const char *text = pecaddr_scheme_builtin_at(i) + strlen("name = ");

        buffer_format(&known, "%s%.*s", i ? ", " : "", (int)strcspn(text, "\n"), text);
    }
    message("there is no scheme %s: neither is it built in (%s are), nor is there such a file",
            name, known.data);
    set_fault(ret_fault, 0, "there is no such scheme");
    buffer_free(&known);
    return EXIT_USAGE;
}

int scheme_load(const char *name, const struct pecaddr_scheme **ret_scheme,
                struct scheme_fault *ret_fault)
{
    const char *text = pecaddr_scheme_builtin(name);

    if (strcmp(name, pecaddr_scheme_name(pecaddr_scheme_ingpec())) == 0) {
        *ret_scheme = pecaddr_scheme_ingpec();
        return 0;
    }
    if (text)
        return parse(name, text_of(text), ret_scheme, ret_fault);
    return is_file(name) ? load_file(name, ret_scheme, ret_fault) : complain_name(name, ret_fault);
}

int scheme_uses(const struct pecaddr_scheme *scheme, const char *placeholder)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++)
        if (strstr(pecaddr_scheme_rule(scheme, level), placeholder))
            return 1;
    return 0;
}

int scheme_takes_province(const struct pecaddr_scheme *scheme, const char *sigla)
{
    return pecaddr_scheme_has_province(scheme, text_of(sigla));
}

/* Only the rule with a counter has several levels, and no rule stands twice. */
unsigned scheme_rule_first(const struct pecaddr_scheme *scheme, unsigned level)
{
    const char *rule = pecaddr_scheme_rule(scheme, level);

    while (level > 0 && strcmp(pecaddr_scheme_rule(scheme, level - 1), rule) == 0)
        level--;
    return level;
}

unsigned scheme_rule_last(const struct pecaddr_scheme *scheme, unsigned level)
{
    const char *rule = pecaddr_scheme_rule(scheme, level);

    while (level + 1 < pecaddr_scheme_levels(scheme) &&
           strcmp(pecaddr_scheme_rule(scheme, level + 1), rule) == 0)
        level++;
    return level;
}

/* The person of the examples. */
static const struct pecaddr_person example = {
    .size = sizeof example,
    .given = PECADDR_TEXT_INIT("Niccol\xC3\xB2"),
    .surname = PECADDR_TEXT_INIT("D'Angelo De Sanctis"),
    .province = PECADDR_TEXT_INIT("MC"),
    .section = 'A',
    .number = 1234,
};

int scheme_example(const struct pecaddr_scheme *scheme, unsigned level,
                   char address[PECADDR_ADDRESS_MAX + 1], int *ret_reserved)
{
    *ret_reserved = 0;
    return pecaddr_candidate(scheme, &example, level, address, PECADDR_ADDRESS_MAX + 1, NULL,
                             ret_reserved, NULL);
}

int scheme_reserves_example(const struct pecaddr_scheme *scheme)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved;

        if (scheme_example(scheme, level, address, &reserved) != PECADDR_OK || !reserved)
            return 0;
    }
    return 1;
}

/* A fact of a person, by a format with its value, after those before it. */
static void append_fact(struct buffer *facts, const char *format, struct pecaddr_text value)
{
    struct buffer text = {0};

    if (!value.size)
        return;
    buffer_append(&text, value.data, value.size);
    buffer_text(facts, facts->size ? ", " : "");
    buffer_format(facts, format, text.data);
    buffer_free(&text);
}

/* The person as whom a rule reads the local part. */
static void append_person(struct buffer *facts, const struct pecaddr_scheme *scheme,
                          const struct pecaddr_parsed *parsed, language_fn *in)
{
    const char *rule = pecaddr_scheme_rule(scheme, parsed->level);
    char sigla[2], section = parsed->section, number[24], counter[24];

    append_fact(facts,
                strstr(rule, "{initial}") ? in(N_("given names that begin with \"%s\""))
                                          : in(N_("given names \"%s\"")),
                parsed->given);
    append_fact(facts, in(N_("surname \"%s\"")), parsed->surname);
    for (size_t i = 0; i < 2 && i < parsed->province.size; i++)
        sigla[i] = ascii_upper(parsed->province.data[i]);
    append_fact(facts, in(N_("province %s")),
                (struct pecaddr_text){sigla, parsed->province.size ? 2 : 0});
    append_fact(facts, in(N_("section %s")), (struct pecaddr_text){&section, section ? 1 : 0});
    snprintf(number, sizeof number, "%lu", (unsigned long)parsed->number);
    append_fact(facts, in(N_("number %s")),
                parsed->number ? text_of(number) : (struct pecaddr_text){0});
    snprintf(counter, sizeof counter, "%u",
             parsed->level - scheme_rule_first(scheme, parsed->level) + 2);
    append_fact(facts, in(N_("count %s")),
                strstr(rule, "{counter") ? text_of(counter) : (struct pecaddr_text){0});
}

int scheme_clash_words(const struct pecaddr_scheme *scheme, size_t i, struct buffer *sentence,
                       language_fn *in)
{
    struct pecaddr_parsed first = {.size = sizeof first}, second = {.size = sizeof second};
    char local[PECADDR_LOCAL_PART_MAX + 1];
    struct buffer one = {0}, other = {0};

    if (pecaddr_scheme_clash(scheme, i, local, sizeof local, &first, &second) != PECADDR_OK)
        return 0;
    append_person(&one, scheme, &first, in);
    append_person(&other, scheme, &second, in);
    buffer_format(sentence,
                  in(N_("two rules can give one address to two persons: \"%s\" is given by %s to "
                        "%s, and by %s to %s")),
                  local, pecaddr_scheme_rule(scheme, first.level), one.data,
                  pecaddr_scheme_rule(scheme, second.level), other.data);
    buffer_free(&one);
    buffer_free(&other);
    return 1;
}

void scheme_remark_overlap(const struct pecaddr_scheme *scheme)
{
    struct buffer sentence = {0};

    if (scheme_clash_words(scheme, 0, &sentence, in_language))
        remark("scheme %s: %s; nobody is given another's address all the same, but addresses "
               "cannot always be read back",
               pecaddr_scheme_name(scheme), sentence.data);
    buffer_free(&sentence);
}
