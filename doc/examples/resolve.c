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
    struct pecaddr_person person = PECADDR_PERSON_INIT;
    struct pecaddr_assignment assignment = PECADDR_ASSIGNMENT_INIT;
    struct pecaddr_error error = PECADDR_ERROR_INIT;
    char taken[] = "niccolo.dangelodesanctis@ingpec.eu";
    int r;

    person.given = PECADDR_TEXT("Niccolò");
    person.surname = PECADDR_TEXT("D'Angelo De Sanctis");
    person.province = PECADDR_TEXT("MC");
    person.section = 'A';
    person.number = 1234;
    r = pecaddr_resolve(pecaddr_scheme_ingpec(), &person, exists, taken, &assignment, &error);
    if (r != PECADDR_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    puts(assignment.address);
    return 0;
}
