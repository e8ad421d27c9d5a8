#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# matrix.sh [PART...]
#
# The same on other machines, and what no test looks for but other programs do. Without arguments all parts.
# PART:
#   machines    i386, arm64, armhf and s390x, whose bytes go the other way, in qemu-user: the core's tests
#               with all vectors, the inputs of all fuzz targets but uri; and to half a million names, schemes
#               and batches the same answers, byte by byte, as here
#   analysers   gcc's -fanalyzer, clang-tidy and cppcheck find nothing in the libraries and the command but what
#               .clang-tidy and tests/matrix/{fanalyzer,cppcheck}.txt name with the reason
#   compilers   the oldest and the newest gcc and clang of the system, -O3, link-time optimization, C23 and
#               _FORTIFY_SOURCE=3: no warning at the highest level, and the tests of the core and of the
#               registry in memory and in SQLite
#   threads     ThreadSanitizer finds nothing in threads that share a scheme, and have a handle each
#   valgrind    memcheck finds nothing in the core's tests and the registry's
#   oss-fuzz    fuzz/oss-fuzz/build.sh makes targets that run where nothing of the build is left
#   locales     C, it_IT, tr_TR, whose i is another one, and de_DE in ISO-8859-1: the core's tests, and of the
#               command's those of names and dates
#   hardening   what is built says in its ELF files that it is hardened; the ABI record is kept and compared
# One line a cell, what failed in full, and each cell's log in build/matrix/logs. The last line counts; the
# status is 0 when something passed and nothing failed.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

parts=(machines analysers compilers threads valgrind oss-fuzz locales hardening)
wanted=("$@")
root=$PWD/build/matrix
logs=$root/logs
for name in "${wanted[@]}"; do
    [[ " ${parts[*]} " == *" $name "* ]] ||
        { echo "matrix.sh: there is no part called $name; there are: ${parts[*]}" >&2 && exit 2; }
done

wants() {
    ((${#wanted[@]} == 0)) || [[ " ${wanted[*]} " == *" $1 "* ]]
}

n_passed=0
n_failed=0

# cell NAME COMMAND...: one line of its result.
cell() {
    local name=$1 begin=$SECONDS log=$logs/${1//[^A-Za-z0-9+._-]/-}.log
    shift
    if "$@" >"$log" 2>&1 </dev/null; then
        n_passed=$((n_passed + 1))
        echo "$name: passed, $((SECONDS - begin)) s"
    else
        n_failed=$((n_failed + 1))
        tail -n 60 "$log"
        echo "$name: FAILED, $((SECONDS - begin)) s ($log)"
    fi
}


# tests FOLDER [ARGUMENT...]: meson test, which builds what it needs.
tests() {
    meson test -C "$1" --print-errorlogs --timeout-multiplier 6 "${@:2}"
}

mkdir -p "$logs"
export CK_FORK=no CK_DEFAULT_TIMEOUT=0 LC_ALL=C
tools/install-packages.sh gcc g++ libc6-dev meson ninja-build pkg-config libunistring-dev libicu-dev libsqlite3-dev \
    libcsv-dev libjansson-dev libpopt-dev check python3 locales

# Each in its own folder, machine/ARCHITECTURE: what its programs are linked with, and they themselves.
if wants machines; then
    tools/install-packages.sh qemu-user {gcc,g++}-{i686-linux-gnu,aarch64-linux-gnu,arm-linux-gnueabihf,s390x-linux-gnu} \
        ca-certificates unicode-data
    here=$root/here
    probes=(tests/core/probe tests/core/probe-batch)
    cell "here, configured" tools/configure.sh "$here" -Dtests=enabled -Dpostgres=disabled -Dldap=disabled
    cell "here, what the others are compared with" ninja -C "$here" "${probes[@]}"
    declare -A emulators=([i386]=i386 [arm64]=aarch64 [armhf]=arm [s390x]=s390x)
    for machine in i386 arm64 armhf s390x; do
        folder=$root/$machine
        there=$folder/build
        cell "$machine, its libraries" tests/matrix/sysroot.sh "$machine" "$folder"
        cell "$machine, configured" tools/configure.sh "$there" --cross-file "$folder/root.ini" \
            --cross-file "tests/matrix/$machine.ini" -Dtests=enabled -Dpostgres=disabled -Dldap=disabled -Dnls=disabled
        # Files of a locale are those of an order of bytes.
        LOCPATH=$folder/root/locales cell "$machine, the core's tests, the inputs of the fuzzers" \
            tests "$there" --suite core --suite fuzz
        cell "$machine, what is compared" ninja -C "$there" "${probes[@]}"
        for mode in scalars normalization random schemes batch; do
            probe=probe
            [[ $mode != schemes && $mode != batch ]] || probe="probe-batch"
            cell "$machine, $mode against here and the reference" tests/reference/compare.py "$mode" -- \
                tests/matrix/same.sh "$here/tests/core/$probe" "qemu-${emulators[$machine]}" -L "$folder/root" \
                "$there/tests/core/$probe"
        done
    done
fi

# What gcc warns of that is not judged.
gcc_finds_nothing() {
    local found
    tools/configure.sh "$root/fanalyzer" -Dtests=disabled -Dpostgres=enabled -Dldap=enabled \
        -Dc_args=-fanalyzer
    ninja -C "$root/fanalyzer" -t clean >/dev/null
    ninja -C "$root/fanalyzer" >"$logs/fanalyzer.log" 2>&1 || { cat "$logs/fanalyzer.log" && return 1; }
    found=$(sed -nE 's#^(\.\./)*([^: ]*):.*warning: .*\[-W([a-z-]*)\]$#\2 \3#p' "$logs/fanalyzer.log" | sort -u |
        grep -vxFf <(grep -v '^#' tests/matrix/fanalyzer.txt | grep .) || true)
    [[ -z $found ]] || { echo "$found" && return 1; }
}
clang_tidy_finds_nothing() {
    printf '%s\0' "${sources[@]}" | xargs -0 -n 8 -P "$(nproc)" clang-tidy-19 --quiet -p "$plain"
}
cppcheck_finds_nothing() {
    cppcheck --quiet -j "$(nproc)" --std=c11 --enable=warning,performance,portability --error-exitcode=1 \
        --suppressions-list=tests/matrix/cppcheck.txt -Iinclude -Ilibpecaddr -Ilibpecaddr/registry -Itools/pecaddr -Itools/sql \
        -I"$plain/libpecaddr/registry" -I"$plain/tools/pecaddr" -D_POSIX_C_SOURCE=200809L '-DPRIu64="lu"' \
        libpecaddr tools/pecaddr tools/sql
}
# What is generated of SQL and of the style sheet, without building the rest.
prepare_plain() {
    tools/configure.sh "$plain" -Dtests=enabled -Dpostgres=enabled -Dldap=enabled
    ninja -C "$plain" -t targets all | sed -n 's/\.inc: .*/.inc/p' | xargs ninja -C "$plain" --quiet
}
plain=$root/gcc
if wants analysers; then
    tools/install-packages.sh clang-tidy-19 cppcheck libpq-dev postgresql-server-dev-15 libldap-dev gettext
    cell "sources for the analysers" prepare_plain
    mapfile -t sources < <(find libpecaddr tools/pecaddr tools/sql -name '*.c' | sort)
    cell "gcc -fanalyzer" gcc_finds_nothing
    cell "clang-tidy, ${#sources[@]} files" clang_tidy_finds_nothing
    cell "cppcheck, ${#sources[@]} files" cppcheck_finds_nothing
fi

# compiler NAME CC [OPTION...]: all is built, and what needs no server tested.
compiler() {
    local name=$1 folder=$root/compilers/${1//[^A-Za-z0-9+._-]/-}
    cell "$name, configured" env CC="$2" CXX="$cxx" tools/configure.sh "$folder" -Dwerror=true -Dwarning_level=3 \
        -Dtests=enabled -Dpostgres=enabled -Dldap=enabled "${@:3}"
    cell "$name, built without a warning" ninja -C "$folder" --quiet -k 0
    LOCPATH=$root/locales cell "$name, tested" tests "$folder" --no-rebuild --suite core --suite icu --suite registry \
        --no-suite again
    rm -rf "$folder"
}
# The versions that the system has of a compiler.
versions() {
    apt-cache search --names-only "^$1-[0-9]+\$" | sed 's/ .*//' | sort -V
}
# What the tests need of locales.
make_locales() {
    local locale
    mkdir -p "$root/locales"
    for locale in "$@"; do
        [[ -e $root/locales/$locale ]] ||
            localedef -i "${locale%%.*}" -f "${locale#*.}" "$root/locales/$locale"
    done
}
if wants compilers; then
    gccs=("$(versions gcc | head -1)" "$(versions gcc | tail -1)")
    clangs=("$(versions clang | head -1)" "$(versions clang | tail -1)")
    tools/install-packages.sh libpq-dev libldap-dev gettext "${gccs[@]}" "${clangs[@]}"
    cell "locales" make_locales it_IT.UTF-8 tr_TR.UTF-8
    cxx=g++
    for name in "${gccs[@]}" "${clangs[@]}"; do
        compiler "$name" "$name"
    done
    compiler "gcc -O3" gcc -Doptimization=3
    compiler "gcc, link-time optimization" gcc -Db_lto=true
    compiler "gcc, C23" gcc -Dc_std=c2x
    compiler "gcc, _FORTIFY_SOURCE=3" gcc "-Dc_args=-D_FORTIFY_SOURCE=3"
fi

if wants threads; then
    tools/install-packages.sh clang libclang-rt-14-dev libpq-dev postgresql-15
    cell "threads, configured" env CC=clang CXX=clang++ tools/configure.sh "$root/threads" -Db_sanitize=thread \
        -Db_lundef=false -Dtests=enabled -Dpostgres=enabled -Dldap=disabled -Dnls=disabled
    cell "threads, built" ninja -C "$root/threads" --quiet tests/registry/test-threads
    for run in {1..5}; do
        cell "threads in SQLite, $run" env TSAN_OPTIONS=halt_on_error=1 "$root/threads/tests/registry/test-threads"
    done
    cell "threads in PostgreSQL" env TSAN_OPTIONS=halt_on_error=1 tests/with-postgres.py \
        "$root/threads/tests/registry/test-threads"
fi

if wants valgrind; then
    tools/install-packages.sh valgrind libpq-dev libldap-dev gettext
    cell "for valgrind, configured" tools/configure.sh "$plain" -Dtests=enabled -Dpostgres=enabled -Dldap=enabled
    cell "for valgrind, built" ninja -C "$plain" --quiet
    for suite in core registry; do
        LOCPATH=$root/locales cell "valgrind, suite $suite" tests "$plain" --no-rebuild --suite "$suite" --no-suite again \
            --timeout-multiplier 40 --wrap "valgrind --quiet --error-exitcode=1 --leak-check=full --errors-for-leak-kinds=definite"
    done
fi

# Without the build, an environment or a folder of ours: the corpus of a target through what OSS-Fuzz would run.
runs_anywhere() {
    local folder
    folder=$(mktemp -d) && unzip -q "$1_seed_corpus.zip" -d "$folder" && cd / &&
        env -i PATH=/usr/bin:/bin "$1" -runs=0 -dict="$1.dict" "$folder" && rm -r "$folder"
}
if wants oss-fuzz; then
    tools/install-packages.sh clang libclang-rt-14-dev libpq-dev patchelf zip unzip
    there=$root/oss-fuzz
    rm -rf "$there" && mkdir -p "$there/out" "$there/work"
    flags='-O1 -fsanitize=address,fuzzer-no-link'
    cell "oss-fuzz, built" env CC=clang CXX=clang++ CFLAGS="$flags" CXXFLAGS="$flags" LIB_FUZZING_ENGINE=-fsanitize=fuzzer \
        SRC="$root" OUT="$there/out" WORK="$there/work" fuzz/oss-fuzz/build.sh
    rm -r "$there/work"
    for program in "$there"/out/fuzz-*.dict; do
        name=$(basename "$program" .dict)
        cell "oss-fuzz, $name" runs_anywhere "$there/out/$name"
    done
fi

if wants locales; then
    tools/install-packages.sh libpq-dev libldap-dev gettext
    # What is told stays English, which is what the tests compare; language has a test of its own.
    export LOCPATH=$root/locales PYTHONUTF8=1 LANGUAGE=en
    mkdir -p "$LOCPATH"
    for locale in it_IT.UTF-8 tr_TR.UTF-8 de_DE.ISO-8859-1; do
        [[ -e $LOCPATH/$locale ]] ||
            cell "$locale, made" localedef -i "${locale%%.*}" -f "${locale#*.}" "$LOCPATH/$locale"
    done
    cell "what obeys no locale, configured" tools/configure.sh "$plain" -Dtests=enabled -Dpostgres=enabled -Dldap=enabled
    cell "what obeys no locale, built" ninja -C "$plain" --quiet tools/pecaddr/pecaddr
    for locale in C it_IT.UTF-8 tr_TR.UTF-8 de_DE.ISO-8859-1; do
        LC_ALL=$locale cell "$locale, the core's tests" tests "$plain" --suite core
        for name in normalize candidates dates scheme; do
            LC_ALL=$locale cell "$locale, test_$name" \
                python3 -B "tests/command/test_$name.py" --pecaddr "$plain/tools/pecaddr/pecaddr"
        done
    done
    unset LOCPATH
fi

if wants hardening; then
    tools/install-packages.sh abigail-tools binutils libpq-dev postgresql-server-dev-15 libldap-dev gettext
    cell "what is hardened, configured" tools/configure.sh "$plain" -Dtests=enabled -Dpostgres=enabled -Dldap=enabled
    built=(libpecaddr/libpecaddr.so.1.0.0 libpecaddr/icu/libpecaddr-icu.so.1.0.0
        libpecaddr/registry/libpecaddr-registry.so.1.0.0 tools/pecaddr/pecaddr
        tools/sql/sqlite/pecaddr.so tools/sql/postgres/pecaddr.so)
    cell "what is hardened, built" ninja -C "$plain" --quiet "${built[@]}"
    cell "hardening of ${#built[@]} files" tests/check-hardening.sh "${built[@]/#/$plain/}"
    cell "the ABI's record, and a symbol less" tests/matrix/check-abi.sh "$plain"
fi

printf '\n%s\n' "$n_passed passed, $n_failed failed"
((n_passed > 0 && n_failed == 0))
