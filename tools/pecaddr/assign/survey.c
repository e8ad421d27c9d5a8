/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey.h"

#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

/* What pecaddr itself wrote in a column of its own. */
static struct pecaddr_text added_in(const struct roster *roster, const struct roster_row *row,
                                    enum roster_added which)
{
    size_t column = roster->added[which];

    return column != ROSTER_NO_COLUMN && column < row->n ? text_trim(row->cells[column].text)
                                                         : (struct pecaddr_text){0};
}

uint32_t survey_notes_of(const struct roster *roster, const struct roster_row *row)
{
    struct pecaddr_text cell = added_in(roster, row, ADDED_NOTE);
    uint32_t notes = 0;

    for (uint32_t note = 1; pecaddr_note_name(note); note <<= 1)
        for (size_t at = 0; at < cell.size;) {
            const char *comma = memchr(cell.data + at, ',', cell.size - at);
            size_t end = comma ? (size_t)(comma - cell.data) : cell.size;
            struct pecaddr_text name = {cell.data + at, end - at};

            notes |= text_equal(text_trim(name), pecaddr_note_name(note)) ? note : 0;
            at = end + 1;
        }
    return notes;
}

/* It waits, and was told to be under another name or entry: most rows that a file of --review has are. */
static bool was_told_to_differ(const struct roster *roster, const struct roster_row *row)
{
    const uint32_t others = (uint32_t)PECADDR_NOTE_RENAMED | (uint32_t)PECADDR_NOTE_MOVED;
    const char *review = pecaddr_status_name(PECADDR_E_REVIEW);
    struct pecaddr_text error = added_in(roster, row, ADDED_ERROR);

    return (survey_notes_of(roster, row) & others) != 0 && error.size >= strlen(review) &&
           memcmp(error.data, review, strlen(review)) == 0;
}

static void add_member(struct survey *survey, const struct pecaddr_scheme *scheme,
                       const struct member *member, size_t line, bool has_left)
{
    survey_letters_add(&survey->letters, member, line);
    survey_provinces_add(&survey->provinces, member->person.province, line);
    survey_persons_add(&survey->persons, scheme, &member->person, line, has_left);
    survey_holders_add(&survey->holders, scheme, member, line);
}

int survey_add(struct survey *survey, const struct roster *roster, const struct survey_terms *terms,
               struct chunk *chunk)
{
    for (size_t i = 0; i < chunk->n; i++) {
        const struct roster_row *row = &chunk->rows[i];
        struct member *member = &terms->members[i];
        enum standing standing;

        *member = (struct member){.person = PECADDR_PERSON_INIT, .has_fault = 1};
        if (row->is_blank && row->fault == ROW_GOOD)
            continue;
        survey->rows++;
        if (row->fault != ROW_GOOD) {
            survey->unread++;
            continue;
        }
        *member = member_from_row(roster, row, terms->province, &chunk->arena);
        survey->divided += member->naming == NAMING_DIVIDED;
        survey->whole += member->naming == NAMING_WHOLE;
        standing = survey_standing_add(&survey->standing, roster, row, &chunk->arena);
        add_member(survey, terms->scheme, member, row->line, standing == STANDING_LEFT);
        if (standing == STANDING_MEMBER && !was_told_to_differ(roster, row))
            survey_record_add(&survey->record, member, row->line);
    }
    return survey_addresses_add(&survey->addresses, roster, terms->scheme, terms->registry, chunk,
                                terms->members);
}

static void tell(const struct survey *survey, const struct roster *roster,
                 const struct survey_terms *terms)
{
    struct buffer provinces = {0}, unread = {0};

    buffer_text(&provinces, "");
    survey_provinces_show(&survey->provinces, terms->scheme, survey->rows - survey->unread,
                          &provinces);
    buffer_text(&unread, "");
    if (survey->unread)
        buffer_format(&unread, _("; rows that cannot be read: %zu"), survey->unread);
    remark(ngettext("%s: %zu row; province: %s; codice fiscale: %zu with, %zu without%s",
                    "%s: %zu rows; province: %s; codice fiscale: %zu with, %zu without%s",
                    survey->rows),
           roster->input.name, survey->rows, provinces.size ? provinces.data : "-",
           survey->persons.with, survey->persons.without, unread.data);
    buffer_free(&provinces);
    buffer_free(&unread);
    if (survey->divided + survey->whole)
        remark(ngettext("%s: %zu full name divided by its codice fiscale, %zu not",
                        "%s: %zu full names divided by their codici fiscali, %zu not",
                        survey->divided),
               roster->input.name, survey->divided, survey->whole);
    survey_letters_tell(&survey->letters, roster);
    survey_standing_tell(&survey->standing, roster);
}

int survey_end(struct survey *survey, const struct roster *roster, const struct survey_terms *terms)
{
    int status;

    survey_persons_end(&survey->persons);
    if (survey->rows)
        tell(survey, roster, terms);
    status = survey_provinces_check(&survey->provinces, roster, terms->scheme, terms->registry,
                                    terms->said_by, terms->may_be_several);
    if (status == 0)
        status = survey_addresses_check(&survey->addresses, roster, terms->scheme);
    if (status == 0 && !terms->may_contradict)
        status = survey_holders_check(&survey->holders, roster);
    if (status == 0)
        status = survey_record_check(&survey->record, roster, terms->scheme, terms->registry,
                                     terms->may_be_renumbered, terms->may_be_renamed);
    if (status == 0 && terms->has_sources && !terms->may_be_homonyms)
        status = survey_outside_check(&survey->record, roster, terms->scheme, terms->registry);
    return status;
}

void survey_free(struct survey *survey)
{
    survey_persons_free(&survey->persons);
    survey_addresses_free(&survey->addresses);
    survey_record_free(&survey->record);
}
