#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Each test, proof and fuzz target that SECURITY.md names is there.
# shellcheck disable=SC2016 # back quotes are Markdown here
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

failed=0
names=$(grep -oE '`(test|proof|fuzz)[-_][a-z-]+(_[a-z]+)*(\*|\.py)?`' SECURITY.md | tr -d '`' | sort -u)
[[ $(wc -w <<<"$names") -ge 30 ]] || { echo "SECURITY.md names hardly any test" && exit 1; }
for name in $names; do
    found=$(find tests fuzz -name "${name%.py}.c" -o -name "${name%.py}.py")
    [[ -n $found ]] || { echo "SECURITY.md names $name, and there is none" && failed=1; }
done
exit $failed
