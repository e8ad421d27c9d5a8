/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

const struct contestant contestant_icu_transliterator = {.name = "ICU, Latin-ASCII; Lower"};
const struct contestant contestant_icu_nfd = {.name = "ICU, NFD without marks"};
