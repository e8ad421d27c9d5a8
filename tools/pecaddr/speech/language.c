/* SPDX-License-Identifier: BSD-3-Clause */
#include "speech/language.h"

#include "base/array.h"
#include "runtime/exit-status.h"
#include "runtime/memory.h"
#include "speech/message.h"
#include "speech/text.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "pecaddr"

static int is_italian;
static int is_for_programs;

/* Which language. */

/* Whether a name such as `it_IT.UTF-8` is of a language: `it`. */
static int is_of(const char *name, size_t size, const char *language)
{
    size_t letters = 0;

    while (letters < size && ascii_is_letter(name[letters]))
        letters++;
    return text_equal((struct pecaddr_text){name, letters}, language);
}

static int is_italian_name(const char *name, size_t size)
{
    return is_of(name, size, "it") || is_of(name, size, "italian"); /* the latter: locale.alias */
}

/* The first that is neither absent nor empty. */
static const char *locale_name(void)
{
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
        const char *name = getenv(variables[i]);

        if (name && *name)
            return name;
    }
    return "C";
}

/*
 * As gettext's manual has it, "Specifying a Priority List of Languages": LANGUAGE is a list, the
 * first language of which that there is counts; it counts before the locale, unless that is C.
 */
static int environment_is_italian(void)
{
    const char *locale = locale_name(), *list = getenv("LANGUAGE");

    if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return 0;
    if (!list || !*list)
        return is_italian_name(locale, strlen(locale));
    while (*list) {
        size_t size = strcspn(list, ":");

        if (is_italian_name(list, size))
            return 1;
        if (is_of(list, size, "en"))
            return 0;
        list += size + (list[size] == ':');
    }
    return 0;
}

/* Where the catalogues are. */

/* Names a folder of catalogues relative to that of the command; whether Italian is in it. */
static int use_folder(const char *folder)
{
    struct buffer file = {0};
    int r;

    buffer_format(&file, "%s/it/LC_MESSAGES/" DOMAIN ".mo", folder);
    r = access(file.data, R_OK) == 0 && bindtextdomain(DOMAIN, folder);
    buffer_free(&file);
    return r;
}

/* Beside the command, as it is built; as it is installed, wherever that was moved to; or where it
   was to be installed. */
static int find_catalogues(void)
{
    static const char *const places[] = {"po", "../share/locale"};
    char path[4096];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - 1);
    int found = 0;

    while (size > 0 && path[size - 1] != '/')
        size--;
    for (size_t i = 0; i < ARRAY_SIZE(places) && size > 0 && !found; i++) {
        struct buffer folder = {0};

        buffer_append(&folder, path, (size_t)size);
        buffer_text(&folder, places[i]);
        found = use_folder(folder.data);
        buffer_free(&folder);
    }
    return found || use_folder(PECADDR_LOCALE_FOLDER);
}

/*
 * gettext speaks no other language than English in the locale C. Any other locale serves: the
 * language is that of LANGUAGE. C.UTF-8 is on every machine, it_IT on few.
 */
static int leave_locale_c(void)
{
    static const char *const locales[] = {"C.UTF-8", "it_IT.UTF-8", "it_IT", "en_US.UTF-8", ""};

    for (size_t i = 0; i < ARRAY_SIZE(locales); i++) {
        const char *name = setlocale(LC_MESSAGES, locales[i]);

        if (name && strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0)
            return 1;
    }
    return 0;
}

/* Without any of it the command speaks English: as it does without being asked. (What exec: starts
   is given LANGUAGE too, as if the caller had set it.) */
static void speak_italian(void)
{
    is_italian = find_catalogues() && setenv("LANGUAGE", "it", 1) == 0 && leave_locale_c() &&
                 bind_textdomain_codeset(DOMAIN, "UTF-8") && textdomain(DOMAIN);
}

/* The command line. */

/* The value of --lang at a place, and how many words that takes; 0: it is something else. */
static int lang_at(char *const *argv, const char **ret_value)
{
    static const char option[] = "--lang";
    size_t size = sizeof option - 1;

    if (strncmp(argv[0], option, size) != 0 || (argv[0][size] && argv[0][size] != '='))
        return 0;
    *ret_value = argv[0][size] ? argv[0] + size + 1 : argv[1];
    return argv[0][size] || !argv[1] ? 1 : 2;
}

/* Takes --lang out of the command line: how often it stands there, and its last value. */
static size_t take_lang(int *argc, char **argv, const char **ret_value)
{
    size_t times = 0;
    int kept = 1;

    for (int i = 1; i < *argc; i++) {
        int words = strcmp(argv[i], "--") == 0 ? -1 : lang_at(argv + i, ret_value);

        if (words < 0) {
            while (i < *argc)
                argv[kept++] = argv[i++];
        } else if (words > 0) {
            times++;
            i += words - 1;
        } else {
            argv[kept++] = argv[i];
        }
    }
    *argc = kept;
    argv[kept] = NULL;
    return times;
}

int language_begin(int *argc, char **argv)
{
    const char *lang = NULL;
    size_t times = *argc > 0 ? take_lang(argc, argv, &lang) : 0;
    int is_known = lang && (strcmp(lang, "it") == 0 || strcmp(lang, "en") == 0);

    if (is_known ? strcmp(lang, "it") == 0 : environment_is_italian())
        speak_italian();
    if (times > 1)
        message("--lang is given twice (pecaddr --help shows the usage)");
    else if (times && !lang)
        message("--lang needs a value: it or en (pecaddr --help shows the usage)");
    else if (times && !is_known)
        message("--lang %s is not known: it is it or en (pecaddr --help shows the usage)", lang);
    else
        return 0;
    return EXIT_USAGE;
}

int language_is_italian(void)
{
    return is_italian;
}

/* Words. */

/* The catalogue has the context before the word, and EOT (4) between: gettext's manual, "MO". */
const char *language_word(const char *context, const char *word)
{
    struct buffer key = {0};
    const char *found;

    if (!is_italian || !*word) /* the empty one is the catalogue's header */
        return word;
    buffer_format(&key, "%s\004%s", context, word);
    found = gettext(key.data);
    if (found == key.data)
        found = gettext(word);
    buffer_free(&key);
    return found;
}

/*
 * The C library has a catalogue of its own, which few machines have installed. So what people meet
 * is in ours.
 */
const char *language_error(int error)
{
    static const char *const frequent[] = {
        N_("No such file or directory"),
        N_("Permission denied"),
        N_("Operation not permitted"),
        N_("No space left on device"),
        N_("Disk quota exceeded"),
        N_("Read-only file system"),
        N_("Is a directory"),
        N_("Not a directory"),
        N_("Input/output error"),
        N_("Broken pipe"),
        N_("File name too long"),
        N_("File too large"),
        N_("Too many open files"),
        N_("Too many levels of symbolic links"),
        N_("Text file busy"),
        N_("Device or resource busy"),
        N_("Bad file descriptor"),
        N_("Stale file handle"),
        N_("Connection refused"),
        N_("Connection timed out"),
        N_("Cannot allocate memory"),
    };
    const char *english = strerrordesc_np(error);

    (void)frequent;
    return english ? gettext(english) : strerror(error);
}

void language_result_for_programs(void)
{
    is_for_programs = 1;
}

int result_is_for_programs(void)
{
    return is_for_programs;
}

const char *in_language(const char *text)
{
    return gettext(text);
}

const char *in_result(const char *text)
{
    return is_for_programs ? text : gettext(text);
}

const char *in_result_plural(const char *one, const char *many, unsigned long n)
{
    if (is_for_programs)
        return n == 1 ? one : many;
    return ngettext(one, many, n);
}
