/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report-page.h"

#include "base/array.h"
#include "report/html.h"
#include "speech/province.h"
#include "speech/text.h"

#include <string.h>

/* The page as a whole. Its language is Italian, whoever makes it: those who read it are. */

#define DOMAINS_TOLD 5

static const char style[] =
#include "report.css.inc"
    ;

static const struct {
    const char *id;
    const char *title;
    void (*write)(const struct report *report, FILE *file);
} sections[] = {
    {"totali", "Totali", report_page_totals},
    {"livelli", "Indirizzi per livello", report_page_levels},
    {"province", "Indirizzi per provincia", report_page_provinces},
    {"omonimia", "Omonimia", report_page_homonymy},
    {"andamento", "Assegnazioni nel tempo", report_page_issues},
    {"verifiche", "Righe da verificare", report_page_review},
};

void report_section_begin(FILE *file, const char *id, const char *title)
{
    fprintf(file, "<section id=\"%s\" aria-labelledby=\"%s-h\">\n<h2 id=\"%s-h\">%s</h2>\n", id, id,
            id, title);
}

void report_section_end(FILE *file)
{
    fputs("</section>\n", file);
}

static void write_title(const struct report *report, FILE *file)
{
    html_text(file, report->title ? report->title : "Registro degli indirizzi PEC");
}

static void append_order(struct buffer *order, const char *sigla)
{
    const char *name = province_name(sigla);

    if (name)
        buffer_format(order, "%s (%s)", name, sigla);
    else
        buffer_text(order, sigla);
}

/* That of the provinces to which the registry is bound; else of the only one that members are of. */
bool report_order(const struct report *report, struct buffer *order)
{
    struct report_province provinces[COUNT_LETTERS * COUNT_LETTERS];
    const char *at = report->provinces;
    size_t n;

    if (!*at) {
        n = report_provinces(report, provinces);
        if (n != 1)
            return false;
        buffer_text(order, "Ordine di ");
        append_order(order, provinces[0].sigla);
        return true;
    }
    buffer_text(order, strchr(at, ',') ? "Ordini di " : "Ordine di ");
    while (*at) {
        char sigla[3] = {0};

        memcpy(sigla, at, strnlen(at, 2));
        append_order(order, sigla);
        at += strcspn(at, ",");
        if (*at++ != ',')
            break;
        buffer_text(order, ", ");
    }
    return true;
}

/* Nothing is loaded and nothing runs, even if a text from the registry got through as markup. */
static void write_head(const struct report *report, FILE *file)
{
    struct buffer order = {0};

    fputs("<!DOCTYPE html>\n<html lang=\"it\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<meta name=\"robots\" content=\"noindex\">\n",
          file);
    fprintf(file, "<meta name=\"generator\" content=\"pecaddr %s\">\n", pecaddr_version());
    fputs("<title>", file);
    write_title(report, file);
    if (report_order(report, &order))
        html_text(file, ", "), html_text(file, order.data);
    buffer_free(&order);
    fprintf(file, ", %s</title>\n", html_day(report->made));
    fputs("<link rel=\"icon\" href=\"data:,\">\n<style>\n", file); /* else browsers ask for one */
    fputs(style, file);
    fputs("</style>\n</head>\n", file);
}

static void write_domains(const struct report *report, FILE *file)
{
    const struct counts *counts = &report->counts;
    size_t n = counts->n_domains;

    if (!n)
        fputs("nessuno", file);
    for (size_t i = 0; i < n && i < DOMAINS_TOLD; i++) {
        fputs(i ? ", " : "", file);
        html_name(file, counts->domains[i].name);
    }
    if (n > DOMAINS_TOLD)
        fprintf(file, " e altri %s", html_digits(n - DOMAINS_TOLD));
}

static void write_fact(FILE *file, const char *name)
{
    fprintf(file, "<div><dt>%s</dt> <dd>", name);
}

static void write_header(const struct report *report, FILE *file)
{
    struct buffer order = {0};

    fputs("<header>\n", file);
    if (report_order(report, &order)) {
        fputs("<p class=\"order\">", file);
        html_text(file, order.data);
        fputs("</p>\n", file);
    }
    buffer_free(&order);
    fputs("<h1>", file);
    write_title(report, file);
    fputs("</h1>\n", file);
    fprintf(file,
            "<p class=\"lead\">Situazione al <time datetime=\"%s\">%s</time></p>\n<dl "
            "class=\"facts\">\n",
            report->made, html_day(report->made));
    write_fact(file, report->counts.n_domains == 1 ? "Dominio" : "Domini");
    write_domains(report, file);
    fputs("</dd></div>\n", file);
    write_fact(file, "Registro");
    fputs("<bdi class=\"uri\">", file);
    html_text(file, report->registry.data);
    fputs("</bdi></dd></div>\n", file);
    write_fact(file, "Versione");
    fprintf(file, "pecaddr %s, tabelle %u</dd></div>\n</dl>\n</header>\n", pecaddr_version(),
            (unsigned)pecaddr_table_version());
}

static void write_contents(FILE *file)
{
    fputs("<nav aria-label=\"Indice\">\n<ul>\n", file);
    for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
        fprintf(file, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id, sections[i].title);
    fputs("</ul>\n</nav>\n", file);
}

static void write_nothing(FILE *file)
{
    report_section_begin(file, "vuoto", "Il registro è vuoto");
    fputs("<p>Nessun indirizzo è mai stato assegnato o importato, perciò non c’è nulla da "
          "contare.</p>\n<p>Gli indirizzi che esistono già si importano con <code>pecaddr registry "
          "import</code>; quelli nuovi si assegnano a un elenco di iscritti con <code>pecaddr "
          "assign</code>. Poi si rifà questa pagina.</p>\n",
          file);
    report_section_end(file);
}

void report_write_page(const struct report *report, FILE *file)
{
    int is_empty = !count_any(&report->counts.all);

    write_head(report, file);
    fputs("<body>\n<a class=\"skip\" href=\"#contenuto\">Vai al contenuto</a>\n", file);
    write_header(report, file);
    if (!is_empty)
        write_contents(file);
    fputs("<main id=\"contenuto\" tabindex=\"-1\">\n", file);
    if (is_empty)
        write_nothing(file);
    for (size_t i = 0; i < ARRAY_SIZE(sections) && !is_empty; i++) {
        report_section_begin(file, sections[i].id, sections[i].title);
        sections[i].write(report, file);
        report_section_end(file);
    }
    fputs("</main>\n<footer>\n<p>Questa pagina sta tutta in un solo file e non carica nulla dalla "
          "rete. Fa fede il registro, non la pagina.</p>\n</footer>\n</body>\n</html>\n",
          file);
}
