#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-man-it.sh PECADDR
#
# The Italian manual pages in doc/man/it are what tools/gen/man-it.sh makes of PECADDR's help; there is one for each
# English page of a command, with a name, a synopsis and a description; mandoc finds nothing worse in them than
# long lines; and they are installed. Skips where help2man or mandoc is not there.
set -euo pipefail
pecaddr=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
export LC_ALL=C.UTF-8 LANGUAGE=
for program in help2man mandoc; do
    if ! command -v "$program" >/dev/null; then
        echo "$program is not there (Debian: $program)"
        exit 77
    fi
done
status=0

complain() {
    echo "$*"
    status=1
}

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
tools/gen/man-it.sh "$pecaddr" "$folder"
diff -r doc/man/it "$folder" ||
    complain "^ < committed, > by today's help. The help has changed; please run: tools/gen/man-it.sh $pecaddr"
diff <(cd doc/man && printf '%s\n' *.1) <(cd "$folder" && printf '%s\n' *.1) ||
    complain "^ < English pages, > Italian pages"
for page in "$folder"/*.1; do
    name=$(basename "$page")
    mandoc -Tlint -Wwarning "$page" || complain "^ $name"
    for section in NOME SINTASSI DESCRIZIONE '"VEDERE ANCHE"'; do
        grep -qx "\.SH $section" "$page" || complain "$name: no $section"
    done
    # A heading that is not in Italian yet; a line of usage, options or text that was taken for another thing.
    ! grep -E '^\.SH .*(NAME|SYNOPSIS|DESCRIPTION|OPTIONS|EXIT|SEE)|^\.HP|^\.SS|^ *oppure:' "$page" || complain "^ $name"
    grep -qF "'it/$name'" doc/man/meson.build || complain "$name is not installed by doc/man/meson.build"
done
exit "$status"
