#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-readme.sh RESOLVE PECADDR
#
# The C program in the README is doc/examples/resolve.c, and RESOLVE, which is that program, prints
# what the README says; the scheme is doc/examples/avvocati.ini. The commands for the secretariat
# work with the command PECADDR. The files and folders that the README names are there.
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

# The blocks that begin with PATH=, in a folder of their own. assign has status 1: some rows of the
# example have errors.
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
ln -s "$PWD/doc" "$folder/doc"
commands=$(sed -n '/^PATH=/,/^```$/ { /^```/ d; /^PATH=/ d; p }' README.md)
# shellcheck disable=SC2317 # called by what is evaluated
pecaddr() {
    local code=0 expected=0
    [[ $1 != assign ]] || expected=1
    "$pecaddr" "$@" >output 2>&1 || code=$?
    echo "$*" >>"$folder/ran"
    ((code == expected)) && return
    cat output
    echo "README.md: status $code of: pecaddr $*" | tee -a "$folder/failed"
}
(cd "$folder" && eval "$commands")
if [[ ! -s $folder/ran || -e $folder/failed ]]; then
    echo "the commands of README.md do not work"
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
