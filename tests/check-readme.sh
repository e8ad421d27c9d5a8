#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-readme.sh RESOLVE PECADDR
#
# The C program in the README is doc/examples/resolve.c, and RESOLVE, which is that program, prints
# what the README says; the scheme is doc/examples/avvocati.ini. The commands for the secretariat
# work with the command PECADDR (check-commands.sh). The files and folders that the README names are
# there.
# shellcheck disable=SC2016 # back quotes are Markdown here
set -euo pipefail
resolve=$(readlink -f "$1")
pecaddr=$(readlink -f "$2")
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
status=0

# All but the line with the licence.
if ! diff <(sed -n '/^```c$/,/^```$/ { /^```/ d; p }' README.md) <(sed 1d doc/examples/resolve.c); then
    echo "^ < README.md, > doc/examples/resolve.c"
    status=1
fi

if ! diff <(sed -n '/^```ini$/,/^```$/ { /^```/ d; p }' README.md) doc/examples/avvocati.ini; then
    echo "^ < README.md, > doc/examples/avvocati.ini"
    status=1
fi

printed=$("$resolve")
if ! grep -qF "it prints \`$printed\`" README.md; then
    echo "README.md does not say that doc/examples/resolve.c prints $printed"
    status=1
fi

if ! tests/check-commands.sh README.md "$pecaddr"; then
    status=1
fi

# `path/` and `path/file` in back quotes, and [links](path).
while read -r path; do
    if [[ ! -e $path ]]; then
        echo "README.md names $path, which is not there"
        status=1
    fi
done < <(grep -oE '`[A-Za-z.]+/[A-Za-z0-9_./-]*`|\]\([A-Za-z0-9_./-]+\)' README.md |
    tr -d '`]()' | grep -v '^build/')
exit "$status"
