#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# abi.sh write|compare BUILD FOLDER
#
# The binary interface of the libraries in a build folder, as the public headers declare it: `write` puts a record of
# each into FOLDER (NAME.abi), `compare` holds them to those. Status 1 where a program that was built with what was
# recorded may not run any more; additions are told. The record of a release is made when it is released. Needs
# abidw and abidiff (Debian: abigail-tools), and libraries with what is for debuggers.
set -euo pipefail
what=${1:-} build=${2:-} folder=${3:-}
headers=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../include
if [[ ($what != write && $what != compare) || ! -d $build || -z $folder ]]; then
    sed -n '5s/^# //p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi

status=0
for library in libpecaddr/libpecaddr libpecaddr/icu/libpecaddr-icu libpecaddr/registry/libpecaddr-registry; do
    record=$folder/$(basename "$library").abi
    if [[ $what == write ]]; then
        mkdir -p "$folder"
        abidw --headers-dir "$headers" --drop-private-types --no-corpus-path --no-comp-dir-path \
            --out-file "$record" "$build/$library.so"
    else
        # Bits: 4 there are changes, 8 incompatible ones, 1 and 2 it could not be compared.
        result=0
        abidiff --headers-dir2 "$headers" "$record" "$build/$library.so" || result=$?
        ((result == 0 || result == 4)) || status=1
    fi
done
exit "$status"
