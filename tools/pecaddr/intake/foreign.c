/* SPDX-License-Identifier: BSD-3-Clause */
#include "intake/foreign.h"

#include "base/array.h"
#include "runtime/exit-status.h"
#include "speech/language.h"
#include "speech/message.h"
#include "speech/text.h"

#include <string.h>

#define SAVE_AS_CSV                                                                                \
    N_("%s is a spreadsheet's own file; open it, and save it as CSV (in Excel: \"CSV UTF-8\")")
#define WEB_PAGE                                                                                   \
    N_("%s is a web page, whatever its name; open it in the spreadsheet, and save it as CSV (in "  \
       "Excel: \"CSV UTF-8\")")
#define XML_FILE                                                                                   \
    N_("%s is an XML file; open it in the spreadsheet, and save it as CSV (in Excel: \"CSV "       \
       "UTF-8\"), or export CSV from the register")
#define DOCUMENT                                                                                   \
    N_("%s is a document, and no table that can be read; export the roster from the register as "  \
       "CSV")
#define PICTURE    N_("%s is a picture; export the roster from the register as CSV")
#define COMPRESSED N_("%s is compressed; unpack it, and give the file that is in it")
#define DATABASE   N_("%s is a database; export the roster from it as CSV")
#define JSON_FILE  N_("%s is a JSON file; export the roster as CSV")

struct beginning {
    const char *bytes;
    const char *sentence;
};

/* To the byte. A ZIP file is a workbook (.xlsx, .ods) far more often than anything else. */
static const struct beginning binaries[] = {
    {"PK\x03\x04", SAVE_AS_CSV},
    {"\xD0\xCF\x11\xE0", SAVE_AS_CSV},
    {"%PDF-", DOCUMENT},
    {"\x89PNG", PICTURE},
    {"\xFF\xD8\xFF", PICTURE},
    {"GIF8", PICTURE},
    {"II*", PICTURE},
    {"\x1F\x8B", COMPRESSED},
    {"7z\xBC\xAF", COMPRESSED},
    {"Rar!", COMPRESSED},
    {"SQLite format 3", DATABASE},
};

/* In any case, after white space. */
static const struct beginning texts[] = {
    {"<html", WEB_PAGE},  {"<!doctype html", WEB_PAGE}, {"<head", WEB_PAGE},
    {"<body", WEB_PAGE},  {"<table", WEB_PAGE},         {"<meta", WEB_PAGE},
    {"<style", WEB_PAGE}, {"<div", WEB_PAGE},           {"<?xml", XML_FILE},
    {"<", XML_FILE},      {"{\\rtf", DOCUMENT},         {"{\"", JSON_FILE},
    {"[{", JSON_FILE},
};

static int begins(struct pecaddr_text text, const char *bytes)
{
    size_t size = strlen(bytes);

    return text.size >= size && text_equal((struct pecaddr_text){text.data, size}, bytes);
}

static const char *sentence_on(struct pecaddr_text line)
{
    struct pecaddr_text trimmed = text_trim(line);

    for (size_t i = 0; i < ARRAY_SIZE(binaries); i++)
        if (line.size >= strlen(binaries[i].bytes) &&
            memcmp(line.data, binaries[i].bytes, strlen(binaries[i].bytes)) == 0)
            return binaries[i].sentence;
    for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
        if (begins(trimmed, texts[i].bytes))
            return texts[i].sentence;
    /* JSON that is laid out: a bracket alone on its line. */
    return text_equal(trimmed, "{") || text_equal(trimmed, "[") ? JSON_FILE : NULL;
}

int foreign_refuse(struct input *input)
{
    struct input_line line = {0};
    struct pecaddr_text text = {0};
    const char *sentence;
    int r;

    while ((r = input_line(input, &line)) > 0) {
        text = (struct pecaddr_text){line.data, line.size};
        if (text_trim(text).size)
            break;
    }
    if (r < 0)
        return EXIT_UNAVAILABLE;
    sentence = r ? sentence_on(text) : NULL;
    if (!sentence)
        return 0;
    message(sentence, input->name);
    return EXIT_USAGE;
}
