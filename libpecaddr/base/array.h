/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef PECADDR_BASE_ARRAY_H
#define PECADDR_BASE_ARRAY_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

#endif
