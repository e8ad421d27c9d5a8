/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/province.h"

#include "base/array.h"
#include "speech/text.h"

#include <stdlib.h>
#include <string.h>

struct name {
    char sigla[3];
    const char *name;
};

/* What a province is called. */
struct form {
    const char *letters; /* a–z alone */
    const char *words;   /* the same with spaces */
    char order[3];       /* the sigla of its Order */
    bool is_name;        /* else it is meant, and not said: a sigla or a name of former times */
};

#include "speech/province-names.inc"

/* The longest of them, and one letter more: what is longer is no name, nor one that is misspelt. */
#define LETTERS_MAX 40

static int compare_sigla(const void *sigla, const void *name)
{
    return strcmp(sigla, ((const struct name *)name)->sigla);
}

static const struct name *find_sigla(const char *sigla)
{
    return bsearch(sigla, names, ARRAY_SIZE(names), sizeof *names, compare_sigla);
}

const char *province_name(const char *sigla)
{
    const struct name *found = find_sigla(sigla);

    return found ? found->name : NULL;
}

static int compare_letters(const void *letters, const void *form)
{
    return strcmp(letters, ((const struct form *)form)->letters);
}

/* The letters of a text, as those of a name; false where something else stands in it. */
static bool fold(struct pecaddr_text text, char ret_letters[LETTERS_MAX + 1])
{
    const uint32_t harmless = PECADDR_NOTE_HIDDEN;
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_folded folded = PECADDR_FOLDED_INIT;

    person.given = text_of("x");
    person.surname = text;
    if (pecaddr_fold(pecaddr_scheme_ingpec(), &person, &folded, NULL) != PECADDR_OK ||
        folded.notes & ~harmless || folded.surname_size > LETTERS_MAX)
        return false;
    memcpy(ret_letters, folded.surname, folded.surname_size + 1);
    return true;
}

static const struct form *find(struct pecaddr_text text)
{
    char letters[LETTERS_MAX + 1];

    return fold(text, letters)
               ? bsearch(letters, forms, ARRAY_SIZE(forms), sizeof *forms, compare_letters)
               : NULL;
}

static bool is_sigla(struct pecaddr_text text)
{
    return text.size == 2 && ascii_is_letter(text.data[0]) && ascii_is_letter(text.data[1]);
}

static struct pecaddr_text skip(struct pecaddr_text text, size_t size)
{
    return text_trim((struct pecaddr_text){text.data + size, text.size - size});
}

/* Without `Provincia di`, `Ordine degli Ingegneri della Provincia di`. */
static struct pecaddr_text without_kind(struct pecaddr_text text)
{
    static const char *const kinds[] = {"ordine", "provincia", "prov.", "prov"};
    static const char *const words[] = {"ordine", "degli",     "ingegneri", "della", "dell",
                                        "di",     "provincia", "prov.",     "prov"};
    size_t size = text_word_at_start(text, kinds, ARRAY_SIZE(kinds));

    while (size) {
        text = skip(text, size);
        size = text_word_at_start(text, words, ARRAY_SIZE(words));
    }
    return text;
}

/* Where the next of several pieces begins, in bytes after this one: after a stroke or a bracket, and where
   a sigla stands last. 0: there is none. */
static size_t end_of_piece(struct pecaddr_text text, size_t *ret_end)
{
    struct pecaddr_text last;

    for (size_t i = 0; i < text.size; i++)
        if (strchr("/()", text.data[i])) {
            *ret_end = i;
            return i + 1;
        }
    if (text.size < 4 || text.data[text.size - 3] != ' ')
        return 0;
    last = (struct pecaddr_text){text.data + text.size - 2, 2};
    *ret_end = text.size - 3;
    return is_sigla(last) ? text.size - 2 : 0;
}

/* What the pieces of a text say: `Bolzano/Bozen`, `ROMA (RM)`, `MC - Macerata`. */
struct said {
    char orders[2][3]; /* of which Orders, up to two */
    size_t n;
    bool is_other; /* something else stands there, too */
};

static void say(struct said *said, struct pecaddr_text text)
{
    const struct form *form = is_sigla(text) ? NULL : find(text);
    char order[3] = "";

    if (!text.size)
        return;
    if (is_sigla(text)) {
        order[0] = ascii_upper(text.data[0]);
        order[1] = ascii_upper(text.data[1]);
    } else if (form && form->is_name) {
        memcpy(order, form->order, sizeof order);
    } else {
        said->is_other = true;
        return;
    }
    for (size_t i = 0; i < said->n; i++)
        if (strcmp(said->orders[i], order) == 0)
            return;
    if (said->n == ARRAY_SIZE(said->orders))
        said->is_other = true;
    else
        memcpy(said->orders[said->n++], order, sizeof order);
}

/* A dash after a sigla, or before one. */
static struct pecaddr_text without_dash(struct pecaddr_text text)
{
    text = text_trim(text);
    if (text.size && *text.data == '-')
        text = skip(text, 1);
    if (text.size && text.data[text.size - 1] == '-')
        text.size--;
    return text_trim(text);
}

static struct said read_pieces(struct pecaddr_text text)
{
    struct said said = {0};
    size_t end = 0, next;

    if (text.size > 4 && text.data[2] == ' ' && is_sigla((struct pecaddr_text){text.data, 2})) {
        say(&said, (struct pecaddr_text){text.data, 2});
        text = without_dash(skip(text, 2));
    }
    while ((next = end_of_piece(text, &end)) != 0) {
        say(&said, without_dash((struct pecaddr_text){text.data, end}));
        text = skip(text, next);
    }
    say(&said, without_dash(text));
    return said;
}

struct pecaddr_text province_read(struct pecaddr_text text)
{
    struct pecaddr_text meant = without_kind(text_trim(text));
    const struct form *form;
    const struct name *name;
    struct said said;

    if (meant.size <= 2)
        return text;
    form = find(meant);
    if (form && form->is_name)
        return text_of(form->order);
    said = read_pieces(meant);
    name = said.n == 1 && !said.is_other ? find_sigla(said.orders[0]) : NULL;
    return name ? text_of(name->sigla) : text;
}

/* Advice. */

struct meant {
    char orders[ARRAY_SIZE(names)][3];
    size_t n;
};

static void mean(struct meant *meant, const char order[3])
{
    size_t i = meant->n;

    for (size_t k = 0; k < meant->n; k++)
        if (strcmp(meant->orders[k], order) == 0)
            return;
    for (; i && strcmp(meant->orders[i - 1], order) > 0; i--)
        memcpy(meant->orders[i], meant->orders[i - 1], 3);
    memcpy(meant->orders[i], order, 3);
    meant->n++;
}

/* Whether one or more whole words of a name are these. */
static bool has_word(const char *words, const char *letters)
{
    size_t size = strlen(letters);

    for (const char *at = words; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, letters, size) == 0 && (!at[size] || at[size] == ' '))
            return true;
    }
    return false;
}

/* Whether two texts differ by one letter that is another, too many, missing, or has changed places. */
static bool is_one_edit(const char *a, const char *b)
{
    size_t one = strlen(a), other = strlen(b), same = 0;

    while (a[same] && a[same] == b[same])
        same++;
    if (one == other)
        return strcmp(a + same + 1, b + same + 1) == 0 ||
               (a[same] == b[same + 1] && a[same + 1] == b[same] &&
                strcmp(a + same + 2, b + same + 2) == 0);
    if (one + 1 == other)
        return strcmp(a + same, b + same + 1) == 0;
    return one == other + 1 && strcmp(a + same + 1, b + same) == 0;
}

/* Of a name at least four letters are needed to mean anything. */
static void find_meant(struct meant *meant, struct pecaddr_text text)
{
    enum { LETTERS_MIN = 4 };
    const struct form *form = find(text);
    char letters[LETTERS_MAX + 1];

    if (form)
        mean(meant, form->order);
    if (form || !fold(text, letters) || strlen(letters) < LETTERS_MIN)
        return;
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        if (has_word(forms[i].words, letters))
            mean(meant, forms[i].order);
    if (meant->n)
        return;
    for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
        if (strlen(forms[i].letters) >= LETTERS_MIN && is_one_edit(letters, forms[i].letters))
            mean(meant, forms[i].order);
}

bool province_advise(struct buffer *advice, struct pecaddr_text text, language_fn *in)
{
    struct pecaddr_text rest = without_kind(text_trim(text));
    struct said said = read_pieces(rest);
    struct meant meant = {.n = 0};
    struct buffer shown = {0};

    for (size_t i = 0; i < said.n && said.n > 1; i++)
        if (province_name(said.orders[i]))
            mean(&meant, said.orders[i]);
    if (!meant.n)
        find_meant(&meant, rest);
    for (size_t i = 0; i < meant.n; i++)
        buffer_format(&shown, "%s%s (%s)", i ? ", " : "", meant.orders[i],
                      province_name(meant.orders[i]));
    if (meant.n == 1)
        buffer_format(advice, in(N_("if %s is meant, write %s")), shown.data, meant.orders[0]);
    else if (meant.n)
        buffer_format(advice, in(N_("write the sigla that is meant: %s")), shown.data);
    buffer_free(&shown);
    return meant.n > 0;
}
