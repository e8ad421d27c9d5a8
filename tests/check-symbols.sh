#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-symbols.sh LIBRARY ALLOWED HEADER...
#
# What a shared library gives and takes: it defines exactly the functions that the headers declare,
# and takes from other libraries only what the file ALLOWED names, one shell pattern a line
# (`u8_*`). `# text` is a comment. It keeps no variables: nothing is written to but those of the C
# runtime, and what ALLOWED names as `variable NAME`.
set -euo pipefail
library=$1
allowed=$2
shift 2
status=0

mapfile -t patterns < <(sed 's/#.*//; s/[[:space:]]*$//; /^$/d; /^variable /d' "$allowed")
mapfile -t variables < <(sed -n 's/#.*//; s/[[:space:]]*$//; s/^variable //p' "$allowed")

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

declared=$("$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/declared.sh" "$@")
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
    # "000000000000002a l     O .bss	0000000000000001              completed.0"; .tbss: of a thread
    symbols=$(objdump --syms "$library")
    kept=$(awk '/ \.(data|bss|tdata|tbss)\t/ { print $NF }' <<<"$symbols")
    if [[ $kept != *__dso_handle* ]]; then
        echo "$library is stripped, so that its variables cannot be seen"
        status=1
    fi
    while read -r name; do
        if [[ " ${variables[*]} " != *" $name "* ]]; then
            echo "$library keeps the variable $name, which $allowed does not allow"
            status=1
        fi
    done < <(awk '!/^(\..*|completed\.[0-9]+|__dso_handle|__TMC_END__|_edata|_end|__bss_start)$/' <<<"$kept")
fi
exit "$status"
