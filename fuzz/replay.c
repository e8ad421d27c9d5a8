/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Puts each file of the folders named on the command line through a fuzz target, as libFuzzer
 * would; a folder without files fails.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "target.h"

static int replay_file(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    size_t size;

    if (!file) {
        perror(path);
        return -1;
    }
    size = fread(data, 1, sizeof data, file);
    if (ferror(file)) {
        perror(path);
        fclose(file);
        return -1;
    }
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    return 0;
}

/* Returns how many files there were; -1 on failure. */
static int replay_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    int n = 0;

    if (!dir) {
        perror(folder);
        return -1;
    }
    for (struct dirent *entry; n >= 0 && (entry = readdir(dir));) {
        char path[4096];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        n = replay_file(path) < 0 ? -1 : n + 1;
    }
    closedir(dir);
    return n;
}

int main(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++) {
        int n = replay_folder(argv[i]);

        if (n <= 0) {
            fprintf(stderr, "%s: no inputs\n", argv[i]);
            return EXIT_FAILURE;
        }
        printf("%s: %d inputs\n", argv[i], n);
    }
    return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
