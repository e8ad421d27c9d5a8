/* SPDX-License-Identifier: BSD-3-Clause */
#include "runtime/voice.h"

#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 1, 0))) static void say_plainly(const char *format, va_list arguments)
{
    fputs("pecaddr: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\n", stderr);
}

static const char *words_as_they_are(const char *text)
{
    return text;
}

static const char *plain_error(int error)
{
    return strerror(error);
}

static struct voice own = {
    .say = say_plainly,
    .words = words_as_they_are,
    .error = plain_error,
};

void voice_lend(const struct voice *voice)
{
    own = *voice;
}

void voice_say(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    own.say(format, arguments);
    va_end(arguments);
}

const char *voice_words(const char *text)
{
    return own.words(text);
}

const char *voice_error(int error)
{
    return own.error(error);
}
