/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Input: a byte for the scheme, one for the mode (bit 0), where scratch memory begins (bits 1–4)
 * and whether failures come before the holder is looked up (bit 5), the registry's salt, five bytes
 * for how many questions of a hundred fail by address and by row, are refused and noted, and for
 * the call that fails; a byte for how many questions that call answers, and one for the rows that
 * are claimed beforehand. Then three bytes a row: the name, the codice fiscale and how it is
 * written, the entry and what is wrong with it.
 */
#include "../../tests/core/batch-model.h"
#include "../target.h"

#define ANYBODY "name = other\ndomain = example.org\n"

/* Disjoint with its dots, without, and counting; one that skips levels, one that fails by length.
 */
static const char *const texts[] = {
    ANYBODY "rule = {given}{surname}\nrule = {given}{surname}{province}\n"
            "rule = {given}{surname}{province}{section}{number}\n",
    ANYBODY "rule = {given}.{surname}\nrule = {given}.{surname}.{counter}\nmax-counter = 4\n",
    ANYBODY "rule = {given}.{surname}\nrule = {initial}.{surname}.{province}\n"
            "reserved = ada.neri\nreserved = ad.aneri\n",
    ANYBODY "rule = {given}.{surname}\nrule = {given}.{surname}.{section}{number}\n"
            "overlong = error\nprofile = plain\n",
};

#define SCHEMES (1 + sizeof texts / sizeof *texts)

/* Each is made once. */
static const struct pecaddr_scheme *scheme_number(size_t i)
{
    static const struct pecaddr_scheme *schemes[SCHEMES];

    if (!schemes[0])
        schemes[0] = pecaddr_scheme_ingpec();
    if (!schemes[i])
        HOLDS(pecaddr_scheme_parse(model_text(texts[i - 1]), NULL, &schemes[i], NULL) ==
              PECADDR_OK);
    return schemes[i];
}

/* What the bytes of an input say, but for the rows. */
struct setting {
    const struct pecaddr_scheme *scheme;
    enum pecaddr_mode mode;
    size_t offset;
    unsigned fail_at;
    size_t answered;
    size_t earlier; /* rows that are claimed beforehand */
};

static struct setting take_setting(struct bytes *input, struct registry *registry)
{
    struct setting setting;
    uint8_t flags;

    setting.scheme = scheme_number(take_byte(input) % SCHEMES);
    flags = take_byte(input);
    setting.mode = flags & 1 ? PECADDR_CLAIM : PECADDR_CHECK;
    setting.offset = flags >> 1 & 15;
    *registry = (struct registry){.fail_before = flags & 32, .salt = take_byte(input)};
    registry->fail = take_byte(input) % 50;
    registry->fail_row = take_byte(input) % 50;
    registry->refuse = take_byte(input) % 50;
    registry->note = take_byte(input) % 100;
    setting.fail_at = take_byte(input) % 8;
    setting.answered = take_byte(input) % (ROWS_MAX + 1);
    setting.earlier = take_byte(input) % 8;
    return setting;
}

static void take_row(struct bytes *input, struct pecaddr_person *row)
{
    uint8_t name = take_byte(input);
    uint8_t holder = take_byte(input);
    uint8_t entry = take_byte(input);
    static const char *const siglas[] = {"MC", "an", "AN", "mc"};

    *row = (struct pecaddr_person)PECADDR_PERSON_INIT;
    row->given = model_names[name % MODEL_NAMES].given;
    row->surname = model_names[name / 16 % MODEL_NAMES].surname;
    if (holder & 1)
        row->holder = model_text(model_holders[holder >> 1 & 7][holder / 16 % 3]);
    if (holder == 255)
        row->holder.size--;
    row->province = model_text(siglas[entry & 3]);
    row->section = "AbBa"[entry >> 2 & 3];
    row->number = entry >> 4 & 7;
    if (entry & 128 && entry & 4)
        row->province = model_text("XX");
    if (entry & 128 && entry & 8)
        row->section = 'C';
}

static void take_rows(struct bytes *input, struct roster *roster)
{
    roster->n = 0;
    do {
        take_row(input, &roster->rows[roster->n++]);
    } while (input->size > 0 && roster->n < ROWS_MAX);
}

/* The rows that are claimed beforehand; nothing fails, and nobody is refused. */
static void claim_earlier(const struct setting *setting, struct roster *roster,
                          struct registry *registry)
{
    static struct outcome ignored;
    struct registry quiet = {.salt = registry->salt};
    size_t n = roster->n;

    roster->n = setting->earlier < n ? setting->earlier : n;
    model_one_by_one(&quiet, setting->scheme, PECADDR_CLAIM, roster, &ignored);
    roster->n = n;
    memcpy(registry->boxes, quiet.boxes, sizeof registry->boxes);
    registry->n = quiet.n;
}

/* The batch gives what one after the other gives. */
static void check_equal(const struct setting *setting, const struct roster *roster,
                        const struct registry *start, const struct outcome *expected,
                        size_t n_boxes)
{
    static struct outcome found;
    static struct registry registry;
    struct batch batch = {.registry = &registry, .roster = roster, .scheme = setting->scheme};

    registry = *start;
    HOLDS(model_run(&batch, setting->mode, setting->offset, &found) == PECADDR_OK);
    HOLDS(model_differing_row(roster, expected, &found) == roster->n);
    HOLDS(registry.n == n_boxes);
}

/* When a call fails, what has to stand does, and nothing else. */
static void check_failure(const struct setting *setting, const struct roster *roster,
                          const struct registry *start, const struct outcome *expected)
{
    static struct outcome found;
    static struct registry registry;
    struct batch batch = {.registry = &registry,
                          .roster = roster,
                          .scheme = setting->scheme,
                          .fail_at = setting->fail_at,
                          .answered = setting->answered,
                          .failure = 77};
    int r;

    registry = *start;
    r = model_run(&batch, setting->mode, setting->offset, &found);
    HOLDS(r == (batch.calls == batch.fail_at ? PECADDR_E_UNAVAILABLE : PECADDR_OK));
    for (size_t row = 0; row < roster->n; row++)
        if (!model_stands_after_failure(&batch, setting->mode, r, row, expected, &found)) {
            model_print(roster, expected, &found);
            HOLDS(row == roster->n);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct roster roster;
    static struct registry start;
    static struct registry registry;
    static struct outcome expected;
    struct bytes input = {data, size};
    struct setting setting = take_setting(&input, &start);

    take_rows(&input, &roster);
    claim_earlier(&setting, &roster, &start);
    registry = start;
    model_one_by_one(&registry, setting.scheme, setting.mode, &roster, &expected);
    check_equal(&setting, &roster, &start, &expected, registry.n);
    if (setting.fail_at > 0)
        check_failure(&setting, &roster, &start, &expected);
    return 0;
}
