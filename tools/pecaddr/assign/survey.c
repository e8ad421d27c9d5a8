/* SPDX-License-Identifier: BSD-3-Clause */
#include "assign/survey.h"

#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"

static void add_member(struct survey *survey, const struct pecaddr_scheme *scheme,
                       const struct member *member, size_t line, enum standing standing)
{
    survey_letters_add(&survey->letters, member, line);
    survey_provinces_add(&survey->provinces, member->person.province, line);
    survey_persons_add(&survey->persons, scheme, &member->person, line, standing == STANDING_LEFT);
    survey_holders_add(&survey->holders, scheme, member, line);
    if (standing == STANDING_MEMBER)
        survey_record_add(&survey->record, member, line);
}

int survey_add(struct survey *survey, const struct roster *roster, const struct survey_terms *terms,
               struct chunk *chunk)
{
    for (size_t i = 0; i < chunk->n; i++) {
        const struct roster_row *row = &chunk->rows[i];
        struct member *member = &terms->members[i];

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
        add_member(survey, terms->scheme, member, row->line,
                   survey_standing_add(&survey->standing, roster, row, &chunk->arena));
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
