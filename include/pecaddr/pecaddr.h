/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_PECADDR_H
#define PECADDR_PECADDR_H

#include <stddef.h>
#include <stdint.h>

/*
 * libpecaddr: the certified mailbox (PEC) address of a member of an Italian professional Order.
 *
 * A name becomes candidates under a scheme, which are walked and resolved against an existence
 * check, or better an atomic claim, that the caller brings. What a name becomes is decided by
 * tables inside the library: it never depends on the locale, the environment, the clock, or the
 * versions of other libraries (see pecaddr_table_version()).
 *
 * Conventions
 *   Status     0 (PECADDR_OK) is success. Negative is an error, one of enum pecaddr_status; the
 *              codes are permanent. Positive is an outcome that the caller must handle.
 *   Outputs    come last, are named ret_…, and are untouched when a function fails, except
 *              ret_size with PECADDR_E_CAPACITY and the per-person results of a batch.
 *   Text in    is struct pecaddr_text: UTF-8, need not end in NUL, may hold NUL (which no name
 *              may). A text of size 0 may have data NULL, and then means that it is absent.
 *   Text out   goes to a buffer of `capacity` bytes and always ends in NUL. ret_size receives its
 *              length without the NUL; capacity must be greater than that.
 *   Structs    that begin with `size_t size` are filled in by the caller and begin as their
 *              initialiser, such as PECADDR_PERSON_INIT: size is that of the struct, the rest is
 *              zero. A larger size, by PECADDR_GROWTH_MAX bytes at most, is accepted when the tail
 *              that the library does not know is zero, so a newer program runs on an older library
 *              as long as it uses nothing new; any other is PECADDR_E_ARGUMENT, and the message of
 *              the error names the struct.
 *   Threads    The core keeps no state: each function may be called from any number of threads at
 *              once, as long as each call has outputs of its own. Schemes are immutable.
 *   Memory     Only making a scheme allocates. No call needs more than 48 KiB of stack,
 *              besides what a transliterator needs.
 */

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header: 1.2.3 is 10203. That of the library is pecaddr_version(). */
#define PECADDR_VERSION_MAJOR 1
#define PECADDR_VERSION_MINOR 0
#define PECADDR_VERSION_PATCH 0
#define PECADDR_VERSION       "1.0.0"
#define PECADDR_VERSION_NUMBER                                                                     \
    (PECADDR_VERSION_MAJOR * 10000 + PECADDR_VERSION_MINOR * 100 + PECADDR_VERSION_PATCH)

/* The initialiser of a struct that begins with `size_t size`; each has one of its own below. */
#ifdef __cplusplus
#define PECADDR_SIZED_INIT(type)                                                                   \
    ([] {                                                                                          \
        struct type sized = {};                                                                    \
        sized.size = sizeof sized;                                                                 \
        return sized;                                                                              \
    }())
#else
#define PECADDR_SIZED_INIT(type)                                                                   \
    {                                                                                              \
        .size = sizeof(struct type)                                                                \
    }
#endif

/* No struct of this interface grows by more bytes than this from one release to any later one. */
#define PECADDR_GROWTH_MAX 256

/* The longest local part: RFC 5321 §4.5.3.1.1, in octets. */
#define PECADDR_LOCAL_PART_MAX 64

/* The longest address: a path of RFC 5321 §4.5.3.1.3 is 256 octets with its angle brackets. */
#define PECADDR_ADDRESS_MAX 254

/* The longest field of a person, in bytes (SPEC §2). */
#define PECADDR_FIELD_MAX 1024

/* No scheme has more candidates for one person than this, counters included. */
#define PECADDR_LEVELS_MAX 1024

/* A level that does not apply: an address that the rules do not give, or not with certainty. */
#define PECADDR_LEVEL_NONE 0xFFFFFFFFu

/* The highest registration number (SPEC §3). */
#define PECADDR_NUMBER_MAX 9999999u

/*
 * What a function answers. The numbers are permanent.
 */
enum pecaddr_status {
    PECADDR_OK = 0,
    /* Outcomes. */
    PECADDR_DONE = 1,     /* pecaddr_walk_next(): there is no further question */
    PECADDR_NO_MATCH = 2, /* pecaddr_match(): the person's data does not give this address */
    /* The name (SPEC §2). */
    PECADDR_E_ENCODING = -1,   /* ill-formed UTF-8 */
    PECADDR_E_MOJIBAKE = -2,   /* UTF-8 that was read as an 8-bit encoding; see pecaddr_repair() */
    PECADDR_E_UNEXPECTED = -3, /* a character that no name has, or that has no letters */
    PECADDR_E_SCRIPT = -4,     /* a letter of a script other than Latin */
    PECADDR_E_EMPTY = -5,      /* nothing is left of the field */
    PECADDR_E_TOO_LONG = -6,   /* over PECADDR_FIELD_MAX, or too long and the scheme forbids cuts */
    /* The rest of the person's data (SPEC §3). */
    PECADDR_E_PROVINCE = -7, /* not the sigla of an Order that the scheme knows */
    PECADDR_E_REGISTER = -8, /* register section or number absent or out of range */
    PECADDR_E_HOLDER = -9,   /* codice fiscale wrong, or in conflict with what is registered */
    PECADDR_E_REVIEW = -10,  /* a person has to look at this first: see pecaddr_person.accepted */
    /* The scheme and the walk (SPEC §3, §4). */
    PECADDR_E_SCHEME = -11,      /* the text of a scheme has a fault */
    PECADDR_E_RESERVED = -12,    /* the address belongs to a function, not to a person */
    PECADDR_E_EXHAUSTED = -13,   /* every candidate is taken */
    PECADDR_E_UNAVAILABLE = -14, /* the existence check or claim gave no trustworthy answer */
    /* The registry (SPEC §5). */
    PECADDR_E_STATE = -15,   /* not possible in the state that the mailbox or the object is in */
    PECADDR_E_STORAGE = -16, /* the storage is unreachable, damaged, or of another version */
    /* The call. */
    PECADDR_E_ARGUMENT = -17, /* an argument breaks the rules of the function */
    PECADDR_E_MEMORY = -18,   /* no memory */
    PECADDR_E_CAPACITY = -19  /* the buffer is too small; ret_size says what is needed */
};

/*
 * Remarks on an answer; a set of bits. In the core they never make an answer fail. Those in
 * PECADDR_NOTES_REVIEW ask for a look by a person before the address is given, since an activated
 * address can never be changed: the registry refuses a new address with PECADDR_E_REVIEW while one
 * of them is not among pecaddr_person.accepted. The others inform; _MOVED and _RETURNED have to be
 * among them only where a holder would be back on a register entry that he had left, as an old
 * roster would have it. Source: SPEC §2, §5.
 */
enum pecaddr_note {
    /* The core's, of a name and its codice fiscale. */
    PECADDR_NOTE_HIDDEN = 1 << 0,         /* invisible code points were deleted */
    PECADDR_NOTE_COMMA = 1 << 1,          /* given names after a comma were ignored */
    PECADDR_NOTE_TITLE = 1 << 2,          /* titles were ignored */
    PECADDR_NOTE_VARIANT = 1 << 3,        /* the other profile gives another local part */
    PECADDR_NOTE_MARITAL = 1 << 4,        /* a married name was ignored */
    PECADDR_NOTE_DOUBT = 1 << 5,          /* kept, but may be no part of the name, or misread */
    PECADDR_NOTE_SHORTENED = 1 << 6,      /* too long for RFC 5321, shortened */
    PECADDR_NOTE_TRANSLITERATED = 1 << 7, /* from another script, outside the frozen tables */
    PECADDR_NOTE_CF_MISMATCH = 1 << 8,    /* the codice fiscale contradicts the name */
    /* Those of a callback that knows holders, such as the registry. */
    PECADDR_NOTE_MOVED = 1 << 9,     /* the holder is now on another register entry */
    PECADDR_NOTE_RETURNED = 1 << 10, /* the holder has the former address again */
    PECADDR_NOTE_RENAMED = 1 << 11,  /* the holder is on record under another name */
    PECADDR_NOTE_NAMESAKE = 1 << 12  /* perhaps the person who holds another address */
};
#define PECADDR_NOTES_REVIEW                                                                       \
    ((uint32_t)(PECADDR_NOTE_VARIANT | PECADDR_NOTE_MARITAL | PECADDR_NOTE_DOUBT |                 \
                PECADDR_NOTE_SHORTENED | PECADDR_NOTE_TRANSLITERATED | PECADDR_NOTE_CF_MISMATCH |  \
                PECADDR_NOTE_RENAMED | PECADDR_NOTE_NAMESAKE))

/*
 * Which part of the input an error or a step is about.
 */
enum pecaddr_field {
    PECADDR_FIELD_NONE = 0,
    PECADDR_FIELD_GIVEN = 1,
    PECADDR_FIELD_SURNAME = 2,
    PECADDR_FIELD_PROVINCE = 3,
    PECADDR_FIELD_SECTION = 4,
    PECADDR_FIELD_NUMBER = 5,
    PECADDR_FIELD_HOLDER = 6,
    PECADDR_FIELD_ADDRESS = 7,
    PECADDR_FIELD_SCHEME = 8
};

/*
 * How letters with diacritics are written in ASCII. Which of the two an Order used in the past is
 * not published, so where they differ PECADDR_NOTE_VARIANT is set. Source: SPEC §2.
 */
enum pecaddr_profile {
    /* The civil registry's: Ä ae, Ö oe, Ü ue, Å aa, Ø oe. Ministero dell'Interno circ. 1/2008,
       DM 2 Feb 2009; equal to ICAO Doc 9303-3. */
    PECADDR_PROFILE_ANAGRAFE = 1,
    /* The same, but the plain letters a, o, u, a, o. */
    PECADDR_PROFILE_PLAIN = 2
};

/*
 * A piece of text that the caller owns; the library never keeps it longer than documented.
 */
struct pecaddr_text {
    const char *data;
    size_t size; /* in bytes */
};

/*
 * A literal as a text, NUL bytes inside it included; its size is counted by the compiler. The
 * second form initialises a static struct in C.
 */
#ifdef __cplusplus
#define PECADDR_TEXT(literal) (pecaddr_text{"" literal, sizeof(literal) - 1})
#else
#define PECADDR_TEXT(literal) ((struct pecaddr_text){"" literal, sizeof(literal) - 1})
#endif
#define PECADDR_TEXT_INIT(literal)                                                                 \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }

/*
 * A NUL-terminated string as a text, which is as large as the string is long; NULL is the absent
 * text. The string is the caller's and must outlive the text. Since 1.0.
 */
struct pecaddr_text pecaddr_text_of(const char *string);

/*
 * A member of an Order, as the register has it.
 *
 *   given, surname  as written in the register; a full name is never split, as no algorithm can.
 *   province        the sigla of the Order that asks (`MC`), in any case.
 *   holder          the codice fiscale, 16 characters, or 11 digits while it is provisional; in any
 *                   case, spaces ignored. A wrong one is PECADDR_E_HOLDER; one that contradicts the
 *                   name sets PECADDR_NOTE_CF_MISMATCH (see pecaddr_holder_compare()).
 *   section, number the register entry: 'A' or 'B' in any case, 1 … PECADDR_NUMBER_MAX. 0: absent.
 *   accepted        review notes that somebody has looked at, for this person; the core hands them
 *                   to the callback and does nothing else with them.
 *   noted           review notes that the caller sets itself, of what the core cannot see, such as
 *                   PECADDR_NOTE_DOUBT where a cell may stand for nothing: they wait, and are kept,
 *                   as those that the core finds.
 *
 * What no rule of the scheme needs may be absent, a name too. Source: SPEC §2, §3, §7.
 */
struct pecaddr_person {
    size_t size;
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    struct pecaddr_text holder;
    char section;
    uint32_t number;
    uint32_t accepted;
    uint32_t noted;
};
#define PECADDR_PERSON_INIT PECADDR_SIZED_INIT(pecaddr_person)

/*
 * Details of an error, for whoever wants to explain it; every function that takes one accepts
 * NULL. Written only when the function fails.
 *
 *   code     what the function returned.
 *   field    which part of the input is at fault, and
 *   offset   the byte in it, as the caller passed it, at which the fault begins.
 *   failure  with PECADDR_E_UNAVAILABLE: what the callback said, unchanged (else 0).
 *   message  a constant sentence in English, never NULL, which lives as long as the library.
 */
struct pecaddr_error {
    size_t size;
    int code;
    enum pecaddr_field field;
    size_t offset;
    int failure;
    const char *message;
};
#define PECADDR_ERROR_INIT PECADDR_SIZED_INIT(pecaddr_error)

/*
 * What happened to a stretch of a field, in the order in which the rules of SPEC §2 are applied.
 * A tool that explains an answer maps each to a sentence. Numbers are permanent; a reader must
 * tolerate those it does not know.
 */
enum pecaddr_step_kind {
    /* Whole stretches. */
    PECADDR_STEP_HIDDEN = 1,        /* an invisible code point, deleted */
    PECADDR_STEP_COMMA = 2,         /* the comma and the rest, ignored (DPR 396/2000 art. 35) */
    PECADDR_STEP_TITLE = 3,         /* titles, ignored */
    PECADDR_STEP_BIRTH_SURNAME = 4, /* `nata`, `née` … and what stands before, ignored */
    PECADDR_STEP_MARITAL = 5,       /* a marital word and the rest, ignored */
    PECADDR_STEP_GIVEN_FIRST = 6,   /* all but the first given name, as the scheme has it */
    /* Kept, but in doubt. The step is about the very characters. */
    PECADDR_STEP_DOUBT_TITLE = 7,         /* a word that is a title without its dots */
    PECADDR_STEP_DOUBT_TITLE_FULL = 8,    /* a title in full: `ingegnere` */
    PECADDR_STEP_DOUBT_TITLE_REST = 9,    /* what hangs on a title: `sa` of `Dott.sa` */
    PECADDR_STEP_DOUBT_ABBREVIATION = 10, /* a dot after two or more letters: `Cav.` */
    PECADDR_STEP_DOUBT_ADDITION = 11,     /* what is added to names: `junior`, `III`, `detto` */
    PECADDR_STEP_DOUBT_INITIAL = 12,      /* a surname's word of one letter and a dot: `n.` */
    PECADDR_STEP_DOUBT_MARITAL = 13,      /* a marital word that may be a name */
    PECADDR_STEP_DOUBT_MISREAD = 14,      /* a letter as it appears in misread DOS text */
    PECADDR_STEP_DOUBT_PARTICLES = 15,    /* a surname of particles only */
    PECADDR_STEP_DOUBT_REPEATED = 16,     /* a surname that is also among the given names */
    /* Character by character. */
    PECADDR_STEP_APOSTROPHE = 17,     /* an apostrophe or spacing accent, deleted */
    PECADDR_STEP_WORD_END = 18,       /* white space, dash, dot …: a word ends, deleted */
    PECADDR_STEP_LETTER = 19,         /* an ASCII letter, lower case */
    PECADDR_STEP_BASE = 20,           /* a letter with marks: its base letter */
    PECADDR_STEP_DIAERESIS = 21,      /* Ä Ö Ü under the profile */
    PECADDR_STEP_RING = 22,           /* Å under the profile */
    PECADDR_STEP_STROKE = 23,         /* Ø under the profile */
    PECADDR_STEP_REGISTRY = 24,       /* a letter that the civil registry's table names */
    PECADDR_STEP_COMPATIBLE = 25,     /* full-width letters, ligatures, ª º */
    PECADDR_STEP_LATIN = 26,          /* another Latin letter, by the frozen Latin-ASCII row */
    PECADDR_STEP_TRANSLITERATED = 27, /* the field, from another script */
    /* Words and lengths, and what is compared in the end. */
    PECADDR_STEP_WORD_DROPPED = 28,   /* a word dropped to fit RFC 5321 */
    PECADDR_STEP_CUT = 29,            /* an atom cut at the end to fit RFC 5321 */
    PECADDR_STEP_OTHER_PROFILE = 30,  /* text: the local part under the other profile */
    PECADDR_STEP_HOLDER_MISMATCH = 31 /* the half of the codice fiscale that contradicts a field */
};

/*
 * One step.
 *
 *   field, offset, length  the bytes of the input that it is about (0, 0 where none).
 *   text                   what they became: letters, or empty where deleted. For WORD_DROPPED the
 *                          word, for CUT what was cut off, for OTHER_PROFILE the local part, for
 *                          HOLDER_MISMATCH the three letters that the field gives. Lives until the
 *                          trace function returns.
 */
struct pecaddr_step {
    size_t size;
    enum pecaddr_step_kind kind;
    enum pecaddr_field field;
    size_t offset;
    size_t length;
    struct pecaddr_text text;
};
#define PECADDR_STEP_INIT PECADDR_SIZED_INIT(pecaddr_step)

/*
 * Is told each step as it is taken, so that what explains an answer is what computed it.
 *
 * step() is called with `user` and must not call back into the function that calls it.
 */
struct pecaddr_trace {
    size_t size;
    void (*step)(void *user, const struct pecaddr_step *step);
    void *user;
};
#define PECADDR_TRACE_INIT PECADDR_SIZED_INIT(pecaddr_trace)

/*
 * A naming scheme: domain, profile, rules, reserved names. Opaque and immutable; may be shared
 * between threads. Source: SPEC §3.
 */
struct pecaddr_scheme;
struct pecaddr_parsed;

/*
 * The engineers' scheme, `ingpec`: given.surname, then .province, then .section+number, all
 * @ingpec.eu, profile anagrafe.
 *
 * Returns: the scheme, never NULL. It lives as long as the library; pecaddr_scheme_free()
 * accepts it and does nothing.
 * Source: Ordine degli Ingegneri di Macerata, 3 Feb 2021; SPEC §1, §3. Since 1.0.
 */
const struct pecaddr_scheme *pecaddr_scheme_ingpec(void);

/*
 * Turns a field of another script into Latin letters, outside the promise of one answer for ever:
 * given to a scheme that asks for it by `name`. libpecaddr-icu has one.
 *
 *   name            what the scheme's `transliterate` says.
 *   transliterate   writes at most `capacity` bytes of UTF-8 to buffer and their number to
 *                   ret_size.
 *                   Returns 0; or anything else, and then the field is refused with
 *                   PECADDR_E_SCRIPT, as when ret_size is beyond capacity.
 *                   Called from every thread that uses the scheme.
 *   user            handed to it.
 *
 * It must outlive the schemes that were made with it. Source: SPEC §2.
 */
struct pecaddr_transliterator {
    size_t size;
    const char *name;
    int (*transliterate)(void *user, struct pecaddr_text text, char *buffer, size_t capacity,
                         size_t *ret_size);
    void *user;
};
#define PECADDR_TRANSLITERATOR_INIT PECADDR_SIZED_INIT(pecaddr_transliterator)

/*
 * The text of a built-in scheme, by its name, or by its number from 0: what a scheme file holds, to
 * be given to pecaddr_scheme_parse().
 *
 * Returns: the text, NUL-terminated, which lives as long as the library; NULL when there is none.
 * Source: SPEC §3. Since 1.0.
 */
const char *pecaddr_scheme_builtin(const char *name);
const char *pecaddr_scheme_builtin_at(size_t i);

/*
 * Makes a scheme from its text: `key = value` lines in any order. A line that begins with `#` or
 * `;` is a comment.
 *
 *   name            required: a–z, 0–9 and -, at most 32 characters.
 *   domain          required.
 *   rule            required, once for each level in their order: a–z, 0–9, dots, and {given},
 *                   {initial}, {surname}, {province}, {section}, {number}, {counter}.
 *   profile         anagrafe (default) or plain.
 *   variant         review (default), or accept: PECADDR_NOTE_VARIANT is not set. An Order writes
 *                   it that has decided for its profile; it changes no address.
 *   given           all (default) or first.
 *   overlong        shorten (default) or error.
 *   reserved        a local part that is never a person's; * stands for one part between dots.
 *   province        a sigla beside those of the 106 Orders.
 *   max-counter     2 to 999, default 99, for a last rule with {counter}, which counts from 2;
 *                   {counter:03} writes three digits at least, from 02 to 09 are possible.
 *   transliterate   none (default), or icu.
 *
 *   text            at most 64 KiB; not kept.
 *   transliterator  what the scheme may ask for; NULL: none.
 *   ret_scheme      to be freed with pecaddr_scheme_free().
 *   error           may be NULL: offset is the byte at which the faulty line begins (the size of
 *                   the text when something is missing), message says what is wrong and shows an
 *                   example.
 *
 * Returns: PECADDR_OK; PECADDR_E_SCHEME; PECADDR_E_TOO_LONG; PECADDR_E_ARGUMENT; PECADDR_E_MEMORY.
 * Source: SPEC §3. Since 1.0.
 */
int pecaddr_scheme_parse(struct pecaddr_text text,
                         const struct pecaddr_transliterator *transliterator,
                         const struct pecaddr_scheme **ret_scheme, struct pecaddr_error *error);

/*
 * Frees a scheme. NULL and built-in schemes are accepted and left alone. Since 1.0.
 */
void pecaddr_scheme_free(const struct pecaddr_scheme *scheme);

/*
 * What a scheme is: its name, its domain, its profile, and how many candidates it has for one
 * person at most. The texts live as long as the scheme. scheme must not be NULL. Since 1.0.
 */
const char *pecaddr_scheme_name(const struct pecaddr_scheme *scheme);
const char *pecaddr_scheme_domain(const struct pecaddr_scheme *scheme);
enum pecaddr_profile pecaddr_scheme_profile(const struct pecaddr_scheme *scheme);
unsigned pecaddr_scheme_levels(const struct pecaddr_scheme *scheme);

/*
 * Whether a province, by its sigla in any case, is that of an Order of the scheme: one of the 106, or
 * one that the scheme adds; whether a rule has {province} or not. scheme must not be NULL.
 *
 * Returns: 1 yes, 0 no. Source: SPEC §3. Since 1.0.
 */
int pecaddr_scheme_has_province(const struct pecaddr_scheme *scheme, struct pecaddr_text province);

/*
 * A concrete clash of two rules: a local part that both give, for different data.
 *
 *   i           from 0: the pairs of rules that overlap are counted in their order.
 *   buffer      receives the local part; PECADDR_LOCAL_PART_MAX + 1 bytes suffice.
 *   ret_first, ret_second   size set by the caller: the level, and how each rule reads the local
 *               part; their texts point into buffer.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH when there is no such pair; PECADDR_E_CAPACITY;
 * PECADDR_E_ARGUMENT. Source: SPEC §3. Since 1.0.
 */
int pecaddr_scheme_clash(const struct pecaddr_scheme *scheme, size_t i, char *buffer,
                         size_t capacity, struct pecaddr_parsed *ret_first,
                         struct pecaddr_parsed *ret_second);

/*
 * Whether no two rules can ever give one local part for different data. Then the level of an
 * address is certain, and a batch needs one call of its callback per level.
 *
 * Returns: 1 yes, 0 no. Source: SPEC §3. Since 1.0.
 */
int pecaddr_scheme_is_disjoint(const struct pecaddr_scheme *scheme);

/*
 * The scheme as text: one `key = value` line for each fact, equal for equal schemes. A registry
 * keeps it with each address, so that every answer can be derived again. What changes no address,
 * such as `variant` or a reserved name that is reserved anyway, is no part of it.
 *
 * Errors: PECADDR_E_CAPACITY (ret_size, which may be NULL, says what is needed),
 * PECADDR_E_ARGUMENT. Source: SPEC §3. Since 1.0.
 */
int pecaddr_scheme_canonical(const struct pecaddr_scheme *scheme, char *buffer, size_t capacity,
                             size_t *ret_size);

/*
 * The text of a rule, such as `{given}.{surname}`, for showing it.
 *
 *   level   0 … pecaddr_scheme_levels() - 1; every count of a counter has the counter's rule.
 *
 * Returns: the text, which lives as long as the scheme; NULL when there is no such level.
 * Source: SPEC §3. Since 1.0.
 */
const char *pecaddr_scheme_rule(const struct pecaddr_scheme *scheme, unsigned level);

/*
 * The local part at level 0 that a person's name gives under a scheme.
 *
 *   scheme     must not be NULL.
 *   person     the names, the codice fiscale where one is given, and what else the first rule
 *              needs.
 *   trace      told each step; may be NULL.
 *   buffer     PECADDR_LOCAL_PART_MAX + 1 bytes always suffice, and any of it may be written to;
 *              may be NULL with capacity 0.
 *   ret_size   length of the local part; may be NULL.
 *   ret_notes  enum pecaddr_note bits; may be NULL.
 *   error      may be NULL.
 *
 * Canonically equivalent input gives the same answer (but for PECADDR_E_TOO_LONG, which counts
 * bytes).
 *
 * Returns: PECADDR_OK, or
 *   PECADDR_E_TOO_LONG, _ENCODING, _MOJIBAKE, _UNEXPECTED, _SCRIPT, _EMPTY   the name: error has
 *       field and offset. Given names come before surnames; in a field TOO_LONG, ENCODING and
 *       MOJIBAKE, then the first offence from the left, then EMPTY, which is none in a field that
 *       no rule of the scheme needs.
 *   PECADDR_E_PROVINCE, _REGISTER   data that the first rule needs is absent or wrong.
 *   PECADDR_E_HOLDER     the codice fiscale has a wrong form or check character.
 *   PECADDR_E_CAPACITY   the buffer is too small.
 *   PECADDR_E_ARGUMENT   NULL where it must not be, or a struct of unknown size.
 * Source: SPEC §2. Since 1.0.
 */
int pecaddr_local_part(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                       const struct pecaddr_trace *trace, char *buffer, size_t capacity,
                       size_t *ret_size, uint32_t *ret_notes, struct pecaddr_error *error);

/*
 * What a person's name was folded to: letters a–z, as they stand in the scheme's addresses, cut
 * where those are cut. NUL-terminated; a name that no rule needs may be empty.
 *
 *   notes       enum pecaddr_note bits.
 *   first_size  the letters of `given` that are of the first given name.
 * Source: SPEC §2, §4.
 */
struct pecaddr_folded {
    size_t size;
    uint32_t notes;
    size_t given_size;
    size_t first_size;
    size_t surname_size;
    char given[PECADDR_LOCAL_PART_MAX + 1];
    char surname[PECADDR_LOCAL_PART_MAX + 1];
};
#define PECADDR_FOLDED_INIT PECADDR_SIZED_INIT(pecaddr_folded)

/*
 * Folds a person's name, as a walk does, for callers that compare or keep names: one that looks
 * people up asks for what the register's own columns hold.
 *
 *   person      the names, and the codice fiscale where one is given.
 *   ret_folded  size set by the caller.
 *   error       may be NULL.
 *
 * Returns: PECADDR_OK; the errors of the name and of the codice fiscale as in
 * pecaddr_local_part(); PECADDR_E_ARGUMENT. Source: SPEC §2. Since 1.0.
 */
int pecaddr_fold(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                 struct pecaddr_folded *ret_folded, struct pecaddr_error *error);

/*
 * Whether two persons' names agree: surname and first given name give the same letters under the
 * scheme, and no further given name contradicts: one has no more of them, or more after all that the
 * other has (`Maria` and `Maria Grazia`, not `Maria Grazia` and `Maria Luisa`). Words that no name has (titles, married names) are ignored as in any name. Only the names
 * of both are read; nothing is cut for length.
 *
 *   ret_whole   1 when all given names give the same letters, else 0, whether the names agree or
 *               not; may be NULL.
 *   error       may be NULL; of two persons in error it tells the first's.
 *
 * Returns: PECADDR_OK they agree; PECADDR_NO_MATCH; the errors of the name as in
 * pecaddr_local_part(); PECADDR_E_ARGUMENT. Source: SPEC §5. Since 1.0.
 */
int pecaddr_same_name(const struct pecaddr_scheme *scheme, const struct pecaddr_person *a,
                      const struct pecaddr_person *b, int *ret_whole, struct pecaddr_error *error);

/*
 * Whether a codice fiscale has the right form: 16 characters whose last checks the others, or 11
 * digits (a provisional one), the last a check digit. Digits may be replaced by letters as for
 * omocodia. Case does not matter, spaces are ignored. A provisional one of zeros only, which old
 * registers fill in where they have none, is refused.
 *
 *   buffer     receives it in upper case without spaces; PECADDR_HOLDER_MAX + 1 bytes always
 *              suffice; may be NULL with capacity 0, to check only.
 *   ret_size   its length; may be NULL.
 *
 * Returns: PECADDR_OK; PECADDR_E_HOLDER; PECADDR_E_CAPACITY when buffer is not NULL;
 * PECADDR_E_ARGUMENT. Source: DM 23 Dec 1976 (GU 345, 29 Dec 1976); SPEC §2. Since 1.0.
 */
#define PECADDR_HOLDER_MAX 16
int pecaddr_holder_check(struct pecaddr_text holder, char *buffer, size_t capacity,
                         size_t *ret_size);

/*
 * Whether two codici fiscali are the same, in any case, spaces ignored.
 *
 *   ret_omocodia   1 when they differ by omocodia alone: the same letters and digits, of which some
 *                  are written as letters. Two persons would have got the same one, and it may be
 *                  either of them; else 0. May be NULL.
 *
 * Returns: PECADDR_OK the same; PECADDR_NO_MATCH; PECADDR_E_HOLDER, one of them is none;
 * PECADDR_E_ARGUMENT. Source: DM 23 Dec 1976, art. 6; SPEC §5. Since 1.0.
 */
int pecaddr_same_holder(struct pecaddr_text a, struct pecaddr_text b, int *ret_omocodia);

/*
 * How a codice fiscale and a name contradict each other; a set of bits.
 */
enum pecaddr_mismatch {
    PECADDR_MISMATCH_SURNAME = 1 << 0,   /* the first three letters are not of this surname */
    PECADDR_MISMATCH_GIVEN = 1 << 1,     /* the next three are not of these given names */
    PECADDR_MISMATCH_SWAPPED = 1 << 2,   /* both fit if given names and surname are exchanged */
    PECADDR_MISMATCH_FIRST_FITS = 1 << 3 /* the next three are of the first given name alone */
};

/*
 * What pecaddr_holder_compare() found.
 *
 *   mismatch         enum pecaddr_mismatch bits; 0 when nothing contradicts.
 *   surname, given   the letters that the name gives, upper case, NUL-terminated; empty for a
 *                    provisional codice fiscale, which has none.
 */
struct pecaddr_holder_comparison {
    size_t size;
    uint32_t mismatch;
    char surname[4];
    char given[4];
};
#define PECADDR_HOLDER_COMPARISON_INIT PECADDR_SIZED_INIT(pecaddr_holder_comparison)

/*
 * Holds the first six letters of a person's codice fiscale against the name, under either profile:
 * what sets PECADDR_NOTE_CF_MISMATCH, told in full. Nothing of the name is cut for length, and all
 * given names count, whatever the scheme.
 *
 *   ret_comparison   size set by the caller.
 *   error            may be NULL.
 *
 * Returns: PECADDR_OK when nothing contradicts, also where there is no codice fiscale or a
 * provisional one; PECADDR_NO_MATCH when ret_comparison tells what does; PECADDR_E_HOLDER; the
 * errors of the name as in pecaddr_local_part(); PECADDR_E_ARGUMENT.
 * Source: DM 23 Dec 1976, art. 2–3, 6; SPEC §2. Since 1.0.
 */
int pecaddr_holder_compare(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                           struct pecaddr_holder_comparison *ret_comparison,
                           struct pecaddr_error *error);

/*
 * The text that was meant by mojibake: UTF-8 that was once read as Windows-1252 or Latin-1 and
 * written again (`NicolÃ²` for `Nicolò`), also twice. Nothing is guessed: text from which
 * bytes were lost, or that would still be garbled, is not repaired. Text without mojibake comes
 * back byte for byte.
 *
 *   text      at most PECADDR_FIELD_MAX bytes.
 *   buffer    what was repaired is in Normalization Form C, at most three times as long as text.
 *   ret_size  length of the answer; may be NULL.
 *
 * Returns: PECADDR_OK, or PECADDR_E_MOJIBAKE (it cannot be repaired), PECADDR_E_ENCODING,
 * PECADDR_E_TOO_LONG, PECADDR_E_CAPACITY, PECADDR_E_ARGUMENT.
 * Source: SPEC §2. Since 1.0.
 */
int pecaddr_repair(struct pecaddr_text text, char *buffer, size_t capacity, size_t *ret_size);

/*
 * The address of a person's candidate at a level, whether it is free or not.
 *
 *   level         0 … pecaddr_scheme_levels() - 1.
 *   buffer        PECADDR_ADDRESS_MAX + 1 bytes always suffice.
 *   ret_size      its length; may be NULL.
 *   ret_reserved  1 when the scheme reserves it, so that no person is ever given it; may be NULL.
 *   error         may be NULL.
 *
 * Returns: PECADDR_OK; the errors of pecaddr_walk_init(); PECADDR_E_EXHAUSTED when the scheme has
 * no such level; PECADDR_E_CAPACITY. Source: SPEC §3. Since 1.0.
 */
int pecaddr_candidate(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                      unsigned level, char *buffer, size_t capacity, size_t *ret_size,
                      int *ret_reserved, struct pecaddr_error *error);

/*
 * The answer to the question whether an address is there.
 *
 * PECADDR_UNANSWERED counts as failed, so that an answer which nobody filled in never issues
 * anything. PECADDR_RESERVED is no answer of a callback: it stands in a result for a candidate
 * that the scheme reserves and that therefore was not asked. Source: SPEC §4, §7.
 */
enum pecaddr_answer {
    PECADDR_UNANSWERED = 0,
    PECADDR_FREE = 1,           /* mode CHECK: it is not there */
    PECADDR_CLAIMED = 2,        /* mode CLAIM: it was not there, and now is this person's */
    PECADDR_TAKEN = 3,          /* it is somebody else's */
    PECADDR_HELD = 4,           /* it is this person's already */
    PECADDR_HELD_ELSEWHERE = 5, /* this person has another mailbox: query->held */
    PECADDR_FAILED = 6,         /* the question could not be answered: query->failure */
    PECADDR_REFUSED = 7,        /* this person as given cannot have it: query->failure */
    PECADDR_RESERVED = 8
};

/*
 * Whether the callback only looks (races with others), or claims in the same breath (safe).
 */
enum pecaddr_mode { PECADDR_CHECK = 1, PECADDR_CLAIM = 2 };

/*
 * A question, and the place for its answer.
 *
 * In:
 *   person        as the caller gave it.
 *   scheme        under which the address was made.
 *   folded        what the name was folded to; part of the walk, and lives until the answer is
 *                 given.
 *   address       NUL-terminated, lower case, address_size bytes; lives until the answer is given.
 *   level         0 for the first candidate.
 *   notes         enum pecaddr_note bits of the name and the codice fiscale, and what the callback
 *                 added to them when it answered this person's questions before.
 *   reserved      bit (l % 8) of byte l / 8 is set when level l, below `level`, was reserved; every
 *                 other level below was taken. NULL: none was reserved.
 *   mark          of this question and no other; to be left alone.
 *   user          the caller's own. A walk leaves it as it is; in a batch it is NULL when a
 *                 person is first asked about, and what the callback puts there comes with the
 *                 same person's next question.
 *
 * Out:
 *   answer        PECADDR_FREE only when checking, PECADDR_CLAIMED only when claiming.
 *   failure       with PECADDR_FAILED: why, in the callback's own numbers; reaches the result. With
 *                 PECADDR_REFUSED: PECADDR_E_HOLDER, _REVIEW, _PROVINCE, _REGISTER or an error of
 *                 the name, which becomes the person's status.
 *   added_notes   enum pecaddr_note bits that the callback adds to the result's, whatever it
 *                 answers; those of all answers of a walk come together.
 *   held          with PECADDR_HELD_ELSEWHERE: the mailbox that this person has, NUL-terminated, a
 *                 dot-atom of at most 64 octets in the domain of the scheme; any case.
 *
 * Source: SPEC §4, §7; RFC 5321 §4.1.2, §4.5.3.1.1.
 */
struct pecaddr_query {
    size_t size;
    const struct pecaddr_person *person;
    const struct pecaddr_scheme *scheme;
    const struct pecaddr_folded *folded;
    const char *address;
    size_t address_size;
    unsigned level;
    uint32_t notes;
    const unsigned char *reserved;
    uint64_t mark;
    void *user;
    enum pecaddr_answer answer;
    int failure;
    uint32_t added_notes;
    char held[PECADDR_ADDRESS_MAX + 1];
};
#define PECADDR_QUERY_INIT PECADDR_SIZED_INIT(pecaddr_query)

/*
 * The plain existence check: 1 present, 0 absent, anything else failed (and reaches
 * pecaddr_error.failure unchanged). address is NUL-terminated and lower case.
 */
typedef int pecaddr_exists_fn(void *user, const char *address);

/*
 * Answers n questions at once, as if one after the other in the order of the array. Returns 0
 * when each question has its own answer; anything else fails every question that is not answered
 * PECADDR_CLAIMED, _HELD or _HELD_ELSEWHERE, and reaches the results unchanged.
 *
 * A callback that knows holders looks the person up first, before the address, by codice fiscale
 * and register entry, in the same transaction as the claim: whoever has a mailbox already is
 * answered PECADDR_HELD or PECADDR_HELD_ELSEWHERE, whatever the address and whether it is free.
 * That rule alone keeps one person from two mailboxes, after a name was corrected or a lower level
 * has become free.
 */
typedef int pecaddr_ask_fn(void *user, enum pecaddr_mode mode,
                           struct pecaddr_query *const queries[], size_t n);

/*
 * What a person was given, and why.
 *
 *   status         PECADDR_OK, or why there is no address (then address is empty).
 *   field, offset, message   as in struct pecaddr_error.
 *   failure        with PECADDR_E_UNAVAILABLE: what the callback said. Where its answer was none,
 *                  message says what it did wrong and what it has to do.
 *   level          the level of the address; PECADDR_LEVEL_NONE when this person holds an address
 *                  that none of the rules gives, or that the scheme reserves.
 *   notes          enum pecaddr_note bits, those that the callback added among them.
 *   table_version  of the tables that folded the name.
 *   tried          how many candidates were considered. The last was answered `answer`; those
 *                  before were taken, except those whose bit (l % 8) of byte l / 8 is set in
 *                  `reserved`; see pecaddr_assignment_answer().
 *   address        NUL-terminated, address_size bytes.
 * Source: SPEC §4.
 */
struct pecaddr_assignment {
    size_t size;
    int status;
    enum pecaddr_field field;
    size_t offset;
    const char *message;
    int failure;
    unsigned level;
    uint32_t notes;
    uint32_t table_version;
    unsigned tried;
    enum pecaddr_answer answer;
    unsigned char reserved[PECADDR_LEVELS_MAX / 8];
    size_t address_size;
    char address[PECADDR_ADDRESS_MAX + 1];
};
#define PECADDR_ASSIGNMENT_INIT PECADDR_SIZED_INIT(pecaddr_assignment)

/*
 * What the candidate at a level was answered; PECADDR_UNANSWERED when it was not tried.
 * assignment must not be NULL. Since 1.0.
 */
enum pecaddr_answer pecaddr_assignment_answer(const struct pecaddr_assignment *assignment,
                                              unsigned level);

/*
 * A walk through one person's candidates, without callback and without I/O, for callers that
 * wait for their answers asynchronously. The caller owns it; there is nothing to free. It points to
 * the scheme and the person, which must outlive it, and may not be moved. Another walk may be begun
 * in the same memory: a late answer to what was asked before is PECADDR_E_STATE. That holds even
 * when the memory was zeroed in between, except for the very same question of the same person.
 *
 *     struct pecaddr_walk walk = PECADDR_WALK_INIT;
 *     struct pecaddr_query query = PECADDR_QUERY_INIT;
 *     r = pecaddr_walk_init(&walk, scheme, &person, PECADDR_CLAIM, &error);
 *     while (r == 0 && (r = pecaddr_walk_next(&walk, &query)) == 0) {
 *         query.answer = ...;
 *         r = pecaddr_walk_answer(&walk, &query);
 *     }
 *     if (r == PECADDR_DONE)
 *         pecaddr_walk_result(&walk, &assignment);
 *
 * Source: SPEC §4.
 */
struct pecaddr_walk {
    size_t size;
    /* From here on the library's own: neither read nor write it. */
    const struct pecaddr_scheme *scheme;
    const struct pecaddr_person *person;
    enum pecaddr_mode mode;
    int state;
    int status;
    int failure;
    unsigned level;
    unsigned tried;
    unsigned found;
    enum pecaddr_answer answer;
    uint32_t added_notes;
    uint64_t begun;
    uint64_t mark;
    const char *message;
    union {
        struct pecaddr_folded folded;
        uint64_t room[32];
    } facts;
    unsigned char reserved[PECADDR_LEVELS_MAX / 8];
    size_t address_size;
    char address[PECADDR_ADDRESS_MAX + 1];
};
#define PECADDR_WALK_INIT PECADDR_SIZED_INIT(pecaddr_walk)

/*
 * Begins a walk: checks the name and whatever any rule of the scheme needs. When it fails the walk
 * has no question and no result, whatever it was before.
 *
 *   mode    which of PECADDR_FREE and PECADDR_CLAIMED is an answer in this walk.
 *   error   may be NULL.
 *
 * Returns: PECADDR_OK, or the errors of pecaddr_local_part() except PECADDR_E_CAPACITY. Data is
 * checked in the order given names, surname, province, section, number, codice fiscale.
 * Source: SPEC §3, §4. Since 1.0.
 */
int pecaddr_walk_init(struct pecaddr_walk *walk, const struct pecaddr_scheme *scheme,
                      const struct pecaddr_person *person, enum pecaddr_mode mode,
                      struct pecaddr_error *error);

/*
 * The question that is open. Asked again before it is answered, it is the same question.
 *
 *   ret_query   filled in with the question, its answer PECADDR_UNANSWERED; `user` is left alone.
 *
 * Returns: PECADDR_OK; PECADDR_DONE when the walk has ended (ret_query untouched);
 * PECADDR_E_ARGUMENT, also when no walk was begun or pecaddr_walk_init() failed. Since 1.0.
 */
int pecaddr_walk_next(struct pecaddr_walk *walk, struct pecaddr_query *ret_query);

/*
 * Takes the answer to the open question. An answer that is unanswered, failed, out of range, of
 * the other mode, refused for no reason of the person's, held elsewhere without an address of the
 * scheme's domain, or that adds an unknown note, ends the walk with PECADDR_E_UNAVAILABLE.
 *
 * Returns: PECADDR_OK; PECADDR_E_STATE when this question is not the open one: it was answered, is
 * of another person or of an earlier walk in the same memory, or there is none;
 * PECADDR_E_ARGUMENT. Since 1.0.
 */
int pecaddr_walk_answer(struct pecaddr_walk *walk, const struct pecaddr_query *query);

/*
 * The result of a walk that has ended; its status is PECADDR_OK, PECADDR_E_EXHAUSTED,
 * PECADDR_E_UNAVAILABLE, or why the callback refused the person.
 *
 * Returns: PECADDR_OK; PECADDR_E_STATE while a question is open, and when no walk was begun or
 * pecaddr_walk_init() failed; PECADDR_E_ARGUMENT. Since 1.0.
 */
int pecaddr_walk_result(const struct pecaddr_walk *walk, struct pecaddr_assignment *ret_assignment);

/*
 * The address that is free for a person, by a plain existence check. It knows no holders: asked
 * again after the address was issued, it gives the next level. For previews and one-off questions;
 * between the check and the use others may issue the same address.
 *
 *   exists          called once for each candidate that is not reserved, until one is absent.
 *   user            handed to exists.
 *   ret_assignment  size set by the caller.
 *   error           may be NULL.
 *
 * Returns: PECADDR_OK, or the errors of pecaddr_walk_init(), PECADDR_E_EXHAUSTED, or
 * PECADDR_E_UNAVAILABLE (error->failure is what exists returned).
 * Thread rule: as safe as `exists`. Source: SPEC §4. Since 1.0.
 */
int pecaddr_resolve(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                    pecaddr_exists_fn *exists, void *user,
                    struct pecaddr_assignment *ret_assignment, struct pecaddr_error *error);

/*
 * The bytes of scratch memory that pecaddr_resolve_batch() needs for n persons, wherever they
 * begin; 0 when that does not fit a size_t. One person needs none, whatever this says. Since 1.0.
 */
size_t pecaddr_batch_scratch_size(size_t n);

/*
 * Resolves many persons with few calls: one for each level when the scheme is disjoint, no person
 * occurs twice, and nobody's candidate is reserved. The outcome is exactly that of one person after
 * the other in the order of the array, homonyms and repeated persons included. Two persons are one
 * when their codice fiscale or, in the absence of one of them, their register entry and their name
 * are the same, as the library reads them; where several codici fiscali come with one entry and
 * name, whoever comes without is the first of them. When checking, an address given earlier in the
 * batch counts as taken, or as held by the same person. A person with an error, also of a codice
 * fiscale alone, has it as outcome and takes no part.
 *
 *   mode          PECADDR_CHECK or PECADDR_CLAIM, handed to ask.
 *   ask           never called with n = 0.
 *   scratch       memory of the caller, of any alignment; its contents are of no meaning before and
 *                 after. Not used where n is 1, so it may be NULL then.
 *   scratch_size  at least pecaddr_batch_scratch_size(n); 0 with NULL.
 *   ret           n structs, size set by the caller; each receives its person's own outcome.
 *
 * When ask returns non-zero, the open walks end with PECADDR_E_UNAVAILABLE and its code; answers
 * already claimed or held stand, a refusal does not. With claims the outcome of those walks is then
 * unknown, and asking again is safe.
 *
 * Returns: PECADDR_OK when every person has an outcome in ret[i]->status (which may be an error);
 * PECADDR_E_UNAVAILABLE when ask returned non-zero (the outcomes stand in ret all the same);
 * PECADDR_E_CAPACITY when scratch is too small, and PECADDR_E_ARGUMENT, also for an n for which
 * pecaddr_batch_scratch_size() is 0 (ret untouched).
 * Thread rule: as safe as `ask`. Source: SPEC §4. Since 1.0.
 */
int pecaddr_resolve_batch(const struct pecaddr_scheme *scheme,
                          const struct pecaddr_person *const persons[], size_t n,
                          enum pecaddr_mode mode, pecaddr_ask_fn *ask, void *user, void *scratch,
                          size_t scratch_size, struct pecaddr_assignment *const ret[]);

/*
 * What kind of address it is under a scheme.
 */
enum pecaddr_address_kind {
    PECADDR_ADDRESS_FOREIGN = 1,  /* not an address that this scheme gives */
    PECADDR_ADDRESS_RESERVED = 2, /* of a function or an Order, never a person's */
    PECADDR_ADDRESS_PERSON = 3    /* of the form of one of the rules */
};

/*
 * An address read back. The texts point into the address that was read, in its own case. What the
 * rule does not have is empty or 0. `province` may be historical.
 */
struct pecaddr_parsed {
    size_t size;
    enum pecaddr_address_kind kind;
    unsigned level; /* PECADDR_LEVEL_NONE unless kind is PERSON and only one level is possible */
    struct pecaddr_text given;
    struct pecaddr_text surname;
    struct pecaddr_text province;
    char section; /* 'A' or 'B' */
    uint32_t number;
};
#define PECADDR_PARSED_INIT PECADDR_SIZED_INIT(pecaddr_parsed)

/*
 * Classifies an address under a scheme. ASCII case does not matter.
 *
 *   ret_parsed   size set by the caller; its texts live as long as address does.
 *
 * Returns: PECADDR_OK whatever the kind; PECADDR_E_ARGUMENT. Source: SPEC §4. Since 1.0.
 */
int pecaddr_parse(const struct pecaddr_scheme *scheme, struct pecaddr_text address,
                  struct pecaddr_parsed *ret_parsed);

/*
 * At which level, if any, an address is the one that a person's data gives, and under which
 * profile: the scheme's own is tried first. ASCII case does not matter.
 *
 *   ret_level, ret_profile   may be NULL.
 *   error                    may be NULL.
 *
 * Data that is absent or wrong only means that the levels which need it are not compared; the
 * province may be historical. A name that is too long under one profile alone has no address there.
 *
 * Returns: PECADDR_OK; PECADDR_NO_MATCH; or an error of the name as in pecaddr_local_part().
 * Source: SPEC §4. Since 1.0.
 */
int pecaddr_match(const struct pecaddr_scheme *scheme, const struct pecaddr_person *person,
                  struct pecaddr_text address, unsigned *ret_level,
                  enum pecaddr_profile *ret_profile, struct pecaddr_error *error);

/*
 * A status as a sentence in English, never NULL; the text is constant. Since 1.0.
 */
const char *pecaddr_strerror(int status);

/*
 * A status as its name without prefix, such as `MOJIBAKE`; `OK` for 0; NULL for a number that is
 * no status. Since 1.0.
 */
const char *pecaddr_status_name(int status);

/*
 * A note as its name, such as `DOUBT`; NULL for anything but exactly one known bit. Since 1.0.
 */
const char *pecaddr_note_name(uint32_t note);

/*
 * The version of the library, such as `1.0.0`. Since 1.0.
 */
const char *pecaddr_version(void);

/*
 * The version of the frozen tables and rules with which names are folded.
 *
 * A later version may answer what an earlier one refused, and may set its notes better. It never
 * gives another local part where one was given. So what pecaddr_local_part() gives may be stored,
 * indexed and declared IMMUTABLE, under any scheme that does not transliterate; what it refuses,
 * and its notes, may not. Source: SPEC §2. Since 1.0.
 */
uint32_t pecaddr_table_version(void);

#ifdef __cplusplus
}
#endif

#endif
