#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# From nothing to addresses: installs what is missing, builds, makes a registry, assigns the example
# roster, and shows what came out. Can be run again: the same members keep the same addresses.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

build=build/quickstart
data=build/quickstart-data
roster=doc/examples/roster-macerata.csv
registry=sqlite:$data/registry.db
output=$data/roster-macerata-pec.csv
pecaddr=$build/tools/pecaddr/pecaddr

step() {
    printf '\n== %s\n' "$*"
}

step "What the build needs"
tools/install-packages.sh gcc libc6-dev meson ninja-build pkg-config libunistring-dev libicu-dev \
    libsqlite3-dev libpq-dev libcsv-dev libjansson-dev libpopt-dev libldap-dev gettext

step "Building in $build"
tools/configure.sh "$build" -Dtests=disabled
ninja -C "$build" --quiet

step "The registry: $data/registry.db"
mkdir -p "$data"
if [[ -e $data/registry.db ]]; then
    echo "It is there already and is kept, so the members get the addresses that they have."
else
    echo "\$ $pecaddr registry init --registry $registry"
    "$pecaddr" registry init --registry "$registry"
fi

step "Assigning $roster"
echo "\$ $pecaddr assign $roster --registry $registry --output $output"
status=0
"$pecaddr" assign "$roster" --registry "$registry" --output "$output" || status=$?
case $status in
    0) ;;
    1) echo "Status 1: some rows have errors, on purpose in this example; the others are done." ;;
    *) exit "$status" ;;
esac

step "The first rows of $output"
python3 tools/show-roster.py "$output"

step "Where it is"
cat <<END
the command    $pecaddr
the registry   $data/registry.db
the roster     $output
               Every row of $roster with its address (pec), level (livello),
               notes for a person (note) and error (errore).
to start anew  rm -r $data
END
