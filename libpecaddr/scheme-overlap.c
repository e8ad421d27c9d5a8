/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where two rules meet. The local parts that a rule can give are a regular language: its
 * placeholders are runs of letters, one of a list of provinces, a section, a bounded number. Both
 * rules are walked at once, character by character, over the pairs of places that they can be at,
 * and the first pair at which both are complete spells out a local part that both give.
 *
 * What bounds the search is not the length but the letters: the atoms of a rule can have so many,
 * and have those of the local part less those that are the rule's own. So the search looks for the
 * local part with the fewest letters; other characters cost nothing.
 */
#include "scheme-overlap.h"

#include <stdlib.h>

#include "base/ascii.h"

#define ALPHABET "abcdefghijklmnopqrstuvwxyz0123456789."

/* No counter has more digits. */
#define COUNTER_DIGITS_MAX 9
#define NUMBER_DIGITS_MAX  7

/* A piece of a rule, and the number of its first place. */
struct station {
    struct piece piece;
    uint32_t first;
};

/* A rule as stations; the last, one past its pieces, is where it is complete. */
struct track {
    const struct pecaddr_scheme *scheme;
    size_t n;
    uint32_t places;
    unsigned letters; /* that a local part has at most: those of atoms, and of the rule itself */
    struct station stations[RULE_PIECES_MAX + 1];
};

/* Where one character leads. */
struct steps {
    size_t n;
    uint32_t places[2];
};

/* A province: before it, or after its first letter. A number, a counter: the digits read so far. */
static uint32_t places_of(const struct pecaddr_scheme *scheme, const struct piece *piece)
{
    switch (piece->placeholder) {
    case PLACEHOLDER_PROVINCE:
        return 1 + 26;
    case PLACEHOLDER_NUMBER:
        return NUMBER_DIGITS_MAX;
    case PLACEHOLDER_COUNTER:
        return COUNTER_DIGITS_MAX * (scheme->max_counter + 1);
    default:
        return 1;
    }
}

/* Letters that are no atom's. */
static unsigned letters_of(const struct piece *piece)
{
    switch (piece->placeholder) {
    case PLACEHOLDER_PROVINCE:
        return 2;
    case PLACEHOLDER_SECTION:
        return 1;
    default:
        return ascii_is_lower(piece->literal) ? 1 : 0;
    }
}

static void lay_track(const struct pecaddr_scheme *scheme, const struct rule *rule,
                      struct track *track)
{
    *track =
        (struct track){.scheme = scheme, .letters = pecaddr__scheme_rule_letters(scheme, rule)};
    for (unsigned i = 0; i < rule->n; i++) {
        track->stations[track->n++] = (struct station){rule->pieces[i], track->places};
        track->places += places_of(scheme, &rule->pieces[i]);
        track->letters += letters_of(&rule->pieces[i]);
    }
    track->stations[track->n] = (struct station){.first = track->places++};
}

/* The station of a place. */
static size_t station_at(const struct track *track, uint32_t place)
{
    size_t i = 0;

    while (i < track->n && track->stations[i + 1].first <= place)
        i++;
    return i;
}

static void add(struct steps *steps, uint32_t place)
{
    steps->places[steps->n++] = place;
}

static void step_province(const struct track *track, uint32_t first, uint32_t inside, uint32_t next,
                          char c, struct steps *steps)
{
    char sigla[2] = {(char)('a' + inside - 1), c};

    if (!ascii_is_lower(c))
        return;
    if (inside == 0)
        add(steps, first + 1 + (uint32_t)(c - 'a'));
    else if (pecaddr__scheme_has_province(track->scheme, sigla, false))
        add(steps, next);
}

/* `inside` digits have been read. */
static void step_number(uint32_t first, uint32_t inside, uint32_t next, char c, struct steps *steps)
{
    if (!ascii_is_digit(c) || (inside == 0 && c == '0'))
        return;
    add(steps, next);
    if (inside + 1 < NUMBER_DIGITS_MAX)
        add(steps, first + inside + 1);
}

/* `inside` is the number of digits read, and their value, which is no more than the counter's
 * limit. */
static void step_counter(const struct track *track, const struct station *station, uint32_t inside,
                         uint32_t next, char c, struct steps *steps)
{
    unsigned max = track->scheme->max_counter;
    unsigned digits = inside / (max + 1) + 1;
    unsigned value = inside % (max + 1) * 10 + (unsigned)(c - '0');
    unsigned needed = 1;

    if (!ascii_is_digit(c) || value > max)
        return;
    for (unsigned rest = value; rest >= 10; rest /= 10)
        needed++;
    if (needed < station->piece.width)
        needed = station->piece.width;
    if (value >= 2 && digits == needed)
        add(steps, next);
    if (digits < COUNTER_DIGITS_MAX)
        add(steps, station->first + digits * (max + 1) + value);
}

/* The places to which a character leads from a place: none where the rule is complete. */
static struct steps take_step(const struct track *track, uint32_t place, char c)
{
    const struct station *station = &track->stations[station_at(track, place)];
    uint32_t first = station->first;
    uint32_t inside = place - first;
    struct steps steps = {0};

    switch (station->piece.placeholder) {
    case PLACEHOLDER_GIVEN:
    case PLACEHOLDER_SURNAME:
        if (ascii_is_lower(c)) {
            add(&steps, place);
            add(&steps, station[1].first);
        }
        break;
    case PLACEHOLDER_INITIAL:
        if (ascii_is_lower(c))
            add(&steps, station[1].first);
        break;
    case PLACEHOLDER_PROVINCE:
        step_province(track, first, inside, station[1].first, c, &steps);
        break;
    case PLACEHOLDER_SECTION:
        if (c == 'a' || c == 'b')
            add(&steps, station[1].first);
        break;
    case PLACEHOLDER_NUMBER:
        step_number(first, inside, station[1].first, c, &steps);
        break;
    case PLACEHOLDER_COUNTER:
        step_counter(track, station, inside, station[1].first, c, &steps);
        break;
    default:
        if (c == station->piece.literal) /* the last station has none */
            add(&steps, station[1].first);
        break;
    }
    return steps;
}

/* A pair of places that was reached: by which character, from which pair, with how many letters. */
struct pair {
    uint32_t from;
    uint8_t letters;
    char by; /* 0: not reached; '^': where the search begins */
};

struct search {
    const struct track *a;
    const struct track *b;
    unsigned letters_max;
    struct pair *pairs;
    uint32_t *now;  /* reached with the present number of letters */
    uint32_t *then; /* with one more */
    size_t n_now;
    size_t n_then;
};

static void reach(struct search *search, uint32_t from, uint32_t to, char by)
{
    const struct pair *before = &search->pairs[from];
    unsigned letters = before->letters + (ascii_is_lower(by) ? 1u : 0u);
    struct pair *pair = &search->pairs[to];

    if (letters > search->letters_max || (pair->by && pair->letters <= letters))
        return;
    *pair = (struct pair){from, (uint8_t)letters, by};
    if (ascii_is_lower(by))
        search->then[search->n_then++] = to;
    else
        search->now[search->n_now++] = to;
}

static void spread(struct search *search, uint32_t from)
{
    uint32_t place_a = from / search->b->places;
    uint32_t place_b = from % search->b->places;

    for (const char *c = ALPHABET; *c; c++) {
        struct steps a = take_step(search->a, place_a, *c);
        struct steps b = take_step(search->b, place_b, *c);

        for (size_t i = 0; i < a.n; i++)
            for (size_t k = 0; k < b.n; k++)
                reach(search, from, a.places[i] * search->b->places + b.places[k], *c);
    }
}

/* Spells the way to a pair, from its end. */
static void spell(const struct search *search, uint32_t pair,
                  char local[PECADDR_LOCAL_PART_MAX + 1])
{
    size_t size = 0;

    for (uint32_t at = pair; search->pairs[at].by != '^'; at = search->pairs[at].from)
        size++;
    local[size] = '\0';
    for (uint32_t at = pair; size > 0; at = search->pairs[at].from)
        local[--size] = search->pairs[at].by;
}

/* Goes through the pairs by the number of letters that it takes to reach them. */
static bool search_pairs(struct search *search, uint32_t goal)
{
    search->pairs[0] = (struct pair){.by = '^'};
    search->now[search->n_now++] = 0;
    for (unsigned letters = 0; search->n_now > 0; letters++) {
        uint32_t *swap = search->now;

        for (size_t i = 0; i < search->n_now; i++)
            if (search->pairs[search->now[i]].letters == letters)
                spread(search, search->now[i]);
        if (search->pairs[goal].by && search->pairs[goal].letters == letters)
            return true;
        search->now = search->then;
        search->n_now = search->n_then;
        search->then = swap;
        search->n_then = 0;
    }
    return false;
}

int pecaddr__scheme_overlap(const struct pecaddr_scheme *scheme, size_t a, size_t b,
                            char ret_local[PECADDR_LOCAL_PART_MAX + 1])
{
    struct track tracks[2];
    struct search search = {.a = &tracks[0], .b = &tracks[1]};
    uint32_t n;
    int r = PECADDR_E_MEMORY;

    lay_track(scheme, &scheme->rules[a], &tracks[0]);
    lay_track(scheme, &scheme->rules[b], &tracks[1]);
    search.letters_max =
        tracks[0].letters < tracks[1].letters ? tracks[0].letters : tracks[1].letters;
    n = tracks[0].places * tracks[1].places;
    search.pairs = calloc(n, sizeof *search.pairs);
    search.now = malloc(n * sizeof *search.now);
    search.then = malloc(n * sizeof *search.then);
    if (search.pairs && search.now && search.then) {
        r = search_pairs(&search, n - 1);
        if (r == 1)
            spell(&search, n - 1, ret_local);
    }
    free(search.pairs);
    free(search.now);
    free(search.then);
    return r;
}
