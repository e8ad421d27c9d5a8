// SPDX-License-Identifier: BSD-3-Clause
//
// The public headers, together and twice, in C++17.
#include "headers.h"

#include <type_traits>

static_assert(std::is_standard_layout<pecaddr_person>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_assignment>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_transliterator>::value, "a struct of C");
static_assert(std::is_standard_layout<pecaddr_mailbox>::value, "a struct of C");

// Outside of functions, and as a value.
static pecaddr_walk walk = PECADDR_WALK_INIT;
static const pecaddr_text text = PECADDR_TEXT("Niccolò");

static size_t size_of(pecaddr_person person)
{
    return person.size;
}

int main()
{
    return wrong_starts() + wrong_texts() + wrong_versions() + wrong_answers() +
               WRONG(walk.size == sizeof walk) + WRONG(text.size == sizeof "Niccolò" - 1) +
               WRONG(size_of(PECADDR_PERSON_INIT) == sizeof(pecaddr_person)) >
           0;
}
