#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs all tests, in less than fifteen minutes on two cores: installs what they need; builds with
# AddressSanitizer and UBSan and runs what tests the libraries, and of the command every subcommand
# once; builds all with clang, plainly, and runs what takes a thousand short programs to say, what does
# the same again thousands of times or on a server (suite: again), what says something new there, and
# races, which are closer there; and lets the fuzzers search for a minute. What takes longer is whole
# in soak.sh, and what runs plainly here is sanitized there. The last line counts; the status is 0 when something passed
# and nothing failed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

sanitized=build/tests
plain=build/tests-clang
fuzzing=build/tests-fuzz
locales=build/tests-locales

step() {
    printf '\n== %s\n' "$*"
}

step "What the tests need"
tools/install-packages.sh gcc g++ libc6-dev meson ninja-build pkg-config libunistring-dev \
    libicu-dev libsqlite3-dev sqlite3 libcsv-dev libjansson-dev libpopt-dev check clang \
    libclang-rt-14-dev clang-format ca-certificates icu-devtools unicode-data python3 locales gettext libldap-dev slapd openssl \
    libpq-dev postgresql-15 postgresql-server-dev-15 pgbouncer jq chromium poppler-utils mandoc help2man zsh bash-completion python3-jsonschema \
    libutf8proc-dev valgrind

# The locales go to a folder of ours, so that neither root nor a change of the system is needed.
make_locales() {
    local name
    mkdir -p "$locales"
    for name in it_IT tr_TR; do
        [[ -e $locales/$name.UTF-8 ]] || localedef -i "$name" -f UTF-8 "$locales/$name.UTF-8"
    done
}
LOCPATH=$(readlink -f "$(dirname "$locales")")/$(basename "$locales")
export LOCPATH

# Each server of the tests would make these files again, in a second or more.
servers=$(mktemp -d)
trap 'rm -rf "$servers"' EXIT
chmod 0711 "$servers"
export PECADDR_TEST_INITDB=$servers/made

# together FUNCTION...: at once, since each takes one core; fails when one has failed.
together() {
    local running=() one
    for one in "$@"; do
        $one &
        running+=($!)
    done
    for one in "${running[@]}"; do
        wait "$one"
    done
}
make_files() {
    python3 -B tests/postgres_server.py --make "$PECADDR_TEST_INITDB"
}
# Of what is for debuggers, lines are enough, which a sanitizer tells.
configure_sanitized() {
    tools/configure.sh "$sanitized" -Db_sanitize=address,undefined -Doptimization=1 -Ddebug=false \
        -Dc_args=-g1 -Dwerror=true -Dtests=enabled -Dldap=enabled -Dpostgres=enabled -Dsqlite_extension=enabled
}
configure_plain() {
    CC=clang CXX=clang++ tools/configure.sh "$plain" -Dwerror=true -Ddebug=false -Dtests=enabled \
        -Dldap=enabled -Dpostgres=enabled -Dsqlite_extension=enabled -Dpostgres_extension=enabled
}
configure_fuzzing() {
    CC=clang CXX=clang++ tools/configure.sh "$fuzzing" -Dtests=enabled -Dfuzzing=true \
        -Db_sanitize=address,undefined -Db_lundef=false
}

mkdir -p build
step "Locales in $locales, files of PostgreSQL, build folders"
together configure_sanitized configure_plain configure_fuzzing make_locales make_files

step "Building with ASan and UBSan in $sanitized"
ninja -C "$sanitized" --quiet

step "Building with clang in $plain"
ninja -C "$plain" --quiet

step "Building the fuzzers in $fuzzing"
# Those with the command or the model in them are built for longer than they would search: soak.sh does.
mapfile -t fuzzers < <(cd fuzz && for source in */fuzz-*.c; do basename "$source" .c; done |
    grep -vxE 'fuzz-(cell|list|registry|roster)')
ninja -C "$fuzzing" --quiet "${fuzzers[@]/#/fuzz/}"

export CK_FORK=no
# What was freed is kept until 1 MB of it is there, not 256: with more the memory that is handed out is
# never the one in the cache, and that took half of the time. soak.sh keeps more.
export ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1:quarantine_size_mb=1:thread_local_quarantine_size_kb=64
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp:print_suppressions=0
broken=()
logs=()

# run FOLDER WHAT [ARGUMENT...]: meson test, whose log is counted below. One more test at a time than there are
# processors, since some of them wait for a server or a disk.
run() {
    local log=$1/meson-logs/$2.json
    step "Testing $1: $2"
    rm -f "$log"
    logs+=("$log")
    meson test -C "$1" --logbase "$2" --no-rebuild --print-errorlogs --timeout-multiplier 3 \
        --num-processes $(($(nproc) + 1)) "${@:3}" ||
        broken+=("$1")
}
run "$sanitized" libraries --suite core --suite fuzz --suite generated --suite icu --suite registry \
    --suite postgres --suite sanitized --no-suite again
run "$plain" all --suite core --suite fuzz --suite reference --suite tree --suite tool --suite races \
    --suite again

# Two searches of each target at a time, about a minute for all of them on two slow cores. Their runs are
# counted, not their seconds, so that they do not find something today that they did not find yesterday.
step "Fuzzing"
log=$fuzzing/fuzzers.json
: >"$log"
logs+=("$log")
seeds=(1 2)
runs=$((200000 / (${#fuzzers[@]} * ${#seeds[@]})))
for fuzzer in "${fuzzers[@]}"; do
    searches=()
    for seed in "${seeds[@]}"; do
        fuzz/search.sh "$fuzzing" "${fuzzer#fuzz-}" "$seed" "$runs" &
        searches+=($!)
    done
    for i in "${!seeds[@]}"; do
        result=OK
        wait "${searches[i]}" || result=FAIL
        echo "{\"name\": \"$fuzzer seed ${seeds[i]}\", \"result\": \"$result\"}" >>"$log"
    done
done

python3 - "${broken[*]}" "${logs[@]}" <<'END'
import json
import sys

broken, logs = sys.argv[1], sys.argv[2:]
passed, failed, skipped = 0, [], []
for path in logs:
    folder = "/".join(path.split("/")[:2])
    try:
        with open(path, encoding="utf-8") as log:
            tests = [json.loads(line) for line in log]
    except FileNotFoundError:
        tests = []
    if not tests:
        failed.append(folder + ": no test ran")
    for test in tests:
        name = "%s: %s" % (folder, test["name"])
        if test["result"] in ("OK", "EXPECTEDFAIL"):
            passed += 1
        elif test["result"] == "SKIP":
            skipped.append(name)
        else:
            failed.append("%s (%s)" % (name, test["result"]))
if broken and not failed:
    failed.append(broken + ": meson test")
print()
for name in skipped:
    print("skipped", name)
for name in failed:
    print("failed ", name)
print("%d passed, %d failed" % (passed, len(failed)) +
      (", %d skipped" % len(skipped) if skipped else ""))
sys.exit(bool(failed) or not passed)
END
