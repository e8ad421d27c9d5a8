/* SPDX-License-Identifier: BSD-3-Clause */
#include "postgres/engine.h"

#include <catalog/namespace.h>
#include <mb/pg_wchar.h>
#include <utils/builtins.h>
#include <utils/memutils.h>

#include <string.h>

PG_MODULE_MAGIC;

/* Above this no argument is read any further, whatever its encoding: a scheme has 64 KiB at most. */
enum { TEXT_MAX = 1 << 20 };

static bool is_ascii(struct pecaddr_text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

/*
 * By the server's own conversion. Bytes that its encoding leaves open, which a database may hold all the same, are no
 * error of the conversion but of the text, as ill-formed UTF-8 is: a byte that stands in none is put there.
 */
static struct pecaddr_text convert(struct pecaddr_text text)
{
    int encoding = GetDatabaseEncoding();
    Oid conversion = FindDefaultConversionProc(encoding, PG_UTF8);
    size_t capacity = text.size * MAX_CONVERSION_GROWTH + 2;
    char *utf8 = palloc(capacity);
    size_t size;
    int done;

    if (!OidIsValid(conversion))
        ereport(ERROR, errcode(ERRCODE_UNDEFINED_FUNCTION),
                errmsg("there is no conversion from encoding %s to UTF8",
                       pg_encoding_to_char(encoding)));
    done =
        pg_do_encoding_conversion_buf(conversion, encoding, PG_UTF8, (unsigned char *)text.data,
                                      (int)text.size, (unsigned char *)utf8, (int)capacity, true);
    size = strlen(utf8);
    if ((size_t)done < text.size)
        utf8[size++] = '\xFF';
    return (struct pecaddr_text){utf8, size};
}

struct argument argument_read(FunctionCallInfo call, int i)
{
    text *value = DatumGetTextPP(call->args[i].value);
    struct pecaddr_text own = {VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value)};
    /* SQL_ASCII is any bytes: the library says whether they are UTF-8. */
    bool is_same = GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII ||
                   own.size > TEXT_MAX || is_ascii(own);

    return (struct argument){own, is_same ? own : convert(own)};
}

/* The scheme of one place where a function is called. */
struct kept {
    MemoryContextCallback at_end;
    char *data; /* the text of which it was made */
    size_t size;
    const struct pecaddr_scheme *scheme;
};

/* The library's memory is not the server's. */
static void free_kept(void *user)
{
    struct kept *kept = user;

    pecaddr_scheme_free(kept->scheme);
    kept->scheme = NULL;
}

static struct kept *find_kept(FmgrInfo *place)
{
    struct kept *kept = place->fn_extra;

    if (kept)
        return kept;
    kept = MemoryContextAllocZero(place->fn_mcxt, sizeof *kept);
    kept->at_end.func = free_kept;
    kept->at_end.arg = kept;
    MemoryContextRegisterResetCallback(place->fn_mcxt, &kept->at_end);
    place->fn_extra = kept;
    return kept;
}

const struct pecaddr_scheme *argument_scheme(FunctionCallInfo call, int i)
{
    struct kept *kept = find_kept(call->flinfo);
    struct argument argument = argument_read(call, i);
    struct pecaddr_error error = PECADDR_ERROR_INIT;

    if (kept->scheme && kept->size == argument.own.size &&
        memcmp(kept->data, argument.own.data, kept->size) == 0)
        return kept->scheme;
    free_kept(kept);
    if (kept->data)
        pfree(kept->data);
    kept->data = NULL;
    kept->data = MemoryContextAlloc(call->flinfo->fn_mcxt, argument.own.size + 1);
    memcpy(kept->data, argument.own.data, argument.own.size);
    kept->size = argument.own.size;
    if (sql_scheme_make(argument.utf8, &kept->scheme, &error) != PECADDR_OK)
        raise_error(&error, &argument);
    return kept->scheme;
}

Datum answer_text(const char *data, size_t size)
{
    return PointerGetDatum(cstring_to_text_with_len(data, (int)size));
}

/* The byte of the database's own text that is at an offset of its UTF-8: before it are as many characters. */
static size_t own_offset(const struct argument *argument, size_t offset)
{
    int characters = 0;

    if (argument->own.data == argument->utf8.data)
        return offset;
    for (size_t i = 0; i < offset && i < argument->utf8.size; i++)
        characters += ((unsigned char)argument->utf8.data[i] & 0xC0) != 0x80;
    return (size_t)pg_mbcharcliplen(argument->own.data, (int)argument->own.size, characters);
}

/* PA001 and so on: the class is the extension's, the number the permanent one of the status. */
static int state_of(int code)
{
    if (code == PECADDR_E_MEMORY)
        return ERRCODE_OUT_OF_MEMORY;
    return MAKE_SQLSTATE('P', 'A', '0', '0' + -code / 10, '0' + -code % 10);
}

static bool is_name(enum pecaddr_field field)
{
    return field == PECADDR_FIELD_GIVEN || field == PECADDR_FIELD_SURNAME;
}

void raise_error(const struct pecaddr_error *error, const struct argument *faulty)
{
    struct pecaddr_error own = *error;
    char where[SQL_WHERE_SIZE];

    if (faulty)
        own.offset = own_offset(faulty, error->offset);
    sql_error_where(&own, where);
    ereport(
        ERROR, errcode(state_of(error->code)),
        errmsg("%s: %s", pecaddr_status_name(error->code), error->message),
        errdetail("Field %s.", where),
        is_name(error->field)
            ? errhint("pecaddr_status() tells this without an error, and pecaddr_try_local_part() "
                      "gives NULL for a name that is refused.")
            : 0);
    pg_unreachable();
}
