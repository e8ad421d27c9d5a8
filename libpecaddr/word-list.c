/* SPDX-License-Identifier: BSD-3-Clause */
#define WORD_TABLE
#include "word-list.h"
