/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/report-page.h"

#include "base/array.h"
#include "report/html.h"

/* The section of rows that a person should look at. */

static const struct {
    uint32_t note;
    const char *name; /* in each row */
    const char *what; /* and what to do, once */
} reasons[] = {
    {PECADDR_NOTE_VARIANT, "Lettere con due trascrizioni",
     "Il nome ha lettere che si possono trascrivere in due modi, come ö. Controllare quale dei due "
     "usa l’Ordine."},
    {PECADDR_NOTE_MARITAL, "Cognome da coniugati tolto",
     "È stato tolto un cognome da coniugato o coniugata. Controllare che sia rimasto il cognome di "
     "nascita."},
    {PECADDR_NOTE_DOUBT, "Nome dubbio",
     "Nel nome è rimasto qualcosa che forse non ne fa parte o è stato letto male. Confrontare nome "
     "e cognome con il documento d’identità."},
    {PECADDR_NOTE_SHORTENED, "Nome accorciato",
     "Il nome è troppo lungo per un indirizzo ed è stato accorciato. Controllare che il risultato "
     "sia accettabile per il titolare."},
    {PECADDR_NOTE_TRANSLITERATED, "Nome traslitterato",
     "Il nome è stato traslitterato da un altro alfabeto. Confrontare le lettere con il documento "
     "d’identità."},
    {PECADDR_NOTE_CF_MISMATCH, "Codice fiscale discorde",
     "Il codice fiscale non corrisponde al nome e al cognome. Controllare l’uno e gli altri: nome "
     "e cognome potrebbero essere scambiati, o i nomi dopo il primo non essere nel documento."},
    {PECADDR_NOTE_RENAMED, "Nome diverso da quello registrato",
     "Nel registro il titolare ha un altro nome. Controllare quale dei due è giusto."},
    {PECADDR_NOTE_NAMESAKE, "Forse la stessa persona di un’altra casella",
     "Un altro indirizzo è di una persona con lo stesso nome, che potrebbe essere questa. "
     "Controllare che siano due persone."},
};

const char *report_reason_name(uint32_t note)
{
    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        if (reasons[i].note == note)
            return reasons[i].name;
    return NULL;
}

/* Which half of it. */
static const char *name_mismatch(uint32_t mismatch)
{
    if (mismatch & PECADDR_MISMATCH_SWAPPED)
        return "Codice fiscale discorde: nome e cognome forse scambiati";
    if (mismatch & PECADDR_MISMATCH_SURNAME)
        return mismatch & PECADDR_MISMATCH_GIVEN ? "Codice fiscale discorde da nome e cognome"
                                                 : "Codice fiscale discorde dal cognome";
    return mismatch & PECADDR_MISMATCH_FIRST_FITS
               ? "Codice fiscale discorde: ha le lettere del solo primo nome"
               : "Codice fiscale discorde dal nome";
}

static const struct {
    const char *title;
    const char *id;
    const char *what_to_do;
} groups[REPORT_REVIEWS] = {
    [REPORT_RESERVED] =
        {"Prenotati: si possono ancora correggere", "verifiche-prenotati",
         "Prima di attivare la casella: se il nome è sbagliato, <code>pecaddr registry "
         "change</code> dà l’indirizzo del nome giusto; se lo è il codice fiscale, <code>pecaddr "
         "registry relink</code> lo corregge."},
    [REPORT_ACTIVE] =
        {"Attivi: l’indirizzo non può più cambiare", "verifiche-attivi",
         "Va controllato che la casella sia della persona giusta. Un codice fiscale sbagliato si "
         "corregge con <code>pecaddr registry relink</code>."},
};

static size_t index_of(uint32_t note)
{
    size_t i = 0;

    while (note >> i > 1)
        i++;
    return i;
}

static void write_reasons(const struct report *report, FILE *file)
{
    static const char *const headings[] = {"Motivo e che cosa fare", "#Prenotati", "#Attivi"};

    html_table_begin(file, "Motivi di verifica", headings, ARRAY_SIZE(headings));
    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
        size_t at = index_of(reasons[i].note);
        size_t reserved = report->reviews[REPORT_RESERVED].by_note[at];
        size_t active = report->reviews[REPORT_ACTIVE].by_note[at];

        if (!reserved && !active)
            continue;
        fprintf(
            file,
            "<tr><th scope=\"row\"><strong>%s</strong> <span class=\"code\">%s</span><br>%s</th>",
            reasons[i].name, pecaddr_note_name(reasons[i].note), reasons[i].what);
        html_cell_number(file, reserved);
        html_cell_number(file, active);
        fputs("</tr>\n", file);
    }
    html_table_end(file);
}

static void write_row(const struct report_row *row, FILE *file)
{
    fputs("<tr><th scope=\"row\" class=\"address\">", file);
    html_address(file, row->address);
    fputs("</th><td>", file);
    html_name(file, row->given);
    fputs(" ", file);
    html_name(file, row->surname);
    fputs("</td><td class=\"entry\">", file);
    html_name(file, *row->entry ? row->entry : "–");
    fputs("</td><td><ul class=\"reasons\">", file);
    for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
        if (row->notes & reasons[i].note)
            fprintf(file, "<li>%s <span class=\"code\">%s</span></li>",
                    reasons[i].note == PECADDR_NOTE_CF_MISMATCH ? name_mismatch(row->mismatch)
                                                                : reasons[i].name,
                    pecaddr_note_name(reasons[i].note));
    fputs("</ul></td></tr>\n", file);
}

static void write_group(const struct report *report, size_t group, FILE *file)
{
    static const char *const headings[] = {"Indirizzo", "Titolare", "Iscrizione",
                                           "Che cosa verificare"};
    const struct report_review *review = &report->reviews[group];
    size_t listed = report->listed[group];

    if (!review->n)
        return;
    fprintf(file, "<h3>%s</h3>\n<p>%s</p>\n<div class=\"rows\" id=\"%s\">\n", groups[group].title,
            groups[group].what_to_do, groups[group].id);
    if (listed) {
        html_table_begin(file, groups[group].title, headings, ARRAY_SIZE(headings));
        for (size_t i = 0; i < listed; i++)
            write_row(&review->rows[i], file);
        html_table_end(file);
    }
    if (listed < review->n)
        fprintf(file,
                "<p>Righe di questo gruppo non elencate: <strong>%s</strong>. I motivi, sopra, le "
                "contano tutte.</p>\n",
                html_digits(review->n - listed));
    fputs("</div>\n", file);
}

void report_page_review(const struct report *report, FILE *file)
{
    size_t reserved = report->reviews[REPORT_RESERVED].n, active = report->reviews[REPORT_ACTIVE].n;

    if (!reserved && !active) {
        fputs("<p>Nessun indirizzo prenotato o attivo chiede una verifica.</p>\n", file);
        return;
    }
    if (report->without_names)
        fputs("<p>Questa edizione non elenca persone: le righe stanno in quella per la "
              "segreteria.</p>\n",
              file);
    else
        fputs("<p class=\"warning\"><strong>Dati personali.</strong> Questa sezione elenca nomi, "
              "indirizzi e iscrizioni all’albo. Prima di inviare o stampare la pagina, valutare se "
              "chi la riceve può vederli; <code>--without-names</code> fa un’edizione che non ne "
              "ha.</p>\n",
              file);
    fputs("<ul class=\"cards\">\n", file);
    html_card(file, "da-verificare-prenotati", reserved, "Prenotati da verificare",
              "prima dell’attivazione");
    html_card(file, "da-verificare-attivi", active, "Attivi da verificare",
              "l’indirizzo non può più cambiare");
    fputs("</ul>\n", file);
    write_reasons(report, file);
    for (size_t i = 0; i < REPORT_REVIEWS && !report->without_names; i++)
        write_group(report, i, file);
}
