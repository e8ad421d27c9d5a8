#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-symbols.sh LIBRARY ALLOWED HEADER...
#
# What a shared library gives and takes: it defines exactly the functions that the headers declare,
# and takes from other libraries only what the file ALLOWED names, one shell pattern a line
# (`u8_*`). `# text` is a comment. It keeps no variables: nothing is written to but the two words of
# the C runtime.
set -euo pipefail
library=$1
allowed=$2
shift 2
status=0

mapfile -t patterns < <(sed 's/#.*//; s/[[:space:]]*$//; /^$/d' "$allowed")

is_allowed() {
    local symbol=$1 pattern
    for pattern in "${patterns[@]}"; do
        # shellcheck disable=SC2053 # the right side is a pattern
        [[ $symbol == $pattern ]] && return 0
    done
    return 1
}

# "U name@VERSION", "w name": without the version.
while read -r kind symbol; do
    if ! is_allowed "${symbol%%@*}"; then
        echo "$library takes $symbol ($kind), which $allowed does not allow"
        status=1
    fi
done < <(nm --dynamic --undefined-only "$library")

# Functions declared, without comments and without the types of callbacks.
declared=$(perl -0777 -pe 's{/\*.*?\*/}{}gs' "$@" | grep -v '^typedef' |
    grep -oE '\bpecaddr_[a-z0-9_]+\(' | tr -d '(' | sort -u)
# Defined, without the names of versions.
defined=$(nm --dynamic --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
    sort -u)
if [[ -z $declared || -z $defined ]]; then
    echo "no symbols found"
    exit 1
fi
if ! diff <(echo "$declared") <(echo "$defined"); then
    echo "^ < declared in $*, > defined in $library"
    status=1
fi

# Not grep -q, which would end before nm has written all.
if ! nm --dynamic --undefined-only "$library" | grep -E '__(asan|sanitizer|gcov|llvm)_' >/dev/null; then
    bytes=$(size --format=sysv --radix=10 "$library" |
        awk '$1 == ".data" || $1 == ".bss" { bytes += $2 } END { print bytes + 0 }')
    if ((bytes > 16)); then
        echo "$library has $bytes bytes of variables"
        status=1
    fi
fi
exit "$status"
