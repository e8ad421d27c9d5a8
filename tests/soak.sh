#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# soak.sh [--all] [PROOF...]
#
# The long forms of what run.sh proves in short, and what takes too long there: every order of events,
# races, crashes and kills, damaged rows, every character against the reference, failovers, the command
# under the sanitizers, longer fuzzing, the benchmarks. Without arguments all of them, in about an hour on
# two idle cores, two at a time but for the benchmarks; what takes much longer than it should is ended
# and has failed.
# --all: every order of events everywhere, where else it is a share; hours. PROOF: model race crash kill
# failover reference postgres tool fuzz bench. Every figure is printed. The last line counts; the status is
# 0 when something passed and nothing failed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

all=
[[ ${1:-} != --all ]] || { all=yes && shift; }
wanted=("$@")
plain=build/soak
sanitized=build/tests
fuzzing=build/tests-fuzz
locales=build/tests-locales
for name in "${wanted[@]}"; do
    case $name in
    model | race | crash | kill | failover | reference | postgres | tool | fuzz | bench) ;;
    *) echo "soak.sh: there is no proof called $name" >&2 && exit 2 ;;
    esac
done

step() {
    printf '\n== %s\n' "$*"
}

# Whether a proof is wanted.
wants() {
    ((${#wanted[@]} == 0)) || [[ " ${wanted[*]} " == *" $1 "* ]]
}

# What a proof takes of the processors says more than its time where other work runs beside it (a server
# that it has started is not counted).
TIMEFORMAT='%U %S'

# The result of each proof, as a file: its name, and `passed` or `FAILED`.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
started=0

# The proof of that number; what it said is told in one piece, when it is over.
run_proof() {
    local number=$1 name=$2 minutes=$3 begin=$SECONDS status=0 result
    shift 3
    { time timeout --kill-after=60 "${minutes}m" "$@" >"$results/$number.log" 2>&1; } \
        2>"$results/$number.cpu" || status=$?
    ((status != 124)) || echo "not done in $minutes minutes" >>"$results/$number.log"
    result=$([[ $status == 0 ]] && echo passed || echo FAILED)
    echo "$name: $result, $((SECONDS - begin)) s; on the processors" \
        "$(awk '{ printf "%d", $1 + $2 }' "$results/$number.cpu") s" >>"$results/$number.log"
    flock "$results" sh -c "printf '\n== %s\n' '$name' && cat '$results/$number.log'"
    echo "$result $name" >"$results/$number.result"
}

# proof NAME MINUTES COMMAND...: begins it as soon as fewer than two others run, for so long at most.
proof() {
    while (($(jobs -rp | wc -l) >= 2)); do
        wait -n || true
    done
    started=$((started + 1))
    run_proof "$(printf %03d "$started")" "$@" &
}

step "What the proofs need"
tools/install-packages.sh gcc g++ libc6-dev meson ninja-build pkg-config libunistring-dev \
    libicu-dev libsqlite3-dev libcsv-dev libjansson-dev libpopt-dev libpq-dev postgresql-15 libldap-dev \
    check clang libclang-rt-14-dev ca-certificates icu-devtools unicode-data python3 locales jq

step "Building in $plain"
mkdir -p "$locales"
[[ -e $locales/it_IT.UTF-8 ]] || localedef -i it_IT -f UTF-8 "$locales/it_IT.UTF-8"
LOCPATH=$(readlink -f "$locales")
export LOCPATH CK_FORK=no CK_DEFAULT_TIMEOUT=0
export LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp:print_suppressions=0
tools/configure.sh "$plain" -Dtests=enabled -Dpostgres=enabled
ninja -C "$plain" --quiet
tests=$plain/tests/registry
proofs=tests/registry/proofs
claimant=$tests/proofs/claimant

declare -A shares
if wants model; then
    # Every event out of one state of so many, in each world of model-worlds.c.
    shares=([memory]="homonyms 8 anybody 2 successors 1 rosters 32 lives 16 batches 1 forgotten 8 meant 1 \
                    bound 4 movers 1 alike 1"
            [sqlite]="homonyms 8 anybody 4 successors 2 rosters 32 lives 16 batches 2 forgotten 32 meant 4 \
                    bound 16 movers 1 alike 2"
            [postgres]="homonyms 64 anybody 32 successors 16 rosters 256 lives 128 batches 16 \
                    forgotten 512 meant 64 bound 128 movers 4 alike 16")
    limit=40
    if [[ -n $all ]]; then
        for store in "${!shares[@]}"; do
            shares[$store]=$(printf '%s 1 ' homonyms anybody successors rosters lives batches \
                forgotten meant bound movers alike)
        done
        limit=600
    fi
    read -ra worlds <<<"${shares[memory]}"
    proof "model in memory" "$limit" "$tests/model/test-model" memory "${worlds[@]}"
    read -ra worlds <<<"${shares[sqlite]}"
    proof "model in SQLite" "$limit" "$tests/model/test-model" database "${worlds[@]}"
    read -ra worlds <<<"${shares[postgres]}"
    proof "model in PostgreSQL" "$limit" tests/with-postgres.py "$tests/model/test-model" database \
        "${worlds[@]}"
fi
if wants race; then
    proof "race" 15 $proofs/proof_race.py --sets 8000 "$claimant" sqlite postgresql
    proof "race with small chunks" 8 \
        $proofs/proof_race.py --sets 1000 --chunk 5 --seed 2 "$claimant" sqlite postgresql
    proof "race on the disk" 8 \
        $proofs/proof_race.py --disk --seed 3 "$claimant" sqlite postgresql
fi
if wants crash; then
    # Half a minute a lot.
    lots=6 limit=30
    [[ -z $all ]] || lots=1000 limit=720
    proof "crash" "$limit" "$tests/sqlite/test-crash" --long "$lots"
    proof "read-errors" 15 "$tests/sqlite/test-read-errors" --long
    PECADDR_TEST_LONG=yes proof "memory that lacks" 15 "$tests/test-memory"
    proof "damaged rows" 10 "$tests/sqlite/test-damaged" --long
fi
if wants kill; then
    proof "kill in SQLite" 8 \
        $proofs/proof_kill.py --rounds 20 --seed 100 "$claimant" sqlite
    proof "kill in PostgreSQL" 25 \
        $proofs/proof_kill.py --rounds 6 --seed 200 --sets 24 "$claimant" postgresql
    proof "kill in PostgreSQL on the disk" 10 \
        $proofs/proof_kill.py --disk --rounds 2 --seed 300 --sets 16 "$claimant" postgresql
fi
if wants failover; then
    proof "failover" 15 $proofs/proof_failover.py --rounds 21 --seed 400 "$claimant"
fi
if wants reference; then
    proof "reference" 10 tests/reference/compare.py scalars --long "$plain/tests/core/probe"
fi
if wants postgres; then
    for test in identity life step; do
        PECADDR_TEST_LONG=yes proof "$test in PostgreSQL" 10 tests/with-postgres.py "$tests/test-$test"
    done
fi
if wants tool; then
    step "Building with ASan and UBSan in $sanitized"
    tools/configure.sh "$sanitized" -Db_sanitize=address,undefined -Doptimization=1 -Ddebug=false \
        -Dc_args=-g1 -Dtests=enabled -Dldap=enabled -Dpostgres=enabled
    ninja -C "$sanitized" --quiet
    ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1:quarantine_size_mb=16 \
        UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
        proof "the command, and what is tried again and again, sanitized" 90 meson test -C "$sanitized" \
        --no-rebuild --print-errorlogs --timeout-multiplier 3 --suite tool --suite again --suite reference
fi
if wants fuzz; then
    step "Building the fuzzers in $fuzzing"
    CC=clang CXX=clang++ tools/configure.sh "$fuzzing" -Dtests=enabled -Dfuzzing=true \
        -Db_sanitize=address,undefined -Db_lundef=false
    mapfile -t fuzzers < <(cd fuzz && for source in */fuzz-*.c; do basename "$source" .c; done)
    ninja -C "$fuzzing" --quiet "${fuzzers[@]/#/fuzz/}"
    for fuzzer in "${fuzzers[@]}"; do
        target=${fuzzer#fuzz-}
        found=$fuzzing/found-$target
        inputs=("fuzz/$target/corpus")
        [[ ! -d fuzz/$target/repro ]] || inputs+=("fuzz/$target/repro")
        rm -rf "$found"
        mkdir "$found"
        ASAN_OPTIONS=quarantine_size_mb=1:thread_local_quarantine_size_kb=64 \
            UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 proof "$fuzzer" 2 \
            "$fuzzing/fuzz/$fuzzer" -max_total_time=60 -print_final_stats=1 -verbosity=0 \
            -dict="fuzz/$target/dict" -artifact_prefix="$fuzzing/$target-" "$found" "${inputs[@]}"
    done
fi
if wants bench; then
    # By itself, with the other core for the server.
    wait
    proof "benchmark of claims" 40 tests/with-postgres.py --durable "$plain/tools/bench/claims" -r 3
    wait
    proof "benchmark of the start" 2 "$plain/tools/bench/startup" "$plain/tools/pecaddr/pecaddr"
fi

wait
printf '\n'
sed -n 's/^FAILED /failed  /p' "$results"/*.result
n_passed=$(cat "$results"/*.result | grep -c '^passed' || true)
echo "$n_passed passed, $((started - n_passed)) failed"
((n_passed > 0 && n_passed == started))
