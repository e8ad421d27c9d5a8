#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# configure.sh FOLDER [MESON OPTION...]
#
# Sets up a build folder, or brings an existing one up to date. Meson's output is shown when it fails.
set -euo pipefail
folder=$1
shift

quiet() {
    local output
    if ! output=$("$@" 2>&1); then
        echo "$output"
        return 1
    fi
}

if [[ ! -e $folder/meson-private/coredata.dat ]]; then
    quiet meson setup "$folder" "$@"
elif ! quiet meson setup --reconfigure "$folder" "$@" >/dev/null; then
    # Made by another Meson or with another compiler.
    quiet meson setup --wipe "$folder" "$@"
fi
