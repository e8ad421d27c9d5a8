/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PAST_FIXTURE_H
#define PAST_FIXTURE_H

/* Mailboxes with a past, and who asks: SPEC §5. */
#include "registry/registry-fixture.h"

static const char anna_address[] = "anna.neri@ingpec.eu";

/*
 * Pasts of one register entry, MC A 5. Anna has the codice fiscale CF(1), where she has one.
 */

static inline struct who anna(const char *holder)
{
    return (struct who){"Anna", "Neri", "MC", 'A', 5, holder};
}

static inline void stands(struct pecaddr_registry *registry, const char *holder)
{
    const struct who who = anna(holder);

    ck_assert_int_eq(claim(registry, &who, 0), PECADDR_CLAIMED);
}

static inline void retires(struct pecaddr_registry *registry, const char *holder)
{
    stands(registry, holder);
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
    STEP(retire_mailbox(registry, anna_address, "test", &step_error));
}

static inline void leaves(struct pecaddr_registry *registry, const char *holder)
{
    stands(registry, holder);
    STEP(activate_mailbox(registry, anna_address, "2029-12-31", "test", &step_error));
    STEP(leave_mailbox(registry, anna_address, "2028-05-01", "test", &step_error));
}

static inline void transfers(struct pecaddr_registry *registry)
{
    const struct who moved = {"Anna", "Neri", "AN", 'B', 9, CF(1)};

    stands(registry, CF(1));
    ck_assert_int_eq(claim(registry, &moved, 0), PECADDR_HELD);
}

static inline void nothing_happened(struct pecaddr_registry *registry)
{
    (void)registry;
}

static inline void anna_stands(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
}

static inline void anna_stands_unknown(struct pecaddr_registry *registry)
{
    stands(registry, NULL);
}

static inline void anna_retired(struct pecaddr_registry *registry)
{
    retires(registry, CF(1));
}

static inline void anna_retired_unknown(struct pecaddr_registry *registry)
{
    retires(registry, NULL);
}

static inline void anna_left(struct pecaddr_registry *registry)
{
    leaves(registry, CF(1));
}

static inline void anna_left_unknown(struct pecaddr_registry *registry)
{
    leaves(registry, NULL);
}

static inline void anna_moved(struct pecaddr_registry *registry)
{
    transfers(registry);
}

static inline void anna_moved_and_retired(struct pecaddr_registry *registry)
{
    transfers(registry);
    bring_to(registry, anna_address, PECADDR_STATE_RETIRED);
}

static inline void anna_moved_and_gave_back(struct pecaddr_registry *registry)
{
    transfers(registry);
    bring_to(registry, anna_address, PECADDR_STATE_RELEASED);
}

static inline void anna_gave_back(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
    bring_to(registry, anna_address, PECADDR_STATE_RELEASED);
}

/* Two of the name retired, one after the other, each with a codice fiscale. */
static inline void two_retired(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    retires(registry, CF(1));
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
}

/* Who retired has a homonym on the number now. */
static inline void a_homonym_followed(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    retires(registry, CF(1));
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
}

/* The number was given to somebody of another name. */
static inline void luca_followed(struct pecaddr_registry *registry)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};

    leaves(registry, CF(1));
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
}

static inline void luca_followed_who_moved(struct pecaddr_registry *registry)
{
    const struct who luca = {"Luca", "Verdi", "MC", 'A', 5, CF_OF("VRDLCU", 2)};

    transfers(registry);
    ck_assert_int_eq(claim(registry, &luca, 0), PECADDR_CLAIMED);
}

/* Who moved, and of whose name another retired from the entry. */
static inline void one_moved_and_one_retired(struct pecaddr_registry *registry)
{
    const struct who second = anna(CF(2));

    transfers(registry);
    ck_assert_int_eq(claim(registry, &second, 1), PECADDR_CLAIMED);
    bring_to(registry, "anna.neri.mc@ingpec.eu", PECADDR_STATE_RETIRED);
}

/* In another domain another mailbox: it says nothing about who stands here. */
static inline void retired_in_another_domain(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "anna.neri@archiworldpec.it",
                                            .state = PECADDR_STATE_ACTIVE,
                                            .given = "Anna",
                                            .surname = "Neri",
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    STEP(retire_mailbox(registry, mailbox.address, "test", &step_error));
}

/* One who came from a plain list, with the entry and without a name. */
static inline void a_nameless_one_stands(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {.size = sizeof mailbox,
                                            .address = "a.n@ingpec.eu",
                                            .state = PECADDR_STATE_ACTIVE,
                                            .province = "MC",
                                            .section = 'A',
                                            .number = 5};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
}

/* From a plain list. */
static inline void a_list_has_the_address(struct pecaddr_registry *registry)
{
    const struct pecaddr_mailbox mailbox = {
        .size = sizeof mailbox, .address = anna_address, .state = PECADDR_STATE_ACTIVE};
    const struct pecaddr_mailbox *const mailboxes[] = {&mailbox};
    int result;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
}

/* A list that knows the codice fiscale of Anna's address, and of the rest what it is given. */
static inline void a_list_knows(struct pecaddr_registry *registry, struct pecaddr_mailbox known)
{
    const struct pecaddr_mailbox *const mailboxes[] = {&known};
    int result;

    known.size = sizeof known;
    known.address = anna_address;
    known.state = PECADDR_STATE_ACTIVE;
    known.holder = CF(1);
    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 0, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, PECADDR_OK);
}

static inline void a_list_knows_her_province(struct pecaddr_registry *registry)
{
    a_list_knows(registry,
                 (struct pecaddr_mailbox){.given = "Anna", .surname = "Neri", .province = "MC"});
}

static inline void a_list_knows_another_province(struct pecaddr_registry *registry)
{
    a_list_knows(registry,
                 (struct pecaddr_mailbox){.given = "Anna", .surname = "Neri", .province = "AN"});
}

static inline void a_list_knows_another_section(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){.surname = "Neri", .section = 'B'});
}

static inline void a_list_knows_another_number(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){.given = "Anna", .number = 9});
}

static inline void a_list_knows_her_surname(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){
                               .surname = "Neri", .province = "MC", .section = 'A', .number = 5});
}

static inline void a_list_knows_her_given_name(struct pecaddr_registry *registry)
{
    a_list_knows(registry, (struct pecaddr_mailbox){
                               .given = "Anna", .province = "MC", .section = 'A', .number = 5});
}

/* Her codice fiscale was wrong until it was corrected. */
static inline void anna_was_corrected(struct pecaddr_registry *registry)
{
    stands(registry, CF(1));
    STEP(relink_mailbox(registry, anna_address, CF(2), "test", &step_error));
}

static inline void a_nameless_one_left(struct pecaddr_registry *registry)
{
    a_nameless_one_stands(registry);
    STEP(leave_mailbox(registry, "a.n@ingpec.eu", "2028-05-01", "test", &step_error));
}

/* Who asks. CF(1), CF(2) and an omocodia of CF(1), as constants. */
#define ONE         "NRENNA00A01Z001D"
#define TWO         "NRENNA00A01Z002I"
#define OMOCODIA    "NRENNA00A01Z00MV"
#define PROVISIONAL "00000000018"

/* clang-format off */
#define ANNA                 {"Anna", "Neri", "MC", 'A', 5, ONE}
#define ANNA_UNKNOWN         {"ANNA", "Né-ri", "mc", 'a', 5, NULL} /* the same name */
#define ANNA_TWO             {"Anna", "Neri", "MC", 'A', 5, TWO}
#define ANNA_OMOCODIA        {"Anna", "Neri", "MC", 'A', 5, OMOCODIA}
#define ANNA_THERE           {"Anna", "Neri", "AN", 'B', 9, ONE}
#define ANNA_LUISA_THERE     {"Anna Luisa", "Neri", "AN", 'B', 9, ONE}
#define ADA                  {"Ada", "Neri", "MC", 'A', 5, NULL}
#define ADA_ONE              {"Ada", "Neri", "MC", 'A', 5, ONE}
#define ADA_TWO              {"Ada", "Neri", "MC", 'A', 5, TWO}
#define ADA_THERE            {"Ada", "Neri", "AN", 'B', 9, ONE}
#define NEW_NUMBER(holder)   {"Anna", "Neri", "MC", 'A', 6, holder}
#define OTHER_ORDER(holder)  {"Anna", "Neri", "AN", 'A', 5, holder}
/* clang-format on */

#endif
