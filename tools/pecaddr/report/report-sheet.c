/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/array.h"
#include "report/html.h"
#include "report/report-page.h"
#include "runtime/memory.h"
#include "speech/text.h"
#include "speech/words.h"
#include "table/separated.h"

#include <string.h>

/*
 * The tables of the page as one sheet, one below the other: a title, the headings, the rows, and an
 * empty row. In Italian, as the page is.
 */

struct sheet {
    FILE *file;
    struct buffer row;
    bool has_rows;
};

static void end_row(struct sheet *sheet)
{
    buffer_text(&sheet->row, SHEET_LINE_END);
    fwrite(sheet->row.data, 1, sheet->row.size, sheet->file);
    buffer_clear(&sheet->row);
}

static void add_text(struct sheet *sheet, const char *text)
{
    const char separator = SHEET_SEPARATOR;
    struct buffer shown = {0};

    if (sheet->row.size)
        buffer_append(&sheet->row, &separator, 1);
    text_show(&shown, text_of(text));
    sheet_cell(&sheet->row, (struct pecaddr_text){shown.data, shown.size});
    buffer_free(&shown);
}

static void add_number(struct sheet *sheet, size_t number)
{
    char text[24];

    snprintf(text, sizeof text, "%zu", number);
    add_text(sheet, text);
}

static void begin_table(struct sheet *sheet, const char *title, const char *const headings[],
                        size_t n)
{
    if (sheet->has_rows)
        end_row(sheet);
    sheet->has_rows = true;
    add_text(sheet, title);
    end_row(sheet);
    for (size_t i = 0; i < n; i++)
        add_text(sheet, headings[i]);
    end_row(sheet);
}

static void write_pair(struct sheet *sheet, const char *name, size_t number)
{
    add_text(sheet, name);
    add_number(sheet, number);
    end_row(sheet);
}

#define COUNT_HEADINGS "Impegnati", "Prenotati", "Attivi", "Cessati", "Liberati"

static void add_count(struct sheet *sheet, const struct count *count)
{
    add_number(sheet, count_total(count));
    for (enum pecaddr_state state = PECADDR_STATE_RESERVED; state <= PECADDR_STATE_RELEASED;
         state++)
        add_number(sheet, count->of[state]);
    end_row(sheet);
}

static void write_totals(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Stato", "Indirizzi"};
    static const char *const of_year[] = {"Che cosa", "Caselle"};
    static const char *const expiry[] = {"Scadenza", "Caselle attive"};
    const struct counts *counts = &report->counts;
    const struct report_events *events = &report->events;
    char year[24];

    begin_table(sheet, "Totali", headings, ARRAY_SIZE(headings));
    write_pair(sheet, "Impegnati", count_total(&counts->all));
    write_pair(sheet, "Attivi", counts->all.of[PECADDR_STATE_ACTIVE]);
    write_pair(sheet, "Prenotati", counts->all.of[PECADDR_STATE_RESERVED]);
    write_pair(sheet, "Cessati", counts->all.of[PECADDR_STATE_RETIRED]);
    write_pair(sheet, "Liberati", counts->all.of[PECADDR_STATE_RELEASED]);
    write_pair(sheet, "Usciti dall’Ordine, casella attiva", counts->left.of[PECADDR_STATE_ACTIVE]);
    snprintf(year, sizeof year, "L’anno %d", events->year);
    begin_table(sheet, year, of_year, ARRAY_SIZE(of_year));
    write_pair(sheet, "Assegnati", events->issued);
    write_pair(sheet, "Attivati", events->activated);
    write_pair(sheet, "Usciti dall’Ordine", events->left);
    write_pair(sheet, "Cessati", events->ceased);
    begin_table(sheet, "Scadenze delle caselle attive", expiry, ARRAY_SIZE(expiry));
    write_pair(sheet, "Già scadute", counts->soon[SOON_EXPIRED].of[PECADDR_STATE_ACTIVE]);
    write_pair(sheet, "Entro 30 giorni", counts->soon[SOON_30].of[PECADDR_STATE_ACTIVE]);
    write_pair(sheet, "Entro 60 giorni", counts->soon[SOON_60].of[PECADDR_STATE_ACTIVE]);
    write_pair(sheet, "Entro 90 giorni", counts->soon[SOON_90].of[PECADDR_STATE_ACTIVE]);
}

static void write_levels(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Dominio", "Livello", "Regola", COUNT_HEADINGS};
    char name[40];

    begin_table(sheet, "Indirizzi per livello", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < report->n_rules; i++) {
        add_text(sheet, report->rules[i].domain);
        add_text(sheet, report_rule_name(&report->rules[i], name));
        add_text(sheet, report->rules[i].rule);
        add_count(sheet, &report->rules[i].count);
    }
}

static void write_provinces(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Sigla", "Provincia", COUNT_HEADINGS};
    struct report_province provinces[COUNT_LETTERS * COUNT_LETTERS];
    size_t n = report_provinces(report, provinces);

    begin_table(sheet, "Indirizzi per provincia", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < n; i++) {
        add_text(sheet, provinces[i].sigla);
        add_text(sheet, provinces[i].name);
        add_count(sheet, provinces[i].count);
    }
    if (count_any(&report->counts.no_province)) {
        add_text(sheet, "–");
        add_text(sheet, "non indicata");
        add_count(sheet, &report->counts.no_province);
    }
}

static void write_homonymy(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Titolari dello stesso nome", "Nomi"};
    static const char *const top[] = {"Nome nell’indirizzo", "Titolari"};
    static const char *const words[] = {"", "un titolare", "2 titolari", "3 titolari",
                                        "4 titolari o più"};

    begin_table(sheet, "Omonimia", headings, ARRAY_SIZE(headings));
    for (size_t i = 1; i <= REPORT_HOLDERS; i++)
        write_pair(sheet, words[i], report->names_of[i]);
    if (!report->n_top)
        return;
    begin_table(sheet, "I nomi più contesi", top, ARRAY_SIZE(top));
    for (size_t i = 0; i < report->n_top; i++)
        write_pair(sheet, report->top[i].name, report->top[i].holders);
}

static void write_period(struct sheet *sheet, const char *name, const struct report_month *period)
{
    add_text(sheet, name);
    add_number(sheet, period->issued);
    add_number(sheet, period->imported);
    end_row(sheet);
}

static void write_issues(struct sheet *sheet, const struct report *report)
{
    static const char *const months[] = {"Mese", "Assegnati", "Importati"};
    static const char *const years[] = {"Anno", "Assegnati", "Importati"};

    if (!report->first_year)
        return;
    begin_table(sheet, "Assegnazioni per mese", months, ARRAY_SIZE(months));
    for (size_t i = report->first_month; i <= report->last_month; i++)
        write_period(sheet, html_month(i % 12, REPORT_YEAR_MIN + (int)(i / 12)),
                     &report->months[i]);
    begin_table(sheet, "Assegnazioni per anno", years, ARRAY_SIZE(years));
    for (int year = report->first_year; year <= report->last_year; year++) {
        const struct report_month all = report_year(report, year);
        char name[24];

        snprintf(name, sizeof name, "%d", year);
        write_period(sheet, name, &all);
    }
}

static void write_rows(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Indirizzo", "Nome", "Cognome", "Iscrizione",
                                           "Che cosa verificare"};
    static const char *const titles[] = {
        [REPORT_RESERVED] = "Prenotati da verificare", [REPORT_ACTIVE] = "Attivi da verificare"};

    for (size_t group = 0; group < REPORT_REVIEWS; group++) {
        if (!report->listed[group])
            continue;
        begin_table(sheet, titles[group], headings, ARRAY_SIZE(headings));
        for (size_t i = 0; i < report->listed[group]; i++) {
            const struct report_row *row = &report->reviews[group].rows[i];
            struct buffer notes = {0};

            buffer_text(&notes, "");
            notes_names(&notes, row->notes);
            add_text(sheet, row->address);
            add_text(sheet, row->given);
            add_text(sheet, row->surname);
            add_text(sheet, row->entry);
            add_text(sheet, notes.data);
            end_row(sheet);
            buffer_free(&notes);
        }
    }
}

static void write_review(struct sheet *sheet, const struct report *report)
{
    static const char *const headings[] = {"Motivo", "Nota", "Prenotati", "Attivi"};

    begin_table(sheet, "Motivi di verifica", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < REPORT_NOTES; i++) {
        const uint32_t note = (uint32_t)1 << i;

        if (!report_reason_name(note))
            continue;
        add_text(sheet, report_reason_name(note));
        add_text(sheet, pecaddr_note_name(note));
        add_number(sheet, report->reviews[REPORT_RESERVED].by_note[i]);
        add_number(sheet, report->reviews[REPORT_ACTIVE].by_note[i]);
        end_row(sheet);
    }
    write_rows(sheet, report);
}

void report_write_sheet(const struct report *report, FILE *file)
{
    struct sheet sheet = {.file = file};

    fputs(SHEET_MARK, file);
    write_totals(&sheet, report);
    write_levels(&sheet, report);
    write_provinces(&sheet, report);
    write_homonymy(&sheet, report);
    write_issues(&sheet, report);
    write_review(&sheet, report);
    buffer_free(&sheet.row);
}
