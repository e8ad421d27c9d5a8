/* SPDX-License-Identifier: BSD-3-Clause */
#include "rules/reasons.h"

#include "error.h"

#include <stdio.h>
#include <string.h>

/* Why somebody is refused: as fields, and as a sentence. */

/* Sets all but the size; what a newer caller's struct has beyond is zero already. */
static void begin(struct pecaddr_reason *reason, int code, enum pecaddr_contradiction contradiction)
{
    size_t size = reason->size;

    *reason = (struct pecaddr_reason){.size = size, .code = code, .contradiction = contradiction};
}

void registry_refuse_nobody(struct pecaddr_reason *reason)
{
    if (reason != NULL)
        begin(reason, PECADDR_OK, PECADDR_CONTRADICTION_NONE);
}

void registry_refuse_person(struct pecaddr_reason *reason, int code)
{
    if (reason != NULL)
        begin(reason, code, PECADDR_CONTRADICTION_PERSON);
}

/* Its beginning, where it is too long, without half a character. */
static void copy_name(const char *name, char ret_name[PECADDR_REASON_NAME_MAX + 1])
{
    size_t size = strnlen(name, PECADDR_REASON_NAME_MAX + 1);

    if (size > PECADDR_REASON_NAME_MAX)
        for (size = PECADDR_REASON_NAME_MAX; ((unsigned char)name[size] & 0xC0) == 0x80;)
            size--;
    memcpy(ret_name, name, size);
    ret_name[size] = '\0';
}

void registry_refuse_for(struct pecaddr_reason *reason, int code,
                         enum pecaddr_contradiction contradiction, const struct record *record,
                         const struct comparison *comparison)
{
    if (reason == NULL)
        return;
    begin(reason, code, contradiction);
    if (comparison != NULL) {
        reason->differs = registry_facts_that_are(comparison, OTHER);
        reason->unknown = registry_facts_that_are(comparison, UNKNOWN);
        reason->omocodia = comparison->omocodia;
    }
    reason->state = record->state;
    strcpy(reason->address, record->address);
    strcpy(reason->holder, record->holder);
    strcpy(reason->province, record->entry.province);
    reason->section = record->entry.section;
    reason->number = record->entry.number;
    strcpy(reason->left, record->left);
    copy_name(record->given, reason->given);
    copy_name(record->surname, reason->surname);
}

void registry_tell_record(struct pecaddr_reason *reason, const struct record *record,
                          const struct comparison *comparison)
{
    registry_refuse_for(reason, PECADDR_OK, PECADDR_CONTRADICTION_NONE, record, comparison);
}

int registry_refuse_step(struct pecaddr_reason *reason, const struct record *record,
                         const struct comparison *comparison, struct pecaddr_registry_error *error)
{
    struct pecaddr_reason own = PECADDR_REASON_INIT;

    registry_refuse_for(&own, PECADDR_E_HOLDER, PECADDR_CONTRADICTION_MEANT, record, comparison);
    registry_refuse_for(reason, PECADDR_E_HOLDER, PECADDR_CONTRADICTION_MEANT, record, comparison);
    if (error != NULL)
        pecaddr_reason_tell(&own, error);
    return PECADDR_E_HOLDER;
}

void registry_refuse_unseen(struct pecaddr_reason *reason, const char *candidate, uint32_t notes)
{
    if (reason == NULL)
        return;
    begin(reason, PECADDR_E_REVIEW, PECADDR_CONTRADICTION_REVIEW);
    reason->notes = notes;
    strcpy(reason->candidate, candidate);
}

/* Sentences. */

/* A holder in words: `Anna Neri (NRENNA…, MC A 5)`; what is unknown is left out. */
#define HOLDER_ROOM 640

static const char *describe_holder(const struct pecaddr_reason *reason, char text[HOLDER_ROOM])
{
    bool has_entry = reason->province[0] != '\0' && reason->section != 0 && reason->number != 0;
    bool has_name = reason->given[0] != '\0' || reason->surname[0] != '\0';
    char facts[64] = "";

    if (reason->holder[0] != '\0')
        snprintf(facts, sizeof facts, "%s", reason->holder);
    if (has_entry)
        snprintf(facts + strlen(facts), sizeof facts - strlen(facts), "%s%s %c %u",
                 facts[0] != '\0' ? ", " : "", reason->province, reason->section,
                 (unsigned)reason->number);
    snprintf(text, HOLDER_ROOM, "%s%s%s%s%s%s", reason->given,
             reason->given[0] != '\0' && reason->surname[0] != '\0' ? " " : "", reason->surname,
             facts[0] != '\0' ? (has_name ? " (" : "") : "", facts,
             facts[0] != '\0' && has_name ? ")" : "");
    return text;
}

/* The notes by their names, joined by commas. */
#define NOTES_ROOM 160

static const char *describe_notes(uint32_t notes, char text[NOTES_ROOM])
{
    size_t size = 0;

    text[0] = '\0';
    for (uint32_t note = 1; note != 0 && note <= notes; note <<= 1)
        if ((notes & note) != 0)
            size += (size_t)snprintf(text + size, NOTES_ROOM - size, "%s%s", size > 0 ? ", " : "",
                                     pecaddr_note_name(note));
    return text;
}

static int tell_entry(const struct pecaddr_reason *reason, const char *who,
                      struct pecaddr_registry_error *error)
{
    if (reason->omocodia != 0)
        return registry_fail(
            error, reason->code,
            "%s has this register entry, as %s, with a codice fiscale that differs "
            "by omocodia alone; look which of the two is right, and relink the "
            "mailbox if it is the new one",
            reason->address, who);
    if ((reason->differs & PECADDR_FACT_HOLDER) != 0)
        return registry_fail(
            error, reason->code,
            "%s has this register entry, as %s, with another codice fiscale; if it "
            "is the same person, relink the mailbox; if not, correct the number, "
            "or tell first that the other one left",
            reason->address, who);
    return registry_fail(
        error, reason->code,
        "%s has this register entry, as %s, under another name; correct the number "
        "or the name, or tell first that the other one left",
        reason->address, who);
}

static int tell_meant(const struct pecaddr_reason *reason, const char *who,
                      struct pecaddr_registry_error *error)
{
    if ((reason->differs & PECADDR_FACT_HOLDER) == 0)
        return registry_fail(error, reason->code,
                             "%s is the mailbox of %s: the name is another one; check the address "
                             "and the person",
                             reason->address, who);
    if ((reason->differs & PECADDR_FACT_NAME) == 0)
        return registry_fail(
            error, reason->code,
            "%s is the mailbox of %s: the codice fiscale is another one; check the "
            "address and the person",
            reason->address, who);
    return registry_fail(error, reason->code,
                         "%s is the mailbox of %s: name and codice fiscale are others; check the "
                         "address and the person",
                         reason->address, who);
}

EXPORT int pecaddr_reason_tell(const struct pecaddr_reason *reason,
                               struct pecaddr_registry_error *ret_error)
{
    char holder[HOLDER_ROOM], notes[NOTES_ROOM];
    const char *who;

    if (!STRUCT_FITS(reason) || ret_error == NULL || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    who = describe_holder(reason, holder);
    switch (reason->contradiction) {
    case PECADDR_CONTRADICTION_PERSON:
        registry_fail(ret_error, reason->code, "%s", pecaddr_strerror(reason->code));
        break;
    case PECADDR_CONTRADICTION_NAME:
        registry_fail(ret_error, reason->code,
                      "this codice fiscale has %s, as %s: the name contradicts, and the register "
                      "entry does not tell that it is the same person; correct the codice fiscale, "
                      "or first the name on record",
                      reason->address, who);
        break;
    case PECADDR_CONTRADICTION_ENTRY:
        tell_entry(reason, who, ret_error);
        break;
    case PECADDR_CONTRADICTION_FORMER:
        registry_fail(ret_error, reason->code,
                      "%s was of %s, who had this number and name and is no longer in the Order: "
                      "without a codice fiscale on both sides this may be somebody else; relink "
                      "the mailbox to the codice fiscale of its holder, then ask with this "
                      "person's",
                      reason->address, who);
        break;
    case PECADDR_CONTRADICTION_ENTRIES:
        registry_fail(ret_error, reason->code,
                      "one codice fiscale on two register entries: %s is on record as %s; correct "
                      "the wrong one, or ask for a transfer alone",
                      reason->address, who);
        break;
    case PECADDR_CONTRADICTION_REVIEW:
        registry_fail(ret_error, reason->code,
                      "a person has to look at this before %s is given: %s; correct the name, or "
                      "accept the notes",
                      reason->candidate, describe_notes(reason->notes, notes));
        break;
    case PECADDR_CONTRADICTION_MAILBOX:
        registry_fail(ret_error, reason->code, "%s is the mailbox of %s already", reason->address,
                      who);
        break;
    case PECADDR_CONTRADICTION_ADDRESS:
        registry_fail(ret_error, reason->code, "%s is on record as the mailbox of %s",
                      reason->address, who);
        break;
    case PECADDR_CONTRADICTION_MEANT:
        tell_meant(reason, who, ret_error);
        break;
    default:
        return PECADDR_NO_MATCH;
    }
    return PECADDR_OK;
}
