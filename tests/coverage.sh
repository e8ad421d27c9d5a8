#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# coverage.sh [--report]
#
# Which lines and branches the tests reach, by gcovr: of the core, of the registry with its servers, and of the
# command. Fails where a part is below what was reached once. What is not reached is listed in
# build/coverage/PART.txt. --report: as the last run left it, without running the tests again.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

build=build/coverage
locales=build/tests-locales

tools/install-packages.sh gcc g++ libc6-dev meson ninja-build pkg-config libunistring-dev libicu-dev libsqlite3-dev \
    libcsv-dev libjansson-dev libpopt-dev libpq-dev postgresql-15 pgbouncer libldap-dev slapd openssl jq check python3 \
    python3-jsonschema locales gettext zsh bash-completion chromium poppler-utils ca-certificates icu-devtools unicode-data gcovr

if [[ ${1:-} != --report ]]; then
    mkdir -p "$locales"
    for name in it_IT tr_TR; do
        [[ -e $locales/$name.UTF-8 ]] || localedef -i "$name" -f UTF-8 "$locales/$name.UTF-8"
    done
    LOCPATH=$(readlink -f "$locales")
    export LOCPATH CK_FORK=no
    # Without optimization a line is a line; a program that is killed tells nothing of what it reached.
    tools/configure.sh "$build" -Db_coverage=true -Doptimization=0 -Dtests=enabled -Dpostgres=enabled -Dldap=enabled \
        -Dsqlite_extension=disabled -Dpostgres_extension=disabled # a test of theirs looks at their symbols
    ninja -C "$build" --quiet
    find "$build" -name '*.gcda' -delete
    meson test -C "$build" --no-rebuild --print-errorlogs --timeout-multiplier 4 --num-processes $(($(nproc) + 1)) \
        --suite core --suite icu --suite registry --suite postgres --suite sanitized --suite tool
fi

failed=0
# part NAME LINES BRANCHES ARGUMENT...: at least so many of a hundred.
part() {
    local name=$1 report=$build/$1.txt
    gcovr --root . --exclude-unreachable-branches --exclude-throw-branches --txt "$report" --fail-under-line "$2" \
        --fail-under-branch "$3" --print-summary "${@:4}" "$build" | sed -n "s/^\(lines\|branches\): /$name: &/p" ||
        failed=1
}
part core 99.9 98 --filter 'libpecaddr/[^/]*\.c' --filter 'libpecaddr/base/'
part icu 95 0 --filter 'libpecaddr/icu/'
part registry 95 0 --filter 'libpecaddr/registry/'
part command 97 0 --filter 'tools/pecaddr/'
exit "$failed"
