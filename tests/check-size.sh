#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The core as it is released, gcc -O2 and stripped, has at most 128 KiB: it goes into small programs.
# doc/design.md says what takes the room.
#
# The library is built here, as how meson was configured must not matter: sanitizers make it several
# times as large. Another processor has other instructions, so elsewhere than on x86-64 the test is
# skipped (77).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

limit=131072

skip() {
    echo "skipped: $*"
    exit 77
}

[[ $(uname -m) == x86_64 ]] || skip "the size is held to its limit on x86-64"
for program in gcc strip size; do
    command -v "$program" >/dev/null || skip "$program is needed (Debian: gcc, binutils)"
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Of two files for one thing, the one that does it.
mapfile -t sources < <(find libpecaddr -maxdepth 1 -name '*.c' ! -name '*-absent.c' | LC_ALL=C sort)
gcc -std=c17 -O2 -fPIC -shared -D_POSIX_C_SOURCE=200809L -fvisibility=hidden -Iinclude -Ilibpecaddr \
    -o "$folder/libpecaddr.so" "${sources[@]}" -Wl,--version-script=libpecaddr/libpecaddr.map \
    -lunistring
strip "$folder/libpecaddr.so"

bytes=$(stat -c %s "$folder/libpecaddr.so")
size -A "$folder/libpecaddr.so" | awk '$2 >= 1024 && $1 != "Total"'
echo "libpecaddr.so: $bytes bytes of at most $limit"
((bytes <= limit))
