/* SPDX-License-Identifier: BSD-3-Clause */
#include "words.h"

#include "codice-fiscale.h"
#include "command.h"
#include "language.h"
#include "message.h"

struct step_words {
    const char *rule;
    const char *source;
};

#define CIVIL_REGISTRY "civil registry (DM 2 Feb 2009), ICAO 9303-3"

static const struct step_words steps[] = {
    [PECADDR_STEP_HIDDEN] = {"an invisible character: ignored", "Unicode: default ignorable"},
    [PECADDR_STEP_COMMA] = {"the comma and the names after it: ignored", "DPR 396/2000 art. 35"},
    [PECADDR_STEP_TITLE] = {"a title: ignored", "a title is no part of the name"},
    [PECADDR_STEP_BIRTH_SURNAME] = {"up to \"nata\" or \"nato\": ignored",
                                    "only the birth surname identifies"},
    [PECADDR_STEP_MARITAL] = {"a married name: ignored", "only the birth surname identifies"},
    [PECADDR_STEP_DOUBT_TITLE] = {"kept, but is it a title?", "only titles with dots are ignored"},
    [PECADDR_STEP_DOUBT_ABBREVIATION] = {"kept, but is it a title or an abbreviation?",
                                         "only known titles are ignored"},
    [PECADDR_STEP_DOUBT_MARITAL] = {"kept, but is it part of a married name?",
                                    "a word must stand on both sides"},
    [PECADDR_STEP_DOUBT_MISREAD] = {"kept, but it looks like DOS text read wrongly",
                                    "upper and lower case mixed"},
    [PECADDR_STEP_APOSTROPHE] = {"an apostrophe: deleted", "elision or accent, no guess is needed"},
    [PECADDR_STEP_WORD_END] = {"a word ends: deleted", "the words of a name are joined"},
    [PECADDR_STEP_MARK] = {"a mark on a letter: dropped", CIVIL_REGISTRY},
    [PECADDR_STEP_LETTER] = {"letters: in lower case", "only lower case is issued"},
    [PECADDR_STEP_BASE] = {"a letter with marks: its base letter", CIVIL_REGISTRY},
    [PECADDR_STEP_DIAERESIS] = {"a letter with two dots", CIVIL_REGISTRY},
    [PECADDR_STEP_RING] = {"a letter with a ring", CIVIL_REGISTRY},
    [PECADDR_STEP_STROKE] = {"a letter with a stroke", CIVIL_REGISTRY},
    [PECADDR_STEP_REGISTRY] = {"a special letter", CIVIL_REGISTRY},
    [PECADDR_STEP_COMPATIBLE] = {"another form of the same letters", "Unicode: compatibility"},
    [PECADDR_STEP_LATIN] = {"another Latin letter", "ICU Latin-ASCII, frozen"},
    [PECADDR_STEP_TRANSLITERATED] = {"another script", "ICU Any-Latin, Latin-ASCII"},
    [PECADDR_STEP_WORD_DROPPED] = {"left out: the address would be too long",
                                   "RFC 5321: at most 64 characters"},
    [PECADDR_STEP_CUT] = {"cut off: the address would be too long",
                          "RFC 5321: at most 64 characters"},
    [PECADDR_STEP_OTHER_PROFILE] = {"what the other spelling of the marks would give",
                                    "which one an Order used is not published"},
    [PECADDR_STEP_GIVEN_FIRST] = {"all but the first given name: ignored", "the scheme"},
};

static const struct step_words *step_of(enum pecaddr_step_kind kind)
{
    static const struct step_words unknown = {"a step that this version has no words for", ""};
    size_t i = (size_t)kind;

    return i < ARRAY_SIZE(steps) && steps[i].rule ? &steps[i] : &unknown;
}

const char *step_rule(enum pecaddr_step_kind kind)
{
    return step_of(kind)->rule;
}

const char *step_source(enum pecaddr_step_kind kind)
{
    return step_of(kind)->source;
}

const char *note_sentence(uint32_t note)
{
    switch (note) {
    case PECADDR_NOTE_HIDDEN:
        return "invisible characters were ignored";
    case PECADDR_NOTE_COMMA:
        return "given names after a comma were ignored";
    case PECADDR_NOTE_TITLE:
        return "a title was ignored";
    case PECADDR_NOTE_VARIANT:
        return "letters like \xC3\xB6 have two customary spellings; check which one the Order uses";
    case PECADDR_NOTE_MARITAL:
        return "a married name was ignored; check that the birth surname is what is left";
    case PECADDR_NOTE_DOUBT:
        return "something was kept that may be no part of the name, or misread; check the name";
    case PECADDR_NOTE_SHORTENED:
        return "the name is too long for an address and was shortened; check the result";
    case PECADDR_NOTE_TRANSLITERATED:
        return "the name is from another script; check its letters against the identity document";
    case PECADDR_NOTE_CF_MISMATCH:
        return "the codice fiscale does not fit the name; check both";
    default:
        return "a remark that this version has no words for";
    }
}

void note_describe(struct buffer *buffer, uint32_t note, const struct pecaddr_person *person)
{
    if (note == PECADDR_NOTE_CF_MISMATCH && person)
        codice_fiscale_describe(buffer, person);
    else
        buffer_text(buffer, gettext(note_sentence(note)));
}

void remark_notes(uint32_t notes, const struct pecaddr_person *person)
{
    for (uint32_t note = 1; note && note <= notes; note <<= 1) {
        const char *name = notes & note ? pecaddr_note_name(note) : NULL;
        struct buffer sentence = {0};

        if (!name)
            continue;
        note_describe(&sentence, note, person);
        remark("note: %s: %s", name, sentence.data);
        buffer_free(&sentence);
    }
}

const char *answer_words(enum pecaddr_answer answer)
{
    switch (answer) {
    case PECADDR_FREE:
        return "free";
    case PECADDR_CLAIMED:
        return "was free, and is this person's now";
    case PECADDR_TAKEN:
        return "taken";
    case PECADDR_HELD:
        return "this person's already";
    case PECADDR_HELD_ELSEWHERE:
        return "not asked further: this person has another mailbox";
    case PECADDR_FAILED:
        return "refused";
    case PECADDR_RESERVED:
        return "reserved, given to nobody";
    case PECADDR_UNANSWERED:
        break;
    }
    return "not asked";
}

const char *answer_name(enum pecaddr_answer answer)
{
    static const char *const names[] = {
        [PECADDR_FREE] = "free",
        [PECADDR_CLAIMED] = "claimed",
        [PECADDR_TAKEN] = "taken",
        [PECADDR_HELD] = "held",
        [PECADDR_HELD_ELSEWHERE] = "held_elsewhere",
        [PECADDR_FAILED] = "failed",
        [PECADDR_RESERVED] = "reserved",
    };
    size_t i = (size_t)answer;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}
