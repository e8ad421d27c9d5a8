/* SPDX-License-Identifier: BSD-3-Clause */
#include "sqlite/row.h"

#include "state.h"

#include <string.h>

static bool is_unknown(struct row *row, int column, enum need need)
{
    if (sqlite3_column_type(row->cells, column) != SQLITE_NULL)
        return false;
    row->damaged = row->damaged || need == MUST_BE;
    return true;
}

const char *registry_row_text(struct row *row, int column, enum need need, size_t min, size_t max)
{
    const char *text;
    size_t size;

    if (is_unknown(row, column, need))
        return "";
    if (sqlite3_column_type(row->cells, column) == SQLITE_TEXT) {
        text = (const char *)sqlite3_column_text(row->cells, column);
        size = (size_t)sqlite3_column_bytes(row->cells, column);
        if (text && size >= min && size <= max && strlen(text) == size)
            return text;
    }
    row->damaged = true;
    return "";
}

int64_t registry_row_number(struct row *row, int column, enum need need, int64_t min, int64_t max)
{
    sqlite3_int64 number;

    if (is_unknown(row, column, need))
        return 0;
    number = sqlite3_column_int64(row->cells, column);
    if (sqlite3_column_type(row->cells, column) == SQLITE_INTEGER && number >= min && number <= max)
        return number;
    row->damaged = true;
    return 0;
}

const char *registry_row_address(struct row *row, int column, enum need need)
{
    const char *text = registry_row_text(row, column, need, 1, PECADDR_ADDRESS_MAX);
    char folded[PECADDR_ADDRESS_MAX + 1];

    if (text[0] == '\0' ||
        (registry_address_fold(text, strlen(text), folded) && strcmp(text, folded) == 0))
        return text;
    row->damaged = true;
    return "";
}

const char *registry_row_holder(struct row *row, int column)
{
    /* 11 digits, or 16 characters: SPEC §5. */
    return registry_row_text(row, column, MAY_LACK, 11, PECADDR_HOLDER_MAX);
}

const char *registry_row_province(struct row *row, int column)
{
    const char *text = registry_row_text(row, column, MAY_LACK, 2, 2);
    char folded[3];

    if (text[0] == '\0' ||
        (registry_province_fold(text, strlen(text), folded) && strcmp(text, folded) == 0))
        return text;
    row->damaged = true;
    return "";
}

const char *registry_row_provinces(struct row *row, int column)
{
    const char *text = registry_row_text(row, column, MUST_BE, 0, PROVINCES_MAX - 1);
    char folded[3];

    for (const char *at = text; at[0] != '\0'; at += 2 + (at[2] == ',')) {
        size_t size = strcspn(at, ",");

        if (registry_province_fold(at, size, folded) && strncmp(at, folded, 2) == 0 &&
            (at[2] != ',' || at[3] != '\0'))
            continue;
        row->damaged = true;
        return "";
    }
    return text;
}

char registry_row_section(struct row *row, int column)
{
    char section = registry_row_text(row, column, MAY_LACK, 1, 1)[0];

    if (section == registry_section_fold(section))
        return section;
    row->damaged = true;
    return 0;
}

const char *registry_row_date(struct row *row, int column)
{
    return registry_row_text(row, column, MAY_LACK, DATE_MAX, DATE_MAX);
}

enum pecaddr_state registry_row_state(struct row *row, int column, enum need need)
{
    const char *name = registry_row_text(row, column, need, 1, SIZE_MAX);
    enum pecaddr_state state = registry_state_of(name);

    row->damaged = row->damaged || (state == 0 && name[0] != '\0');
    return state;
}

uint32_t registry_row_entry_number(struct row *row, int column)
{
    return (uint32_t)registry_row_number(row, column, MAY_LACK, 1, PECADDR_NUMBER_MAX);
}

const char *registry_row_name(struct row *row, int column)
{
    return registry_row_text(row, column, MAY_LACK, 1, PECADDR_FIELD_MAX);
}

const char *registry_row_letters(struct row *row, int column)
{
    return registry_row_text(row, column, MAY_LACK, 1, PECADDR_LOCAL_PART_MAX);
}

const char *registry_row_moment(struct row *row, int column)
{
    const size_t size = sizeof "2030-12-31T00:00:00.000Z" - 1;

    return registry_row_text(row, column, MUST_BE, size, size);
}
