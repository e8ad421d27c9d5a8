/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef COMING_H
#define COMING_H

/*
 * What words say of somebody who came from elsewhere, or came back: `sospeso nel 2019, riammesso nel 2020`,
 * `trasferimento da Ancona`. Whoever did is a member, whatever had ended before.
 *
 *   COMING_UNSAID     nothing of that: what else they say stands.
 *   COMING_DOUBTFUL   that he may have come back, and nothing of an end: it is as good as unsaid.
 *   COMING_UNCLEAR    that he came, or may have, or will, and something of an end that may be later.
 *   COMING_OPEN       an end, and after it a coming that may be its undoing, or be a part of it:
 *                     `cancellato, reiscrizione del 2020`, `cancellato per trasferimento da Ancona`.
 *   COMING_LAST       that he came, and of no end since.
 */
enum coming { COMING_UNSAID = 0, COMING_DOUBTFUL, COMING_UNCLEAR, COMING_OPEN, COMING_LAST };

/* `value` is in simple words, as header_simplify() makes them. */
enum coming coming_of(const char *value);

#endif
