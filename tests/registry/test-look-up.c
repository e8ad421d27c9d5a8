/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whose addresses are, many at once. SPEC §5.
 */
#include "registry/registry-fixture.h"

static const struct who anna = {"Anna", "Neri", "MC", 'A', 5, "NRENNA00A01Z001D"};
static const char annas[] = "anna.neri@ingpec.eu";

#define MANY 9000 /* more than one statement has */

struct asked {
    char texts[MANY][PECADDR_ADDRESS_MAX + 1];
    const char *addresses[MANY];
    int results[MANY];
    struct pecaddr_reason reasons[MANY];
    struct pecaddr_reason *pointers[MANY];
};

static struct asked *ask_for(size_t n)
{
    struct asked *asked = calloc(1, sizeof *asked);

    ck_assert_ptr_nonnull(asked);
    for (size_t i = 0; i < n; i++) {
        snprintf(asked->texts[i], sizeof asked->texts[i], "m%zu@ingpec.eu", i);
        asked->addresses[i] = asked->texts[i];
        asked->results[i] = 77;
        asked->reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
        asked->pointers[i] = &asked->reasons[i];
    }
    return asked;
}

static void look_up(struct pecaddr_registry *registry, struct asked *asked, size_t n)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    int r = pecaddr_registry_look_up(registry, asked->addresses, n, asked->results, asked->pointers,
                                     &error);

    ck_assert_msg(r == PECADDR_OK, "%s", error.message);
}

START_TEST(each_is_told_with_its_state_and_holder)
{
    static const struct {
        enum pecaddr_state state;
        int result;
    } cases[] = {
        {PECADDR_STATE_RESERVED, PECADDR_OK},
        {PECADDR_STATE_ACTIVE, PECADDR_OK},
        {PECADDR_STATE_RETIRED, PECADDR_OK},
        {PECADDR_STATE_RELEASED, PECADDR_NO_MATCH},
    };

    for (size_t i = 0; i < N_OF(cases); i++) {
        struct pecaddr_registry *registry = open_new();
        struct asked *asked = ask_for(5);

        ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
        bring_to(registry, annas, cases[i].state);
        asked->addresses[1] = "Anna.NERI@IngPEC.eu";
        asked->addresses[2] = "no address";
        asked->addresses[3] = NULL;
        asked->addresses[4] = annas;
        look_up(registry, asked, 5);
        ck_assert_int_eq(asked->results[0], PECADDR_NO_MATCH);
        ck_assert_str_eq(asked->reasons[0].address, "");
        ck_assert_int_eq(asked->reasons[0].state, 0);
        ck_assert_int_eq(asked->results[2], PECADDR_E_ARGUMENT);
        ck_assert_int_eq(asked->results[3], PECADDR_E_ARGUMENT);
        for (size_t k = 1; k < 5; k += 3) {
            const struct pecaddr_reason *reason = &asked->reasons[k];

            ck_assert_int_eq(asked->results[k], cases[i].result);
            ck_assert_int_eq(reason->code, PECADDR_OK);
            ck_assert_int_eq(reason->state, cases[i].state);
            ck_assert_str_eq(reason->address, annas);
            ck_assert_str_eq(reason->holder, anna.holder);
            ck_assert_str_eq(reason->surname, "Neri");
            ck_assert_str_eq(reason->province, "MC");
            ck_assert_uint_eq(reason->number, 5);
        }
        free(asked);
        pecaddr_registry_close(registry);
    }
}
END_TEST

START_TEST(of_one_that_was_given_back_twice_the_last_is_told)
{
    const struct who other = {"Anna", "Neri", "AN", 'B', 7, NULL};
    struct pecaddr_registry *registry = open_new();
    struct asked *asked = ask_for(1);

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_RELEASED);
    ck_assert_int_eq(claim(registry, &other, 0), PECADDR_CLAIMED);
    bring_to(registry, annas, PECADDR_STATE_RELEASED);
    asked->addresses[0] = annas;
    look_up(registry, asked, 1);
    ck_assert_int_eq(asked->results[0], PECADDR_NO_MATCH);
    ck_assert_str_eq(asked->reasons[0].province, "AN");
    free(asked);
    pecaddr_registry_close(registry);
}
END_TEST

static int note(void *user, const struct pecaddr_mailbox *mailbox)
{
    (void)mailbox;
    *(bool *)user = true;
    return PECADDR_OK;
}

START_TEST(many_are_answered_as_one_by_one)
{
    struct pecaddr_registry *registry = open_new();
    struct asked *asked = ask_for(MANY);
    struct pecaddr_mailbox mailboxes[100];
    const struct pecaddr_mailbox *pointers[N_OF(mailboxes)];
    int results[N_OF(mailboxes)];

    for (size_t i = 0; i < N_OF(mailboxes); i++) {
        mailboxes[i] = (struct pecaddr_mailbox){
            .size = sizeof *mailboxes, .address = asked->texts[i * (MANY / N_OF(mailboxes))]};
        pointers[i] = &mailboxes[i];
    }
    ck_assert_int_eq(
        pecaddr_registry_import(registry, pointers, N_OF(pointers), 0, results, NULL, NULL),
        PECADDR_OK);
    STEP(release_mailbox(registry, mailboxes[3].address, "test", &step_error));
    look_up(registry, asked, MANY);
    for (size_t i = 0; i < MANY; i++) {
        bool is_one = i % (MANY / N_OF(mailboxes)) == 0;
        bool is_known = is_one && asked->addresses[i] != mailboxes[3].address;

        if (asked->results[i] != (is_known ? PECADDR_OK : PECADDR_NO_MATCH) ||
            (asked->reasons[i].state != 0) != is_one)
            ck_abort_msg("%s: %d", asked->addresses[i], asked->results[i]);
    }
    for (size_t i = 0; i < MANY; i += 45) {
        struct pecaddr_registry_search search = PECADDR_REGISTRY_SEARCH_INIT;
        bool found = false;

        search.address = asked->addresses[i];
        ck_assert_int_eq(pecaddr_registry_find(registry, &search, note, &found, NULL), PECADDR_OK);
        ck_assert_int_eq(asked->results[i], found ? PECADDR_OK : PECADDR_NO_MATCH);
    }
    free(asked);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_preview_tells_what_would_be_on_record)
{
    const struct who other = {"Ugo", "Riva", "MC", 'A', 10, NULL};
    struct pecaddr_registry *registry = open_new(), *preview = NULL;
    struct asked *asked = ask_for(3);

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    ck_assert_int_eq(claim(registry, &(struct who){"Ida", "Sala", "MC", 'A', 9, NULL}, 0),
                     PECADDR_CLAIMED);
    bring_to(registry, "ida.sala@ingpec.eu", PECADDR_STATE_RELEASED);
    ck_assert_int_eq(pecaddr_registry_preview(registry, &preview, NULL), PECADDR_OK);
    ck_assert_int_eq(claim(preview, &other, 0), PECADDR_CLAIMED);
    asked->addresses[0] = annas;
    asked->addresses[1] = "ugo.riva@ingpec.eu";
    asked->addresses[2] = "ida.sala@ingpec.eu";
    look_up(preview, asked, 3);
    ck_assert_int_eq(asked->results[0], PECADDR_OK);
    ck_assert_int_eq(asked->results[1], PECADDR_OK);
    ck_assert_int_eq(asked->results[2], PECADDR_NO_MATCH);
    ck_assert_int_eq(asked->reasons[2].state, PECADDR_STATE_RELEASED);
    look_up(registry, asked, 3);
    ck_assert_int_eq(asked->results[1], PECADDR_NO_MATCH);
    ck_assert_str_eq(asked->reasons[1].address, "");
    free(asked);
    pecaddr_registry_close(preview);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(reasons_are_told_to_whoever_wants_them)
{
    struct pecaddr_registry *registry = open_new();
    struct asked *asked = ask_for(2);

    ck_assert_int_eq(claim(registry, &anna, 0), PECADDR_CLAIMED);
    asked->addresses[1] = annas;
    asked->pointers[1] = NULL;
    look_up(registry, asked, 2);
    ck_assert_int_eq(asked->results[1], PECADDR_OK);
    asked->results[1] = 77;
    ck_assert_int_eq(
        pecaddr_registry_look_up(registry, asked->addresses, 2, asked->results, NULL, NULL),
        PECADDR_OK);
    ck_assert_int_eq(asked->results[0], PECADDR_NO_MATCH);
    ck_assert_int_eq(asked->results[1], PECADDR_OK);
    free(asked);
    pecaddr_registry_close(registry);
}
END_TEST

START_TEST(a_question_that_is_none_is_refused)
{
    struct pecaddr_registry *registry = open_new();
    struct asked *asked = ask_for(1);
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;

    ck_assert_int_eq(
        pecaddr_registry_look_up(NULL, asked->addresses, 1, asked->results, NULL, NULL),
        PECADDR_E_ARGUMENT);
    ck_assert_int_eq(pecaddr_registry_look_up(registry, NULL, 1, asked->results, NULL, &error),
                     PECADDR_E_ARGUMENT);
    ck_assert_str_eq(error.message, "there are no addresses, or no place for the results");
    ck_assert_int_eq(pecaddr_registry_look_up(registry, asked->addresses, 1, NULL, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    asked->reasons[0].size = 3;
    ck_assert_int_eq(pecaddr_registry_look_up(registry, asked->addresses, 1, asked->results,
                                              asked->pointers, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(asked->results[0], 77);
    ck_assert_int_eq(pecaddr_registry_look_up(registry, NULL, 0, NULL, NULL, NULL), PECADDR_OK);
    free(asked);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        each_is_told_with_its_state_and_holder, of_one_that_was_given_back_twice_the_last_is_told,
        many_are_answered_as_one_by_one,        a_preview_tells_what_would_be_on_record,
        reasons_are_told_to_whoever_wants_them, a_question_that_is_none_is_refused,
    };

    return run_suite("look-up", tests, N_OF(tests));
}
