/* SPDX-License-Identifier: BSD-3-Clause */
#include "header.h"

#include "records.h"
#include "text.h"

static void append_added(const struct roster *roster, struct buffer *row, const char *added)
{
    struct buffer encoded = {0};

    if (!added || !*added)
        return;
    encoding_encode(&roster->detection.encoding, &encoded, text_of(added));
    csv_cell(row, encoded.data, encoded.size, roster->separator);
    buffer_free(&encoded);
}

/* A row with too few cells is filled up, so that the added ones stand in their columns; cells too
   many stand after them. */
static void write_row(const struct roster *roster, FILE *file, const struct roster_row *row,
                      const char *const added[ADDED_COUNT])
{
    struct buffer text = {0};
    size_t n = roster->header.n, i;

    for (i = 0; i < n; i++) {
        size_t k = 0;

        if (i)
            buffer_append(&text, &roster->separator, 1);
        while (k < ADDED_COUNT && roster->added[k] != i)
            k++;
        if (k < ADDED_COUNT)
            append_added(roster, &text, added[k]);
        else if (i < row->n && row->fault != ROW_UNCLOSED)
            buffer_append(&text, row->cells[i].raw.data, row->cells[i].raw.size);
        else if (i < row->n)
            csv_cell(&text, row->cells[i].text.data, row->cells[i].text.size, roster->separator);
    }
    for (size_t k = 0; k < ADDED_COUNT && roster->added[k] == ROSTER_NO_COLUMN; k++) {
        buffer_append(&text, &roster->separator, 1);
        append_added(roster, &text, added[k]);
    }
    for (; i < row->n; i++) {
        buffer_append(&text, &roster->separator, 1);
        buffer_append(&text, row->cells[i].raw.data, row->cells[i].raw.size);
    }
    buffer_text(&text, roster->detection.line_ending);
    encoding_write(&roster->detection.encoding, file, text.data, text.size);
    buffer_free(&text);
}

void roster_write_header(const struct roster *roster, FILE *file)
{
    encoding_write_bom(&roster->detection.encoding, file);
    write_row(roster, file, &roster->header, header_added);
}

void roster_write_row(const struct roster *roster, FILE *file, const struct roster_row *row,
                      const char *const added[ADDED_COUNT])
{
    write_row(roster, file, row, added);
}
