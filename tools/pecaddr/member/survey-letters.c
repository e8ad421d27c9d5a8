/* SPDX-License-Identifier: BSD-3-Clause */
#include "member/survey-letters.h"

#include "speech/language.h"
#include "speech/message.h"

void survey_letters_add(struct survey_letters *letters, const struct member *member, size_t line)
{
    const struct letters *judged = &member->letters;

    letters->are_misread |= judged->is_misread;
    if (!judged->is_strange)
        letters->rare += judged->is_rare ? 1 : 0;
    else if (letters->strange[judged->of].rows++ == 0)
        letters->strange[judged->of].line = line;
}

const char *survey_letters_doubt(const struct survey_letters *letters, const struct member *member)
{
    const struct letters *judged = &member->letters;

    if (judged->is_strange)
        return letters_encoding(judged->of);
    return judged->is_rare && letters->strange[LETTERS_OF_1250].rows
               ? letters_encoding(LETTERS_OF_1250)
               : NULL;
}

void survey_letters_tell(const struct survey_letters *letters, const struct roster *roster)
{
    for (size_t i = 0; i < LETTERS_ENCODINGS; i++) {
        const char *encoding = letters_encoding((enum letters_of)i);
        size_t rows = letters->strange[i].rows;

        if (!rows)
            continue;
        rows += i == LETTERS_OF_1250 ? letters->rare : 0;
        if (letters->are_misread)
            remark(ngettext("%s:%zu: the letters of %zu name look like %s that was misread before; "
                            "look how it is "
                            "written, or export the roster again",
                            "%s:%zu: the letters of %zu names look like %s that was misread "
                            "before; look how they "
                            "are written, or export the roster again",
                            rows),
                   roster->input.name, letters->strange[i].line, rows, encoding);
        else
            remark(
                ngettext("%s:%zu: the letters of %zu name look like %s; if they are wrong, force "
                         "--encoding %s",
                         "%s:%zu: the letters of %zu names look like %s; if they are wrong, force "
                         "--encoding %s",
                         rows),
                roster->input.name, letters->strange[i].line, rows, encoding, encoding);
    }
}
