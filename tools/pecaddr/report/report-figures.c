/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report-page.h"

#include "base/array.h"
#include "report/html.h"
#include "runtime/memory.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

/* The sections of figures; the rows to review are in report-review.c. */

#define PROVINCES_DRAWN 20

#define COUNT_HEADINGS "#Impegnati", "#Prenotati", "#Attivi", "#Cessati", "#Liberati"

/* Each cell with its heading, which stands beside it where the page is too narrow for columns. */
static void write_count_cell(FILE *file, const char *heading, size_t number)
{
    fprintf(file, "<td class=\"n\" data-h=\"%s\">", heading + 1);
    html_number(file, number);
    fputs("</td>", file);
}

static void write_count(FILE *file, const struct count *count)
{
    static const char *const headings[] = {COUNT_HEADINGS};

    write_count_cell(file, headings[0], count_total(count));
    for (enum pecaddr_state state = PECADDR_STATE_RESERVED; state <= PECADDR_STATE_RELEASED;
         state++)
        write_count_cell(file, headings[state], count->of[state]);
    fputs("</tr>\n", file);
}

/* Totals. */

static void write_cards(const struct counts *counts, FILE *file)
{
    const struct count *all = &counts->all;

    fputs("<ul class=\"cards\">\n", file);
    html_card(file, "totale", count_total(all), "Impegnati",
              "attivi, prenotati e cessati: non si danno ad altri");
    html_card(file, "attivi", all->of[PECADDR_STATE_ACTIVE], "Attivi",
              "caselle in uso, l’indirizzo non cambia più");
    html_card(file, "prenotati", all->of[PECADDR_STATE_RESERVED], "Prenotati",
              "assegnati, da attivare: si possono ancora cambiare");
    html_card(file, "cessati", all->of[PECADDR_STATE_RETIRED], "Cessati",
              "caselle chiuse, l’indirizzo resta del titolare");
    html_card(file, "liberati", all->of[PECADDR_STATE_RELEASED], "Liberati",
              "restituiti prima dell’attivazione, di nuovo disponibili");
    html_card(file, "usciti", counts->left.of[PECADDR_STATE_ACTIVE], "Usciti dall’Ordine",
              "titolari usciti, con la casella ancora attiva");
    fputs("</ul>\n", file);
}

static void write_states(const struct count *all, FILE *file)
{
    struct html_bar parts[] = {
        {"", "Attivi", all->of[PECADDR_STATE_ACTIVE]},
        {"", "Prenotati", all->of[PECADDR_STATE_RESERVED]},
        {"", "Cessati", all->of[PECADDR_STATE_RETIRED]},
    };
    struct buffer about = {0};

    if (!count_total(all))
        return;
    buffer_format(&about, "Indirizzi impegnati: %s. Attivi: %s; prenotati: %s; cessati: %s.",
                  html_digits(count_total(all)), html_digits(parts[0].value),
                  html_digits(parts[1].value), html_digits(parts[2].value));
    html_parts(file, "grafico-stati", "Stato degli indirizzi impegnati", about.data, parts,
               ARRAY_SIZE(parts));
    buffer_free(&about);
}

static void write_events(const struct report_events *events, FILE *file)
{
    fprintf(file, "<h3>L’anno %d</h3>\n<ul class=\"cards\">\n", events->year);
    html_card(file, "anno-assegnati", events->issued, "Assegnati", "indirizzi nuovi");
    html_card(file, "anno-attivati", events->activated, "Attivati", "caselle entrate in uso");
    html_card(file, "anno-usciti", events->left, "Usciti dall’Ordine", "con la data di quest’anno");
    html_card(file, "anno-cessati", events->ceased, "Cessati", "caselle chiuse o scadute");
    fputs("</ul>\n", file);
}

static void write_expiry(const struct report *report, FILE *file)
{
    const struct count *soon = report->counts.soon;

    fprintf(file,
            "<h3>Scadenze delle caselle attive</h3>\n<p>Contate dal <time "
            "datetime=\"%s\">%s</time>; quelle che scadono entro 30 giorni sono comprese in quelle "
            "entro 60 e 90.</p>\n<ul class=\"cards\">\n",
            report->today, html_day(report->today));
    html_card(file, "scaduti", soon[SOON_EXPIRED].of[PECADDR_STATE_ACTIVE], "Già scadute",
              "prima di questo giorno, non ancora cessate");
    html_card(file, "scadenza-30", soon[SOON_30].of[PECADDR_STATE_ACTIVE], "Entro 30 giorni",
              "da rinnovare adesso");
    html_card(file, "scadenza-60", soon[SOON_60].of[PECADDR_STATE_ACTIVE], "Entro 60 giorni",
              "da avvisare");
    html_card(file, "scadenza-90", soon[SOON_90].of[PECADDR_STATE_ACTIVE], "Entro 90 giorni",
              "da tenere d’occhio");
    fputs("</ul>\n", file);
}

static void write_domain_rows(const struct counts *counts, FILE *file)
{
    static const char *const headings[] = {"Dominio", COUNT_HEADINGS};

    fputs("<h3>Per dominio</h3>\n", file);
    html_table_begin(file, "Indirizzi per dominio e stato", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < counts->n_domains; i++) {
        fputs("<tr><th scope=\"row\">", file);
        html_name(file, counts->domains[i].name);
        fputs("</th>", file);
        write_count(file, &counts->domains[i].count);
    }
    if (count_any(&counts->other_domains)) {
        fputs("<tr><th scope=\"row\">altri domini</th>", file);
        write_count(file, &counts->other_domains);
    }
    html_table_end(file);
}

void report_page_totals(const struct report *report, FILE *file)
{
    write_cards(&report->counts, file);
    write_states(&report->counts.all, file);
    write_events(&report->events, file);
    write_expiry(report, file);
    if (report->counts.n_domains > 1)
        write_domain_rows(&report->counts, file);
}

/* Levels. */

/* What a rule puts into the address, in words. */
static void describe_rule(struct buffer *words, const char *rule)
{
    static const struct {
        const char *placeholder;
        const char *words;
    } parts[] = {
        {"given}", "nome"},
        {"initial}", "iniziale del nome"},
        {"surname}", "cognome"},
        {"province}", "sigla dell’Ordine"},
        {"section}", "sezione dell’albo"},
        {"number}", "numero d’iscrizione"},
        {"counter", "un numero progressivo"},
    };
    size_t left = 0, n = 0;

    for (const char *at = strchr(rule, '{'); at; at = strchr(at + 1, '{'))
        left++;
    for (const char *at = strchr(rule, '{'); at; at = strchr(at + 1, '{'), left--) {
        for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
            if (strncmp(at + 1, parts[i].placeholder, strlen(parts[i].placeholder)) == 0)
                buffer_format(words, "%s%s",
                              n++ == 0    ? ""
                              : left == 1 ? " e "
                                          : ", ",
                              parts[i].words);
    }
}

/* `Livello 1`, `Livelli 3–101`, in a buffer of the caller. */
const char *report_rule_name(const struct report_rule *rule, char name[40])
{
    if (rule->first == PECADDR_LEVEL_NONE)
        return "Importati";
    if (rule->first == rule->last)
        snprintf(name, 40, "Livello %u", rule->first);
    else
        snprintf(name, 40, "Livelli %u–%u", rule->first, rule->last);
    return name;
}

static void write_rule(const struct report_rule *rule, FILE *file)
{
    char example[PECADDR_ADDRESS_MAX + 1];
    struct buffer words = {0};
    char name[40];

    fprintf(file, "<tr><th scope=\"row\" class=\"whole\">%s</th><td class=\"words\">",
            report_rule_name(rule, name));
    if (rule->first == PECADDR_LEVEL_NONE) {
        fputs("esistevano già, senza regola", file);
    } else if (!*rule->rule) {
        fputs("regola che questa versione non sa leggere", file);
    } else {
        describe_rule(&words, rule->rule);
        html_text(file, words.data ? words.data : rule->rule);
    }
    fputs("</td><td>", file);
    snprintf(example, sizeof example, "%.*s", (int)strcspn(rule->example, "@"), rule->example);
    html_name(file, *example ? example : "–");
    fputs("</td>", file);
    write_count(file, &rule->count);
    buffer_free(&words);
}

static void draw_rules(const struct report_rule rules[], size_t n, size_t index, FILE *file)
{
    struct html_bar *bars = memory_new(n * sizeof *bars);
    char(*names)[40] = memory_new(n * sizeof *names);
    struct buffer title = {0}, about = {0};
    char id[40];

    for (size_t i = 0; i < n; i++) {
        bars[i] = (struct html_bar){"", report_rule_name(&rules[i], names[i]),
                                    count_total(&rules[i].count)};
        buffer_format(&about, "%s%s: %s", i ? "; " : "", bars[i].label, html_digits(bars[i].value));
    }
    snprintf(id, sizeof id, "grafico-livelli-%zu", index);
    buffer_text(&title, "Indirizzi impegnati per livello");
    html_bars(file, id, title.data, about.data, bars, n);
    buffer_free(&title);
    buffer_free(&about);
    free(names);
    free(bars);
}

static void write_rules(const struct report_rule rules[], size_t n, size_t index, FILE *file)
{
    static const char *const headings[] = {"Livello", "Che cosa contiene", "Esempio, prima di @",
                                           COUNT_HEADINGS};
    struct buffer caption = {0};

    fputs("<h3>", file);
    if (*rules[0].domain)
        html_name(file, rules[0].domain);
    else
        fputs("Altre regole", file);
    fputs("</h3>\n", file);
    if (n > 1)
        draw_rules(rules, n, index, file);
    buffer_format(&caption, "I livelli di %s in cifre",
                  *rules[0].domain ? rules[0].domain : "altre regole");
    html_table_begin(file, caption.data, headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < n; i++)
        write_rule(&rules[i], file);
    html_table_end(file);
    buffer_free(&caption);
}

void report_page_levels(const struct report *report, FILE *file)
{
    size_t n, index = 1;

    fputs("<p>Il livello dice quanto si è dovuto aggiungere per avere un indirizzo libero: ognuno "
          "si usa solo quando i precedenti sono occupati. Gli esempi sono di Niccolò D’Angelo De "
          "Sanctis, Ordine di Macerata, sezione A, numero 1234.</p>\n",
          file);
    for (size_t i = 0; i < report->n_rules; i += n) {
        const struct report_rule *rules = &report->rules[i];

        for (n = 1; i + n < report->n_rules && strcmp(rules[n].domain, rules->domain) == 0; n++)
            continue;
        write_rules(rules, n, index++, file);
    }
}

/* Provinces. */

static void draw_provinces(const struct report_province provinces[], size_t n, FILE *file)
{
    struct html_bar bars[PROVINCES_DRAWN];
    size_t drawn = 0;
    struct buffer title = {0}, about = {0};

    while (drawn < n && drawn < PROVINCES_DRAWN && count_total(provinces[drawn].count)) {
        bars[drawn] = (struct html_bar){provinces[drawn].sigla, provinces[drawn].name,
                                        count_total(provinces[drawn].count)};
        buffer_format(&about, "%s%s %s", drawn ? ", " : "", provinces[drawn].sigla,
                      html_digits(bars[drawn].value));
        drawn++;
    }
    if (drawn > 1) {
        if (drawn < n)
            buffer_format(&title, "Le %zu province con più indirizzi impegnati, di %zu", drawn, n);
        else
            buffer_text(&title, "Indirizzi impegnati per provincia");
        html_bars(file, "grafico-province", title.data, about.data, bars, drawn);
    }
    buffer_free(&title);
    buffer_free(&about);
}

static void write_provinces(const struct report *report, const struct report_province provinces[],
                            size_t n, FILE *file)
{
    static const char *const headings[] = {"Sigla", "Provincia", COUNT_HEADINGS};

    html_table_begin(file, "Indirizzi per provincia e stato", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < n; i++) {
        fprintf(file, "<tr><th scope=\"row\">%s</th><td>", provinces[i].sigla);
        html_text(file, *provinces[i].name ? provinces[i].name : "–");
        fputs("</td>", file);
        write_count(file, provinces[i].count);
    }
    if (count_any(&report->counts.no_province)) {
        fputs("<tr><th scope=\"row\">–</th><td>non indicata</td>", file);
        write_count(file, &report->counts.no_province);
    }
    html_table_end(file);
}

void report_page_provinces(const struct report *report, FILE *file)
{
    struct report_province provinces[COUNT_LETTERS * COUNT_LETTERS];
    size_t n = report_provinces(report, provinces);

    fputs("<p>Conta l’Ordine al cui albo il titolare è iscritto ora, non quello che gli diede "
          "l’indirizzo.</p>\n",
          file);
    draw_provinces(provinces, n, file);
    if (n > PROVINCES_DRAWN)
        html_more_begin(file, "Tutte le province in cifre");
    write_provinces(report, provinces, n, file);
    if (n > PROVINCES_DRAWN)
        html_more_end(file);
}

/* Homonymy. */

static void write_name_cards(const struct report *report, FILE *file)
{
    size_t names = report->namesakes.n;

    fputs("<ul class=\"cards\">\n", file);
    html_card(file, "omonimi", count_total(&report->counts.homonyms),
              "Indirizzi di livello 1 o più alto", "il nome da solo era già occupato");
    html_card(file, "nomi", names, "Nomi diversi", "come si leggono nell’indirizzo");
    html_card(file, "condivisi", names - report->names_of[1], "Nomi di più persone",
              "due titolari o più");
    fputs("</ul>\n", file);
}

static void write_shares(const struct report *report, FILE *file)
{
    const struct counts *counts = &report->counts;
    size_t issued = count_total(&counts->all) - count_total(&counts->imported);
    size_t homonyms = count_total(&counts->homonyms);
    size_t names = report->namesakes.n, shared = names - report->names_of[1];

    if (issued)
        fprintf(file,
                "<p>Nel <strong id=\"quota-omonimi\">%s</strong> degli indirizzi assegnati "
                "secondo le regole (%s su %s) si è dovuto aggiungere qualcosa a nome e "
                "cognome.</p>\n",
                html_share(homonyms, issued), html_digits(homonyms), html_digits(issued));
    if (names)
        fprintf(file,
                "<p>Il <strong id=\"quota-condivisi\">%s</strong> dei nomi (%s su %s) è di più "
                "persone. Contano tutti gli indirizzi impegnati, anche quelli importati.</p>\n",
                html_share(shared, names), html_digits(shared), html_digits(names));
    if (report->nameless)
        fprintf(file,
                "<p>Indirizzi importati dalla cui forma non si legge un nome, e che qui non "
                "contano: <span id=\"senza-nome\"><data value=\"%zu\">%s</data></span>.</p>\n",
                report->nameless, html_digits(report->nameless));
}

static void write_holders(const struct report *report, FILE *file)
{
    static const char *const words[] = {"", "un titolare", "2 titolari", "3 titolari",
                                        "4 titolari o più"};
    static const char *const headings[] = {"Titolari dello stesso nome", "#Nomi", "#Quota"};

    html_table_begin(file, "Quanti titolari ha un nome", headings, ARRAY_SIZE(headings));
    for (size_t i = 1; i <= REPORT_HOLDERS; i++) {
        fprintf(file, "<tr id=\"titolari-%zu\"><th scope=\"row\">%s</th>", i, words[i]);
        html_cell_number(file, report->names_of[i]);
        fprintf(file, "<td class=\"n\">%s</td></tr>\n",
                html_share(report->names_of[i], report->namesakes.n));
    }
    html_table_end(file);
}

/* The part before the @; all of it where there are several domains. */
static void write_top(const struct report *report, FILE *file)
{
    static const char *const headings[] = {"Nome nell’indirizzo", "#Titolari"};
    int has_one_domain = report->counts.n_domains == 1;

    if (!report->n_top)
        return;
    html_table_begin(file, "I nomi più contesi", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < report->n_top; i++) {
        const char *name = report->top[i].name;
        char local[PECADDR_ADDRESS_MAX + 1];
        size_t size = strlen(name);

        if (has_one_domain && strrchr(name, '@'))
            size = (size_t)(strrchr(name, '@') - name);
        snprintf(local, sizeof local, "%.*s", (int)size, name);
        fputs("<tr><th scope=\"row\" class=\"address\">", file);
        html_name(file, local);
        fputs("</th>", file);
        html_cell_number(file, report->top[i].holders);
        fputs("</tr>\n", file);
    }
    html_table_end(file);
}

void report_page_homonymy(const struct report *report, FILE *file)
{
    write_name_cards(report, file);
    fputs("<div class=\"beside\">\n<div>\n", file);
    write_shares(report, file);
    if (report->namesakes.n)
        write_holders(report, file);
    fputs("</div>\n<div>\n", file);
    write_top(report, file);
    fputs("</div>\n</div>\n", file);
}
