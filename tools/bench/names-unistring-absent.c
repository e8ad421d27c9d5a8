/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

const struct contestant contestant_unistring = {.name = "libunistring, NFD without marks"};
