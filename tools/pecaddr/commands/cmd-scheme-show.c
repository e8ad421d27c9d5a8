/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "command/options.h"
#include "command/scheme-file.h"
#include "commands/commands.h"
#include "runtime/output.h"
#include "speech/message.h"
#include "speech/text.h"
#include "table/json.h"

#include <pecaddr/pecaddr.h>

#include <stdlib.h>
#include <string.h>

static const struct usage usage = {
    "[NAME|FILE]",
    "Lists the naming schemes that are built in; or shows one of them, or that of a\n"
    "scheme file: its facts, its rules in the order in which they are tried, each\n"
    "with an example (Niccol\xC3\xB2 D'Angelo De Sanctis, MC A 1234), and whether rules\n"
    "overlap: then two persons who could get one address.\n"
    "\n"
    "--format csv is one table of the columns kind (fact, province, rule or clash),\n"
    "level, name and value. --format json is one object: name, domain, canonical,\n"
    "disjoint, provinces, rules, clashes. The list has name, domain and rules.\n"
    "\n"
    "Exit status: 0 done; 2 usage, or the scheme has a fault; 3 output unavailable.\n",
};

/* What is told of a scheme, whatever the format. */
struct teller {
    void (*fact)(void *user, const char *name, const char *value);
    void (*rule)(void *user, unsigned first, unsigned last, const char *rule, const char *address,
                 int reserved);
    void (*clash)(void *user, const char *local_part, const char *sentence);
    void (*province)(void *user, const char *sigla);
    void *user;
};

static char *canonical_of(const struct pecaddr_scheme *scheme)
{
    size_t size = 0;
    char *text;

    pecaddr_scheme_canonical(scheme, NULL, 0, &size);
    text = memory_new(size + 1);
    pecaddr_scheme_canonical(scheme, text, size + 1, NULL);
    return text;
}

/* The lines of the canonical text but for the rules, which are told with examples. */
static void tell_facts(const struct pecaddr_scheme *scheme, const struct teller *teller)
{
    char *text = canonical_of(scheme), *line = text, *end;

    for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        char *value = strstr(line, " = ");

        *end = '\0';
        *value = '\0';
        if (strcmp(line, "rule") != 0)
            teller->fact(teller->user, line, value + strlen(" = "));
    }
    free(text);
}

static void tell_rules(const struct pecaddr_scheme *scheme, const struct teller *teller)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        unsigned last = scheme_rule_last(scheme, level);
        char address[PECADDR_ADDRESS_MAX + 1];
        int reserved, r = scheme_example(scheme, level, address, &reserved);

        teller->rule(teller->user, level, last, pecaddr_scheme_rule(scheme, level),
                     r == PECADDR_OK ? address : in_result(pecaddr_strerror(r)), reserved);
        level = last;
    }
}

static void tell_clashes(const struct pecaddr_scheme *scheme, const struct teller *teller)
{
    struct pecaddr_parsed first = {.size = sizeof first}, second = {.size = sizeof second};
    char local[PECADDR_LOCAL_PART_MAX + 1];
    struct buffer sentence = {0};

    for (size_t i = 0; pecaddr_scheme_clash(scheme, i, local, sizeof local, &first, &second) == 0;
         i++) {
        buffer_clear(&sentence);
        scheme_clash_words(scheme, i, &sentence, in_result);
        teller->clash(teller->user, local, sentence.data);
    }
    buffer_free(&sentence);
}

/* Whose Orders have addresses under the scheme: it is asked for any two letters. Where no rule has the province,
   no address depends on it. */
static void tell_provinces(const struct pecaddr_scheme *scheme, const struct teller *teller)
{
    char sigla[] = "AA";

    if (!scheme_uses(scheme, "{province}"))
        return;
    for (sigla[0] = 'A'; sigla[0] <= 'Z'; sigla[0]++)
        for (sigla[1] = 'A'; sigla[1] <= 'Z'; sigla[1]++)
            if (scheme_takes_province(scheme, sigla))
                teller->province(teller->user, sigla);
}

static void append_example(struct buffer *buffer, const char *address, int reserved)
{
    buffer_format(buffer, "%s%s", address,
                  reserved ? in_result("  (reserved, given to nobody)") : "");
}

/* For people. */

struct shown {
    FILE *file;
    struct records *rules;
};

static void text_fact(void *user, const char *name, const char *value)
{
    struct shown *shown = user;

    fprintf(shown->file, "%-13s  %s\n", name, value);
}

static void text_rule(void *user, unsigned first, unsigned last, const char *rule,
                      const char *address, int reserved)
{
    struct shown *shown = user;
    struct buffer levels = {0}, shown_example = {0};

    buffer_format(&levels, "%u", first);
    if (last > first)
        buffer_format(&levels, "-%u", last);
    append_example(&shown_example, address, reserved);
    records_row(shown->rules, (const char *const[]){levels.data, rule, shown_example.data});
    buffer_free(&levels);
    buffer_free(&shown_example);
}

static void text_clash(void *user, const char *local_part, const char *sentence)
{
    struct shown *shown = user;

    (void)local_part;
    fprintf(shown->file, _("overlap        %s\n"), sentence);
}

static void show_text(const struct pecaddr_scheme *scheme, FILE *file)
{
    static const struct column columns[] = {
        {N_("level"), COLUMN_TEXT},
        {N_("rule"), COLUMN_TEXT},
        {N_("example"), COLUMN_TEXT},
    };
    struct shown shown = {.file = file};
    struct teller teller = {text_fact, text_rule, text_clash, NULL, &shown};

    tell_facts(scheme, &teller);
    fputs("\n", file);
    shown.rules = records_begin(file, FORMAT_TEXT, columns, ARRAY_SIZE(columns));
    tell_rules(scheme, &teller);
    records_end(shown.rules);
    fprintf(file, "\n%s\n",
            pecaddr_scheme_is_disjoint(scheme)
                ? _("disjoint       yes: an address tells by which rule it was made")
                : _("disjoint       no: some addresses could have been made by several rules"));
    tell_clashes(scheme, &teller);
}

/* CSV. */

static void csv_fact(void *user, const char *name, const char *value)
{
    records_row(user, (const char *const[]){NC_("kind", "fact"), NULL, name, value});
}

static void csv_rule(void *user, unsigned first, unsigned last, const char *rule,
                     const char *address, int reserved)
{
    struct buffer shown_example = {0};

    (void)last;
    append_example(&shown_example, address, reserved);
    records_row(user, (const char *const[]){NC_("kind", "rule"), number_text(first), rule,
                                            shown_example.data});
    buffer_free(&shown_example);
}

static void csv_province(void *user, const char *sigla)
{
    records_row(user, (const char *const[]){NC_("kind", "province"), NULL, sigla, NULL});
}

static void csv_clash(void *user, const char *local_part, const char *sentence)
{
    records_row(user, (const char *const[]){NC_("kind", "clash"), NULL, local_part, sentence});
}

static void show_rows(const struct pecaddr_scheme *scheme, enum format format, FILE *file)
{
    static const struct column columns[] = {
        {N_("kind"), COLUMN_WORD},
        {N_("level"), COLUMN_NUMBER},
        {N_("name"), COLUMN_TEXT},
        {N_("value"), COLUMN_TEXT},
    };
    struct records *records = records_begin(file, format, columns, ARRAY_SIZE(columns));
    struct teller teller = {csv_fact, csv_rule, csv_clash, csv_province, records};

    tell_facts(scheme, &teller);
    csv_fact(records, "disjoint", pecaddr_scheme_is_disjoint(scheme) ? "yes" : "no");
    tell_provinces(scheme, &teller);
    tell_rules(scheme, &teller);
    tell_clashes(scheme, &teller);
    records_end(records);
}

/* JSON. */

static void json_rule(void *user, unsigned first, unsigned last, const char *rule,
                      const char *address, int reserved)
{
    json_t *object = json_object();

    json_object_set_new(object, "level", json_integer((json_int_t)first));
    json_object_set_new(object, "last_level", json_integer((json_int_t)last));
    json_object_set_new(object, "rule", json_text(text_of(rule)));
    json_object_set_new(object, "example", json_text(text_of(address)));
    json_object_set_new(object, "reserved", json_boolean(reserved));
    json_array_append_new(json_object_get(user, "rules"), object);
}

static void json_province(void *user, const char *sigla)
{
    json_array_append_new(json_object_get(user, "provinces"), json_text(text_of(sigla)));
}

static void json_clash(void *user, const char *local_part, const char *sentence)
{
    json_t *object = json_object();

    json_object_set_new(object, "local_part", json_text(text_of(local_part)));
    json_object_set_new(object, "sentence", json_text(text_of(sentence)));
    json_array_append_new(json_object_get(user, "clashes"), object);
}

static void show_json(const struct pecaddr_scheme *scheme, FILE *file)
{
    json_t *object = json_object();
    struct teller teller = {
        .rule = json_rule, .clash = json_clash, .province = json_province, .user = object};
    char *canonical = canonical_of(scheme);

    json_object_set_new(object, "name", json_text(text_of(pecaddr_scheme_name(scheme))));
    json_object_set_new(object, "domain", json_text(text_of(pecaddr_scheme_domain(scheme))));
    json_object_set_new(object, "canonical", json_text(text_of(canonical)));
    json_object_set_new(object, "disjoint", json_boolean(pecaddr_scheme_is_disjoint(scheme)));
    json_object_set_new(object, "provinces", json_array());
    json_object_set_new(object, "rules", json_array());
    json_object_set_new(object, "clashes", json_array());
    tell_provinces(scheme, &teller);
    tell_rules(scheme, &teller);
    tell_clashes(scheme, &teller);
    json_write(file, object, JSON_INDENT(2));
    fputs("\n", file);
    json_decref(object);
    free(canonical);
}

static int show(const struct pecaddr_scheme *scheme, enum format format)
{
    struct output output;

    output_open(&output, NULL);
    if (format == FORMAT_JSON)
        show_json(scheme, output.file);
    else if (format == FORMAT_CSV || format == FORMAT_SHEET)
        show_rows(scheme, format, output.file);
    else
        show_text(scheme, output.file);
    return output_commit(&output);
}

/* The schemes that are built in. */

static void list_one(struct records *records, const struct pecaddr_scheme *scheme)
{
    struct buffer rules = {0};

    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme);
         level = scheme_rule_last(scheme, level) + 1)
        buffer_format(&rules, "%s%s", level ? "," : "", pecaddr_scheme_rule(scheme, level));
    records_row(records, (const char *const[]){pecaddr_scheme_name(scheme),
                                               pecaddr_scheme_domain(scheme), rules.data});
    buffer_free(&rules);
}

static int list(enum format format)
{
    static const struct column columns[] = {
        {N_("name"), COLUMN_TEXT},
        {N_("domain"), COLUMN_TEXT},
        {N_("rules"), COLUMN_LIST},
    };
    struct output output;
    struct records *records;
    const char *text;

    output_open(&output, NULL);
    records = records_begin(output.file, format, columns, ARRAY_SIZE(columns));
    for (size_t i = 0; (text = pecaddr_scheme_builtin_at(i)) != NULL; i++) {
        const struct pecaddr_scheme *scheme = NULL;

        if (pecaddr_scheme_parse(text_of(text), NULL, &scheme, NULL) == PECADDR_OK)
            list_one(records, scheme);
        pecaddr_scheme_free(scheme);
    }
    records_end(records);
    return output_commit(&output);
}

static int show_named(const struct options *options)
{
    const struct pecaddr_scheme *scheme = NULL;
    int r = scheme_load(options->arguments[0], &scheme, NULL);

    if (r == 0)
        r = show(scheme, options->format);
    pecaddr_scheme_free(scheme);
    return r;
}

int cmd_scheme_show(int argc, const char **argv)
{
    struct options options;
    const struct poptOption own[] = {POPT_TABLEEND};
    int status = options_begin(&options, argc, argv, own, &usage);

    if (status == OPTIONS_GO_ON && options.argument_count + !!options.scheme_name > 1)
        status = options_fault(&options, "one scheme at a time");
    if (status == OPTIONS_GO_ON)
        status = options.argument_count ? show_named(&options)
                 : options.scheme_name  ? show(options.scheme, options.format)
                                        : list(options.format);
    options_end(&options);
    return status;
}
