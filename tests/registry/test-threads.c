/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads that share a scheme, and have each its own handle of one registry: the thread rules of pecaddr.h and
 * registry.h. Under ThreadSanitizer (tests/matrix.sh threads) it also holds that they share nothing else.
 */
#include "registry/registry-fixture.h"

#include <pthread.h>

enum { THREADS = 4, PERSONS = 24, TURNS = 50 };

static const struct pecaddr_scheme *shared;

static void together(void *(*work)(void *), void *first, size_t size)
{
    pthread_t threads[THREADS];

    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, (char *)first + i * size), 0);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_join(threads[i], NULL), 0);
}

/* A scheme. */

static const struct name {
    const char *given, *surname, *expected;
} names[] = {
    {"Mario", "Rossi", "mario.rossi"},   {"NICOLO'", "D’ANGELO", "nicolo.dangelo"},
    {"Maja", "Marušič", "maja.marusic"}, {"Maria Grazia", "Di Stasio", "mariagrazia.distasio"},
    {"Jörg", "Müller", "joerg.mueller"},
};

/* How many names a thread had wrong. */
struct folding {
    size_t wrong;
};

static void *fold(void *user)
{
    struct folding *folding = user;

    for (size_t turn = 0; turn < TURNS * N_OF(names); turn++) {
        const struct name *name = &names[turn % N_OF(names)];
        struct pecaddr_person person = PECADDR_PERSON_INIT;
        char local_part[PECADDR_LOCAL_PART_MAX + 1];
        size_t size;

        person.given = text_of(name->given);
        person.surname = text_of(name->surname);
        folding->wrong += pecaddr_local_part(shared, &person, NULL, local_part, sizeof local_part,
                                             &size, NULL, NULL) != PECADDR_OK ||
                          strcmp(local_part, name->expected) != 0;
    }
    return NULL;
}

START_TEST(threads_that_share_a_scheme_have_each_the_right_names)
{
    static const char text[] = "name = shared\ndomain = pec.example\nrule = {given}.{surname}\n";
    struct folding foldings[THREADS] = {{0}};
    const struct pecaddr_scheme *own;

    ck_assert_int_eq(pecaddr_scheme_parse(text_of(text), NULL, &own, NULL), PECADDR_OK);
    shared = own;
    together(fold, foldings, sizeof foldings[0]);
    pecaddr_scheme_free(own);
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_uint_eq(foldings[i].wrong, 0);
}
END_TEST

/* A registry. */

/* Homonyms of a thread's own, and one who is everybody's, with the addresses that they were given. */
struct claiming {
    const char *uri;
    unsigned first_number;
    int failure;
    struct pecaddr_assignment assignments[PERSONS];
};

static struct pecaddr_person homonym(const struct claiming *claiming, unsigned i, char holder[17])
{
    const unsigned number = i == 0 ? 1 : claiming->first_number + i;
    struct pecaddr_person person = PECADDR_PERSON_INIT;

    person.given = text_of("Mario");
    person.surname = text_of("Rossi");
    person.province = text_of("MC");
    person.section = 'A';
    person.number = number;
    person.holder = text_of(holder_of("RSSMRA", number, holder));
    return person;
}

/* No assertion of Check: it keeps a place for one thread alone. */
static void *claim_all(void *user)
{
    struct claiming *claiming = user;
    struct pecaddr_registry *registry = NULL;

    claiming->failure = pecaddr_registry_open(claiming->uri, &registry, NULL);
    for (unsigned i = 0; i < PERSONS && claiming->failure == PECADDR_OK; i++) {
        char holder[17];
        const struct pecaddr_person person = homonym(claiming, i, holder);

        claiming->assignments[i] = (struct pecaddr_assignment)PECADDR_ASSIGNMENT_INIT;
        claiming->failure = pecaddr_registry_assign(registry, pecaddr_scheme_ingpec(), &person,
                                                    &claiming->assignments[i], NULL, NULL);
    }
    pecaddr_registry_close(registry);
    return NULL;
}

static int compare_addresses(const void *one, const void *other)
{
    const struct pecaddr_assignment *const *a = one, *const *b = other;

    return strcmp((*a)->address, (*b)->address);
}

START_TEST(threads_with_a_handle_each_give_everybody_one_address_and_none_twice)
{
    struct folder folder;
    struct claiming claimings[THREADS] = {0};
    const struct pecaddr_assignment *all[THREADS * PERSONS];
    size_t n = 0, twice = 0;

    pecaddr_registry_close(make_registry(&folder));
    for (unsigned i = 0; i < THREADS; i++)
        claimings[i] = (struct claiming){.uri = folder.uri, .first_number = 1000 * (i + 1)};
    together(claim_all, claimings, sizeof claimings[0]);
    for (size_t i = 0; i < THREADS; i++) {
        ck_assert_int_eq(claimings[i].failure, PECADDR_OK);
        /* Whom all asked about has one address, whoever was first. */
        ck_assert_str_eq(claimings[i].assignments[0].address, claimings[0].assignments[0].address);
        for (size_t k = i == 0 ? 0 : 1; k < PERSONS; k++) {
            ck_assert_int_eq(claimings[i].assignments[k].status, PECADDR_OK);
            all[n++] = &claimings[i].assignments[k];
        }
    }
    qsort(all, n, sizeof all[0], compare_addresses);
    for (size_t i = 1; i < n; i++)
        twice += strcmp(all[i]->address, all[i - 1]->address) == 0;
    ck_assert_uint_eq(twice, 0);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        threads_that_share_a_scheme_have_each_the_right_names,
        threads_with_a_handle_each_give_everybody_one_address_and_none_twice,
    };

    return run_suite("threads", tests, N_OF(tests));
}
