#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# search.sh BUILD TARGET SEED RUNS
#
# Lets the fuzzer of a target, built in BUILD with -Dfuzzing=true, try RUNS inputs, and says what it saw. The
# seed and the runs decide the search, not the clock, so it finds tomorrow what it finds today. (Addresses
# of code do, too: they are not to be random, where that may be said.)
#
# A fuzzer that does not see the library finds nothing, and says so to nobody: of one corpus it keeps
# the few inputs that differ in its own eyes. So a search fails that keeps less than half of the corpus
# or reaches few edges; what breaks a property lies in BUILD then.
set -euo pipefail
build=$(readlink -f "$1")
target=$2
seed=$3
runs=$4
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/$target"

least_edges=150
longest=900 # seconds: something hangs

found=$build/found-$target-$seed
log=$found.log
rm -rf "$found"
mkdir "$found"
files=$(find corpus -type f | wc -l)
inputs=(corpus)
[[ ! -d repro ]] || inputs+=(repro)

fail() {
    grep -vE '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse) ' "$log" | tail -n 40
    echo "fuzz-$target, seed $seed: $*"
    exit 1
}

# of LINE NAME: the number that stands after NAME in a line such as "#482 INITED cov: 1098 ft: 5140 corp: 458/20Kb".
of() {
    sed -n "s/^#[0-9]*[[:space:]]*$1 .*$2: \([0-9]*\).*/\1/p" "$log"
}

same=()
if setarch --addr-no-randomize true 2>/dev/null; then
    same=(setarch --addr-no-randomize)
fi
"${same[@]}" "$build/fuzz/fuzz-$target" -seed="$seed" -runs="$runs" -max_total_time="$longest" -timeout=60 -reload=0 \
    -dict=dict -artifact_prefix="$build/$target-" "$found" "${inputs[@]}" >"$log" 2>&1 ||
    fail "a property does not hold"

kept=$(of INITED corp)
edges=$(of INITED cov)
done=$(sed -n 's/^#\([0-9]*\)[[:space:]]*DONE .*/\1/p' "$log")
[[ -n $kept && -n $edges && -n $done ]] || fail "no coverage is reported"
echo "fuzz-$target, seed $seed: $files inputs, $kept kept, $edges edges;" \
    "after $done runs $(of DONE corp) kept, $(of DONE cov) edges"
((done >= runs)) || fail "only $done of $runs runs in $longest seconds"
((files > 0 && kept * 2 >= files)) || fail "less than half of the corpus is kept: see the head of fuzz/search.sh"
((edges >= least_edges)) || fail "less than $least_edges edges are reached"
