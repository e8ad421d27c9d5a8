/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PROVINCE_H
#define PROVINCE_H

/* The provinces by name, as people know them. */

/* The Italian name of a province, also of one that is no more; NULL. */
const char *province_name(const char *sigla);

#endif
