#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# clang-format decides the layout of all C and C++ files: version 14, Debian 12's, as others lay out
# some things otherwise.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

formatter=
for candidate in clang-format-14 clang-format; do
    if "$candidate" --version 2>/dev/null | grep -q 'version 14\.'; then
        formatter=$candidate
        break
    fi
done
if [[ -z $formatter ]]; then
    echo "clang-format 14 is needed (Debian: clang-format)"
    exit 1
fi

mapfile -t files < <(find include libpecaddr tools tests fuzz doc -type f \
    \( -name '*.c' -o -name '*.h' -o -name '*.cc' \) | sort)
if ((${#files[@]} == 0)); then
    echo "no files found"
    exit 1
fi
"$formatter" --dry-run --Werror "${files[@]}"
echo "${#files[@]} files"
