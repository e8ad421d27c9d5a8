/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef ENTRY_H
#define ENTRY_H

#include <pecaddr/pecaddr.h>

#include <stdbool.h>

/*
 * How registers write an entry: a number, the section before or after it, and the sector, which says
 * nothing of the section (SPEC §3, §6). Read so that it can mean nothing else: a lower-case letter beside
 * a sector may be the sector's own (DPR 328/2001 calls them a, b, c), and two letters two sections.
 */

/* Why something is no entry, or no section. */
enum entry_fault {
    ENTRY_FINE = 0,
    ENTRY_UNREADABLE,
    ENTRY_OTHER_SECTION, /* a letter where the section stands, and neither A nor B: C 12 */
    ENTRY_TWO_SECTIONS,  /* A-B, a/B */
    ENTRY_SECTOR,        /* a sector, or what may be one, and no section: a - civile */
};

/*
 *   1234   A 552   A552   1234/A   B-12   n. 1238 sez. A   1246 (A)   A civile 12   n. 7 sez. A sett. a
 *
 * ret_section is 0 where it is not said. Both are untouched where it is none.
 */
enum entry_fault entry_parse(struct pecaddr_text text, char *ret_section, uint32_t *ret_number);

/*
 *   A   sez. A   A - civile   A/a   A (a, b, c)   B dell'informazione   Sez. B - Settore a
 *
 * is_sector   the column is one of sectors by its name: then a letter that may be the sector's is.
 */
enum entry_fault section_parse(struct pecaddr_text text, bool is_sector, char *ret_section);

#endif
