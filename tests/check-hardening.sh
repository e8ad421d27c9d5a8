#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-hardening.sh FILE...
#
# What is installed is hardened, as its ELF files say: at an address that nobody knows, without memory that is
# both written to and run, without relocations that are written to once the program runs, with guarded stacks
# and checked copies.
set -euo pipefail
status=0

# demand FILE WHAT PATTERN TEXT: a line of the text matches.
demand() {
    if ! grep -qE "$3" <<<"$4"; then
        echo "$1: $2"
        status=1
    fi
}

(($# > 0)) || { echo "no files" && exit 1; }
for file in "$@"; do
    header=$(readelf --wide --file-header "$file")
    segments=$(readelf --wide --segments "$file")
    dynamic=$(readelf --wide --dynamic "$file")
    takes=$(nm --dynamic --undefined-only "$file")
    demand "$file" "its address is fixed" 'Type: +DYN' "$header"
    demand "$file" "its stack can be run" '^ *GNU_STACK .* RW +0x' "$segments"
    demand "$file" "its relocations stay writable (relro)" '^ *GNU_RELRO ' "$segments"
    demand "$file" "its symbols are bound late (now)" 'BIND_NOW|FLAGS.* NOW' "$dynamic"
    demand "$file" "its stacks are not guarded" ' __stack_chk_(fail|guard)' "$takes"
    if grep -qE '^ *LOAD .* RWE ' <<<"$segments" || grep -q TEXTREL <<<"$dynamic"; then
        echo "$file: some of its memory can be written to and run"
        status=1
    fi
    # The core and libpecaddr-icu copy nothing into room whose size the compiler knows.
    case ${file##*/} in
    libpecaddr.so* | libpecaddr-icu.so*) ;;
    *)
        demand "$file" "its copies are not checked (_FORTIFY_SOURCE)" \
            ' __(mem|str|v?s?n?printf|v?f?printf)[a-z]*_chk' "$takes"
        ;;
    esac
done
exit "$status"
