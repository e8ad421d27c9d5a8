/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A caller of the registry, as the proofs of races, kills and failovers need many
 * (tests/registry/proofs/proof_*.py).
 *
 *     claimant URI [CHUNK [TRIES]]
 *
 * It does what it reads, an order on each line, and writes a line for what the registry has
 * acknowledged, as soon as it has:
 *
 *     init                          init
 *     resume                        resume
 *     claim PERSON                  claim PERSON LEVEL ADDRESS
 *     activate, release, retire     activate PERSON LEVEL ADDRESS …
 *     change PERSON                 change PERSON LEVEL ADDRESS: the new one
 *     intrude PERSON                intrude PERSON -1 -: others asked with what is this person's,
 *                                   and each was refused because of it
 *
 * Up to CHUNK claims in succession are one batch. What fails for the moment is tried again, TRIES
 * times; what cannot be done ends the program with status 1 and a sentence on stderr. Before a
 * step it looks whether an earlier run has taken it, for the step may have been done although
 * nobody was told: so what was not acknowledged can be ordered again. Orders are meant to be obeyed
 * by one program for each person.
 *
 * Persons are invented, the same for each number: sixteen homonyms after each other in nine Orders.
 * Somebody has looked at whatever is doubtful about them, so that none has to wait.
 * Those of an odd set ask for a change because of a corrected name, the others as homonyms. Every
 * fourth person has no codice fiscale, and is only claimed.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pecaddr/registry.h>

#include "registry/steps.h"

#define N_OF(array) (sizeof(array) / sizeof *(array))

static _Noreturn void give_up(const char *what, uint32_t person, const char *why)
{
    fprintf(stderr, "claimant: %s %" PRIu32 ": %s\n", what, person, why);
    exit(EXIT_FAILURE);
}

/* Persons. */

#define HOMONYMS 16

/* Four in Macerata, three in Ancona, two in Ascoli Piceno and in Pesaro e Urbino, five alone. */
static const char orders[HOMONYMS][3] = {"MC", "AN", "MC", "AP", "RM", "PU", "MC", "AN",
                                         "MI", "AP", "TO", "MC", "PU", "AN", "FM", "NA"};

/* None begins with another, so that any two after each other are the names of one set alone. */
static const char *const given_names[] = {
    "Alberto",   "Alessia",   "Andrea",  "Antonio",  "Barbara",  "Bruno",    "Carla",    "Cristina",
    "Daniele",   "Davide",    "Elena",   "Emanuela", "Enrico",   "Fabio",    "Federica", "Filippo",
    "Franco",    "Gabriella", "Giorgio", "Giovanni", "Giulia",   "Ilaria",   "Irene",    "Laura",
    "Lorenzo",   "Luca",      "Luigi",   "Manuela",  "Marco",    "Mario",    "Massimo",  "Matteo",
    "Monica",    "Nicola",    "Paola",   "Patrizia", "Pietro",   "Raffaele", "Riccardo", "Roberto",
    "Sandra",    "Sergio",    "Silvia",  "Simone",   "Stefania", "Tiziana",  "Tommaso",  "Umberto",
    "Valentina", "Vittorio",
};

static const char *const surnames[] = {
    "Amato",   "Barbieri", "Basile",    "Benedetti",  "Bernardi", "Bianchi", "Bianco",
    "Bruno",   "Caputo",   "Caruso",    "Cattaneo",   "Colombo",  "Conte",   "Costa",
    "Coppola", "De Luca",  "De Santis", "D'Angelo",   "Esposito", "Fabbri",  "Farina",
    "Ferrara", "Ferrari",  "Ferri",     "Fiore",      "Fontana",  "Galli",   "Gallo",
    "Gatti",   "Gentile",  "Giordano",  "Grassi",     "Greco",    "Leone",   "Lombardi",
    "Longo",   "Mancini",  "Marchetti", "Mariani",    "Marino",   "Martini", "Messina",
    "Moretti", "Neri",     "Orlando",   "Pellegrini", "Ricci",    "Rossi",   "Sala",
    "Vitale",
};

#define SETS_MAX    (N_OF(given_names) * N_OF(surnames) * (N_OF(given_names) + 1))
#define PERSONS_MAX (SETS_MAX * HOMONYMS)

struct invented {
    struct pecaddr_person person;
    uint32_t number;
    char given[64];
    char holder[PECADDR_HOLDER_MAX + 1];
};

/* Gives a codice fiscale the character that checks the others. */
static void complete(char holder[PECADDR_HOLDER_MAX + 1])
{
    holder[15] = 'A';
    while (pecaddr_holder_check(pecaddr_text_of(holder), NULL, 0, NULL) != PECADDR_OK)
        holder[15]++;
}

/* A codice fiscale that is well formed and fits the name, each number's own: no country of birth
   has a code below Z100. */
static void invent_holder(struct pecaddr_person *person, uint32_t number,
                          char holder[PECADDR_HOLDER_MAX + 1])
{
    struct pecaddr_holder_comparison name = PECADDR_HOLDER_COMPARISON_INIT;

    snprintf(holder, PECADDR_HOLDER_MAX + 1, "XXXXXX00A01Z000A");
    complete(holder);
    person->holder = pecaddr_text_of(holder);
    pecaddr_holder_compare(pecaddr_scheme_ingpec(), person, &name, NULL);
    snprintf(holder, PECADDR_HOLDER_MAX + 1, "%s%s%02u%c%02uZ0%02uA", name.surname, name.given,
             (unsigned)(number / 100 % 100), "ABCDEHLMPRST"[number / 10000 % 12],
             (unsigned)(1 + number / 120000 % 31), (unsigned)(number % 100));
    complete(holder);
}

static void invent(struct invented *invented, uint32_t number)
{
    uint32_t set = number / HOMONYMS;
    uint32_t second = (uint32_t)(set / N_OF(given_names) / N_OF(surnames));

    invented->number = number;
    snprintf(invented->given, sizeof invented->given, "%s%s%s",
             given_names[set % N_OF(given_names)], second > 0 ? " " : "",
             second > 0 ? given_names[(second - 1) % N_OF(given_names)] : "");
    invented->person = (struct pecaddr_person)PECADDR_PERSON_INIT;
    invented->person.given = pecaddr_text_of(invented->given);
    invented->person.surname = pecaddr_text_of(surnames[set / N_OF(given_names) % N_OF(surnames)]);
    invented->person.province = pecaddr_text_of(orders[number % HOMONYMS]);
    invented->person.section = number % 3 == 0 ? 'B' : 'A';
    invented->person.number = number + 1;
    invented->person.accepted = PECADDR_NOTES_REVIEW | PECADDR_NOTE_MOVED | PECADDR_NOTE_RETURNED;
    if (number % 4 != 3)
        invent_holder(&invented->person, number, invented->holder);
}

/* The client. */

struct client {
    const char *uri;
    struct pecaddr_registry *registry;
    unsigned tries;
    unsigned repeats; /* how often something was tried again */
    size_t chunk;
    size_t n; /* persons whose claims wait to be a batch */
    struct invented *invented;
    const struct pecaddr_person **persons;
    struct pecaddr_assignment *assignments;
    struct pecaddr_assignment **results;
    void *scratch;
    size_t scratch_size;
};

static void *allocate(size_t n, size_t size)
{
    void *memory = calloc(n, size);

    if (memory == NULL)
        give_up("memory", 0, "there is not enough");
    return memory;
}

static void acknowledge(const char *order, uint32_t person, unsigned level, const char *address)
{
    int shown = level == PECADDR_LEVEL_NONE ? -1 : (int)level;

    if (printf("%s %" PRIu32 " %d %s\n", order, person, shown, address) < 0 || fflush(stdout) != 0)
        give_up(order, person, "stdout cannot be written");
}

/* Before the next try: as a caller would, a moment later. */
static void try_again(struct client *client, unsigned attempt, const char *order, uint32_t person,
                      const char *why)
{
    struct timespec moment = {.tv_nsec = 50 * 1000 * 1000};

    if (attempt + 1 >= client->tries)
        give_up(order, person, why);
    client->repeats++;
    nanosleep(&moment, NULL);
}

static void open_client(struct client *client)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    int r = PECADDR_E_STORAGE;

    for (unsigned i = 0; client->registry == NULL; i++) {
        r = pecaddr_registry_open(client->uri, &client->registry, &error);
        if (r != PECADDR_OK && r != PECADDR_E_STORAGE)
            give_up("open", 0, error.message);
        if (r != PECADDR_OK)
            try_again(client, i, "open", 0, error.message);
    }
}

static void init(const struct client *client)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    if (pecaddr_registry_init(client->uri, &error) != PECADDR_OK)
        give_up("init", 0, error.message);
    if (puts("init") < 0 || fflush(stdout) != 0)
        give_up("init", 0, "stdout cannot be written");
}

static void resume(struct client *client)
{
    struct pecaddr_registry_error error = {.size = sizeof error};

    open_client(client);
    if (pecaddr_registry_resume(client->registry, &error) != PECADDR_OK)
        give_up("resume", 0, error.message);
    if (puts("resume") < 0 || fflush(stdout) != 0)
        give_up("resume", 0, "stdout cannot be written");
}

/* Claims. */

/* Writes what a batch gave, and keeps in it who must ask again. */
static void read_results(struct client *client)
{
    size_t kept = 0;

    for (size_t i = 0; i < client->n; i++) {
        const struct pecaddr_assignment *assignment = client->results[i];
        uint32_t number = client->invented[i].number;

        if (assignment->status == PECADDR_OK)
            acknowledge("claim", number, assignment->level, assignment->address);
        else if (assignment->status == PECADDR_E_UNAVAILABLE &&
                 assignment->failure == PECADDR_E_STORAGE)
            invent(&client->invented[kept++], number);
        else
            give_up("claim", number,
                    pecaddr_strerror(assignment->failure != 0 ? assignment->failure
                                                              : assignment->status));
    }
    client->n = kept;
}

static void claim_all(struct client *client)
{
    for (unsigned i = 0; client->n > 0; i++) {
        int r;

        for (size_t k = 0; k < client->n; k++)
            client->results[k]->size = sizeof **client->results;
        r = pecaddr_resolve_batch(pecaddr_scheme_ingpec(), client->persons, client->n,
                                  PECADDR_CLAIM, pecaddr_registry_ask, client->registry,
                                  client->scratch, client->scratch_size, client->results);
        if (r != PECADDR_OK && r != PECADDR_E_UNAVAILABLE)
            give_up("claim", client->invented[0].number, pecaddr_strerror(r));
        read_results(client);
        if (client->n > 0)
            try_again(client, i, "claim", client->invented[0].number,
                      pecaddr_registry_message(client->registry));
    }
}

static void claim(struct client *client, uint32_t number)
{
    invent(&client->invented[client->n++], number);
    if (client->n == client->chunk)
        claim_all(client);
}

/* Steps of life. */

#define WHY "proof"

/* What is on record of a person. */
struct kept {
    bool found;
    enum pecaddr_state state;
    unsigned level;
    bool changed; /* by an order to change */
    const struct invented *invented;
    char address[PECADDR_ADDRESS_MAX + 1];
};

static bool has_corrected_name(uint32_t number)
{
    return number / HOMONYMS % 2 == 1;
}

static int keep(void *user, const struct pecaddr_mailbox *mailbox)
{
    struct kept *kept = user;

    kept->found = true;
    kept->state = mailbox->state;
    kept->level = mailbox->level;
    kept->changed = strcmp(mailbox->given, kept->invented->given) != 0 ||
                    strstr(mailbox->receipt, "released") != NULL;
    snprintf(kept->address, sizeof kept->address, "%s", mailbox->address);
    return 0;
}

static int look(struct client *client, const struct invented *invented, struct kept *ret_kept,
                struct pecaddr_registry_error *error)
{
    memset(ret_kept, 0, sizeof *ret_kept);
    ret_kept->invented = invented;
    return each_mailbox(client->registry, NULL, invented->holder, 0, keep, ret_kept, error);
}

typedef int step_fn(struct client *client, struct kept *kept, struct pecaddr_registry_error *error);

static int activate(struct client *client, struct kept *kept, struct pecaddr_registry_error *error)
{
    return activate_mailbox(client->registry, kept->address, "2030-12-31", WHY, error);
}

static int release(struct client *client, struct kept *kept, struct pecaddr_registry_error *error)
{
    return kept->found ? release_mailbox(client->registry, kept->address, WHY, error)
                       : PECADDR_DONE;
}

static int retire(struct client *client, struct kept *kept, struct pecaddr_registry_error *error)
{
    return retire_mailbox(client->registry, kept->address, WHY, error);
}

static int change(struct client *client, struct kept *kept, struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_text given = {0}, surname = {0};
    char corrected[80];
    int r;

    if (kept->changed)
        return PECADDR_DONE;
    if (has_corrected_name(kept->invented->number)) {
        snprintf(corrected, sizeof corrected, "%s Pio", kept->invented->given);
        given = pecaddr_text_of(corrected);
        surname = kept->invented->person.surname;
    }
    r = change_mailbox(client->registry, pecaddr_scheme_ingpec(), kept->address, given, surname,
                       WHY, &assignment, error);
    if (r == PECADDR_OK) {
        kept->level = assignment.level;
        memcpy(kept->address, assignment.address, sizeof kept->address);
    }
    return r;
}

static const struct {
    const char *name;
    step_fn *take;
} steps[] = {{"activate", activate}, {"release", release}, {"retire", retire}, {"change", change}};

static void take_step(struct client *client, const char *order, uint32_t number)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct invented invented;
    struct kept kept;
    size_t k = 0;

    while (k < N_OF(steps) && strcmp(steps[k].name, order) != 0)
        k++;
    invent(&invented, number);
    if (k == N_OF(steps) || invented.holder[0] == '\0')
        give_up(order, number, "no such order");
    for (unsigned i = 0;; i++) {
        int r = look(client, &invented, &kept, &error);

        if (r == PECADDR_OK)
            r = steps[k].take(client, &kept, &error);
        if (r == PECADDR_OK || r == PECADDR_DONE)
            break;
        if (r != PECADDR_E_STORAGE)
            give_up(order, number, error.message);
        try_again(client, i, order, number, error.message);
    }
    acknowledge(order, number, kept.level, kept.address[0] != '\0' ? kept.address : "-");
}

/* Others. */

/* Whether a person is refused as one whom what is on record contradicts, and by what. */
static int be_refused(struct client *client, const struct pecaddr_person *person,
                      enum pecaddr_contradiction contradiction,
                      struct pecaddr_registry_error *error)
{
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_reason reason = PECADDR_REASON_INIT;
    int r = pecaddr_registry_assign(client->registry, pecaddr_scheme_ingpec(), person, &assignment,
                                    &reason, error);

    if (r == PECADDR_OK &&
        (assignment.status != PECADDR_E_HOLDER || assignment.answer != PECADDR_REFUSED ||
         reason.contradiction != contradiction))
        give_up("intrude", person->number, "was not refused as it had to be");
    return r;
}

/* Somebody of another name on the entry of a person, who has an address; and with his codice fiscale
 * on another entry, which nobody has. */
static int ask_as_others(struct client *client, const struct invented *invented,
                         struct pecaddr_registry_error *error)
{
    struct pecaddr_person other = invented->person;
    int r;

    other.given = pecaddr_text_of("Zeno");
    other.holder = pecaddr_text_of(NULL);
    r = be_refused(client, &other, PECADDR_CONTRADICTION_ENTRY, error);
    if (r != PECADDR_OK || invented->holder[0] == '\0')
        return r;
    other.holder = invented->person.holder;
    other.number += PERSONS_MAX;
    return be_refused(client, &other, PECADDR_CONTRADICTION_NAME, error);
}

static void intrude(struct client *client, uint32_t number)
{
    struct pecaddr_registry_error error = PECADDR_REGISTRY_ERROR_INIT;
    struct invented invented = {.number = 0};

    invent(&invented, number);
    for (unsigned i = 0;; i++) {
        int r = ask_as_others(client, &invented, &error);

        if (r == PECADDR_OK)
            break;
        if (r != PECADDR_E_STORAGE)
            give_up("intrude", number, error.message);
        try_again(client, i, "intrude", number, error.message);
    }
    acknowledge("intrude", number, PECADDR_LEVEL_NONE, "-");
}

/* Orders. */

static void prepare(struct client *client)
{
    size_t n = client->chunk;

    client->invented = allocate(n, sizeof *client->invented);
    client->persons = allocate(n, sizeof *client->persons);
    client->assignments = allocate(n, sizeof *client->assignments);
    client->results = allocate(n, sizeof *client->results);
    for (size_t i = 0; i < n; i++) {
        client->persons[i] = &client->invented[i].person;
        client->results[i] = &client->assignments[i];
    }
    client->scratch_size = pecaddr_batch_scratch_size(n);
    client->scratch = allocate(1, client->scratch_size);
}

static void dismiss(struct client *client)
{
    pecaddr_registry_close(client->registry);
    free(client->invented);
    free(client->persons);
    free(client->assignments);
    free(client->results);
    free(client->scratch);
}

static void obey(struct client *client)
{
    char line[64], order[16];

    while (fgets(line, sizeof line, stdin) != NULL) {
        uint32_t number = 0;
        int n = sscanf(line, "%15s %" SCNu32, order, &number);

        if (n == 1 && strcmp(order, "init") == 0) {
            init(client);
            continue;
        }
        if (n == 1 && strcmp(order, "resume") == 0) {
            resume(client);
            continue;
        }
        if (n != 2 || number >= PERSONS_MAX)
            give_up("order", number, line);
        open_client(client);
        if (strcmp(order, "claim") == 0) {
            claim(client, number);
        } else {
            claim_all(client);
            if (strcmp(order, "intrude") == 0)
                intrude(client, number);
            else
                take_step(client, order, number);
        }
    }
    claim_all(client);
}

static unsigned long argument(int argc, char **argv, int i, unsigned long otherwise)
{
    unsigned long number = argc > i ? strtoul(argv[i], NULL, 10) : otherwise;

    if (number == 0 || number > 1000000)
        give_up("argument", (uint32_t)i, "must be a number from 1 to 1,000,000");
    return number;
}

int main(int argc, char **argv)
{
    struct client client = {0};

    if (argc < 2 || argc > 4)
        give_up("usage", 0, "claimant URI [CHUNK [TRIES]]");
    client.uri = argv[1];
    client.chunk = argument(argc, argv, 2, 64);
    client.tries = (unsigned)argument(argc, argv, 3, 100);
    prepare(&client);
    obey(&client);
    dismiss(&client);
    fprintf(stderr, "repeats %u\n", client.repeats);
    return EXIT_SUCCESS;
}
