/* SPDX-License-Identifier: BSD-3-Clause */
#include "status.h"

struct status_text {
    const char *name;
    const char *sentence;
};

/* Indexed by -status. */
static const struct status_text errors[] = {
    [-PECADDR_OK] = {"OK", "no error"},
    [-PECADDR_E_ENCODING] = {"ENCODING", "the text is not well-formed UTF-8"},
    [-PECADDR_E_MOJIBAKE] = {"MOJIBAKE",
                             "the text was once read in the wrong encoding and is garbled"},
    [-PECADDR_E_UNEXPECTED] = {"UNEXPECTED", "this character does not belong in a name"},
    [-PECADDR_E_SCRIPT] = {"SCRIPT", "this letter is not of the Latin script"},
    [-PECADDR_E_EMPTY] = {"EMPTY", "no letters are left of this field"},
    [-PECADDR_E_TOO_LONG] = {"TOO_LONG", "the text is too long"},
    [-PECADDR_E_PROVINCE] = {"PROVINCE",
                             "this is not the two-letter code (sigla) of an Order's province"},
    [-PECADDR_E_REGISTER] = {"REGISTER",
                             "the register section must be A or B, the number 1 to 9999999"},
    [-PECADDR_E_HOLDER] = {"HOLDER",
                           "the codice fiscale is wrong, or contradicts what is registered"},
    [-PECADDR_E_REVIEW] = {"REVIEW", "a person has to look at this before an address is given"},
    [-PECADDR_E_SCHEME] = {"SCHEME", "the naming scheme has a fault"},
    [-PECADDR_E_RESERVED] = {"RESERVED", "this address is reserved and never a person's"},
    [-PECADDR_E_EXHAUSTED] = {"EXHAUSTED", "every address that the scheme gives is taken"},
    [-PECADDR_E_UNAVAILABLE] = {"UNAVAILABLE",
                                "whether the address is free could not be established"},
    [-PECADDR_E_STATE] = {"STATE", "this is not possible in the present state"},
    [-PECADDR_E_STORAGE] = {"STORAGE", "the registry cannot be read or written"},
    [-PECADDR_E_ARGUMENT] = {"ARGUMENT", "the function was called with a wrong argument"},
    [-PECADDR_E_MEMORY] = {"MEMORY", "there is no memory left"},
    [-PECADDR_E_CAPACITY] = {"CAPACITY", "the buffer is too small"},
};

static const struct status_text outcomes[] = {
    [PECADDR_DONE] = {"DONE", "there is nothing more to ask"},
    [PECADDR_NO_MATCH] = {"NO_MATCH", "this person's data does not give this address"},
};

static const char *const note_names[] = {
    "HIDDEN",         "COMMA",       "TITLE", "VARIANT",  "MARITAL", "DOUBT",    "SHORTENED",
    "TRANSLITERATED", "CF_MISMATCH", "MOVED", "RETURNED", "RENAMED", "NAMESAKE",
};

static const struct status_text *status_find(int status)
{
    if (status > -(int)ARRAY_SIZE(errors) && status <= 0)
        return &errors[-status];
    if (status > 0 && status < (int)ARRAY_SIZE(outcomes))
        return &outcomes[status];
    return NULL;
}

EXPORT const char *pecaddr_strerror(int status)
{
    const struct status_text *found = status_find(status);

    return found ? found->sentence : "an error that this version of libpecaddr does not know";
}

EXPORT const char *pecaddr_status_name(int status)
{
    const struct status_text *found = status_find(status);

    return found ? found->name : NULL;
}

EXPORT const char *pecaddr_note_name(uint32_t note)
{
    for (size_t i = 0; i < ARRAY_SIZE(note_names); i++)
        if (note == (uint32_t)1 << i)
            return note_names[i];
    return NULL;
}

bool pecaddr__notes_are_known(uint32_t notes)
{
    return notes >> ARRAY_SIZE(note_names) == 0;
}

EXPORT struct pecaddr_text pecaddr_text_of(const char *string)
{
    return (struct pecaddr_text){string, string ? strlen(string) : 0};
}

EXPORT const char *pecaddr_version(void)
{
    return PECADDR_VERSION;
}

EXPORT uint32_t pecaddr_table_version(void)
{
    return 1;
}

int pecaddr__fail(struct pecaddr_error *error, int code, enum pecaddr_field field, size_t offset)
{
    if (error) {
        error->code = code;
        error->field = field;
        error->offset = offset;
        error->failure = 0;
        error->message = pecaddr_strerror(code);
    }
    return code;
}

int pecaddr__fail_argument(struct pecaddr_error *error, const char *message)
{
    pecaddr__fail(error, PECADDR_E_ARGUMENT, PECADDR_FIELD_NONE, 0);
    if (error)
        error->message = message;
    return PECADDR_E_ARGUMENT;
}
