/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef FULL_NAME_H
#define FULL_NAME_H

#include "member/person.h"

/*
 * Given names and surname in one cell, in either order. No algorithm can divide them; but the six letters of a
 * codice fiscale prove where they end, if one division alone agrees with them, at white space or at a comma.
 * Divisions that are one name, as they differ in where a title stands, are one.
 *
 * The member has its codice fiscale, and is given its names, which are parts of the text; or a fault, unless it
 * has one, and the text as its surname.
 */
void member_divide_name(struct member *member, struct pecaddr_text text, struct arena *arena);

#endif
