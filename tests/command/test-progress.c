/* SPDX-License-Identifier: BSD-3-Clause */
/* The line for somebody who waits, with a clock that goes when it is told to. */
#include "speech/progress.h"

#include "suite.h"

static double time_now;

static double false_clock(void)
{
    return time_now;
}

/* What was drawn since the last look. */
struct screen {
    char *data;
    size_t size;
    struct progress progress;
};

static struct screen open_screen(uint64_t total)
{
    struct screen screen = {.progress = {.clock = false_clock, .width = 80, .total = total}};

    return screen;
}

static void begin(struct screen *screen)
{
    screen->progress.file = open_memstream(&screen->data, &screen->size);
    ck_assert_ptr_nonnull(screen->progress.file);
    progress_start(&screen->progress);
}

static void end(struct screen *screen)
{
    fclose(screen->progress.file);
    free(screen->data);
}

/* Whether anything is drawn at a time. */
static int is_drawn_at(struct screen *screen, double seconds, size_t done, uint64_t bytes)
{
    long before = ftell(screen->progress.file);

    time_now = seconds;
    progress_draw(&screen->progress, done, bytes);
    return ftell(screen->progress.file) > before;
}

static const struct {
    const char *what;
    size_t done;
    uint64_t bytes, total;
    double seconds;
    const char *expected;
} lines[] = {
    {"a total that is not known", 5000, 0, 0, 2.5, "5000 done, 2000 a second"},
    {"without rows", 0, 0, 0, 3, "0 done, 0 a second"},
    {"at the first instant", 7, 0, 0, 0, "7 done, 0 a second"},
    {"a rate is rounded", 10, 0, 0, 4, "10 done, 3 a second"},
    {"a quarter", 1000, 25, 100, 10, "1000 done, 100 a second; 25%, 30 s left"},
    {"half", 1000, 50, 100, 10, "1000 done, 100 a second; 50%, 10 s left"},
    {"percents are whole, and never too many", 1, 999, 1000, 4,
     "1 done, 0 a second; 99%, 0 s left"},
    {"all", 1000, 100, 100, 10, "1000 done, 100 a second; 100%, 0 s left"},
    {"a file that grew", 1000, 120, 100, 10, "1000 done, 100 a second; 100%, 0 s left"},
    {"under one percent nobody knows", 10, 9, 1000, 3, "10 done, 3 a second"},
    {"one percent", 10, 10, 1000, 3, "10 done, 3 a second; 1%, 4 min 57 s left"},
    {"59 seconds", 10, 50, 100, 59, "10 done, 0 a second; 50%, 59 s left"},
    {"a minute", 10, 50, 100, 60, "10 done, 0 a second; 50%, 1 min 0 s left"},
    {"seconds are rounded to the next minute", 10, 50, 100, 59.7,
     "10 done, 0 a second; 50%, 1 min 0 s left"},
    {"59 minutes", 10, 50, 100, 3599, "10 done, 0 a second; 50%, 59 min 59 s left"},
    {"an hour", 10, 50, 100, 3600, "10 done, 0 a second; 50%, 1 h 0 min left"},
    {"hours and minutes", 10, 50, 100, 93784, "10 done, 0 a second; 50%, 26 h 3 min left"},
    {"a file of more than 4 GiB", 10, UINT64_C(1) << 33, UINT64_C(1) << 34, 5,
     "10 done, 2 a second; 50%, 5 s left"},
    {"a file of all bytes that there can be", 10, UINT64_MAX / 2, UINT64_MAX, 5,
     "10 done, 2 a second; 50%, 5 s left"},
};

START_TEST(the_line_says_how_much_how_fast_and_how_long)
{
    struct buffer line = {0};

    progress_describe(&line, lines[_i].done, lines[_i].bytes, lines[_i].total, lines[_i].seconds);
    ck_assert_msg(strcmp(line.data, lines[_i].expected) == 0, "%s: %s", lines[_i].what, line.data);
    buffer_free(&line);
}
END_TEST

START_TEST(nothing_is_drawn_in_the_first_two_seconds)
{
    struct screen screen = open_screen(100);

    time_now = 1000;
    begin(&screen);
    for (double seconds = 1000; seconds <= 1002; seconds += 0.125)
        ck_assert_msg(!is_drawn_at(&screen, seconds, 10, 10), "at %g", seconds);
    ck_assert(is_drawn_at(&screen, 1002.125, 10, 10));
    end(&screen);
}
END_TEST

START_TEST(it_is_drawn_at_most_five_times_a_second)
{
    struct screen screen = open_screen(100);
    int drawn = 0;

    time_now = 0;
    begin(&screen);
    ck_assert(is_drawn_at(&screen, 3, 10, 10));
    ck_assert(!is_drawn_at(&screen, 3.1, 11, 10));
    ck_assert(!is_drawn_at(&screen, 3.1875, 12, 10));
    ck_assert(is_drawn_at(&screen, 3.25, 13, 10));
    for (size_t i = 1; i <= 4096; i++) /* ten seconds */
        drawn += is_drawn_at(&screen, 4 + (double)i / 409.6, i, 10);
    ck_assert_int_le(drawn, 50);
    ck_assert_int_ge(drawn, 45);
    end(&screen);
}
END_TEST

START_TEST(it_is_drawn_in_its_place_and_wiped_once)
{
    static const char expected[] =
        PROGRESS_WIPE "10 done, 3 a second; 10%, 27 s left" PROGRESS_WIPE
                      "20 done, 5 a second; 20%, 16 s left" PROGRESS_WIPE;
    struct screen screen = open_screen(100);

    time_now = 0;
    begin(&screen);
    progress_wipe(&screen.progress); /* nothing stands there yet */
    ck_assert(is_drawn_at(&screen, 3, 10, 10));
    ck_assert(is_drawn_at(&screen, 4, 20, 20));
    progress_wipe(&screen.progress);
    progress_wipe(&screen.progress);
    fflush(screen.progress.file);
    ck_assert_str_eq(screen.data, expected);
    end(&screen);
}
END_TEST

START_TEST(after_a_message_it_is_drawn_again_in_its_time)
{
    struct screen screen = open_screen(100);

    time_now = 0;
    begin(&screen);
    ck_assert(is_drawn_at(&screen, 3, 10, 10));
    progress_wipe(&screen.progress);
    ck_assert(!is_drawn_at(&screen, 3.125, 10, 10));
    ck_assert(is_drawn_at(&screen, 3.25, 10, 10));
    end(&screen);
}
END_TEST

/* It would go on in the next line, which nothing wipes. */
START_TEST(a_line_that_does_not_fit_is_not_drawn)
{
    static const char line[] = "10 done, 3 a second; 10%, 27 s left";
    struct screen screen = open_screen(100);

    time_now = 0;
    screen.progress.width = strlen(line);
    begin(&screen);
    ck_assert(!is_drawn_at(&screen, 3, 10, 10));
    screen.progress.width = strlen(line) + 1;
    ck_assert(is_drawn_at(&screen, 3, 10, 10));
    end(&screen);
}
END_TEST

START_TEST(without_a_place_for_it_nothing_is_drawn)
{
    struct progress progress = {.clock = false_clock, .width = 80};

    time_now = 0;
    progress_start(&progress);
    time_now = 10;
    progress_draw(&progress, 1, 1);
    progress_wipe(&progress);
    ck_assert(!progress.is_drawn);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        nothing_is_drawn_in_the_first_two_seconds, it_is_drawn_at_most_five_times_a_second,
        it_is_drawn_in_its_place_and_wiped_once,   after_a_message_it_is_drawn_again_in_its_time,
        a_line_that_does_not_fit_is_not_drawn,     without_a_place_for_it_nothing_is_drawn,
    };
    Suite *suite = suite_create("progress");
    TCase *tcase = tcase_create("progress");

    suite_add_tcase(suite, tcase);
    ADD(tcase, the_line_says_how_much_how_fast_and_how_long, lines);
    for (size_t i = 0; i < N_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return suite_run(suite);
}
