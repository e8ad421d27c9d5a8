/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef SQL_POSTGRES_ENGINE_H
#define SQL_POSTGRES_ENGINE_H

/* What the server looks up by name is all that the module shows. */
#define PGDLLEXPORT __attribute__((visibility("default")))
/* The server's header stands before all others. */
#include <postgres.h>

#include <fmgr.h>

#include "call.h"

/* A function of the server's, under a name that no function of the library has. */
#define FUNCTION(name)                                                                             \
    PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);                                                      \
    PG_FUNCTION_INFO_V1(name)

/* An argument as the database has it, and in UTF-8, which may be the same bytes. */
struct argument {
    struct pecaddr_text own;
    struct pecaddr_text utf8;
};

/* The text that is argument i; not NULL. */
struct argument argument_read(FunctionCallInfo call, int i);

/*
 * The scheme that is argument i. It is kept from row to row, for as long as the query knows this place where the
 * function is called, and is made again where another text comes.
 */
const struct pecaddr_scheme *argument_scheme(FunctionCallInfo call, int i);

/* An answer in ASCII. */
Datum answer_text(const char *data, size_t size);

/*
 * Raises what the library refused: SQLSTATE PA and the number of the status, `CODE: sentence`, and in the detail the
 * field and the byte of it as the database has it. `faulty` is the field's argument; NULL: it has no byte.
 */
__attribute__((noreturn)) void raise_error(const struct pecaddr_error *error,
                                           const struct argument *faulty);

#endif
