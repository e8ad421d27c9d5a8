/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/words.h"

#include "base/array.h"
#include "speech/codice-fiscale.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

struct step_words {
    const char *rule;
    const char *source;
};

#define CIVIL_REGISTRY N_("civil registry (DM 2 Feb 2009), ICAO 9303-3")

static const struct step_words steps[] = {
    [PECADDR_STEP_HIDDEN] = {N_("an invisible character: ignored"),
                             N_("Unicode: default ignorable")},
    [PECADDR_STEP_COMMA] = {N_("the comma and the names after it: ignored"),
                            N_("DPR 396/2000 art. 35")},
    [PECADDR_STEP_TITLE] = {N_("a title: ignored"), N_("a title is no part of the name")},
    [PECADDR_STEP_BIRTH_SURNAME] = {N_("up to \"nata\" or \"nato\": ignored"),
                                    N_("only the birth surname identifies")},
    [PECADDR_STEP_MARITAL] = {N_("a married name: ignored"),
                              N_("only the birth surname identifies")},
    [PECADDR_STEP_GIVEN_FIRST] = {N_("all but the first given name: ignored"), N_("the scheme")},
    [PECADDR_STEP_DOUBT_TITLE] = {N_("kept, but is it a title?"),
                                  N_("only titles with dots are ignored")},
    [PECADDR_STEP_DOUBT_TITLE_FULL] = {N_("kept, but is it a title in full?"),
                                       N_("it may be a name too: only abbreviations are ignored")},
    [PECADDR_STEP_DOUBT_TITLE_REST] = {N_("kept, but does it belong to the title before it?"),
                                       N_("only known titles are ignored")},
    [PECADDR_STEP_DOUBT_ABBREVIATION] = {N_("kept, but is it a title or an abbreviation?"),
                                         N_("only known titles are ignored")},
    [PECADDR_STEP_DOUBT_ADDITION] =
        {N_("kept, but is it an addition, and not part of the name?"),
         N_("iunior means section B (DPR 328/2001), and is ignored only after a title")},
    [PECADDR_STEP_DOUBT_INITIAL] = {N_("kept, but what does the letter with a dot stand for?"),
                                    N_("\"n.\" may be \"nata\", or a name cut short")},
    [PECADDR_STEP_DOUBT_MARITAL] = {N_("kept, but is it part of a married name?"),
                                    N_("certain only between two words, and not after \"Della\"")},
    [PECADDR_STEP_DOUBT_MISREAD] = {N_("kept, but it looks like DOS text read wrongly"),
                                    N_("CP850 that was read as Windows-1252")},
    [PECADDR_STEP_DOUBT_PARTICLES] = {N_("kept, but is the surname whole?"),
                                      N_("words such as De, Lo, Della rarely stand alone")},
    [PECADDR_STEP_DOUBT_REPEATED] = {N_("kept, but it stands among the given names too"),
                                     N_("the surname may have been written in both fields")},
    [PECADDR_STEP_APOSTROPHE] = {N_("an apostrophe: deleted"),
                                 N_("elision or accent, no guess is needed")},
    [PECADDR_STEP_WORD_END] = {N_("a word ends: deleted"), N_("the words of a name are joined")},
    [PECADDR_STEP_LETTER] = {N_("letters: in lower case"), N_("only lower case is issued")},
    [PECADDR_STEP_BASE] = {N_("a letter with marks: its base letter"), CIVIL_REGISTRY},
    [PECADDR_STEP_DIAERESIS] = {N_("a letter with two dots"), CIVIL_REGISTRY},
    [PECADDR_STEP_RING] = {N_("a letter with a ring"), CIVIL_REGISTRY},
    [PECADDR_STEP_STROKE] = {N_("a letter with a stroke"), CIVIL_REGISTRY},
    [PECADDR_STEP_REGISTRY] = {N_("a special letter"), CIVIL_REGISTRY},
    [PECADDR_STEP_COMPATIBLE] = {N_("another form of the same letters"),
                                 N_("Unicode: compatibility")},
    [PECADDR_STEP_LATIN] = {N_("another Latin letter"), N_("ICU Latin-ASCII, frozen")},
    [PECADDR_STEP_TRANSLITERATED] = {N_("another script"), N_("ICU Any-Latin, Latin-ASCII")},
    [PECADDR_STEP_WORD_DROPPED] = {N_("left out: the address would be too long"),
                                   N_("RFC 5321: at most 64 characters")},
    [PECADDR_STEP_CUT] = {N_("cut off: the address would be too long"),
                          N_("RFC 5321: at most 64 characters")},
    [PECADDR_STEP_OTHER_PROFILE] = {N_("what the other spelling of the marks would give"),
                                    N_("which one an Order used is not published")},
    [PECADDR_STEP_HOLDER_MISMATCH] =
        {N_("the codice fiscale has other letters than the name gives"),
         N_("DM 23 Dec 1976, art. 2-3: consonants, then vowels, then X")},
};

static const struct step_words *step_of(enum pecaddr_step_kind kind)
{
    static const struct step_words unknown = {N_("a step that this version has no words for"), ""};
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
        return N_("invisible characters were ignored");
    case PECADDR_NOTE_COMMA:
        return N_("given names after a comma were ignored");
    case PECADDR_NOTE_TITLE:
        return N_("a title was ignored");
    case PECADDR_NOTE_VARIANT:
        return N_(
            "letters like \xC3\xB6 have two customary spellings; check which one the Order uses");
    case PECADDR_NOTE_MARITAL:
        return N_("a married name was ignored; check that the birth surname is what is left");
    case PECADDR_NOTE_DOUBT:
        return N_("something was kept that may be no part of the name, or misread; check the name");
    case PECADDR_NOTE_SHORTENED:
        return N_("the name is too long for an address and was shortened; check the result");
    case PECADDR_NOTE_TRANSLITERATED:
        return N_(
            "the name is from another script; check its letters against the identity document");
    case PECADDR_NOTE_CF_MISMATCH:
        return N_("the codice fiscale does not fit the name; check both");
    case PECADDR_NOTE_MOVED:
        return N_("this person is on another register entry now, and keeps the address");
    case PECADDR_NOTE_RETURNED:
        return N_("this person had this address before, and has it again");
    case PECADDR_NOTE_RENAMED:
        return N_("this person is on record under another name; check which one is right");
    case PECADDR_NOTE_NAMESAKE:
        return N_("a person of the same name has an address already; check that it is somebody "
                  "else");
    default:
        return N_("a remark that this version has no words for");
    }
}

void note_describe(struct buffer *buffer, uint32_t note, const struct pecaddr_scheme *scheme,
                   const struct pecaddr_person *person, language_fn *in)
{
    if (note == PECADDR_NOTE_CF_MISMATCH && person)
        codice_fiscale_describe(buffer, scheme, person, in);
    else
        buffer_text(buffer, in(note_sentence(note)));
}

static void tell(uint32_t note, const char *name, const char *sentence)
{
    if (note & PECADDR_NOTES_REVIEW)
        remark_review("note: %s: %s", name, sentence);
    else
        remark("note: %s: %s", name, sentence);
}

void notes_names(struct buffer *buffer, uint32_t notes)
{
    int first = 1;

    for (uint32_t note = 1; note && note <= notes; note <<= 1) {
        const char *name = notes & note ? pecaddr_note_name(note) : NULL;

        if (!name)
            continue;
        if (!first)
            buffer_text(buffer, ",");
        buffer_text(buffer, name);
        first = 0;
    }
}

void remark_notes(uint32_t notes, const struct pecaddr_scheme *scheme,
                  const struct pecaddr_person *person)
{
    for (uint32_t note = 1; note && note <= notes; note <<= 1) {
        const char *name = notes & note ? pecaddr_note_name(note) : NULL;
        struct buffer sentence = {0};

        if (!name)
            continue;
        note_describe(&sentence, note, scheme, person, in_language);
        tell(note, name, sentence.data);
        buffer_free(&sentence);
    }
}

void rule_show(struct buffer *buffer, const char *rule)
{
    static const char *const names[] = {
        NC_("rule", "given"),    NC_("rule", "surname"), NC_("rule", "initial"),
        NC_("rule", "province"), NC_("rule", "section"), NC_("rule", "number"),
        NC_("rule", "counter"),
    };

    while (*rule) {
        size_t plain = strcspn(rule, "{"), size = strcspn(rule + plain, ":}");
        const char *shown = NULL;

        for (size_t i = 0; i < ARRAY_SIZE(names) && size && !shown; i++)
            if (text_equal((struct pecaddr_text){rule + plain + 1, size - 1}, names[i]))
                shown = language_word("rule", names[i]);
        buffer_append(buffer, rule, plain);
        if (shown)
            buffer_format(buffer, "{%s", shown);
        else
            buffer_append(buffer, rule + plain, size);
        rule += plain + size;
        plain = strcspn(rule, "{");
        buffer_append(buffer, rule, plain);
        rule += plain;
    }
}

const char *answer_words(enum pecaddr_answer answer)
{
    switch (answer) {
    case PECADDR_FREE:
        return N_("free");
    case PECADDR_CLAIMED:
        return N_("was free, and is this person's now");
    case PECADDR_TAKEN:
        return N_("taken");
    case PECADDR_HELD:
        return N_("this person's already");
    case PECADDR_HELD_ELSEWHERE:
        return N_("not asked further: this person has another mailbox");
    case PECADDR_FAILED:
        return N_("refused");
    case PECADDR_REFUSED:
        return N_("refused: this person cannot have it with these data");
    case PECADDR_RESERVED:
        return N_("reserved, given to nobody");
    case PECADDR_UNANSWERED:
        break;
    }
    return N_("not asked");
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
        [PECADDR_REFUSED] = "refused",
        [PECADDR_RESERVED] = "reserved",
    };
    size_t i = (size_t)answer;

    return i < ARRAY_SIZE(names) ? names[i] : NULL;
}
