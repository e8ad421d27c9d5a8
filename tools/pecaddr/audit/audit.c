/* SPDX-License-Identifier: BSD-3-Clause */
#include "audit/subject.h"

#include "base/array.h"
#include "command/scheme-file.h"
#include "runtime/exit-status.h"
#include "speech/codice-fiscale.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/sentence.h"
#include "speech/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const verdict_names[VERDICTS] = {
    NC_("verdict", "right"),    NC_("verdict", "differs"), NC_("verdict", "taken"),
    NC_("verdict", "missing"),  NC_("verdict", "former"),  NC_("verdict", "error"),
    NC_("verdict", "orphaned"),
};

/* The scheme but for its profile: what the other way to write ö gives. */
static int make_other_profile(struct auditor *auditor)
{
    static const char *const lines[] = {"profile = anagrafe\n", "profile = plain\n"};
    int is_plain = pecaddr_scheme_profile(auditor->scheme) == PECADDR_PROFILE_PLAIN;
    const char *own = lines[is_plain], *at = strstr(auditor->canonical, own);
    struct buffer text = {0};
    int r;

    buffer_append(&text, auditor->canonical, (size_t)(at - auditor->canonical));
    buffer_text(&text, lines[!is_plain]);
    buffer_text(&text, at + strlen(own));
    r = scheme_parse((struct pecaddr_text){text.data, text.size}, &auditor->other_profile, NULL);
    buffer_free(&text);
    return r;
}

int auditor_begin(struct auditor *auditor)
{
    size_t size = 0;
    int r;

    pecaddr_scheme_canonical(auditor->scheme, NULL, 0, &size);
    auditor->canonical = memory_new(size + 1);
    pecaddr_scheme_canonical(auditor->scheme, auditor->canonical, size + 1, NULL);
    r = make_other_profile(auditor);
    if (r == PECADDR_OK)
        return 0;
    message("%s", gettext(pecaddr_strerror(r)));
    return EXIT_UNAVAILABLE;
}

void auditor_end(struct auditor *auditor)
{
    free(auditor->canonical);
    pecaddr_scheme_free(auditor->other_profile);
    pecaddr_scheme_free(auditor->older);
}

/* What the candidates of a person lead to. */
struct candidates {
    struct book_entry *own;             /* the last that may be this person's */
    struct book_entry *others;          /* the first that is somebody else's */
    char free[PECADDR_ADDRESS_MAX + 1]; /* the first that nobody has */
};

/*
 * Of several addresses that could be a person's the last is: the later rules say more, but for
 * what counts upwards, which says nothing. A number that nobody has does not end the counting:
 * whoever had it may have left.
 */
static void try_candidates(const struct auditor *auditor, const struct pecaddr_scheme *scheme,
                           const struct subject *subject, struct candidates *found)
{
    for (unsigned level = 0; level < pecaddr_scheme_levels(scheme); level++) {
        char address[PECADDR_ADDRESS_MAX + 1];
        struct book_entry *entry;
        int reserved;

        if (pecaddr_candidate(scheme, subject->person, level, address, sizeof address, NULL,
                              &reserved, NULL) != PECADDR_OK)
            return;
        if (reserved)
            continue;
        entry = audit_find_address(auditor, address);
        if (!entry) {
            if (!*found->free)
                memcpy(found->free, address, sizeof address);
        } else if (entry->is_explained || audit_is_anothers(auditor, subject, entry)) {
            if (!found->others)
                found->others = entry;
        } else if (!found->own || !strstr(pecaddr_scheme_rule(scheme, level), "{counter")) {
            found->own = entry;
        }
    }
}

/* A person's own mailbox. */
static int judge_by_rules(struct auditor *auditor, const struct subject *subject,
                          struct finding *finding)
{
    struct book_entry *entry = finding->entry;
    int r;

    if (entry->is_cancelled) {
        finding->verdict = VERDICT_MISSING;
        buffer_format(&finding->why,
                      in_result("this person's address was cancelled on line %zu of the list"),
                      entry->line);
        return 0;
    }
    if (entry->state == PECADDR_STATE_RETIRED) {
        finding->verdict = VERDICT_MISSING;
        buffer_text(&finding->why, in_result("this person's mailbox is retired"));
        return 0;
    }
    if (subject->address.size && !text_equal(subject->address, entry->address)) {
        finding->verdict = VERDICT_DIFFERS;
        memcpy(finding->expected, entry->address, strlen(entry->address) + 1);
        buffer_text(&finding->why, in_result("the roster has another address for this person: "));
        buffer_append(&finding->why, subject->address.data, subject->address.size);
        return 0;
    }
    finding->verdict = VERDICT_RIGHT;
    if (audit_scheme_of(auditor, entry) == auditor->scheme &&
        audit_gives(auditor->scheme, subject->person, entry, &finding->level))
        return 0;
    r = audit_explain_by_record(auditor, subject, finding);
    if (r != 0)
        return r < 0 ? EXIT_UNAVAILABLE : 0;
    if (audit_scheme_of(auditor, entry) != auditor->scheme &&
        pecaddr_match(auditor->scheme, subject->person, text_of(entry->address), &finding->level,
                      NULL, NULL) == PECADDR_OK)
        return 0;
    finding->verdict = VERDICT_DIFFERS;
    finding->level = PECADDR_LEVEL_NONE;
    audit_explain_difference(auditor, subject, finding);
    audit_expect_level(auditor, subject, finding);
    return 0;
}

/* The mailbox is on record for another name, and the codice fiscale is not of the roster's. */
static int is_doubtful(const struct auditor *auditor, const struct subject *subject,
                       const struct book_entry *entry)
{
    return subject->notes & PECADDR_NOTE_CF_MISMATCH && audit_has_name(entry) &&
           !audit_is_named(auditor, subject, entry->given, entry->surname);
}

static int judge_own(struct auditor *auditor, const struct subject *subject,
                     struct finding *finding)
{
    struct book_entry *entry = finding->entry;
    int is_of_another = audit_is_of_another_row(auditor, subject, entry), r;

    if (!is_of_another)
        audit_explain_mailbox(auditor, subject, entry);
    r = judge_by_rules(auditor, subject, finding);
    if (r || finding->verdict != VERDICT_RIGHT ||
        !(is_of_another || is_doubtful(auditor, subject, entry)))
        return r;
    finding->verdict = VERDICT_DIFFERS;
    finding->level = PECADDR_LEVEL_NONE;
    buffer_clear(&finding->why);
    if (is_of_another) {
        buffer_format(&finding->why, in_result("the mailbox of line %zu"), entry->explained_line);
        return 0;
    }
    buffer_format(
        &finding->why,
        in_result("on record for another name, %s %s, and the codice fiscale contradicts the "
                  "roster's: "),
        entry->given, entry->surname);
    codice_fiscale_describe(&finding->why, auditor->scheme, subject->person, in_result);
    audit_expect_level(auditor, subject, finding);
    return 0;
}

static void describe_holder(struct buffer *why, const struct book_entry *entry)
{
    if (entry->is_explained)
        buffer_format(why, in_result("%s is that of line %zu"), entry->address,
                      entry->explained_line);
    else
        buffer_format(why, in_result("%s is held by somebody else"), entry->address);
    if (audit_has_name(entry))
        buffer_format(why, ", %s %s", entry->given, entry->surname);
    if (*entry->holder)
        buffer_format(why, ", %s", entry->holder);
    if (entry->number)
        buffer_format(why, ", %s%s%c %lu", entry->province, *entry->province ? " " : "",
                      entry->section ? entry->section : '?', (unsigned long)entry->number);
}

/* Whether it may be this person's but for the codice fiscale, of which one is wrong. */
static int differs_in_holder_alone(const struct auditor *auditor, const struct subject *subject,
                                   const struct book_entry *entry)
{
    return *subject->holder && *entry->holder && strcmp(subject->holder, entry->holder) != 0 &&
           entry->number && entry->number == subject->person->number &&
           (!entry->section || !subject->section || entry->section == subject->section) &&
           (!*entry->province || !*subject->province ||
            strcmp(entry->province, subject->province) == 0) &&
           audit_is_named(auditor, subject, entry->given, entry->surname);
}

/* Nothing is this person's: because somebody else has it, or nobody. */
static void judge_none(const struct auditor *auditor, const struct subject *subject,
                       const struct candidates *candidates, struct book_entry *on_entry,
                       struct book_entry *on_address, struct finding *finding)
{
    struct book_entry *other = on_address ? on_address : on_entry ? on_entry : candidates->others;

    memcpy(finding->expected,
           subject->answer && subject->answer->assignment.status == PECADDR_OK
               ? subject->answer->assignment.address
               : candidates->free,
           sizeof finding->expected);
    finding->entry = other;
    finding->verdict = other ? VERDICT_TAKEN : VERDICT_MISSING;
    if (other && other == on_address)
        buffer_text(&finding->why, in_result("the roster's address is not this person's: "));
    else if (other && other == on_entry)
        buffer_text(&finding->why,
                    in_result("the register entry is on record for somebody else: "));
    if (other)
        describe_holder(&finding->why, other);
    else
        buffer_text(&finding->why, in_result("no address of this person is there"));
    if (other && differs_in_holder_alone(auditor, subject, other))
        buffer_text(&finding->why,
                    in_result("; name and number are this person's, so compare the two "
                              "codici fiscali"));
}

/* Whether what the registry has on record contradicts the person. */
static int is_refused(const struct answer *answer)
{
    return answer && answer->reason.contradiction != PECADDR_CONTRADICTION_NONE &&
           answer->reason.contradiction != PECADDR_CONTRADICTION_PERSON;
}

/* A mailbox of the same codice fiscale needs no other explanation. */
static void judge_refused(const struct auditor *auditor, const struct subject *subject,
                          struct finding *finding)
{
    const struct pecaddr_reason *reason = &subject->answer->reason;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;

    finding->verdict = VERDICT_TAKEN;
    finding->entry = audit_find_address(auditor, reason->address);
    pecaddr_reason_tell(reason, &told);
    sentence_append(&finding->why, &told, reason->code, in_result);
    if (finding->entry && !finding->entry->is_explained &&
        !((reason->differs | reason->unknown) & PECADDR_FACT_HOLDER)) {
        finding->entry->is_explained = 1;
        finding->entry->explained_line = subject->line;
    }
}

/* The mailbox that the registry itself knows as the person's. */
static struct book_entry *find_known(const struct auditor *auditor, const struct answer *answer)
{
    return answer && answer->assignment.status == PECADDR_OK
               ? audit_find_address(auditor, answer->assignment.address)
               : NULL;
}

static int read_subject(const struct auditor *auditor, struct subject *subject)
{
    const struct pecaddr_person *person = subject->person;
    char local_part[PECADDR_LOCAL_PART_MAX + 1];

    subject->section = ascii_upper(person->section);
    for (size_t i = 0; i < 2 && person->province.size == 2; i++)
        subject->province[i] = ascii_upper(person->province.data[i]);
    if (person->holder.size && pecaddr_holder_check(person->holder, subject->holder,
                                                    sizeof subject->holder, NULL) != PECADDR_OK)
        *subject->holder = '\0';
    return pecaddr_local_part(auditor->scheme, person, NULL, local_part, sizeof local_part, NULL,
                              &subject->notes, NULL);
}

/* What the roster says the address is, as addresses are kept. */
static struct book_entry *find_stated(const struct auditor *auditor, struct pecaddr_text address)
{
    char lower[PECADDR_ADDRESS_MAX + 1] = {0};

    if (!address.size || address.size > PECADDR_ADDRESS_MAX)
        return NULL;
    for (size_t i = 0; i < address.size; i++)
        lower[i] = ascii_lower(address.data[i]);
    return audit_find_address(auditor, lower);
}

/* Whoever left and came back has the mailbox by the entry of now: that which he left explains none. */
static int has_come_back(const struct subject *subject, const struct book_entry *entry,
                         const struct book_entry *stated)
{
    const struct pecaddr_person *person = subject->person;

    return subject->is_former && entry && (!stated || stated == entry) && entry->number &&
           person->number &&
           (entry->number != person->number ||
            (entry->section && subject->section && entry->section != subject->section) ||
            (*entry->province && *subject->province &&
             strcmp(entry->province, subject->province) != 0));
}

/* Whether the record says, too, that whoever had this number and this name has left, and no codice fiscale
   tells more. */
static bool is_former_on_record(const struct subject *subject)
{
    const struct pecaddr_reason *reason = subject->answer ? &subject->answer->reason : NULL;

    return reason && reason->contradiction == PECADDR_CONTRADICTION_FORMER &&
           (!subject->address.size || text_equal(subject->address, reason->address));
}

/* Whoever is no member any more, and has no address, needs none; but a row that contradicts what is on
   record, or has an address, is told. */
static int needs_none(const struct subject *subject, const struct finding *finding)
{
    return subject->is_former && (is_former_on_record(subject) ||
                                  (!subject->address.size &&
                                   (finding->verdict == VERDICT_MISSING ||
                                    (finding->verdict == VERDICT_TAKEN &&
                                     (!subject->answer || subject->answer->reason.contradiction ==
                                                              PECADDR_CONTRADICTION_NONE)))));
}

/* Where no other row has the entry on record, it is this one that says that the holder has left. Whoever is
   on record in another Order is a member there. */
static void note_former(const struct subject *subject, struct book_entry *entry)
{
    if (!entry->former_line && strcmp(entry->province, subject->province) == 0)
        entry->former_line = subject->line;
}

static void set_former(struct finding *finding)
{
    finding->verdict = VERDICT_FORMER;
    finding->level = PECADDR_LEVEL_NONE;
    finding->entry = NULL;
    *finding->expected = '\0';
    buffer_clear(&finding->why);
    buffer_text(&finding->why, in_result("no member any more, by the roster"));
}

/* Nobody else would hear that a member whose mailbox is in use has left, or that one whom INI-PEC was told
   to have left is a member. */
static void look_at_end(const struct subject *subject, struct finding *finding)
{
    finding->is_back =
        !subject->is_former && finding->verdict == VERDICT_RIGHT && finding->entry->has_left;
    if (finding->is_back)
        buffer_format(&finding->why, "%s%s", finding->why.size ? "; " : "",
                      in_result("has left, as is on record; a member by the roster"));
    finding->is_unsaid =
        subject->is_former && finding->verdict == VERDICT_RIGHT && !finding->entry->has_left;
    if (finding->is_unsaid)
        buffer_format(&finding->why, "%s%s", finding->why.size ? "; " : "",
                      in_result("has left or is suspended, by the roster; not on record"));
}

static int judge(struct auditor *auditor, struct subject *subject, struct finding *finding)
{
    struct candidates candidates = {0};
    struct book_entry *stated = find_stated(auditor, subject->address), *on_entry = NULL;

    if (is_refused(subject->answer)) {
        judge_refused(auditor, subject, finding);
        return 0;
    }
    finding->entry = find_known(auditor, subject->answer);
    if (!finding->entry)
        finding->entry = auditor_find_holder(auditor, subject->person->holder);
    if (has_come_back(subject, finding->entry, stated)) {
        note_former(subject, finding->entry);
        set_former(finding);
        return 0;
    }
    if (!finding->entry)
        finding->entry = audit_find_entry(auditor, subject, &on_entry);
    if (!finding->entry && stated && !stated->is_explained &&
        !audit_is_anothers(auditor, subject, stated))
        finding->entry = stated;
    if (!finding->entry && !on_entry) {
        try_candidates(auditor, auditor->scheme, subject, &candidates);
        if (!candidates.own && subject->notes & PECADDR_NOTE_VARIANT)
            try_candidates(auditor, auditor->other_profile, subject, &candidates);
        finding->entry = candidates.own;
    }
    if (finding->entry)
        return judge_own(auditor, subject, finding);
    judge_none(auditor, subject, &candidates, on_entry, stated, finding);
    return 0;
}

int auditor_judge(struct auditor *auditor, const struct pecaddr_person *person,
                  const struct answer *answer, struct pecaddr_text address, size_t line,
                  int is_former, struct finding *ret_finding)
{
    struct subject subject = {.person = person,
                              .answer = answer,
                              .address = address,
                              .line = line,
                              .is_former = is_former};
    struct finding *finding = ret_finding;
    int r;

    *finding = (struct finding){.level = PECADDR_LEVEL_NONE};
    buffer_text(&finding->why, "");
    if (read_subject(auditor, &subject) != PECADDR_OK) {
        finding->verdict = VERDICT_ERROR;
        return 0;
    }
    r = judge(auditor, &subject, finding);
    if (r == 0 && needs_none(&subject, finding))
        set_former(finding);
    else if (r == 0)
        look_at_end(&subject, finding);
    return r;
}
