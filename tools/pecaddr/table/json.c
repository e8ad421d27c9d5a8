/* SPDX-License-Identifier: BSD-3-Clause */
#include "table/json.h"

#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

json_t *json_text(struct pecaddr_text text)
{
    json_t *value = text.data ? json_stringn(text.data, text.size) : json_null();
    struct buffer shown = {0};

    if (value)
        return value;
    text_show(&shown, text);
    value = json_stringn(shown.data, shown.size);
    buffer_free(&shown);
    return value;
}

void json_write(FILE *file, const json_t *value, size_t flags)
{
    char *text = json_dumps(value, flags);
    struct buffer escaped = {0};

    if (text)
        text_escape_json(&escaped, text_of(text));
    fwrite(escaped.data ? escaped.data : "", 1, escaped.size, file);
    buffer_free(&escaped);
    free(text);
}

json_t *json_list(const char *joined)
{
    json_t *list = json_array();

    while (*joined) {
        size_t size = strcspn(joined, ",");

        json_array_append_new(list, json_text((struct pecaddr_text){joined, size}));
        joined += size + (joined[size] == ',');
    }
    return list;
}

/* Rows are many, and so are written without a tree of what is in them. */

/* RFC 8259 §7. */
static void append_escaped(struct buffer *line, struct pecaddr_text text)
{
    for (size_t i = 0, plain; i < text.size; i += plain + 1) {
        plain = 0;
        while (i + plain < text.size && (unsigned char)text.data[i + plain] >= 0x20 &&
               text.data[i + plain] != '"' && text.data[i + plain] != '\\')
            plain++;
        buffer_append(line, text.data + i, plain);
        if (i + plain == text.size)
            break;
        switch (text.data[i + plain]) {
        case '"':
            buffer_append(line, "\\\"", 2);
            break;
        case '\\':
            buffer_append(line, "\\\\", 2);
            break;
        case '\n':
            buffer_append(line, "\\n", 2);
            break;
        case '\r':
            buffer_append(line, "\\r", 2);
            break;
        case '\t':
            buffer_append(line, "\\t", 2);
            break;
        default:
            buffer_format(line, "\\u%04x", (unsigned)(unsigned char)text.data[i + plain]);
        }
    }
}

static void append_text(struct buffer *line, struct pecaddr_text text)
{
    struct buffer shown = {0}, escaped = {0};
    size_t offset;

    buffer_append(line, "\"", 1);
    if (text_is_ascii(text)) {
        append_escaped(line, text);
    } else if (text_is_utf8(text, &offset)) {
        append_escaped(&escaped, text);
        text_escape_json(line, (struct pecaddr_text){escaped.data, escaped.size});
    } else {
        text_show(&shown, text);
        append_escaped(line, (struct pecaddr_text){shown.data, shown.size});
    }
    buffer_append(line, "\"", 1);
    buffer_free(&shown);
    buffer_free(&escaped);
}

static void append_list(struct buffer *line, const char *joined)
{
    buffer_append(line, "[", 1);
    while (*joined) {
        size_t size = strcspn(joined, ",");

        append_text(line, (struct pecaddr_text){joined, size});
        joined += size;
        if (*joined == ',') {
            joined++;
            if (*joined)
                buffer_append(line, ",", 1);
        }
    }
    buffer_append(line, "]", 1);
}

static void append_cell(struct buffer *line, enum column_kind kind, const char *cell)
{
    if (!cell)
        buffer_append(line, "null", 4);
    else if (kind == COLUMN_NUMBER)
        buffer_text(line, cell);
    else if (kind == COLUMN_FLAG)
        buffer_text(line, strcmp(cell, "yes") == 0 ? "true" : "false");
    else if (kind == COLUMN_LIST)
        append_list(line, cell);
    else
        append_text(line, text_of(cell));
}

void json_append_row(struct buffer *line, const struct column *columns, size_t n,
                     const char *const cells[])
{
    for (size_t i = 0; i < n; i++) {
        buffer_append(line, i ? "," : "{", 1);
        append_text(line, text_of(columns[i].name));
        buffer_append(line, ":", 1);
        append_cell(line, column_kind(&columns[i]), cells[i]);
    }
    buffer_append(line, "}", 1);
}
