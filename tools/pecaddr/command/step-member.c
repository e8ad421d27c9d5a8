/* SPDX-License-Identifier: BSD-3-Clause */
#include "command/step-question.h"

#include "base/array.h"
#include "base/ascii.h"
#include "intake/header.h"
#include "intake/outcome.h"
#include "intake/standing.h"
#include "speech/date.h"
#include "speech/language.h"
#include "speech/text.h"

#include <string.h>

/* What ends a membership, each in the words of its columns. */
static const char *const events[][6] = {
    {"deces", "deced", "defunt", "mort", "deceas", "death"},
    {"cancell", "cancel", "canc "},
    {"cessa", "cess "},
    {"dimiss", "dimess", "resign"},
    {"radia"},
    {"decad"},
    {"espuls", "expel"},
    {"uscit", "left "},
};

static size_t event_of(const struct roster *roster, size_t column)
{
    size_t event = 0, n;

    for (; event < ARRAY_SIZE(events); event++) {
        for (n = 0; n < ARRAY_SIZE(events[event]) && events[event][n];)
            n++;
        if (header_column_has_word(roster, column, events[event], n))
            break;
    }
    return event;
}

/* What a cell says, in simple words; the caller's to free. */
static struct buffer words_of(const struct question *question, size_t column)
{
    struct buffer words = {0};

    buffer_text(&words, "");
    header_simplify(&question->list->roster, &question->entry->row->cells[column], &words);
    return words;
}

/* A column that is there to say who has left says so of each; any other, where it says so of one. */
static bool says_who_left(const struct question *question, size_t column)
{
    return step_columns_is_of_leaving(question->list, column) ||
           (question->columns->has_left && question->columns->has_left[column]);
}

/* A number may be what a directory is told, which tells of one who left, too. */
static bool affirms_in_words(const struct question *question, size_t column)
{
    struct buffer words = words_of(question, column);
    bool is = !ascii_is_digit(*words.data);

    buffer_free(&words);
    return is && standing_affirms(&question->list->roster, question->entry->row, column);
}

/* Whether a cell says no of what another column says that it happened: `Deceduto` = no beside a day of
   death. (Whoever resigned did not die.) */
static bool denies_event(const struct question *question, size_t column, size_t left)
{
    static const char *const no[] = {"no", "n", "false", "falso", "0"};
    const struct roster *roster = &question->list->roster;
    size_t event = event_of(roster, column);
    struct buffer words;
    bool denies;

    if (column == left || event == ARRAY_SIZE(events) || event != event_of(roster, left) ||
        !step_columns_is_of_leaving(question->list, column))
        return false;
    words = words_of(question, column);
    denies =
        header_is_one_of(words.data, no, ARRAY_SIZE(no)) || strncmp(words.data, "non ", 4) == 0;
    buffer_free(&words);
    return denies;
}

/* `Motivo cancellazione` = annullata; `Cancellazione revocata` = sì. Whose enrolment was revoked has left. */
static bool annuls(const struct question *question, size_t column)
{
    static const char *const annulled[] = {"annullat", "annullam", "revocat"};
    static const char *const annulling[] = {"annull", "revoc"}, *const enrolment[] = {"iscrizion"};
    static const char *const none[] = {"", "no", "n", "0", "false", "falso"};
    const struct roster *roster = &question->list->roster;
    enum standing_kind kind = roster->standing[column];
    struct buffer words = words_of(question, column);
    bool is = false;

    if (kind == STANDING_EVENT || kind == STANDING_LEAVING || kind == STANDING_REMARK)
        is = header_has_word(words.data, annulled, ARRAY_SIZE(annulled)) &&
             !header_has_word(words.data, enrolment, ARRAY_SIZE(enrolment));
    else if (kind == STANDING_NONE && event_of(roster, column) < ARRAY_SIZE(events))
        is = header_column_has_word(roster, column, annulling, ARRAY_SIZE(annulling)) &&
             !header_is_one_of(words.data, none, ARRAY_SIZE(none));
    buffer_free(&words);
    return is;
}

/* `Data iscrizione`, `Data reiscrizione`, `Riammesso il`. */
static bool is_of_entry(const struct roster *roster, size_t column)
{
    static const char *const entries[] = {"iscrizion", "iscritt",  "reiscri",
                                          "riammis",   "riammess", "reintegr"};
    static const char *const days[] = {"data ", "date ", "giorno ", "il ", "dal "};
    static const char *const others[] = {"cancell", "canc ", "cess",   "fine ",  "nascita",
                                         "pec ",    "scad",  "sospen", "variaz", "modific",
                                         "aggiorn", "quot",  "revoc",  "annull", "certific"};

    return header_column_has_word(roster, column, entries, ARRAY_SIZE(entries)) &&
           header_column_has_word(roster, column, days, ARRAY_SIZE(days)) &&
           !header_column_has_word(roster, column, others, ARRAY_SIZE(others));
}

/* Whether somebody came, or came back, after the day on which he left. */
static bool came_later(const struct question *question, size_t column, const char *left)
{
    struct pecaddr_text cell = text_trim(question->entry->row->cells[column].text);
    char came[DATE_SIZE], went[DATE_SIZE];

    return is_of_entry(&question->list->roster, column) && date_read(cell, came) == 0 &&
           date_read(text_of(left), went) == 0 && strcmp(went, came) < 0;
}

/* Where a row says that its holder has left, what contradicts it. */
static struct finding find_against(const struct question *question, size_t left)
{
    static const struct contradiction
        both = {N_("column %s says %s, and column %s says %s: they contradict each other"),
                N_("see which of the two is right, and correct the other or delete its column; if "
                   "the holder has not left, leave the row out")},
        later = {N_("column %s says %s, and column %s says %s: perhaps the holder has come back"),
                 N_("see which of the two is right; if the holder has not left, leave the row "
                    "out")},
        annulled = {N_("column %s says %s: perhaps the holder has not left"),
                    N_("if the holder has left, correct that cell or delete the column; else leave "
                       "the row out")};
    struct list *list = question->list;
    const char *day = step_columns_day_left(list, question->entry);
    size_t n = step_columns_of(list, question->entry->row);

    for (size_t i = 0; i < n; i++) {
        if (annuls(question, i))
            return found(&annulled, i);
        if (affirms_in_words(question, i) && i != left)
            return (struct finding){&both, i, left};
        if (came_later(question, i, day))
            return (struct finding){&later, i, left};
        for (size_t other = left; other < n; other++)
            if (denies_event(question, i, other) &&
                step_columns_leaves(list, question->entry->row, other))
                return (struct finding){&both, i, other};
    }
    return found_nothing();
}

/* Who is suspended is a member: a state is that of today, and what happened once may have been followed
   by his leaving. */
static struct finding find_suspended(const struct question *question, bool has_left)
{
    static const struct contradiction suspended = {
        N_("column %s says %s: whoever is suspended has not left"),
        N_("leave the row out; if the holder has left, correct that cell or delete the column")};
    struct list *list = question->list;
    size_t n = step_columns_of(list, question->entry->row);

    for (size_t i = 0; i < n; i++)
        if ((!has_left || list->roster.standing[i] == STANDING_STATE ||
             list->roster.standing[i] == STANDING_ACTIVE) &&
            standing_suspends(&list->roster, question->entry->row, i, &list->chunk.arena))
            return found(&suspended, i);
    return found_nothing();
}

/* Where no column says that he has left. Where there is a column uscita, its row has no day then, which is
   told as such. */
static struct finding find_enrolled(const struct question *question)
{
    static const struct contradiction
        member = {N_("column %s says %s, and no column the day of leaving: perhaps the holder is "
                     "still a member"),
                  N_("check it; if the holder has left, correct that cell or delete the column; "
                     "else leave the row out")},
        unsaid = {N_("column %s says %s: by it the holder has not left"),
                  N_("if the holder has left, write it there, or delete the column; else leave the "
                     "row out")},
        empty = {N_("column %s is empty: by it the holder has not left"),
                 N_("if the holder has left, write it there, or delete the column; else leave the "
                    "row out")};
    const struct roster *roster = &question->list->roster;
    const struct roster_row *row = question->entry->row;
    size_t n = step_columns_of(question->list, row);

    if (roster->column[ROSTER_LEFT] != ROSTER_NO_COLUMN ||
        roster->column[ROSTER_CANCELLED] != ROSTER_NO_COLUMN)
        return found_nothing();
    for (size_t i = 0; i < n; i++)
        if (standing_affirms(roster, row, i))
            return found(&member, i);
    for (size_t i = 0; i < n; i++)
        if (says_who_left(question, i))
            return found_either(question, &unsaid, &empty, i);
    return found_nothing();
}

/* `Movimento` = Iscrizione. */
static struct finding find_request(const struct question *question)
{
    static const struct contradiction enrolled = {
        N_("column %s says %s: by it the holder has not left"),
        N_("if the holder has left, write it there, or delete the column; else leave the row out")};
    static const char *const enrolments[] = {"iscri", "reiscri", "riammis", "reintegr"};
    static const char *const ends[] = {"cancell", "cessa", "dimiss", "fine ", "revoc"};
    size_t n = step_columns_of(question->list, question->entry->row);

    for (size_t i = 0; i < n; i++) {
        struct buffer words = words_of(question, i);
        bool is = question->list->roster.outcome[i] == OUTCOME_REQUEST &&
                  header_has_word(words.data, enrolments, ARRAY_SIZE(enrolments)) &&
                  !header_has_word(words.data, ends, ARRAY_SIZE(ends));

        buffer_free(&words);
        if (is)
            return found(&enrolled, i);
    }
    return found_nothing();
}

/* A list of what the provider has done for mailboxes is no list of those who have left: `Data attivazione`, `Esito`,
   `Operazione`, where nothing says that the holder left. (`Stato casella` says how a mailbox is, which stays
   active.) */
static struct finding find_done(const struct question *question)
{
    static const struct contradiction done = {
        N_("column %s says %s, which is of a mailbox, and no column that its holder has left"),
        N_("see whether it is the right file; if the holder has left, write the day in a column "
           "uscita, or delete that column; else leave the row out")};
    const struct roster *roster = &question->list->roster;
    size_t n = step_columns_of(question->list, question->entry->row);

    for (size_t i = 0; i < n; i++) {
        if (roster->outcome[i] == OUTCOME_NONE || roster->outcome[i] == OUTCOME_STATE)
            continue;
        switch (outcome_of(roster, question->entry->row, i)) {
        case OUTCOME_GOES_ON:
        case OUTCOME_DONE:
        case OUTCOME_ACTIVATED:
        case OUTCOME_ACTIVE:
            return found(&done, i);
        default:
            break;
        }
    }
    return found_nothing();
}

struct finding step_finds_member(const struct question *question)
{
    struct list *list = question->list;
    size_t n = step_columns_of(list, question->entry->row), left = 0;
    struct finding finding;

    if (list->is_record)
        return found_nothing();
    while (left < n && !step_columns_leaves(list, question->entry->row, left))
        left++;
    finding = find_suspended(question, left < n);
    if (!finding.contradiction)
        finding = find_request(question);
    if (finding.contradiction)
        return finding;
    if (left < n)
        return find_against(question, left);
    finding = find_enrolled(question);
    return finding.contradiction ? finding : find_done(question);
}
