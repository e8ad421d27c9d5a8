/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A list that comes in by several calls, SPEC §5: what is refused blocks its address when any row of the
 * list has a valid fact, and a preview says of all of it the very same as is done.
 */
#include "registry/registry-fixture.h"

#define LIST 60

/* Rows from a small world, in which they meet: repeats, other holders, other states, wrong facts. */
struct list {
    struct pecaddr_mailbox rows[LIST];
    const struct pecaddr_mailbox *pointers[LIST];
    char addresses[LIST][PECADDR_ADDRESS_MAX + 1];
    char holders[LIST][17];
    size_t n;
};

static bool one_in(uint32_t n, uint32_t *state)
{
    return next_number(state, n) == 0;
}

static void fill_row(struct list *list, size_t i, uint32_t *state)
{
    static const char *const given[] = {"Mario", "MARIO", "Anna", "Mario Luca"};
    static const char *const surnames[] = {"Rossi", "ROSSI", "Neri"};
    struct pecaddr_mailbox *row = &list->rows[i];

    *row = (struct pecaddr_mailbox)PECADDR_MAILBOX_INIT;
    snprintf(list->addresses[i], sizeof list->addresses[i], "m%u@ingpec.eu",
             (unsigned)next_number(state, 12));
    row->address = list->addresses[i];
    row->state = (enum pecaddr_state)next_number(state, PECADDR_STATE_RETIRED + 1);
    if (one_in(12, state))
        row->receipt = "blocked";
    if (!one_in(4, state)) {
        row->given = given[next_number(state, N_OF(given))];
        row->surname = surnames[next_number(state, N_OF(surnames))];
    }
    if (!one_in(3, state)) {
        row->province = one_in(4, state) ? "AN" : "MC";
        row->section = one_in(10, state) ? 'Z' : 'A';
        row->number = next_number(state, 6);
    }
    if (!one_in(3, state)) {
        row->holder = holder_of("RSSMRA", next_number(state, 8), list->holders[i]);
        if (one_in(10, state))
            list->holders[i][15] = list->holders[i][15] == 'A' ? 'B' : 'A';
    }
    if (one_in(4, state))
        row->expires = one_in(3, state) ? "2031-02-30" : "2031-12-31";
    if (one_in(6, state))
        row->left = "2024-02-29";
}

static void fill_list(struct list *list, uint32_t *state)
{
    list->n = LIST;
    for (size_t i = 0; i < list->n; i++) {
        fill_row(list, i, state);
        list->pointers[i] = &list->rows[i];
    }
}

/* What became of each row, in words. */
static void bring_in(struct pecaddr_registry *registry, const struct list *list, size_t at_once,
                     unsigned flags, struct dumped *told)
{
    for (size_t done = 0; done < list->n; done += at_once) {
        size_t n = at_once < list->n - done ? at_once : list->n - done;
        struct pecaddr_reason reasons[LIST], *pointers[LIST];
        int results[LIST];

        for (size_t i = 0; i < n; i++) {
            reasons[i] = (struct pecaddr_reason)PECADDR_REASON_INIT;
            pointers[i] = &reasons[i];
        }
        ck_assert_int_eq(pecaddr_registry_import(registry, list->pointers + done, n, flags, results,
                                                 pointers, NULL),
                         PECADDR_OK);
        for (size_t i = 0; i < n; i++) {
            const struct pecaddr_reason *r = &reasons[i];

            add_line(told, "%s: %d %d %d %x %x %x %d %d %s %d %s %s%c%u %s %s %s %s\n",
                     list->rows[done + i].address, results[i], r->code, (int)r->contradiction,
                     r->differs, r->unknown, r->refused, r->blocked, r->omocodia, r->address,
                     (int)r->state, r->holder, r->province, r->section != 0 ? r->section : '-',
                     r->number, r->expires, r->left, r->given, r->surname);
        }
    }
}

/* Of those that can be, one in two. */
static void release_some(struct pecaddr_registry *registry)
{
    for (unsigned i = 0; i < 12; i += 2) {
        char address[PECADDR_ADDRESS_MAX + 1];
        struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
        int r;

        snprintf(address, sizeof address, "m%u@ingpec.eu", i);
        r = release_mailbox(registry, address, "test", &error);
        ck_assert_msg(r == PECADDR_OK || r == PECADDR_E_STATE, "%s", error.message);
    }
}

START_TEST(a_preview_takes_in_a_list_as_the_registry_would_and_writes_nothing)
{
    static struct dumped before, now, real, previewed;
    const unsigned rounds = on_postgres() ? 6 : 60;

    for (uint32_t seed = 1; seed <= rounds; seed++) {
        uint32_t state = seed * 2654435761u;
        struct pecaddr_registry *base, *copy, *preview = NULL;
        char uri[POSTGRES_URI_MAX];
        struct folder folder;
        struct list list;

        base = make_registry(&folder);
        fill_list(&list, &state);
        list.n = LIST / 3;
        real.size = 0;
        bring_in(base, &list, LIST, 0, &real);
        release_some(base);
        pecaddr_registry_close(base);
        copy_registry(&folder, uri);
        base = open_uri(folder.uri);
        copy = open_uri(uri);
        dump_registry(base, &before);
        ck_assert_int_eq(pecaddr_registry_preview(base, &preview, NULL), PECADDR_OK);
        for (int i = 0; i < 2; i++) {
            size_t at_once = 1 + next_number(&state, LIST);
            unsigned flags = one_in(2, &state) ? PECADDR_IMPORT_BLOCK : 0;

            fill_list(&list, &state);
            real.size = previewed.size = 0;
            bring_in(copy, &list, at_once, flags, &real);
            bring_in(preview, &list, at_once, flags, &previewed);
            ck_assert_msg(strcmp(real.text, previewed.text) == 0, "seed %u: %s--- %s", seed,
                          real.text, previewed.text);
        }
        pecaddr_registry_close(preview);
        dump_registry(base, &now);
        ck_assert_str_eq(now.text, before.text);
        pecaddr_registry_close(base);
        pecaddr_registry_close(copy);
        remove_folder(&folder);
    }
}
END_TEST

/* A row of an address alone, whose state is none, and one with a fact. */
static const struct pecaddr_mailbox bad = {
    .size = sizeof bad, .address = "x1@ingpec.eu", .state = (enum pecaddr_state)99};
static const struct pecaddr_mailbox good = {
    .size = sizeof good, .address = "x2@ingpec.eu", .surname = "Neri"};

/* Brings in one; whether it is on record now. */
static bool stands_after(const struct pecaddr_mailbox *mailbox, unsigned flags)
{
    const struct pecaddr_mailbox *const mailboxes[] = {mailbox};
    struct pecaddr_registry *registry = open_new();
    int result = 77;
    bool stands;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, flags, &result, NULL, NULL),
                     PECADDR_OK);
    ck_assert_int_eq(result, mailbox == &bad ? PECADDR_E_ARGUMENT : PECADDR_OK);
    stands = count_events(registry) == 1;
    pecaddr_registry_close(registry);
    return stands;
}

START_TEST(what_is_refused_blocks_its_address_when_the_caller_knows_of_a_fact_in_the_list)
{
    ck_assert(stands_after(&good, 0));
    ck_assert(!stands_after(&bad, 0));
    ck_assert(stands_after(&bad, PECADDR_IMPORT_BLOCK));
    ck_assert(!stands_after(&bad, PECADDR_IMPORT_BLOCK | PECADDR_IMPORT_DRY_RUN));
}
END_TEST

START_TEST(another_way_to_bring_in_is_refused)
{
    const struct pecaddr_mailbox *const mailboxes[] = {&good};
    struct pecaddr_registry *registry = open_new();
    int result = 77;

    ck_assert_int_eq(pecaddr_registry_import(registry, mailboxes, 1, 8, &result, NULL, NULL),
                     PECADDR_E_ARGUMENT);
    ck_assert_int_eq(result, 77);
    ck_assert_uint_eq(count_events(registry), 0);
    pecaddr_registry_close(registry);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_preview_takes_in_a_list_as_the_registry_would_and_writes_nothing,
        what_is_refused_blocks_its_address_when_the_caller_knows_of_a_fact_in_the_list,
        another_way_to_bring_in_is_refused,
    };

    return run_long_suite("import-calls", tests, N_OF(tests));
}
