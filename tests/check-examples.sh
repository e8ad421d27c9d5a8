#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-examples.sh PROGRAM...
#
# Each example program ends well and prints what doc/examples/README.md shows under `$ ./PROGRAM`, and has
# the line there that compiles it.
# shellcheck disable=SC2016 # a dollar that is shown
set -euo pipefail
readme=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../doc/examples/README.md
status=0

for program in "$@"; do
    name=$(basename "$program")
    # The block that has the line `$ ./NAME`, from there on.
    shown=$(awk -v line="\$ ./$name" '/^```/ { shown = 0 } shown; $0 == line { shown = 1 }' "$readme")
    if [[ -z $shown ]] || ! grep -q "^\$ cc -std=c17 $name\.c .*-o $name\$" "$readme"; then
        echo "doc/examples/README.md does not show how $name is compiled and what it prints"
        status=1
    elif ! printed=$("$program"); then
        echo "$name fails"
        status=1
    elif ! diff <(echo "$shown") <(echo "$printed"); then
        echo "^ < doc/examples/README.md, > what $name prints"
        status=1
    fi
done
exit "$status"
