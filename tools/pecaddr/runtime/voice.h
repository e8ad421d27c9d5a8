/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VOICE_H
#define VOICE_H

#include <stdarg.h>

/*
 * How what stands below all words says what went wrong: speech/message.h lends it a voice when the
 * command begins. Without one it speaks English, and plainly.
 */
struct voice {
    void (*say)(const char *format, va_list arguments);
    const char *(*words)(const char *text);
    const char *(*error)(int error);
};

void voice_lend(const struct voice *voice);

/* A message; the format is looked up in the language. */
void voice_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A text in the language; and the text of an errno. */
const char *voice_words(const char *text);
const char *voice_error(int error);

#endif
