/* SPDX-License-Identifier: BSD-3-Clause */
#include "names.h"

const struct contestant contestant_utf8proc = {.name = "utf8proc, without marks, folded"};
