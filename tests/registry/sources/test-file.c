/* SPDX-License-Identifier: BSD-3-Clause */
/* A list in a file, looked up while others change it. SPEC §5. */
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "registry/sources/source-fixture.h"

/* As programs do that write a file anew. */
START_TEST(a_list_that_was_replaced_answers_no_more)
{
    struct pecaddr_registry *registry = open_memory();
    char other[96], folder_uri[16] = "file:list", before[4096];
    struct folder folder;

    ck_assert_ptr_nonnull(getcwd(before, sizeof before));
    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\n");
    snprintf(other, sizeof other, "%s/other", folder.path);
    ck_assert_int_eq(chdir(folder.path), 0);
    add_well(registry, folder_uri);
    ck_assert_int_eq(chdir(before), 0);
    /* Where the program is now does not matter. */
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FREE);
    ck_assert_int_eq(rename(folder.list, other), 0);
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FAILED);
    write_list(&folder, "mario.rossi@ingpec.eu\n");
    ck_assert_int_eq(check_name(registry, "Mario", "Rossi"), PECADDR_FAILED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    ck_assert_int_eq(check_name(registry, "Luca", "Verdi"), PECADDR_FAILED);
    ck_assert_int_eq(rename(other, folder.list), 0);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

static bool is_same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/*
 * Writes over a list, of the same size, and puts its time back, as `touch -r` does. Once more while
 * the clock stands still that the file system reads: it is no finer than the kernel's tick.
 */
static void rewrite_in_place(const struct folder *folder, const char *text)
{
    struct stat before, after;
    int fd = open(folder->list, O_WRONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fstat(fd, &before), 0);
    do {
        ck_assert_int_eq(pwrite(fd, text, strlen(text), 0), (ssize_t)strlen(text));
        ck_assert_int_eq(futimens(fd, (const struct timespec[]){before.st_atim, before.st_mtim}),
                         0);
        ck_assert_int_eq(fstat(fd, &after), 0);
    } while (is_same_time(before.st_ctim, after.st_ctim));
    ck_assert(is_same_time(before.st_mtim, after.st_mtim));
    ck_assert_int_eq(before.st_size, after.st_size);
    ck_assert_int_eq(close(fd), 0);
}

START_TEST(a_list_rewritten_in_place_with_its_time_put_back_answers_no_more)
{
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;

    make_folder(&folder);
    write_list(&folder, "luca.verdi@ingpec.eu\nanna.neri@ingpec.eu\n");
    add_well(registry, folder.uri);
    ck_assert_int_eq(check_name(registry, "Mario", "Neri"), PECADDR_FREE);
    rewrite_in_place(&folder, "mario.neri@ingpec.eu\n");
    ck_assert_int_eq(check_name(registry, "Mario", "Neri"), PECADDR_FAILED);
    ck_assert_ptr_nonnull(strstr(pecaddr_registry_message(registry), "was changed"));
    ck_assert_int_eq(check_name(registry, "Anna", "Neri"), PECADDR_FAILED);
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

/* Many addresses, more than a buffer of the reader holds, and no other. */
START_TEST(each_address_of_a_long_list_is_found_and_no_other)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    struct pecaddr_registry *registry = open_memory();
    struct folder folder;
    FILE *file;

    make_folder(&folder);
    file = fopen(folder.list, "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 0; i < 26 * 26 * 26; i++)
        if (i % 3 != 0)
            fprintf(file, "x%c%c.y%c@ingpec.eu\n", letters[i / 676], letters[i / 26 % 26],
                    letters[i % 26]);
    ck_assert_int_eq(fclose(file), 0);
    add_well(registry, folder.uri);
    for (int i = 0; i < 26 * 26 * 26; i++) {
        char given[] = {'x', letters[i / 676], letters[i / 26 % 26], '\0'};
        char surname[] = {'Y', letters[i % 26], '\0'};

        ck_assert_msg(check_name(registry, given, surname) ==
                          (i % 3 != 0 ? PECADDR_TAKEN : PECADDR_FREE),
                      "%s %s", given, surname);
    }
    pecaddr_registry_close(registry);
    remove_folder(&folder);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_list_that_was_replaced_answers_no_more,
        a_list_rewritten_in_place_with_its_time_put_back_answers_no_more,
        each_address_of_a_long_list_is_found_and_no_other,
    };
    return run_suite("file", tests, N_OF(tests));
}
