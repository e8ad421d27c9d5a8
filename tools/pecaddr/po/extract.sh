#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# extract.sh [FILE]
#
# Writes the sentences that the command can say to FILE, or to standard output: a template for
# catalogues (.pot). A catalogue is brought up to date by
#
#     tools/pecaddr/po/extract.sh template.pot && msgmerge --update --add-location=file tools/pecaddr/po/it.po template.pot
set -euo pipefail
output=$(realpath -m "${1:-/dev/stdout}")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.."

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# xgettext warns of every letter that is not ASCII; in UTF-8 it is no trouble.
extract() {
    if ! xgettext --language=C --from-code=UTF-8 --add-comments=TRANSLATORS --sort-by-file \
        --output=- "$@" 2>"$folder/warnings"; then
        cat "$folder/warnings" >&2
        return 1
    fi
}

# The sources with their lines in place. What stands in a struct usage, and in `usage[]`, is all for
# people: there nothing needs a mark.
mapfile -t sources < <(find tools/pecaddr -name '*.[ch]' | LC_ALL=C sort)
cp --parents "${sources[@]}" "$folder"
(
    cd "$folder"
    sed -i -e '/^static const struct usage usage = {/,/^};/{s/= {/= USAGE(/;s/^}/)/}' \
        -e '/^static const char usage\[\] =/,/;$/{s/=$/= N_(/;s/;$/);/}' "${sources[@]}"
)
(
    cd "$folder"
    extract --keyword --keyword=_:1 --keyword=N_:1 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
        --keyword=in_result:1 --keyword=in_result_plural:1,2 --keyword=message:1 --keyword=remark:1 \
        --keyword=remark_review:1 --keyword=options_fault:2 --keyword=voice_say:1 --keyword=voice_words:1 \
        --flag=message:1:c-format --flag=remark:1:c-format --flag=remark_review:1:c-format \
        --flag=voice_say:1:c-format \
        --flag=options_fault:2:c-format --flag=buffer_format:2:c-format \
        --flag=arena_format:2:c-format --flag=fault_set_what:3:c-format \
        --flag=in_result:1:pass-c-format --flag=_:1:pass-c-format "${sources[@]}"
) >"$folder/command.pot"
(
    cd "$folder"
    extract --keyword --keyword=USAGE:1 "${sources[@]}"
) >"$folder/arguments.pot"
(
    cd "$folder"
    extract --keyword --keyword=USAGE:2 "${sources[@]}"
) >"$folder/about.pot"

# The core says what is wrong in constants, the registry in formats with its own function.
extract --extract-all libpecaddr/status.c libpecaddr/scheme-text.c libpecaddr/scheme-rule.c |
    msggrep --msgid --regexp='[a-z]\{2,\} .*[a-z]' - >"$folder/core.pot"
extract --keyword --keyword=N_:1 --keyword=registry_fail:3 \
    --flag=registry_fail:3:c-format \
    libpecaddr/registry/*.c libpecaddr/registry/*/*.c >"$folder/registry.pot"

# The template of one state of the sources is always the same: it has no date.
sed -i -e '/^"POT-Creation-Date:/d' -e '1,/^$/s/charset=CHARSET/charset=UTF-8/' "$folder"/*.pot
msgcat --use-first --add-location=file "$folder"/{command,arguments,about,core,registry}.pot >"$output"
