/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/header.h"

#include "speech/language.h"
#include "speech/message.h"

/* The columns that look like ours and are not read: nobody should believe them read. */

/* What a column of each kind is called beyond doubt. */
static const char *sure_name(enum roster_field field)
{
    switch (field) {
    case ROSTER_PROVINCE:
        return "provincia ordine";
    case ROSTER_NUMBER:
        return "numero iscrizione";
    default:
        return header_field_columns[field];
    }
}

/* Why it is not read; the column stands first. */
static void explain(struct buffer *why, const struct roster *roster,
                    const struct roster_unread *unread, const char *other)
{
    switch (unread->reason) {
    case UNREAD_PLACE:
        buffer_format(why, _("it stands after %s, and is the province of that"), other);
        break;
    case UNREAD_NOT_ORDERS:
        buffer_text(why, _("by its name it is not the Order's province"));
        break;
    case UNREAD_HOUSE:
        buffer_format(why, _("it stands after %s, and may be the number of that"), other);
        break;
    case UNREAD_COUNTER:
        buffer_text(why, _("it counts the rows"));
        break;
    case UNREAD_REPEATS:
        buffer_format(why, _("several people have the same number in it, as on lines %zu and %zu"),
                      unread->line, unread->other_line);
        break;
    case UNREAD_NO_NUMBERS:
        buffer_format(why, _("no number stands in it, as on line %zu"), unread->line);
        break;
    case UNREAD_NO_SECTION:
        if (!unread->line)
            buffer_text(why, _("nothing stands in it"));
        else
            buffer_format(why, _("what stands in it is not the section A or B, as on line %zu"),
                          unread->line);
        break;
    case UNREAD_BESIDE:
        buffer_format(why, _("%s is read"), other);
        break;
    case UNREAD_ADDRESSES:
        buffer_format(why, _("%s is taken for the mailbox"), other);
        break;
    case UNREAD_HOLDERS:
        buffer_format(why, _("it has codici fiscali, as on line %zu"), unread->line);
        if (roster->column[ROSTER_HOLDER] != ROSTER_NO_COLUMN)
            buffer_format(why, _(", but %s is read"), other);
        break;
    case UNREAD_ALIKE:
        buffer_text(why, _("its name is not one of those that are known"));
        break;
    case UNREAD_NO_REASON:
        break;
    }
}

/* The column that is read in its place, where there is one; or the one that is why. */
static size_t other_of(const struct roster *roster, const struct roster_unread *unread)
{
    return unread->other != ROSTER_NO_COLUMN ? unread->other : roster->column[unread->field];
}

static void describe(struct buffer *text, const struct roster *roster, size_t column)
{
    const struct roster_unread *unread = &roster->unread[column];
    struct buffer name = {0}, other = {0}, why = {0};

    header_show(roster, column, &name);
    header_show(roster, other_of(roster, unread), &other);
    buffer_text(&why, "");
    explain(&why, roster, unread, other.data);
    buffer_format(text, _("%s: column %s is not read: %s"), roster->input.name, name.data,
                  why.data);
    /* Advice is for whoever lacks the fact, or may have two columns for it. */
    if (unread->reason == UNREAD_ADDRESSES)
        buffer_text(text, _("; if it is the right one, rename the other"));
    else if (unread->reason != UNREAD_BESIDE)
        buffer_format(text, _("; if it is the right one, call it %s"), sure_name(unread->field));
    buffer_free(&name);
    buffer_free(&other);
    buffer_free(&why);
}

void header_tell_unread(const struct roster *roster)
{
    for (size_t i = 0; i < roster->header.n; i++) {
        struct buffer text = {0};

        if (!roster->unread[i].reason)
            continue;
        describe(&text, roster, i);
        remark("%s", text.data);
        buffer_free(&text);
    }
}

void header_blame_unread(const struct roster *roster, enum roster_field field)
{
    for (size_t i = 0; i < roster->header.n; i++) {
        struct buffer text = {0};

        if (!roster->unread[i].reason || roster->unread[i].field != field)
            continue;
        describe(&text, roster, i);
        message("%s", text.data);
        buffer_free(&text);
    }
}
