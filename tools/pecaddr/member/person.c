/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/person.h"

#include "base/array.h"
#include "intake/entry.h"
#include "intake/name-words.h"
#include "intake/stand-in.h"
#include "member/full-name.h"
#include "speech/language.h"
#include "speech/province.h"
#include "speech/text.h"
#include "table/cell.h"

#include <pecaddr/registry.h>

#include <stdlib.h>
#include <string.h>

static void blame(struct member *member, int code, enum pecaddr_field field,
                  struct pecaddr_text text, const char *what, const char *what_to_do)
{
    if (member->has_fault)
        return;
    member->has_fault = 1;
    member->fault = (struct fault){
        .code = pecaddr_status_name(code),
        .field = field,
        .text = text,
        .what = what,
        .what_to_do = what_to_do,
    };
}

static void blame_entry(struct member *member, enum pecaddr_field field, struct pecaddr_text text,
                        enum entry_fault fault)
{
    const char *what = N_("the register section must be A or B");
    const char *what_to_do = N_("correct the register entry");

    if (fault == ENTRY_TWO_SECTIONS) {
        what = N_("two sections may be meant");
        what_to_do = N_("write A or B alone, or the sector in words, such as A - civile");
    } else if (fault == ENTRY_SECTOR) {
        what = N_("this may be a sector, and says no section");
        what_to_do = N_("write A or B alone, or sez. A before the sector");
    } else if (fault == ENTRY_UNREADABLE && field == PECADDR_FIELD_NUMBER) {
        what = N_("this is no registration number from 1 to 9999999");
        what_to_do = N_("write it like 1234, A 1234, 1234/A or n. 1234 sez. A");
    }
    blame(member, PECADDR_E_REGISTER, field, text, what, what_to_do);
}

static void read_entry(struct member *member, const struct entry_text *entry, bool is_sector)
{
    struct pecaddr_person *person = &member->person;
    enum entry_fault fault = ENTRY_FINE;
    char section = 0;

    person->province = entry->province;
    if (entry->section.size)
        fault = section_parse(entry->section, is_sector, &person->section);
    if (fault)
        blame_entry(member, PECADDR_FIELD_SECTION, entry->section, fault);
    if (!entry->number.size)
        return;
    fault = entry_parse(entry->number, &section, &person->number);
    if (fault)
        blame_entry(member, PECADDR_FIELD_NUMBER, entry->number, fault);
    else if (section && person->section && section != person->section)
        blame(member, PECADDR_E_REGISTER, PECADDR_FIELD_NUMBER, entry->number,
              N_("this names another section than the section's own column"),
              N_("correct the one that is wrong"));
    else if (section)
        person->section = section;
}

/* 8,00123E+10: what a spreadsheet makes of the eleven digits of a provisional one. */
static int is_scientific(struct pecaddr_text text)
{
    size_t i = 0;

    while (i < text.size && (ascii_is_digit(text.data[i]) || strchr(".,", text.data[i])))
        i++;
    return i > 0 && i + 1 < text.size && ascii_lower(text.data[i]) == 'e' &&
           text.data[i + 1] == '+';
}

/* Eleven digits of which a spreadsheet took the zero in front away. */
static int lacks_zero(struct pecaddr_text text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (!ascii_is_digit(text.data[i]) && text.data[i] != ' ')
            return 0;
        digits += ascii_is_digit(text.data[i]);
    }
    return digits == 10;
}

/* The partita IVA of a firm is that of all who work there. */
static void blame_firm(struct member *member, struct pecaddr_text holder)
{
    member->person.holder = (struct pecaddr_text){0};
    blame(member, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, holder,
          N_("by its column this may be the partita IVA of a firm, which is that of several "
             "persons"),
          N_("write the member's own codice fiscale, of 16 characters"));
}

/* As the registry keeps it. One that is wrong stays as it is written: the core refuses it too. */
static void read_holder(struct member *member, struct pecaddr_text holder, struct arena *arena)
{
    char *upper = arena_new(arena, PECADDR_HOLDER_MAX + 1);

    if (!holder.size)
        return;
    member->person.holder = holder;
    if (pecaddr_holder_check(holder, upper, PECADDR_HOLDER_MAX + 1, NULL) == PECADDR_OK) {
        member->person.holder = pecaddr_text_of(upper);
        if (member->roster && member->roster->has_firms && ascii_is_digit(*upper))
            blame_firm(member, holder);
        return;
    }
    blame(member, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, holder,
          N_("this is no codice fiscale: its form or its check character is wrong"),
          is_scientific(holder)
              ? N_("the spreadsheet has shortened it: give its column the format Text, and write "
                   "all the digits again")
          : lacks_zero(holder)
              ? N_("of its eleven digits the zero in front is lost: give its column the format "
                   "Text, and write it again")
              : N_("copy it from the member's card (tessera sanitaria)"));
}

static size_t newlines_before(const struct roster *roster, const struct roster_cell *cell,
                              size_t offset)
{
    size_t n = 0;

    for (size_t i = 0; i < offset && i < cell->text.size; i++)
        n += cell->text.data[i] == roster->input.newline;
    return n;
}

static const struct roster_cell *row_cell(const struct roster *roster, const struct roster_row *row,
                                          enum roster_field field)
{
    size_t column = roster->column[field];

    return column < row->n ? &row->cells[column] : NULL;
}

/* What a cell holds that a spreadsheet or database left there, and nobody meant: a fault of the
   member. */
static int blame_cell(struct member *member, enum pecaddr_field field, struct pecaddr_text text)
{
    int had_fault = member->has_fault;

    if (cell_is_formula(text))
        blame(member, PECADDR_E_UNEXPECTED, field, text, N_("this cell is a formula"),
              N_("in the spreadsheet paste its value instead (Incolla speciale, Valori)"));
    else if (cell_is_error(text))
        blame(member, PECADDR_E_UNEXPECTED, field, text,
              N_("this is an error of the spreadsheet's, and no data"),
              N_("correct the formula there, or write the value by hand"));
    else
        return 0;
    if (!had_fault)
        member->fault.offset = text.size; /* the cell as a whole */
    return 1;
}

/* A name that stands for nothing is told with the cell that has it. */
static void blame_nothing(struct member *member, enum pecaddr_field field, struct pecaddr_text text)
{
    int had_fault = member->has_fault;

    blame(member, PECADDR_E_EMPTY, field, text, N_("this stands for a cell that is empty"),
          N_("fill it in; if the person is really called so, use pecaddr assign "
             "--given … --surname …"));
    if (!had_fault)
        member->fault.offset = text.size;
}

/* The text that is meant in a cell: none where something stands in it for nothing. Where that may be
   a name, it is one in doubt; in a list of mailboxes it is none. */
static struct pecaddr_text read_meant(const struct roster *roster, enum roster_field field,
                                      enum pecaddr_field named, struct member *member,
                                      struct pecaddr_text text)
{
    int is_name = field == ROSTER_GIVEN || field == ROSTER_SURNAME || field == ROSTER_FULL_NAME;
    enum stand_in stand_in = stand_in_read(text, field);

    if (member && field <= ROSTER_HOLDER)
        member->written[field] = text_trim(text);
    if (stand_in == STAND_IN_PERHAPS && !roster->is_list) {
        if (member) {
            member->person.noted |= (uint32_t)PECADDR_NOTE_DOUBT;
            member->perhaps_nothing = named;
        }
        return text;
    }
    if (stand_in) {
        if (member && is_name)
            blame_nothing(member, named, text);
        return (struct pecaddr_text){0};
    }
    if (member && is_name && !roster->is_list && name_words_are_doubtful(text, field))
        member->person.noted |= (uint32_t)PECADDR_NOTE_DOUBT;
    if (member && blame_cell(member, named, text))
        return (struct pecaddr_text){0};
    return text;
}

/* The text of a cell, or a fault of the member. */
static struct pecaddr_text read_cell(const struct roster *roster, const struct roster_row *row,
                                     enum roster_field field, enum pecaddr_field named,
                                     struct member *member, struct arena *arena)
{
    const struct encoding *encoding = &roster->detection.encoding;
    const struct roster_cell *cell = row_cell(roster, row, field);
    struct pecaddr_text text = {0};
    size_t offset = 0;

    if (!cell)
        return text;
    if (encoding_decode(encoding, arena, cell->text, &text, &offset) == 0)
        return read_meant(roster, field, named, member, cell_meant(text));
    if (member && !member->has_fault) {
        blame(member, PECADDR_E_ENCODING, named, cell->text, NULL,
              N_("correct the cell, or force the right --encoding"));
        fault_set_what(&member->fault, arena, N_("this is no character of %s"), encoding->name);
        member->fault.offset = offset;
        if (encoding->kind == ENCODING_TABLE)
            member->fault.position = offset + 1;
        member->fault_line = cell->line + newlines_before(roster, cell, offset);
    }
    return (struct pecaddr_text){0};
}

struct pecaddr_text row_text(const struct roster *roster, const struct roster_row *row,
                             enum roster_field field, struct arena *arena)
{
    return text_trim(read_cell(roster, row, field, PECADDR_FIELD_NONE, NULL, arena));
}

size_t member_line(const struct roster *roster, const struct roster_row *row,
                   enum pecaddr_field field)
{
    static const enum roster_field fields[] = {
        [PECADDR_FIELD_GIVEN] = ROSTER_GIVEN,       [PECADDR_FIELD_SURNAME] = ROSTER_SURNAME,
        [PECADDR_FIELD_PROVINCE] = ROSTER_PROVINCE, [PECADDR_FIELD_SECTION] = ROSTER_SECTION,
        [PECADDR_FIELD_NUMBER] = ROSTER_NUMBER,     [PECADDR_FIELD_HOLDER] = ROSTER_HOLDER,
    };
    const struct roster_cell *cell = field != PECADDR_FIELD_NONE && field < ARRAY_SIZE(fields)
                                         ? row_cell(roster, row, fields[field])
                                         : NULL;

    return cell ? cell->line : row->line;
}

/* The names' letters, where the encoding was not said and may be another. */
static struct letters judge_letters(const struct roster *roster, const struct roster_row *row)
{
    static const enum roster_field fields[] = {ROSTER_GIVEN, ROSTER_SURNAME, ROSTER_FULL_NAME};
    const struct detection *detection = &roster->detection;
    const int is_utf8 = detection->encoding.kind == ENCODING_UTF8;
    struct letters letters = {0};

    if (detection->how == DETECTED_FORCED ||
        (!is_utf8 && strcmp(detection->encoding.name, "windows-1252") != 0))
        return letters;
    for (size_t i = 0; i < ARRAY_SIZE(fields) && !letters.is_strange; i++) {
        const struct roster_cell *cell = row_cell(roster, row, fields[i]);
        struct letters of_cell = {0};

        if (cell)
            of_cell = is_utf8 ? letters_judge_utf8(cell->text) : letters_judge(cell->text);
        of_cell.is_rare |= letters.is_rare;
        of_cell.is_misread |= letters.is_misread;
        letters = of_cell;
    }
    return letters;
}

/* A row with a cell too many, if only an empty one, that does not read right: its cells are shifted, and
   what stands in the wrong column says nothing of the roster. */
static void blame_shifted(struct member *member, const struct roster *roster,
                          const struct roster_row *row, struct arena *arena)
{
    struct roster_row cells = *row;

    if (!member->has_fault || row->fault != ROW_GOOD || row->n <= roster->header.n)
        return;
    cells.fault = ROW_CELLS;
    member->fault = roster_fault(roster, &cells, arena);
    member->fault_line = row->line;
    member->is_shifted = 1;
    member->person.province = member->person.holder = (struct pecaddr_text){0};
}

struct member member_from_row(const struct roster *roster, const struct roster_row *row,
                              const char *province, struct arena *arena)
{
    struct member member = {.person = PECADDR_PERSON_INIT, .roster = roster};
    struct pecaddr_text full_name;
    struct entry_text entry;

    full_name = read_cell(roster, row, ROSTER_FULL_NAME, PECADDR_FIELD_GIVEN, &member, arena);
    if (member.has_fault)
        member.fault.name = N_("full name");
    member.person.given = read_cell(roster, row, ROSTER_GIVEN, PECADDR_FIELD_GIVEN, &member, arena);
    member.person.surname =
        read_cell(roster, row, ROSTER_SURNAME, PECADDR_FIELD_SURNAME, &member, arena);
    entry.province = province_read(
        text_trim(read_cell(roster, row, ROSTER_PROVINCE, PECADDR_FIELD_PROVINCE, &member, arena)));
    entry.section =
        text_trim(read_cell(roster, row, ROSTER_SECTION, PECADDR_FIELD_SECTION, &member, arena));
    entry.number =
        text_trim(read_cell(roster, row, ROSTER_NUMBER, PECADDR_FIELD_NUMBER, &member, arena));
    entry.holder =
        text_trim(read_cell(roster, row, ROSTER_HOLDER, PECADDR_FIELD_HOLDER, &member, arena));
    if (province && entry.province.size && !text_equal(entry.province, province))
        blame(&member, PECADDR_E_PROVINCE, PECADDR_FIELD_PROVINCE, entry.province,
              N_("this is not the province of the roster (--province)"),
              N_("does the row belong to this roster?"));
    if (province)
        entry.province = text_of(province);
    read_entry(&member, &entry, roster->has_sectors);
    read_holder(&member, entry.holder, arena);
    if (roster->column[ROSTER_FULL_NAME] != ROSTER_NO_COLUMN)
        member_divide_name(&member, full_name, arena);
    if (member.has_fault && member.fault.name)
        member.fault.column = roster->called[ROSTER_FULL_NAME];
    if (member.has_fault)
        member_name_cell(&member, &member.fault);
    if (member.has_fault && !member.fault_line)
        member.fault_line = member_line(roster, row, member.fault.field);
    blame_shifted(&member, roster, row, arena);
    member.letters = judge_letters(roster, row);
    return member;
}

struct member member_from_texts(struct pecaddr_text given, struct pecaddr_text surname,
                                const struct entry_text *entry, struct arena *arena)
{
    struct member member = {.person = PECADDR_PERSON_INIT};
    struct entry_text sure = *entry;

    sure.province = province_read(entry->province);
    member.person.given = given;
    member.person.surname = surname;
    read_entry(&member, &sure, false);
    read_holder(&member, entry->holder, arena);
    return member;
}

void member_name_cell(const struct member *member, struct fault *fault)
{
    static const enum roster_field fields[] = {
        [PECADDR_FIELD_PROVINCE] = ROSTER_PROVINCE,
        [PECADDR_FIELD_SECTION] = ROSTER_SECTION,
        [PECADDR_FIELD_NUMBER] = ROSTER_NUMBER,
        [PECADDR_FIELD_HOLDER] = ROSTER_HOLDER,
    };
    const struct roster *roster = member->roster;
    enum roster_field field;

    if (!roster || fault->field >= ARRAY_SIZE(fields) || !fields[fault->field])
        return;
    field = fields[fault->field];
    if (roster->column[field] == ROSTER_NO_COLUMN && field == ROSTER_SECTION)
        field = ROSTER_NUMBER; /* in which it should stand */
    if (roster->column[field] == ROSTER_NO_COLUMN)
        return;
    fault->column = roster->called[field];
    if (!fault->text.size) {
        fault->text = member->written[field];
        fault->offset = fault->text.size; /* the cell as a whole */
        if (field == ROSTER_NUMBER)
            fault->field = PECADDR_FIELD_NUMBER;
    }
}

int member_fault(const struct pecaddr_scheme *scheme, const struct member *member,
                 struct fault *ret_fault)
{
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    struct pecaddr_walk walk = PECADDR_WALK_INIT;
    int r = pecaddr_walk_init(&walk, scheme, &member->person, PECADDR_CHECK, &error);

    if (r == PECADDR_OK && !member->has_fault)
        return 0;
    if (member->naming == NAMING_WHOLE) {
        *ret_fault = member->fault;
        member_name_cell(member, ret_fault);
        return 1;
    }
    /* Fields have their numbers in the order of the core. What could not be read is why another
       fact is missing, as a section that stood with the number. */
    *ret_fault = r != PECADDR_OK && (!member->has_fault ||
                                     (error.field < member->fault.field &&
                                      strcmp(pecaddr_status_name(r), member->fault.code) != 0))
                     ? fault_of(&error, &member->person)
                     : member->fault;
    member_name_cell(member, ret_fault);
    return 1;
}
