/* SPDX-License-Identifier: BSD-3-Clause */
#include <pecaddr/pecaddr.h>
#include <stdio.h>
#include <string.h>

/* Your own check: 1 present, 0 absent, anything else failed (and then no address is given). */
static int exists(void *user, const char *address)
{
    const char *taken = user;
    return strcmp(address, taken) == 0;
}

int main(void)
{
    struct pecaddr_person person = {
        .size = sizeof person,
        .given = {"Niccolò", 8},
        .surname = {"D'Angelo De Sanctis", 19},
        .province = {"MC", 2},
        .section = 'A',
        .number = 1234,
    };
    struct pecaddr_assignment assignment = {.size = sizeof assignment};
    struct pecaddr_error error = {.size = sizeof error};
    char taken[] = "niccolo.dangelodesanctis@ingpec.eu";
    int r = pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, taken, &assignment, &error);
    puts(r == 0 ? assignment.address : error.message);
    return r != 0;
}
