#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-instructions.sh [--write]
#
# Instructions a person, counted by valgrind, against those in instructions.txt: none may have grown
# by more than 3 %. --write puts the present ones there, to be committed with what changed them.
# doc/performance.md says what is counted.
#
# Another compiler, or another C library below it, makes other instructions, so the count holds for
# gcc 12.2 on x86-64, Debian 12's; elsewhere the test is skipped (77). The library is built here, as
# how meson was configured must not matter. The C library is told to take the same variants of
# memcpy() and the like whatever the processor has; the environment is always the same, and no symbol
# is bound late.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

committed=tests/instructions.txt
persons=2000
growth=3 # percent
measures=(all letters accents rules)

skip() {
    echo "skipped: $*"
    exit 77
}

[[ $(uname -m) == x86_64 ]] || skip "the instructions are counted on x86-64"
command -v valgrind >/dev/null || skip "valgrind is needed (Debian: valgrind)"
command -v gcc >/dev/null || skip "gcc 12.2 is needed"
[[ $(gcc -dumpfullversion) == 12.2.* ]] ||
    skip "gcc 12.2 is needed, this is $(gcc -dumpfullversion)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Of two files for one thing, the one that does it.
mapfile -t sources < <(find libpecaddr -maxdepth 1 -name '*.c' ! -name '*-absent.c' | LC_ALL=C sort)
gcc -std=c17 -O2 -fPIC -D_POSIX_C_SOURCE=200809L -fvisibility=hidden \
    -Iinclude -Ilibpecaddr -Itools/bench -o "$folder/instructions" \
    "${sources[@]}" tools/bench/names-corpus.c tools/bench/bench.c tests/instructions.c -lunistring

# count ALL LETTERS ACCENTS RULES: the instructions of a whole run.
count() {
    local log
    if ! log=$(cd "$folder" && env -i PATH="$PATH" LC_ALL=C LD_BIND_NOW=1 \
        GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-BMI2,-ERMS,-FSRM,-AVX_Fast_Unaligned_Load \
        valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
        ./instructions "$@" 2>&1); then
        echo "$log" >&2
        return 1
    fi
    sed -n 's/.*I *refs: *//p' <<<"$log" | tr -d ,
}

nothing=$(count 0 0 0 0)
declare -A counted
for i in "${!measures[@]}"; do
    numbers=(0 0 0 0)
    numbers[i]=$persons
    all=$(count "${numbers[@]}")
    counted[${measures[i]}]=$(((all - nothing) / persons))
done

if [[ ${1:-} == --write ]]; then
    {
        echo "# Instructions a person; check-instructions.sh --write."
        for measure in "${measures[@]}"; do
            echo "$measure ${counted[$measure]}"
        done
    } >"$committed"
fi

status=0
for measure in "${measures[@]}"; do
    before=$(sed -n "s/^$measure //p" "$committed")
    if [[ -z $before ]]; then
        echo "$measure: is not in $committed"
        status=1
        continue
    fi
    after=${counted[$measure]}
    verdict=ok
    if ((after * 100 > before * (100 + growth))); then
        verdict="grown by more than $growth %"
        status=1
    elif ((after * 100 < before * (100 - growth))); then
        verdict="less; tests/check-instructions.sh --write makes that the measure"
    fi
    printf '%-8s %6d instructions a person, %6d committed: %s\n' "$measure" "$after" "$before" "$verdict"
done
exit "$status"
