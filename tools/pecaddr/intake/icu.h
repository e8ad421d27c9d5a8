/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ICU_H
#define ICU_H

#include "base/library.h"

#include <pecaddr/icu.h>

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utypes.h>

/*
 * ICU, which few runs need (text that is not UTF-8, schemes that transliterate) and which takes
 * longer to load than all that is left: icu.c loads it when it is asked for; icu-linked.c has it,
 * where the libraries are archives.
 *
 * libpecaddr-icu brings the libraries of ICU with it, so it is the one that is asked for all names.
 * Those of ICU have its version at their ends, which its headers put there.
 */

#define ICU(X)                                                                                     \
    X(transliterator, pecaddr_icu_transliterator)                                                  \
    X(error_name, u_errorName)                                                                     \
    X(converter_open, ucnv_open)                                                                   \
    X(converter_close, ucnv_close)                                                                 \
    X(converter_next, ucnv_getNextUChar)                                                           \
    X(converter_type, ucnv_getType)                                                                \
    X(detector_open, ucsdet_open)                                                                  \
    X(detector_close, ucsdet_close)                                                                \
    X(detector_set_text, ucsdet_setText)                                                           \
    X(detector_detect, ucsdet_detect)                                                              \
    X(match_confidence, ucsdet_getConfidence)                                                      \
    X(match_name, ucsdet_getName)

#define ICU_POINTER(member, name) __typeof__(name) *member;

struct icu {
    ICU(ICU_POINTER)
};

/* NULL: it cannot be loaded; a message was given, and the command ends with EXIT_UNAVAILABLE. */
const struct icu *icu_load(void);

#endif
