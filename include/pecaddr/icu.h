/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_ICU_H
#define PECADDR_ICU_H

#include <pecaddr/pecaddr.h>

/*
 * libpecaddr-icu: names of other scripts in Latin letters, for schemes that ask for it with
 * `transliterate = icu`. Off by default, as what comes out depends on the ICU that is installed: it
 * is outside the library's promise of one answer for ever, and is always marked with
 * PECADDR_NOTE_TRANSLITERATED, which asks for a look by a person.
 */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * ICU's `Any-Latin; Latin-ASCII`, to be handed to pecaddr_scheme_parse():
 *
 *     r = pecaddr_scheme_parse(text, pecaddr_icu_transliterator(), &scheme, &error);
 *
 * A scheme that does not ask for it is not changed by it. Nothing is opened before a scheme has a
 * field of another script to read, and nothing is kept after it. What ICU cannot transliterate is
 * refused with PECADDR_E_SCRIPT, as it is without.
 *
 * Returns: the transliterator, named `icu`, never NULL. It is constant and lives as long as the
 * library.
 * Thread rule: safe; so are the schemes made with it.
 * Source: SPEC §2. Since 1.0.
 */
const struct pecaddr_transliterator *pecaddr_icu_transliterator(void);

#ifdef __cplusplus
}
#endif

#endif
