/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef INIPEC_H
#define INIPEC_H

#include "speech/date.h"

#include <pecaddr/registry.h>

#include <stdio.h>

/*
 * The files by which an Order tells INI-PEC the addresses of its members (DM 19 March 2013, art. 4;
 * inipec.gov.it, "Come mandare i dati"): one member on each line, `;` between the cells also where
 * they are empty, only the two dates optional. No row names the columns: each line is a member. The
 * encoding and the form of a date are not published; ours are UTF-8 and 31/12/2030, and the lines
 * end with CRLF (RFC 4180).
 *
 * Data Iscrizione is the day on which a new member was registered with the Order, which no registry
 * of mailboxes knows: it stays empty. Source: SPEC §6.
 */
enum inipec_column {
    INIPEC_ADDRESS,
    INIPEC_GIVEN,
    INIPEC_SURNAME,
    INIPEC_NUMBER,
    INIPEC_HOLDER,
    INIPEC_STATE,
    INIPEC_REGISTERED,
    INIPEC_CANCELLED,
    INIPEC_COLUMNS
};
#define INIPEC_MIN (INIPEC_STATE + 1) /* the dates may be left out */

enum inipec_state { INIPEC_UPDATE = 1, INIPEC_INSERT = 2, INIPEC_DELETE = 3 };

/* What a line says of a member. */
struct inipec_member {
    const char *address;
    const char *given;
    const char *surname;
    const char *holder;
    char section; /* 0 where it is not known */
    uint32_t number;
};

/* Writes a line; `cancelled` is the day of Data Cancellazione, or an empty text. */
void inipec_write(FILE *file, const struct inipec_member *member, enum inipec_state state,
                  const char *cancelled);

/* Why a member cannot be told, as a format with one %s for the address, to be given to message();
   NULL: nothing is missing. */
const char *inipec_fault(const struct inipec_member *member);

#endif
