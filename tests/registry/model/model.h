/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef MODEL_H
#define MODEL_H

/*
 * SPEC §5 as a model: who asks, what state each mailbox is in, what each event is answered and
 * leads to. It is written from the specification and shares no code with the library: no names are
 * folded here, no database is asked, addresses are numbers.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The facts by which a holder is known. In each, 0 is what is not on record.
 *
 *   name     of model_names
 *   holder   the codice fiscale: 1 to 4 are four persons', OMOCODIA_OF_1 differs from 1 by omocodia
 *   entry    of model_entries
 */
struct model_facts {
    uint8_t name, holder, entry;
};

/* The first three can ask; the last is what a list knows that has surnames alone. All fit one
 * codice fiscale, so that any holder may have any name. */
enum { MODEL_NAMES = 3, SURNAME_ALONE = 4 };
struct model_name {
    const char *given, *surname;
    const char *local_part;
    unsigned person; /* names that agree are one person's */
};
extern const struct model_name model_names[SURNAME_ALONE + 1];

enum { MODEL_HOLDERS = 4, OMOCODIA_OF_1 };

/* The register entries, of three Orders: two of them in one; and what a list knows that has
 * provinces alone. */
enum { MODEL_ORDERS = 3, MODEL_ENTRIES = 4, PROVINCE_ALONE = 5 };
struct model_entry {
    const char *province, *lower_province;
    char section, lower_section;
    unsigned number;
    unsigned order; /* from 1; 0: unknown */
};
extern const struct model_entry model_entries[PROVINCE_ALONE + 1];

/*
 * The addresses that the rules of `ingpec` can give to a name: one at level 0, one for each Order
 * at level 1, one for each entry at level 2. Those of the second name come after those of the
 * first.
 */
enum {
    MODEL_LEVELS = 3,
    MODEL_PER_NAME = 1 + MODEL_ORDERS + MODEL_ENTRIES,
    MODEL_ADDRESSES = MODEL_NAMES * MODEL_PER_NAME,
    NOBODY = -1
};

int model_candidate(unsigned name, unsigned entry, unsigned level);
unsigned model_level(int address);
unsigned model_name_of(int address);

/* All that counts of one address. */
enum model_life { LIFE_FREE = 0, LIFE_RESERVED, LIFE_ACTIVE, LIFE_RETIRED };
enum model_day { DAY_NONE = 0, DAY_EARLY, DAY_LATE };
struct model_mailbox {
    uint8_t life;
    uint8_t was_active;
    uint8_t left;      /* the holder left the Order */
    uint8_t expires;   /* enum model_day */
    uint8_t forgotten; /* its holder */
    uint8_t
        was_on; /* the entries that the holder moved from, one bit for each; EVENT_CLAIM, past */
    struct model_facts facts;
};
struct model_state {
    struct model_mailbox at[MODEL_ADDRESSES];
};

/* What happens. */
enum model_kind {
    EVENT_CLAIM,  /* who[0] asks */
    EVENT_ACCEPT, /* the same, and somebody has looked at the notes */
    EVENT_BATCH,  /* who[0] and who[1] ask in one call, their notes accepted */
    EVENT_IMPORT, /* a list has the address, as that of who[0], in the state `value`; who may have left */
    EVENT_EXPIRE, /* what expires on the early day has expired */
    EVENT_ACTIVATE,
    EVENT_RELEASE,
    EVENT_RETIRE,
    EVENT_LEAVE,
    EVENT_RENEW, /* until the late day */
    EVENT_FORGET,
    EVENT_CHANGE,
    EVENT_RENAME,  /* the same, as the name turns out to be `value` */
    EVENT_CORRECT, /* the name turns out to be `value`, and the address stays */
    EVENT_RELINK,  /* the codice fiscale is `value`: another one, or the first that is known */
    EVENT_KINDS
};
struct model_event {
    enum model_kind kind;
    struct model_facts who[2];
    int address;
    uint8_t value;
    bool left;     /* EVENT_IMPORT */
    bool is_meant; /* a step: for who[0] */
    uint8_t bound; /* the Orders that the registry is bound to, one bit for each; 0: to none */
    bool past;     /* a claim waits that goes back to an entry that was left; else it is accepted */
};

enum model_answer {
    ANSWER_DONE,
    ANSWER_NOTHING_TO_DO,
    ANSWER_KEPT, /* an import: the very holder's, but what is on record differs and is kept */
    ANSWER_CLAIMED,
    ANSWER_HELD,
    ANSWER_HELD_ELSEWHERE,
    ANSWER_WRONG_STATE,
    ANSWER_HOLDER,
    ANSWER_REVIEW,
    ANSWER_PROVINCE, /* the registry is bound to others */
    ANSWER_NO_NAME,  /* a change */
    ANSWER_NO_ENTRY, /* a change */
    ANSWER_EXHAUSTED
};

enum model_note { NOTE_MOVED = 1, NOTE_RETURNED = 2, NOTE_RENAMED = 4, NOTE_NAMESAKE = 8 };

/* What contradicts, where the answer is ANSWER_HOLDER. */
enum model_reason {
    REASON_NONE,
    REASON_NAME,    /* the mailbox of the codice fiscale, whose holder has another name */
    REASON_ENTRY,   /* the mailbox that stands on the entry */
    REASON_FORMER,  /* one of those who left it, all of them of the name */
    REASON_ENTRIES, /* the mailbox of the codice fiscale, which was asked for on two entries */
    REASON_PROVINCE,
    REASON_MEANT,   /* a step: the mailbox is not that of whom it is meant for */
    REASON_HOMONYM, /* a step: another mailbox may be, too */
    REASONS
};

struct model_outcome {
    enum model_answer answer;
    int address;    /* given; or that it would be (ANSWER_REVIEW); or in the way (ANSWER_HOLDER) */
    unsigned notes; /* of a claim */
    enum model_reason reason;
};

/* The answers to an event, two of a batch; the state becomes what it leads to, and `ret_between` what
 * it was between the two. */
void model_step(struct model_state *state, const struct model_event *event,
                struct model_outcome ret_outcomes[2], struct model_state *ret_between);

bool model_stands(const struct model_mailbox *mailbox);

/* The mailbox of a codice fiscale, or that stands on an entry, but for that of `but`; or NOBODY. */
int model_find_holder(const struct model_state *state, unsigned holder, int but);
int model_find_standing(const struct model_state *state, unsigned entry, int but);

/* What was not known of a name. */
void model_gain_name(struct model_facts *facts, unsigned name);

/* An event of a list. */
enum model_answer model_import(struct model_state *state, const struct model_event *event);

/* Whether somebody who asks may be told that a mailbox is that of a former holder. */
bool model_is_former(const struct model_mailbox *mailbox, struct model_facts who);

/*
 * How somebody who asks is like the holder of a mailbox, fact by fact. An entry is in force while
 * its mailbox is reserved or active and its holder has not left; after that it is a former one.
 */
enum likeness_of_holder { HOLDER_SAME, HOLDER_MISSING, HOLDER_OMOCODIA, HOLDER_OTHER, N_HOLDER };
enum likeness_of_entry {
    ENTRY_SAME,
    ENTRY_UNKNOWN,
    ENTRY_OTHER,
    FORMER_SAME,
    FORMER_UNKNOWN,
    FORMER_OTHER,
    N_ENTRY
};
enum likeness_of_name { NAME_AGREES, NAME_UNKNOWN, NAME_OTHER, N_NAME };
struct model_likeness {
    enum likeness_of_holder holder;
    enum likeness_of_entry entry;
    enum likeness_of_name name;
};
enum likeness_of_holder model_compare_holders(unsigned a, unsigned b);
enum likeness_of_entry model_compare_entries(unsigned a, unsigned b); /* as if both were in force */
enum likeness_of_name model_compare_names(unsigned a, unsigned b);
struct model_likeness model_compare(struct model_facts who, const struct model_mailbox *mailbox);

/* Whether the table says that two are one holder, one of whom has given an address back. */
bool model_are_one(struct model_facts a, struct model_facts b);

/* Whether a step may be meant for the holder of a mailbox. */
bool model_may_be_meant(const struct model_mailbox *mailbox, struct model_facts who);

/* Whether another mailbox than an event's may be that of the person whom it is meant for, too. */
bool model_is_homonym(const struct model_state *state, const struct model_event *event,
                      int address);

/* Whether the whole of two names is the same, as far as both are known. */
bool model_is_whole_name(unsigned a, unsigned b);

/* What was met of claims: who was compared with whom, and how that ended. */
struct model_met {
    bool likeness[N_HOLDER][N_ENTRY][N_NAME];
    bool answers[ANSWER_EXHAUSTED + 1];
    bool reasons[REASONS];
    bool notes[2 * NOTE_NAMESAKE];
};

/* Adds a claim, in a state; whether any of it is new. */
bool model_meet(struct model_met *met, const struct model_state *state, struct model_facts who,
                struct model_outcome outcome);

/* A likeness in words. */
const char *model_describe(struct model_likeness likeness, char text[96]);

#endif
