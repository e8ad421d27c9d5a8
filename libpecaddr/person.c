/* SPDX-License-Identifier: BSD-3-Clause */
#include "person.h"

#include "base/ascii.h"
#include "name-fast.h"

static bool take_province(const struct pecaddr_scheme *scheme, struct pecaddr_text text,
                          bool historical, char province[3])
{
    if (text.size != 2)
        return false;
    province[0] = ascii_lower(text.data[0]);
    province[1] = ascii_lower(text.data[1]);
    return pecaddr__scheme_has_province(scheme, province, historical);
}

/* The name under a profile; the plain way tells each step, and decides what is not plain to see. */
static inline int fold_name(const struct naming *naming, enum pecaddr_profile profile,
                            const struct pecaddr_person *person, const struct pecaddr_trace *trace,
                            struct pecaddr_folded *ret_folded, bool *ret_profiled,
                            struct holder_codes *ret_codes, struct pecaddr_error *error)
{
    if (!trace && pecaddr__name_fast(naming, profile, person, ret_folded, ret_profiled, ret_codes))
        return PECADDR_OK;
    return pecaddr__name_plain(naming, profile, person, trace, ret_folded, ret_profiled, ret_codes,
                               error);
}

/* The register entry, as far as it is there and right. */
static void take_entry(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                       bool historical, struct facts *facts)
{
    memset(facts->province, 0, sizeof facts->province);
    facts->has =
        PLACEHOLDER_GIVEN | PLACEHOLDER_SURNAME | PLACEHOLDER_INITIAL | PLACEHOLDER_COUNTER;
    if (take_province(scheme, person->province, historical, facts->province))
        facts->has |= PLACEHOLDER_PROVINCE;
    facts->section = ascii_lower(person->section);
    if (facts->section == 'a' || facts->section == 'b')
        facts->has |= PLACEHOLDER_SECTION;
    facts->number = person->number;
    if (person->number >= 1 && person->number <= PECADDR_NUMBER_MAX)
        facts->has |= PLACEHOLDER_NUMBER;
}

/* The entry; an error where what is needed of it is absent or wrong. */
static inline int read_entry(const struct pecaddr_scheme *scheme,
                             const struct pecaddr_person *person, unsigned needs,
                             struct facts *ret_facts, struct pecaddr_error *error)
{
    unsigned missing;

    take_entry(scheme, person, false, ret_facts);
    missing = needs & ~ret_facts->has;
    if (missing & PLACEHOLDER_PROVINCE)
        return pecaddr__fail(error, PECADDR_E_PROVINCE, PECADDR_FIELD_PROVINCE, 0);
    if (missing & PLACEHOLDER_SECTION)
        return pecaddr__fail(error, PECADDR_E_REGISTER, PECADDR_FIELD_SECTION, 0);
    if (missing & PLACEHOLDER_NUMBER)
        return pecaddr__fail(error, PECADDR_E_REGISTER, PECADDR_FIELD_NUMBER, 0);
    return PECADDR_OK;
}

static void report_mismatch(const struct pecaddr_trace *trace, enum pecaddr_field which,
                            const char *letters)
{
    struct pecaddr_step step = {.size = sizeof step,
                                .kind = PECADDR_STEP_HOLDER_MISMATCH,
                                .field = which,
                                .text = {letters, HOLDER_HALF}};

    trace->step(trace->user, &step);
}

/*
 * The name under the other profile, and what it gives for a codice fiscale. What is too long there
 * is only compared, so it is shortened whatever the scheme says.
 */
static enum other_name read_other(const struct pecaddr_scheme *scheme,
                                  const struct pecaddr_person *person,
                                  struct pecaddr_folded *ret_other, struct holder_codes *ret_codes)
{
    struct naming naming = scheme->naming;
    bool profiled;
    int r;

    naming.overlong_fail = false;
    r = fold_name(&naming, other_profile(naming.profile), person, NULL, ret_other, &profiled,
                  ret_codes, NULL);
    return r == PECADDR_OK ? OTHER_FOLDED : OTHER_FAILS;
}

/* How many halves contradict. */
static int halves(uint32_t mismatch)
{
    return (mismatch & PECADDR_MISMATCH_SURNAME ? 1 : 0) +
           (mismatch & PECADDR_MISMATCH_GIVEN ? 1 : 0);
}

/*
 * How a codice fiscale contradicts a name that fits it under neither profile: the halves that
 * contradict under both, or where that is another one under each, both. `n` is 1 where the profiles
 * give the same name; what is told are the letters of the one that is nearer.
 */
static uint32_t compare_holder(const char *holder, const struct holder_codes *codes, size_t n,
                               const struct holder_codes **ret_told)
{
    const uint32_t both = PECADDR_MISMATCH_SURNAME | PECADDR_MISMATCH_GIVEN;
    uint32_t own = pecaddr__holder_mismatch(holder, codes);
    uint32_t other = n > 1 ? pecaddr__holder_mismatch(holder, codes + 1) : own;
    uint32_t mismatch = own & other & both;

    *ret_told = codes + (halves(other) < halves(own) ? 1 : 0);
    if (!own || !other)
        return 0;
    if (!mismatch)
        mismatch = both;
    mismatch |= (own | other) & PECADDR_MISMATCH_SWAPPED;
    if (mismatch & PECADDR_MISMATCH_GIVEN)
        mismatch |= (own | other) & PECADDR_MISMATCH_FIRST_FITS;
    return mismatch;
}

static void note_mismatch(const struct pecaddr_trace *trace, const struct holder_codes *codes,
                          size_t n, struct facts *facts)
{
    const struct holder_codes *told;
    uint32_t mismatch = compare_holder(facts->holder, codes, n, &told);

    if (!mismatch)
        return;
    facts->name.notes |= PECADDR_NOTE_CF_MISMATCH;
    if (trace && mismatch & PECADDR_MISMATCH_SURNAME)
        report_mismatch(trace, PECADDR_FIELD_SURNAME, told->surname.as_surname);
    if (trace && mismatch & PECADDR_MISMATCH_GIVEN)
        report_mismatch(trace, PECADDR_FIELD_GIVEN, told->given.as_given);
}

/* pecaddr__person_read() for a person with a codice fiscale, held against the whole name. */
static int read_with_holder(const struct pecaddr_scheme *scheme,
                            const struct pecaddr_person *person, unsigned needs,
                            const struct pecaddr_trace *trace, struct facts *ret_facts,
                            enum other_name *ret_other_name, struct pecaddr_folded *ret_other,
                            struct pecaddr_error *error)
{
    struct holder_codes codes[2];
    size_t holder_size;
    bool profiled;
    int r = fold_name(&scheme->naming, scheme->naming.profile, person, trace, &ret_facts->name,
                      &profiled, &codes[0], error);

    if (r == PECADDR_OK)
        r = read_entry(scheme, person, needs, ret_facts, error);
    if (r != PECADDR_OK)
        return r;
    if (!pecaddr__holder_read(person->holder, ret_facts->holder, &holder_size))
        return pecaddr__fail(error, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    ret_facts->holder_size = (unsigned)holder_size;
    *ret_other_name = profiled ? read_other(scheme, person, ret_other, &codes[1]) : OTHER_SAME;
    if (holder_size == HOLDER_PERSONAL)
        note_mismatch(trace, codes, *ret_other_name == OTHER_FOLDED ? 2 : 1, ret_facts);
    return PECADDR_OK;
}

int pecaddr__person_read(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                         unsigned needs, const struct pecaddr_trace *trace, struct facts *ret_facts,
                         enum other_name *ret_other_name, struct pecaddr_folded *ret_other,
                         struct pecaddr_error *error)
{
    bool profiled;
    int r;

    if (person->holder.size > 0)
        return read_with_holder(scheme, person, needs, trace, ret_facts, ret_other_name, ret_other,
                                error);
    ret_facts->holder_size = 0;
    r = fold_name(&scheme->naming, scheme->naming.profile, person, trace, &ret_facts->name,
                  &profiled, NULL, error);
    if (r == PECADDR_OK)
        r = read_entry(scheme, person, needs, ret_facts, error);
    if (r != PECADDR_OK)
        return r;
    *ret_other_name = profiled ? read_other(scheme, person, ret_other, NULL) : OTHER_SAME;
    return PECADDR_OK;
}

int pecaddr__person_read_back(const struct pecaddr_scheme *scheme, enum pecaddr_profile profile,
                              const struct pecaddr_person *person, struct facts *ret_facts,
                              struct pecaddr_error *error)
{
    bool profiled;
    int r =
        fold_name(&scheme->naming, profile, person, NULL, &ret_facts->name, &profiled, NULL, error);

    if (r == PECADDR_OK)
        take_entry(scheme, person, true, ret_facts);
    return r;
}

EXPORT int pecaddr_same_name(const struct pecaddr_scheme *scheme, const struct pecaddr_person *a,
                             const struct pecaddr_person *b, int *ret_whole,
                             struct pecaddr_error *error)
{
    bool whole;
    int r = person_check(scheme, a, error);

    if (r != PECADDR_OK)
        return r;
    if (!person_fits(b))
        return pecaddr__fail_argument(error, PERSON_FAULT);
    r = pecaddr__name_agree(&scheme->naming, a, b, &whole, error);
    if (r >= 0 && ret_whole)
        *ret_whole = whole;
    return r;
}

EXPORT int pecaddr_holder_compare(const struct pecaddr_scheme *scheme,
                                  const struct pecaddr_person *person,
                                  struct pecaddr_holder_comparison *ret_comparison,
                                  struct pecaddr_error *error)
{
    char holder[PECADDR_HOLDER_MAX + 1];
    struct pecaddr_folded folded;
    struct holder_codes codes[2];
    const struct holder_codes *told = codes;
    uint32_t mismatch = 0;
    size_t size = 0;
    size_t n = 1;
    bool profiled;
    int r = person_check(scheme, person, error);

    if (r != PECADDR_OK)
        return r;
    if (!STRUCT_FITS(ret_comparison))
        return pecaddr__fail_argument(
            error, SIZE_FAULT("pecaddr_holder_comparison", "PECADDR_HOLDER_COMPARISON_INIT"));
    r = fold_name(&scheme->naming, scheme->naming.profile, person, NULL, &folded, &profiled,
                  &codes[0], error);
    if (r != PECADDR_OK)
        return r;
    if (person->holder.size > 0 && !pecaddr__holder_read(person->holder, holder, &size))
        return pecaddr__fail(error, PECADDR_E_HOLDER, PECADDR_FIELD_HOLDER, 0);
    if (profiled && read_other(scheme, person, &folded, &codes[1]) == OTHER_FOLDED)
        n = 2;
    if (size == HOLDER_PERSONAL)
        mismatch = compare_holder(holder, codes, n, &told);
    *ret_comparison =
        (struct pecaddr_holder_comparison){.size = ret_comparison->size, .mismatch = mismatch};
    if (size == HOLDER_PERSONAL) {
        memcpy(ret_comparison->surname, told->surname.as_surname, HOLDER_HALF);
        memcpy(ret_comparison->given, told->given.as_given, HOLDER_HALF);
    }
    return mismatch ? PECADDR_NO_MATCH : PECADDR_OK;
}
