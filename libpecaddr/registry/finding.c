/* SPDX-License-Identifier: BSD-3-Clause */
#include "finding.h"

#include <string.h>

/* What verifying finds, in sentences. */

static const char *const names[] = {
    [PECADDR_FINDING_UNCHECKED] = "UNCHECKED",
    [PECADDR_FINDING_ENGINE] = "ENGINE",
    [PECADDR_FINDING_INDEX] = "INDEX",
    [PECADDR_FINDING_RULE] = "RULE",
    [PECADDR_FINDING_ADDRESS_TWICE] = "ADDRESS_TWICE",
    [PECADDR_FINDING_HOLDER_TWICE] = "HOLDER_TWICE",
    [PECADDR_FINDING_ENTRY_TWICE] = "ENTRY_TWICE",
    [PECADDR_FINDING_REVISION] = "REVISION",
    [PECADDR_FINDING_BEGINNING] = "BEGINNING",
    [PECADDR_FINDING_STEP] = "STEP",
    [PECADDR_FINDING_USED] = "USED",
    [PECADDR_FINDING_FORGOTTEN] = "FORGOTTEN",
    [PECADDR_FINDING_ISSUED] = "ISSUED",
    [PECADDR_FINDING_CHANGE] = "CHANGE",
    [PECADDR_FINDING_NO_SCHEME] = "NO_SCHEME",
    [PECADDR_FINDING_INSTEAD] = "INSTEAD",
    [PECADDR_FINDING_TOLD] = "TOLD",
    [PECADDR_FINDING_REGISTRY] = "REGISTRY",
    [PECADDR_FINDING_VALUE] = "VALUE",
    [PECADDR_FINDING_LETTERS] = "LETTERS",
};

EXPORT const char *pecaddr_finding_name(enum pecaddr_finding_kind kind)
{
    /* What an enum holds that comes from another program may be anything. */
    size_t i = (size_t)kind;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}

enum pecaddr_finding_kind registry_finding_of(const char *name, size_t size)
{
    for (size_t i = PECADDR_FINDING_UNCHECKED; i < ARRAY_SIZE(names); i++)
        if (strlen(names[i]) == size && memcmp(name, names[i], size) == 0)
            return (enum pecaddr_finding_kind)i;
    return 0;
}

int registry_tell_finding(const struct verifier *verifier, const struct pecaddr_finding *finding)
{
    return verifier->found(verifier->user, finding);
}

int registry_tell_found(const struct verifier *verifier, enum pecaddr_finding_kind kind,
                        const char *what, const char *detail)
{
    const struct pecaddr_finding finding = {
        .size = sizeof finding,
        .kind = kind,
        .address = "",
        .other = "",
        .what = what,
        .detail = detail,
    };

    return registry_tell_finding(verifier, &finding);
}

/* A fact, which the questions call as its column, in words. */
static const char *words_of(const char *fact)
{
    static const struct {
        const char *fact;
        const char *words;
    } facts[] = {
        {"act", N_("what was done")},
        {"address", N_("the address")},
        {"at", N_("the moment")},
        {"author", N_("who did it")},
        {"change", N_("the number of the transaction")},
        {"domain", N_("the domain")},
        {"end", N_("it had been released or forgotten before")},
        {"entry", N_("the register entry")},
        {"expires", N_("the date of expiry")},
        {"holder", N_("the codice fiscale")},
        {"left_on", N_("the date of leaving the Order")},
        {"level", N_("the level")},
        {"name", N_("the name")},
        {"notes", N_("the notes")},
        {"receipt", N_("the receipt")},
        {"scheme", N_("the scheme")},
        {"state", N_("the state")},
        {"why", N_("the reason")},
    };

    for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
        if (strcmp(fact, facts[i].fact) == 0)
            return facts[i].words;
    return fact;
}

/* Findings that are about the database. */
static bool tell_of_database(const struct pecaddr_finding *finding,
                             struct pecaddr_registry_error *ret_error)
{
    switch (finding->kind) {
    case PECADDR_FINDING_UNCHECKED:
        registry_fail(ret_error, PECADDR_OK, "not checked: %s: %s", finding->what, finding->detail);
        return true;
    case PECADDR_FINDING_ENGINE:
        if (finding->what[0] == '\0')
            registry_fail(ret_error, PECADDR_E_STATE,
                          "the database's own check says: %s; restore a backup", finding->detail);
        else
            registry_fail(ret_error, PECADDR_E_STATE,
                          "the database's own check of %s says: %s; rebuild it with REINDEX, or "
                          "restore a backup",
                          finding->what, finding->detail);
        return true;
    case PECADDR_FINDING_INDEX:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: the indexes give another answer than the tables; rebuild them with "
                      "REINDEX, and verify again",
                      finding->what);
        return true;
    case PECADDR_FINDING_RULE:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: this rule of the database is %s; find out who did that, and bring the "
                      "database back to the rules of this version",
                      finding->what, finding->detail);
        return true;
    case PECADDR_FINDING_REGISTRY:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "the table %s has not the rows that it must have; restore a backup",
                      finding->what);
        return true;
    case PECADDR_FINDING_TOLD:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: what INI-PEC was told overlaps at range %llu, or leaves a gap",
                      finding->what, (unsigned long long)finding->revision);
        return true;
    default:
        return false;
    }
}

/* Two mailboxes that cannot both be. */
static bool tell_of_two(const struct pecaddr_finding *finding,
                        struct pecaddr_registry_error *ret_error)
{
    switch (finding->kind) {
    case PECADDR_FINDING_ADDRESS_TWICE:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: two living mailboxes have this address; find out whose it is",
                      finding->address);
        return true;
    case PECADDR_FINDING_HOLDER_TWICE:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: its holder also has %s; find out which one is in use", finding->address,
                      finding->other);
        return true;
    case PECADDR_FINDING_ENTRY_TWICE:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: its holder stands on the same register entry as that of %s; find out "
                      "whose number it is",
                      finding->address, finding->other);
        return true;
    case PECADDR_FINDING_INSTEAD:
        if (finding->other[0] == '\0')
            registry_fail(ret_error, PECADDR_E_STATE,
                          "%s: it was changed to another address, or came instead of one, that is "
                          "not on record",
                          finding->address);
        else
            registry_fail(ret_error, PECADDR_E_STATE,
                          "%s: this mailbox and %s do not belong together, though one was changed "
                          "to the other",
                          finding->address, finding->other);
        return true;
    default:
        return false;
    }
}

/* Versions of one mailbox. */
static bool tell_of_versions(const struct pecaddr_finding *finding,
                             struct pecaddr_registry_error *ret_error)
{
    const char *address = finding->address[0] != '\0' ? finding->address : N_("a mailbox");
    unsigned long long revision = finding->revision;

    switch (finding->kind) {
    case PECADDR_FINDING_REVISION:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: lines of its history lack, or are too many, at version %llu", address,
                      revision);
        return true;
    case PECADDR_FINDING_BEGINNING:
        registry_fail(ret_error, PECADDR_E_STATE, "%s: no mailbox can begin like this: %s", address,
                      words_of(finding->what));
        return true;
    case PECADDR_FINDING_STEP:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: version %llu cannot follow on the one before: %s", address, revision,
                      words_of(finding->what));
        return true;
    case PECADDR_FINDING_CHANGE:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: version %llu is of a transaction that there was not yet", address,
                      revision);
        return true;
    case PECADDR_FINDING_FORGOTTEN:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: its holder was forgotten, but facts are left in version %llu", address,
                      revision);
        return true;
    default:
        return false;
    }
}

/* Facts of one mailbox. */
static bool tell_of_facts(const struct pecaddr_finding *finding,
                          struct pecaddr_registry_error *ret_error)
{
    const char *address = finding->address[0] != '\0' ? finding->address : N_("a mailbox");

    switch (finding->kind) {
    case PECADDR_FINDING_USED:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: whether it was ever in use contradicts its history", address);
        return true;
    case PECADDR_FINDING_ISSUED:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: what it was issued for is not what its history says: %s", address,
                      words_of(finding->what));
        return true;
    case PECADDR_FINDING_NO_SCHEME:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: its scheme is not on record, or is there twice", address);
        return true;
    case PECADDR_FINDING_VALUE:
        registry_fail(ret_error, PECADDR_E_STATE, "%s: this is not what it must be: %s", address,
                      words_of(finding->what));
        return true;
    case PECADDR_FINDING_LETTERS:
        registry_fail(ret_error, PECADDR_E_STATE,
                      "%s: the letters by which people are found are not those of the name",
                      address);
        return true;
    default:
        return false;
    }
}

EXPORT int pecaddr_finding_tell(const struct pecaddr_finding *finding,
                                struct pecaddr_registry_error *ret_error)
{
    if (!STRUCT_FITS(finding) || !ret_error || !registry_error_fits(ret_error))
        return PECADDR_E_ARGUMENT;
    return tell_of_database(finding, ret_error) || tell_of_two(finding, ret_error) ||
                   tell_of_versions(finding, ret_error) || tell_of_facts(finding, ret_error)
               ? PECADDR_OK
               : PECADDR_E_ARGUMENT;
}
