/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/reasons.h"

#include "error.h"

#include <stdio.h>
#include <string.h>

/* Why somebody is refused, as a sentence: who holds what, which facts differ, and what to do. */

/* A holder in words, such as `Anna Neri` and ` (NRENNA00A01Z001D, MC A 5)`. */
struct who {
    char name[2 * (PECADDR_REASON_NAME_MAX + 1)];
    char facts[64];
};

static void describe_name(const struct pecaddr_reason *reason, struct who *who)
{
    bool has_both = reason->given[0] != '\0' && reason->surname[0] != '\0';

    if (reason->given[0] == '\0' && reason->surname[0] == '\0')
        strcpy(who->name, N_("somebody unknown"));
    else
        snprintf(who->name, sizeof who->name, "%s%s%s", reason->given, has_both ? " " : "",
                 reason->surname);
}

static void describe_facts(const struct pecaddr_reason *reason, struct who *who)
{
    bool has_entry = reason->province[0] != '\0' && reason->section != 0 && reason->number != 0;
    char entry[32] = "";

    if (has_entry)
        snprintf(entry, sizeof entry, "%s %c %u", reason->province, reason->section,
                 (unsigned)reason->number);
    who->facts[0] = '\0';
    if (reason->holder[0] != '\0' || has_entry)
        snprintf(who->facts, sizeof who->facts, " (%s%s%s)", reason->holder,
                 reason->holder[0] != '\0' && has_entry ? ", " : "", entry);
}

/* The notes by their names, joined by commas. */
#define NOTES_ROOM 160

static void describe_notes(uint32_t notes, char text[NOTES_ROOM])
{
    size_t size = 0;

    text[0] = '\0';
    for (uint32_t note = 1; note != 0 && note <= notes; note <<= 1)
        if ((notes & note) != 0)
            size += (size_t)snprintf(text + size, NOTES_ROOM - size, "%s%s", size > 0 ? ", " : "",
                                     pecaddr_note_name(note));
}

static void tell_review(const struct pecaddr_reason *reason, const struct who *who,
                        struct pecaddr_registry_error *error)
{
    char notes[NOTES_ROOM];

    describe_notes(reason->notes, notes);
    if ((reason->notes & (uint32_t)(PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED)) != 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who would be back on a register entry that he had left, "
                      "as by an older roster; somebody has to look at this first: %s; if it is so, "
                      "accept the notes",
                      reason->address, who->name, who->facts, notes);
    else if (strcmp(reason->address, reason->candidate) == 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, and somebody has to look at this first: %s; correct "
                      "what is wrong, or accept the notes",
                      reason->address, who->name, who->facts, notes);
    else if (reason->address[0] != '\0')
        registry_fail(error, reason->code,
                      "%s would be the address, but somebody has to look at this first: %s; %s "
                      "belongs to %s%s, who may be the same person; correct the name, or accept "
                      "the notes",
                      reason->candidate, notes, reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s would be the address, but somebody has to look at this first: %s; "
                      "correct the name, or accept the notes",
                      reason->candidate, notes);
}

/* The codice fiscale is on record under another name. */
static void tell_name(const struct pecaddr_reason *reason, const struct who *who,
                      struct pecaddr_registry_error *error)
{
    if ((reason->differs & PECADDR_FACT_ENTRY) != 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this codice fiscale, but another name and "
                      "another register entry; correct the codice fiscale, or correct the name "
                      "on record and ask again",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this codice fiscale, but another name, and is "
                      "no longer in the Order; correct the codice fiscale, or correct the name "
                      "on record and ask again",
                      reason->address, who->name, who->facts);
}

/* Somebody else is on the register entry, and both codici fiscali are known. */
static void tell_holder(const struct pecaddr_reason *reason, const struct who *who,
                        struct pecaddr_registry_error *error)
{
    if (reason->omocodia != 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry, and whose codice fiscale "
                      "differs from this one by omocodia alone; find out which one is right, then "
                      "correct it, or relink the mailbox to it",
                      reason->address, who->name, who->facts);
    else if ((reason->differs & PECADDR_FACT_NAME) != 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry, but another codice "
                      "fiscale and another name; if it is the same person, who has changed both, "
                      "correct the name on record and relink the mailbox, or, if this is an old "
                      "list, use the new one; if not, correct the number, or, if this holder has "
                      "really left the Order, put that on record and ask again",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry, but another codice "
                      "fiscale; if it is the same person, correct the codice fiscale, or relink "
                      "the mailbox to it; if not, correct the number, or, if this holder has "
                      "left the Order, put that on record and ask again",
                      reason->address, who->name, who->facts);
}

/* Somebody else is on the register entry, or it may be the same person. */
static void tell_entry(const struct pecaddr_reason *reason, const struct who *who,
                       struct pecaddr_registry_error *error)
{
    if ((reason->differs & PECADDR_FACT_HOLDER) != 0)
        tell_holder(reason, who, error);
    else if ((reason->differs & PECADDR_FACT_NAME) != 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry, but another name; if it "
                      "is the same person, correct the name, here or on record; if not, correct "
                      "the number, or, if this holder has really left the Order, put that on "
                      "record and ask again",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry, and nothing on record "
                      "tells whether it is the same person; if it is, relink the mailbox to this "
                      "codice fiscale; if not, correct the number, or, if this holder has left "
                      "the Order, put that on record and ask again",
                      reason->address, who->name, who->facts);
}

/* The number and the name of one who left: only two codici fiscali tell who it is. */
static void tell_former(const struct pecaddr_reason *reason, const struct who *who,
                        struct pecaddr_registry_error *error)
{
    if (reason->holder[0] != '\0')
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who had this register entry and this name, and is no "
                      "longer in the Order; give the codice fiscale, which tells whether it is the "
                      "same person",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who had this register entry and this name, and is no "
                      "longer in the Order; relink the mailbox to its holder's codice fiscale and "
                      "give this person's, which together tell whether it is the same person",
                      reason->address, who->name, who->facts);
}

/* A step is meant for somebody else. */
static void tell_meant(const struct pecaddr_reason *reason, const struct who *who,
                       struct pecaddr_registry_error *error)
{
    if (reason->differs == 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, and nothing that was said of the person that this is "
                      "meant for is on record for this mailbox; say what is on record, or put what "
                      "lacks on record by an import",
                      reason->address, who->name, who->facts);
    else if (reason->differs == PECADDR_FACT_ENTRY)
        registry_fail(
            error, reason->code,
            "%s belongs to %s%s, who has another register entry than the person that "
            "this is meant for; check the address and the person, and whether the holder has "
            "moved since",
            reason->address, who->name, who->facts);
    else if ((reason->differs & PECADDR_FACT_HOLDER) == 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has another name than the person that this is meant "
                      "for; check the address and the person",
                      reason->address, who->name, who->facts);
    else if ((reason->differs & PECADDR_FACT_NAME) == 0)
        registry_fail(
            error, reason->code,
            "%s belongs to %s%s, who has another codice fiscale than the person that this "
            "is meant for; check the address and the person",
            reason->address, who->name, who->facts);
    else
        registry_fail(
            error, reason->code,
            "%s belongs to %s%s, who has another name and another codice fiscale than the "
            "person that this is meant for; check the address and the person",
            reason->address, who->name, who->facts);
}

/* A step is meant for one who has another mailbox, or may have it. */
static void tell_homonym(const struct pecaddr_reason *reason, const struct who *who,
                         struct pecaddr_registry_error *error)
{
    if (((reason->differs | reason->unknown) & PECADDR_FACT_HOLDER) == 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has the codice fiscale of the person that this is "
                      "meant for; check which of the two addresses is meant",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has the same name, and may be the person that this "
                      "is meant for; say the codice fiscale or the register entry, too",
                      reason->address, who->name, who->facts);
}

/* The holder, or the entry, of a row that comes in has another mailbox. */
static void tell_mailbox(const struct pecaddr_reason *reason, const struct who *who,
                         struct pecaddr_registry_error *error)
{
    if (((reason->differs | reason->unknown) & PECADDR_FACT_HOLDER) == 0)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this codice fiscale, and nobody has two; find "
                      "out which one is in use, then correct the codice fiscale, or what is on "
                      "record",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has this register entry; correct the number, or, if "
                      "this holder has left the Order, put that on record first",
                      reason->address, who->name, who->facts);
}

/* What differs, in words. */
static const char *other_facts(uint32_t differs)
{
    static const char *const words[] = {
        [PECADDR_FACT_HOLDER] = N_("another codice fiscale"),
        [PECADDR_FACT_ENTRY] = N_("another register entry"),
        [PECADDR_FACT_NAME] = N_("another name"),
        [PECADDR_FACT_HOLDER | PECADDR_FACT_ENTRY] =
            N_("another codice fiscale and another register entry"),
        [PECADDR_FACT_HOLDER | PECADDR_FACT_NAME] = N_("another name and another codice fiscale"),
        [PECADDR_FACT_ENTRY | PECADDR_FACT_NAME] = N_("another name and another register entry"),
        [PECADDR_FACT_HOLDER | PECADDR_FACT_ENTRY | PECADDR_FACT_NAME] =
            N_("another name, another codice fiscale and another register entry"),
    };

    return words[differs & (PECADDR_FACT_HOLDER | PECADDR_FACT_ENTRY | PECADDR_FACT_NAME)];
}

/* The address of a row that comes in is on record, and not as this person's. */
static void tell_address(const struct pecaddr_reason *reason, const struct who *who,
                         struct pecaddr_registry_error *error)
{
    if (other_facts(reason->differs))
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, who has %s; correct the address or the person, or what "
                      "is on record",
                      reason->address, who->name, who->facts, other_facts(reason->differs));
    else if (reason->state == PECADDR_STATE_RETIRED && reason->left[0] != '\0')
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, and is retired; its holder left the Order on %s; if "
                      "this holder is a member again, ask for an address, accept RETURNED when "
                      "somebody has looked, and activate it then",
                      reason->address, who->name, who->facts, reason->left);
    else if (reason->state == PECADDR_STATE_RETIRED)
        registry_fail(error, reason->code,
                      "%s belongs to %s%s, and is retired; if this holder is to have it again, ask "
                      "for an address, accept RETURNED when somebody has looked, and activate it "
                      "then",
                      reason->address, who->name, who->facts);
    else
        registry_fail(error, reason->code,
                      "%s is reserved for %s%s, and nothing says whether that is the same person; "
                      "give the codice fiscale, the name or the register entry too",
                      reason->address, who->name, who->facts);
}

/* A fact of a row that comes in cannot be. */
static void tell_person(const struct pecaddr_reason *reason, struct pecaddr_registry_error *error)
{
    switch (reason->refused) {
    case (uint32_t)PECADDR_FACT_HOLDER | (uint32_t)PECADDR_FACT_NAME:
        registry_fail(
            error, reason->code,
            "the codice fiscale is not of this name; correct the one that is wrong, or, if "
            "both are right, accept it as CF_MISMATCH");
        break;
    case PECADDR_FACT_EXPIRES:
        registry_fail(error, reason->code,
                      "the date of expiry is none; write a day that the calendar has as "
                      "YYYY-MM-DD");
        break;
    case PECADDR_FACT_LEFT:
        registry_fail(error, reason->code,
                      "the day of leaving is none, or nobody can have left, as the mailbox is only "
                      "reserved; write a day that the calendar has as YYYY-MM-DD");
        break;
    case PECADDR_FACT_STATE:
        registry_fail(error, reason->code, "a mailbox comes in as reserved, active or retired");
        break;
    default:
        registry_fail(error, reason->code, "%s", pecaddr_strerror(reason->code));
        break;
    }
}

static void tell_user(const struct pecaddr_reason *reason, struct pecaddr_registry_error *error)
{
    if (reason->address[0] == '\0')
        registry_fail(
            error, reason->code,
            "this user is bound to other provinces, and puts nobody of %s on record; look "
            "whether this is the province of the Order, not that of residence, or let "
            "that Order do it",
            reason->province);
    else if (reason->province[0] != '\0')
        registry_fail(error, reason->code,
                      "%s is of the Order of %s, and this user is bound to other provinces; let "
                      "that Order do it",
                      reason->address, reason->province);
    else
        registry_fail(error, reason->code,
                      "%s is on record without a province, and this user is bound to other "
                      "provinces; let the owner of the registry do it",
                      reason->address);
}

EXPORT int pecaddr_reason_tell(const struct pecaddr_reason *reason,
                               struct pecaddr_registry_error *ret_error)
{
    struct who who;

    if (!STRUCT_FITS(reason) || !ret_error || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    describe_name(reason, &who);
    describe_facts(reason, &who);
    switch (reason->contradiction) {
    case PECADDR_CONTRADICTION_PERSON:
        tell_person(reason, ret_error);
        break;
    case PECADDR_CONTRADICTION_NAME:
        tell_name(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_ENTRY:
        tell_entry(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_FORMER:
        tell_former(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_ENTRIES:
        registry_fail(ret_error, reason->code,
                      "%s belongs to %s%s, and this codice fiscale is given with two register "
                      "entries, neither of which is taken for a transfer; correct the wrong one, "
                      "or ask for the transfer alone",
                      reason->address, who.name, who.facts);
        break;
    case PECADDR_CONTRADICTION_REVIEW:
        tell_review(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_MAILBOX:
        tell_mailbox(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_ADDRESS:
        tell_address(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_PROVINCE:
        registry_fail(ret_error, reason->code,
                      "the registry is bound to other provinces, and gives nobody of %s an "
                      "address; look whether this is the province of the Order, not that of "
                      "residence, or use that Order's registry",
                      reason->province);
        break;
    case PECADDR_CONTRADICTION_USER:
        tell_user(reason, ret_error);
        break;
    case PECADDR_CONTRADICTION_HOMONYM:
        tell_homonym(reason, &who, ret_error);
        break;
    case PECADDR_CONTRADICTION_MEANT:
        tell_meant(reason, &who, ret_error);
        break;
    default:
        return PECADDR_NO_MATCH;
    }
    return PECADDR_OK;
}
