/* SPDX-License-Identifier: BSD-3-Clause */
#include "copied.h"

#include <stdarg.h>
#include <stdio.h>

const struct copied_table registry_copied[COPIED_TABLES] = {
    [COPIED_REGISTRY] = {"registry",
                         "one",
                         4,
                         {{"id", COPIED_TEXT},
                          {"epoch", COPIED_NUMBER},
                          {"change", COPIED_NUMBER},
                          {"provinces", COPIED_WORDS}}},
    [COPIED_SCHEME] = {"scheme", "id", 2, {{"id", COPIED_NUMBER}, {"text", COPIED_TEXT}}},
    [COPIED_MAILBOX] = {"mailbox",
                        "id",
                        31,
                        {{"id", COPIED_NUMBER},
                         {"revision", COPIED_NUMBER},
                         {"state", COPIED_TEXT},
                         {"address", COPIED_TEXT},
                         {"holder", COPIED_TEXT},
                         {"province", COPIED_TEXT},
                         {"section", COPIED_TEXT},
                         {"number", COPIED_NUMBER},
                         {"given", COPIED_TEXT},
                         {"surname", COPIED_TEXT},
                         {"given_letters", COPIED_TEXT},
                         {"surname_letters", COPIED_TEXT},
                         {"scheme", COPIED_NUMBER},
                         {"table_version", COPIED_NUMBER},
                         {"level", COPIED_NUMBER},
                         {"notes", COPIED_NUMBER},
                         {"receipt", COPIED_TEXT},
                         {"instead_of", COPIED_NUMBER},
                         {"issued_province", COPIED_TEXT},
                         {"issued_section", COPIED_TEXT},
                         {"issued_number", COPIED_NUMBER},
                         {"issued_given", COPIED_TEXT},
                         {"issued_surname", COPIED_TEXT},
                         {"expires", COPIED_DATE},
                         {"left_on", COPIED_DATE},
                         {"used", COPIED_FLAG},
                         {"change", COPIED_NUMBER},
                         {"changed_at", COPIED_MOMENT},
                         {"changed_by", COPIED_TEXT},
                         {"changed_act", COPIED_TEXT},
                         {"changed_why", COPIED_WORDS}}},
    [COPIED_HISTORY] = {"history",
                        "mailbox, revision",
                        16,
                        {{"mailbox", COPIED_NUMBER},
                         {"revision", COPIED_NUMBER},
                         {"state", COPIED_TEXT},
                         {"holder", COPIED_TEXT},
                         {"province", COPIED_TEXT},
                         {"section", COPIED_TEXT},
                         {"number", COPIED_NUMBER},
                         {"given", COPIED_TEXT},
                         {"surname", COPIED_TEXT},
                         {"expires", COPIED_DATE},
                         {"left_on", COPIED_DATE},
                         {"change", COPIED_NUMBER},
                         {"at", COPIED_MOMENT},
                         {"author", COPIED_TEXT},
                         {"act", COPIED_TEXT},
                         {"why", COPIED_WORDS}}},
    [COPIED_TOLD] = {"told",
                     "domain, province, range_number",
                     7,
                     {{"domain", COPIED_TEXT},
                      {"province", COPIED_WORDS},
                      {"range_number", COPIED_NUMBER},
                      {"change_from", COPIED_NUMBER},
                      {"change_to", COPIED_NUMBER},
                      {"at", COPIED_MOMENT},
                      {"by", COPIED_TEXT}}},
};

/* Each version but the last of each mailbox is in history, and nothing else; and what a mailbox refers
 * to is there. */
const char registry_copied_misfit[] =
    "SELECT CASE WHEN (SELECT coalesce(sum(revision - 1), 0) FROM mailbox) "
    "<> (SELECT count(*) FROM history) "
    "OR EXISTS (SELECT 1 FROM history LEFT JOIN mailbox ON mailbox.id = history.mailbox "
    "WHERE mailbox.id IS NULL OR history.revision >= mailbox.revision) "
    "OR EXISTS (SELECT 1 FROM mailbox WHERE scheme IS NOT NULL "
    "AND NOT EXISTS (SELECT 1 FROM scheme WHERE scheme.id = mailbox.scheme)) "
    "OR EXISTS (SELECT 1 FROM mailbox AS heir WHERE instead_of IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM mailbox WHERE mailbox.id = heir.instead_of AND mailbox.state = 'released')) "
    "THEN 1 ELSE 0 END";

void registry_sql_add(struct sql *sql, const char *format, ...)
{
    va_list arguments;
    int n;

    va_start(arguments, format);
    n = vsnprintf(sql->text + sql->size, sizeof sql->text - sql->size, format, arguments);
    va_end(arguments);
    if (n > 0 && (size_t)n < sizeof sql->text - sql->size)
        sql->size += (size_t)n;
}
