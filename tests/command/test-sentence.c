/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The command says what the registry says in the language of who reads it. What a catalogue gives
 * is not believed: it may be of another version, or wrong.
 */
#include "speech/sentence.h"

#include "speech/message.h"
#include "suite.h"

/* language.c complains of a --lang that is none. */
void message(const char *format, ...)
{
    (void)format;
    abort();
}

static const struct {
    const char *description;
    const char *format;
    const char *expected; /* NULL: refused */
} formats[] = {
    {"the same", "%s: the port %u is %s", "one: the port 22 is three"},
    {"other lengths", "%zu: %llu, %d", "one: 22, three"},
    {"no words", "%s%s%s", "one22three"},
    {"another order", "%3$s, %1$s: %2$u%%", "three, one: 22%"},
    {"a percent sign", "100%% %s %u %s%%", "100% one 22 three%"},
    {"one too few", "%s: the port %u", NULL},
    {"one too many", "%s: %u %s %s", NULL},
    {"one twice", "%1$s %1$s %2$s", NULL},
    {"one that is not there", "%1$s %2$s %4$s", NULL},
    {"a large number", "%1$s %2$s %99999999999999999999$s", NULL},
    {"the number 0", "%1$s %2$s %0$s", NULL},
    {"some with a number", "%1$s %2$s %s", NULL},
    {"none", "nothing", NULL},
    {"another kind", "%s %u %n", NULL},
    {"a width", "%s %u %5s", NULL},
    {"a star", "%s %u %*s", NULL},
    {"a percent sign alone", "%s %u %s %", NULL},
    {"cut", "%s %u %1$", NULL},
};

START_TEST(a_format_is_filled_with_the_parts_or_refused)
{
    static const struct pecaddr_registry_error error = {
        .size = sizeof error,
        .code = PECADDR_E_STORAGE,
        .message = "one: the port 22 is three",
        .sentence = "%s: the port %u is %s",
        .n_parts = 3,
        .parts = "one\00022\0three",
    };
    struct buffer buffer = {0};

    buffer_text(&buffer, "> ");
    ck_assert_int_eq(sentence_fill(&buffer, formats[_i].format, &error),
                     formats[_i].expected != NULL);
    ck_assert_str_eq(buffer.data + 2, formats[_i].expected != NULL ? formats[_i].expected : "");
    buffer_free(&buffer);
}
END_TEST

START_TEST(a_failure_is_said_with_or_without_a_sentence)
{
    struct pecaddr_registry_error error = {.size = sizeof error};
    struct buffer buffer = {0};

    sentence_append(&buffer, &error, PECADDR_E_MEMORY, in_language);
    ck_assert_str_eq(buffer.data, pecaddr_strerror(PECADDR_E_MEMORY));
    buffer_clear(&buffer);
    strcpy(error.message, "100% of it");
    sentence_append(&buffer, &error, PECADDR_E_MEMORY, in_language);
    ck_assert_str_eq(buffer.data, "100% of it");
    buffer_clear(&buffer);
    error.sentence = "%s of it";
    error.n_parts = 1;
    strcpy(error.parts, "100%");
    sentence_append(&buffer, &error, PECADDR_E_MEMORY, in_language);
    ck_assert_str_eq(buffer.data, "100% of it");
    /* An empty part stays empty: gettext has a text for it. */
    buffer_clear(&buffer);
    error.parts[0] = '\0';
    sentence_append(&buffer, &error, PECADDR_E_MEMORY, in_language);
    ck_assert_str_eq(buffer.data, " of it");
    buffer_free(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sentence");
    TCase *tcase = tcase_create("sentence");

    ADD(tcase, a_format_is_filled_with_the_parts_or_refused, formats);
    tcase_add_test(tcase, a_failure_is_said_with_or_without_a_sentence);
    suite_add_tcase(suite, tcase);
    return suite_run(suite);
}
