// SPDX-License-Identifier: BSD-3-Clause
//
// The public headers, together and twice, in C++17.
#include <pecaddr/icu.h>
#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>
#include <pecaddr/icu.h>
#include <pecaddr/pecaddr.h>
#include <pecaddr/registry.h>

#include <cstdio>
#include <type_traits>

static_assert(std::is_standard_layout<pecaddr_person>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_assignment>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_transliterator>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_mailbox>::value, "a struct of C");

static int nobody(void *, const char *)
{
    return 0;
}

int main()
{
    pecaddr_person person = {};
    person.size = sizeof person;
    person.given = {"Niccolò", sizeof "Niccolò" - 1};
    person.surname = {"D'Angelo De Sanctis", sizeof "D'Angelo De Sanctis" - 1};
    person.province = {"MC", 2};
    person.section = 'A';
    person.number = 1234;
    pecaddr_assignment assignment = {};
    assignment.size = sizeof assignment;
    int r =
        pecaddr_resolve(pecaddr_scheme_ingpec(), &person, nobody, nullptr, &assignment, nullptr);
    std::printf("%s\n", r == PECADDR_OK ? assignment.address : pecaddr_strerror(r));
    return r != PECADDR_OK || pecaddr_state_name(PECADDR_STATE_ACTIVE) == nullptr ||
           pecaddr_icu_transliterator() == nullptr;
}
