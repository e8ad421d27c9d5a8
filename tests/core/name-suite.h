/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NAME_SUITE_H
#define NAME_SUITE_H

/* What the tests of names share: rows of tables, and how the library is held to them. */

#include <stdbool.h>

#include "scheme.h"
#include "suite.h"

enum {
    HIDDEN = PECADDR_NOTE_HIDDEN,
    COMMA = PECADDR_NOTE_COMMA,
    TITLE = PECADDR_NOTE_TITLE,
    VARIANT = PECADDR_NOTE_VARIANT,
    MARITAL = PECADDR_NOTE_MARITAL,
    DOUBT = PECADDR_NOTE_DOUBT,
    SHORTENED = PECADDR_NOTE_SHORTENED,
    TRANSLITERATED = PECADDR_NOTE_TRANSLITERATED
};

#define G PECADDR_FIELD_GIVEN
#define S PECADDR_FIELD_SURNAME

/* As many letters as it says: the lengths are plain to see. */
#define TEN    "bartolomei"
#define TWENTY TEN TEN
#define FORTY  TWENTY TWENTY

/* A name that has an answer. */
struct answer {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    uint32_t notes;
    const char *local;
};

/*
 * A name that has an answer, and what the trace tells of it: for each step its kind, the field, the
 * byte, [the bytes that it is about] and what they became, as in `RING G0[Å]aa, DOUBT_TITLE
 * S6[Ing]`.
 */
struct traced {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    uint32_t notes;
    const char *local;
    const char *steps;
};

/* A name that has none. */
struct refusal {
    const char *what;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    int status;
    enum pecaddr_field field;
    size_t offset;
};

/* The scheme `ingpec` under a profile. */
struct pecaddr_scheme ingpec_under(enum pecaddr_profile profile);

/*
 * A table's rows under a scheme. Each answer is asked for without a trace and with one: both are
 * the same, each note has its step, and the letters of the steps are those of the local part and of
 * what was dropped or cut. The first row that is not as expected fails the test.
 */
void expect_answers(const struct pecaddr_scheme *scheme, const struct answer *rows, size_t n);
void expect_refusals(const struct pecaddr_scheme *scheme, const struct refusal *rows, size_t n);

/* The same, and the steps of a row: those of doubts, without `DOUBT_`. */
void expect_doubts(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n);

/* The same, and all steps but those that are ASCII letters and ends of words. */
void expect_steps(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n);

/* The same, and all steps. */
void expect_all_steps(const struct pecaddr_scheme *scheme, const struct traced *rows, size_t n);

/* Under the scheme `ingpec`. */
#define EXPECT(rows)        expect_answers(pecaddr_scheme_ingpec(), rows, N_OF(rows))
#define EXPECT_DOUBTS(rows) expect_doubts(pecaddr_scheme_ingpec(), rows, N_OF(rows))
#define EXPECT_STEPS(rows)  expect_steps(pecaddr_scheme_ingpec(), rows, N_OF(rows))
#define REFUSE(rows)        expect_refusals(pecaddr_scheme_ingpec(), rows, N_OF(rows))

/* One name that the test has put together: Ada is its given name. */
void expect_surname(const char *surname, uint32_t notes, const char *local);
void expect_surname_doubts(const char *surname, uint32_t notes, const char *local,
                           const char *doubts);

/* One name that the test has put together: Rossi is its surname. */
void expect_given(const char *given, uint32_t notes, const char *local);
void expect_given_doubts(const char *given, uint32_t notes, const char *local, const char *doubts);

#endif
