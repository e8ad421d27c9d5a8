/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_FIXTURE_H
#define VERIFY_FIXTURE_H

/* A registry with mailboxes of each kind, and what verifying it finds. */
#include "registry/registry-fixture.h"

/* What was found: `KIND address other what`, a line each; and what was not checked, apart. */
struct findings {
    unsigned n_mailboxes;
    unsigned n_wrong;
    struct dumped found;
    struct dumped unchecked;
    int stop;
};

static inline int note_mailbox(void *user, const struct pecaddr_mailbox *mailbox, int status,
                               const char *expected)
{
    struct findings *findings = user;

    (void)mailbox;
    (void)expected;
    findings->n_mailboxes++;
    findings->n_wrong += status != PECADDR_OK && status != PECADDR_DONE;
    return 0;
}

static inline int note_finding(void *user, const struct pecaddr_finding *finding)
{
    struct findings *findings = user;
    struct pecaddr_registry_error told = PECADDR_REGISTRY_ERROR_INIT;
    char sentence[2 * PECADDR_REGISTRY_PARTS_SIZE];
    bool unchecked = finding->kind == PECADDR_FINDING_UNCHECKED;

    ck_assert_uint_eq(finding->size, sizeof *finding);
    ck_assert_int_eq(pecaddr_finding_tell(finding, &told), PECADDR_OK);
    ck_assert_int_eq(told.code, unchecked ? PECADDR_OK : PECADDR_E_STATE);
    fill_sentence(&told, sentence, sizeof sentence);
    ck_assert_msg(strncmp(sentence, told.message, strlen(told.message)) == 0, "%s", sentence);
    add_line(unchecked ? &findings->unchecked : &findings->found, "%s %s %s %s%s%s\n",
             pecaddr_finding_name(finding->kind), finding->address, finding->other, finding->what,
             finding->kind == PECADDR_FINDING_RULE || unchecked ? " " : "",
             finding->kind == PECADDR_FINDING_RULE || unchecked ? finding->detail : "");
    return findings->stop;
}

/* Verifies; what was found, as text. Too large for the stack of a test. */
static inline const char *verify_all(struct pecaddr_registry *registry,
                                     struct findings **ret_findings)
{
    static struct findings findings;
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    memset(&findings, 0, sizeof findings);
    ck_assert_msg(pecaddr_registry_verify(registry, NULL, note_mailbox, note_finding, &findings,
                                          &error) == PECADDR_OK,
                  "%s", error.message);
    if (ret_findings != NULL)
        *ret_findings = &findings;
    return findings.found.text;
}

/* Nothing is found, and the rules give each address still. */
static inline void assert_verified(struct pecaddr_registry *registry)
{
    struct findings *findings;

    ck_assert_str_eq(verify_all(registry, &findings), "");
    ck_assert_uint_eq(findings->n_wrong, 0);
}

/*
 * Mario twice, reserved and active until 2090; Anna, active, who moved to Ancona; Luca, whose address
 * was changed; Sara, without codice fiscale, active; x@, imported; Ugo, forgotten; Ida, retired; Pia, whose
 * address was changed, forgotten. INI-PEC was told of two ranges.
 */
static inline void make_each_kind(struct pecaddr_registry *registry, const char *file)
{
    static const struct who sara = {"Sara", "Conti", "MC", 'A', 12, NULL};
    const struct who homonyms[] = {{"Mario", "Rossi", "MC", 'A', 1, CF_OF("RSSMRA", 3)},
                                   {"Mario", "Rossi", "MC", 'A', 2, CF_OF("RSSMRA", 4)}};
    const struct who anna = {"Anna", "Neri", "MC", 'A', 8, CF(1)};
    const struct who anna_moved = {"Anna", "Neri", "AN", 'A', 80, CF(1)};
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 9, CF_OF("VRDLCU", 1)};
    const struct who ugo = {"Ugo", "Riva", "MC", 'A', 10, CF_OF("RVIGUO", 1)};
    const struct who ida = {"Ida", "Gallo", "MC", 'A', 11, CF_OF("GLLDIA", 1)};
    const struct who pia = {"Pia", "Costa", "MC", 'A', 13, CF_OF("CSTPIA", 1)};
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = "x@ingpec.eu", .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    const struct pecaddr_text none = T("");
    struct pecaddr_registry_step forget = PECADDR_REGISTRY_STEP_INIT;
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    int result;

    ck_assert_int_eq(claim(registry, &homonyms[0], 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &homonyms[1], 1), PECADDR_CLAIMED);
    STEP(activate_mailbox(registry, "mario.rossi.mc@ingpec.eu", "2090-12-31", "test", &step_error));
    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri@ingpec.eu", PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(claim(registry, &anna_moved, 0), PECADDR_HELD);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), "luca.verdi@ingpec.eu", none, none,
                        "test", &assignment, &step_error));
    ck_assert_int_eq(claim(registry, &sara, 0), PECADDR_CLAIMED);
    bring_to(registry, "sara.conti@ingpec.eu", PECADDR_STATE_ACTIVE);
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(claim(registry, &ugo, 0), PECADDR_CLAIMED);
    bring_to(registry, "ugo.riva@ingpec.eu", PECADDR_STATE_RETIRED);
    forget.address = "ugo.riva@ingpec.eu";
    forget.why = "test";
    STEP(pecaddr_registry_step(registry, PECADDR_ACT_FORGET, &forget, NULL, &step_error));
    ck_assert_int_eq(claim(registry, &ida, 0), PECADDR_CLAIMED);
    bring_to(registry, "ida.gallo@ingpec.eu", PECADDR_STATE_RETIRED);
    ck_assert_int_eq(claim(registry, &pia, 0), PECADDR_CLAIMED);
    STEP(change_mailbox(registry, pecaddr_scheme_ingpec(), "pia.costa@ingpec.eu", none, none,
                        "test", &assignment, &step_error));
    bring_to(registry, "pia.costa.mc@ingpec.eu", PECADDR_STATE_RETIRED);
    forget.address = "pia.costa.mc@ingpec.eu";
    STEP(pecaddr_registry_step(registry, PECADDR_ACT_FORGET, &forget, NULL, &step_error));
    do_sql(file, "INSERT INTO told (domain, province, range_number, change_from, change_to, by) "
                 "VALUES ('ingpec.eu', '', 1, 1, 2, 'test')");
    do_sql(file, "INSERT INTO told (domain, province, range_number, change_from, change_to, by) "
                 "VALUES ('ingpec.eu', '', 2, 3, 4, 'test')");
}

#define EACH_KIND 9 /* living ones, the forgotten among them */

#endif
