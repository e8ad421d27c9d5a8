/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report.h"

#include "member/person.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/json.h"

#include <jansson.h>

/* The figures of the report for programs: doc/report.md has what each is. */

static void set_number(json_t *object, const char *key, size_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

static void set_text(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key, text && *text ? json_text(text_of(text)) : json_null());
}

static void set_count(json_t *object, const struct count *count)
{
    set_number(object, "total", count_total(count));
    for (enum pecaddr_state state = PECADDR_STATE_RESERVED; state <= PECADDR_STATE_RELEASED;
         state++)
        set_number(object, pecaddr_state_name(state), count->of[state]);
}

static json_t *totals(const struct report *report)
{
    json_t *object = json_object();

    set_count(object, &report->counts.all);
    set_number(object, "left", report->counts.left.of[PECADDR_STATE_ACTIVE]);
    return object;
}

static json_t *expiry(const struct report *report)
{
    static const char *const keys[] = {"before_today", "within_30_days", "within_60_days",
                                       "within_90_days"};
    json_t *object = json_object();

    for (size_t i = 0; i < SOON_COUNT; i++)
        set_number(object, keys[i], report->counts.soon[i].of[PECADDR_STATE_ACTIVE]);
    return object;
}

static void append_named(json_t *array, const char *key, const char *name,
                         const struct count *count)
{
    json_t *object = json_object();

    set_text(object, key, name);
    set_count(object, count);
    json_array_append_new(array, object);
}

static json_t *domains(const struct report *report)
{
    const struct counts *counts = &report->counts;
    json_t *array = json_array();

    for (size_t i = 0; i < counts->n_domains; i++)
        append_named(array, "domain", counts->domains[i].name, &counts->domains[i].count);
    if (count_any(&counts->other_domains))
        append_named(array, "domain", NULL, &counts->other_domains);
    return array;
}

static json_t *levels(const struct report *report)
{
    json_t *array = json_array();

    for (size_t i = 0; i < report->n_rules; i++) {
        const struct report_rule *rule = &report->rules[i];
        json_t *object = json_object();

        set_text(object, "domain", rule->domain);
        if (rule->first == PECADDR_LEVEL_NONE) {
            json_object_set_new(object, "level", json_null());
            json_object_set_new(object, "last_level", json_null());
        } else {
            set_number(object, "level", rule->first);
            set_number(object, "last_level", rule->last);
        }
        set_text(object, "rule", rule->rule);
        set_text(object, "example", rule->example);
        set_count(object, &rule->count);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *provinces(const struct report *report)
{
    struct report_province found[COUNT_LETTERS * COUNT_LETTERS];
    size_t n = report_provinces(report, found);
    json_t *array = json_array();

    for (size_t i = 0; i < n; i++) {
        json_t *object = json_object();

        set_text(object, "province", found[i].sigla);
        set_text(object, "name", found[i].name);
        set_count(object, found[i].count);
        json_array_append_new(array, object);
    }
    if (count_any(&report->counts.no_province)) {
        json_t *object = json_object();

        set_text(object, "province", NULL);
        set_text(object, "name", NULL);
        set_count(object, &report->counts.no_province);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *homonymy(const struct report *report)
{
    const struct counts *counts = &report->counts;
    json_t *object = json_object(), *holders = json_array(), *top = json_array();

    set_number(object, "issued", count_total(&counts->all) - count_total(&counts->imported));
    set_number(object, "homonyms", count_total(&counts->homonyms));
    set_number(object, "names", report->namesakes.n);
    set_number(object, "shared", report->namesakes.n - report->names_of[1]);
    for (size_t i = 1; i <= REPORT_HOLDERS; i++) {
        json_t *row = json_object();

        set_number(row, "holders", i);
        set_number(row, "names", report->names_of[i]);
        json_array_append_new(holders, row);
    }
    json_object_set_new(object, "names_by_holders", holders);
    set_number(object, "nameless", report->nameless);
    for (size_t i = 0; i < report->n_top; i++) {
        json_t *row = json_object();

        set_text(row, "name", report->top[i].name);
        set_number(row, "holders", report->top[i].holders);
        json_array_append_new(top, row);
    }
    json_object_set_new(object, "top", top);
    return object;
}

static json_t *period(const char *key, const char *name, const struct report_month *month)
{
    json_t *object = json_object();

    set_text(object, key, name);
    set_number(object, "issued", month->issued);
    set_number(object, "imported", month->imported);
    return object;
}

static json_t *issues(const struct report *report)
{
    json_t *object = json_object(), *months = json_array(), *years = json_array();
    char name[24];

    for (size_t i = report->first_month; report->first_year && i <= report->last_month; i++) {
        snprintf(name, sizeof name, "%04zu-%02zu", REPORT_YEAR_MIN + i / 12, i % 12 + 1);
        json_array_append_new(months, period("month", name, &report->months[i]));
    }
    for (int year = report->first_year; year && year <= report->last_year; year++) {
        struct report_month all = report_year(report, year);

        snprintf(name, sizeof name, "%04d", year);
        json_array_append_new(years, period("year", name, &all));
    }
    json_object_set_new(object, "months", months);
    json_object_set_new(object, "years", years);
    set_number(object, "undated", report->undated);
    return object;
}

static json_t *review_row(const struct report_row *row)
{
    json_t *object = json_object();
    struct buffer notes = {0};

    buffer_text(&notes, "");
    notes_names(&notes, row->notes);
    set_text(object, "pec", row->address);
    set_text(object, "state", row->state);
    set_text(object, "given", row->given);
    set_text(object, "surname", row->surname);
    set_text(object, "entry", row->entry);
    json_object_set_new(object, "notes", json_list(notes.data));
    json_object_set_new(object, "imported", json_boolean(row->is_imported));
    buffer_free(&notes);
    return object;
}

static json_t *review(const struct report *report)
{
    const struct report_review *reserved = &report->reviews[REPORT_RESERVED];
    const struct report_review *active = &report->reviews[REPORT_ACTIVE];
    json_t *object = json_object(), *notes = json_array(), *rows = json_array();

    set_number(object, "reserved", reserved->n);
    set_number(object, "active", active->n);
    for (size_t i = 0; i < REPORT_NOTES; i++) {
        json_t *row;

        if (!(PECADDR_NOTES_REVIEW >> i & 1))
            continue;
        row = json_object();
        set_text(row, "note", pecaddr_note_name((uint32_t)1 << i));
        set_number(row, "reserved", reserved->by_note[i]);
        set_number(row, "active", active->by_note[i]);
        json_array_append_new(notes, row);
    }
    json_object_set_new(object, "notes", notes);
    for (size_t i = 0; i < REPORT_REVIEWS; i++)
        for (size_t j = 0; j < report->listed[i]; j++)
            json_array_append_new(rows, review_row(&report->reviews[i].rows[j]));
    json_object_set_new(object, "rows", rows);
    return object;
}

static json_t *events(const struct report *report)
{
    json_t *object = json_object();

    json_object_set_new(object, "year", json_integer(report->events.year));
    set_number(object, "issued", report->events.issued);
    set_number(object, "activated", report->events.activated);
    set_number(object, "left", report->events.left);
    set_number(object, "ceased", report->events.ceased);
    return object;
}

void report_write_json(const struct report *report, FILE *file)
{
    json_t *object = json_object();

    json_object_set_new(object, "title", json_text(text_of(report->title)));
    json_object_set_new(object, "bound_to", json_list(report->provinces));
    set_text(object, "registry", report->registry.data);
    set_text(object, "version", pecaddr_version());
    set_number(object, "table_version", pecaddr_table_version());
    set_text(object, "made", report->made);
    set_text(object, "today", report->today);
    json_object_set_new(object, "totals", totals(report));
    json_object_set_new(object, "year", events(report));
    json_object_set_new(object, "expires", expiry(report));
    json_object_set_new(object, "domains", domains(report));
    json_object_set_new(object, "levels", levels(report));
    json_object_set_new(object, "provinces", provinces(report));
    json_object_set_new(object, "homonymy", homonymy(report));
    json_object_set_new(object, "issues", issues(report));
    json_object_set_new(object, "review", review(report));
    json_dumpf(object, file, JSON_INDENT(2));
    fputs("\n", file);
    json_decref(object);
}
