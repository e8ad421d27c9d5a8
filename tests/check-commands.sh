#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-commands.sh DOCUMENT PECADDR
#
# Runs what a document tells its readers to type: every block of shell with `pecaddr` in it, in their
# order, with the command PECADDR, in an empty folder in which `doc` is there. Each must end with
# status 0, but assign, audit and an export for INI-PEC with 0 or 1: some rows of the examples have
# errors on purpose, and some members no codice fiscale.
set -euo pipefail
root=$(readlink -f "$(dirname "${BASH_SOURCE[0]}")/..")
document=$root/$1
pecaddr=$(readlink -f "$2")

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
ln -s "$root/doc" "$folder/doc"
# A line PATH=… is for readers, whose command stands elsewhere.
commands=$(awk '/^```sh$/ { block = ""; inside = 1; next }
                /^```$/ { if (inside && block ~ /(^|\n)pecaddr /) printf "%s", block; inside = 0 }
                inside && !/^PATH=/ { block = block $0 "\n" }' "$document")

# shellcheck disable=SC2317 # called by what is evaluated
pecaddr() {
    local code=0 most=0
    [[ $1 != assign && $1 != audit && $* != *--inipec* ]] || most=1
    "$pecaddr" "$@" >"$folder/printed" 2>&1 || code=$?
    echo "$*" >>"$folder/ran"
    ((code <= most)) && return
    cat "$folder/printed"
    echo "$1: status $code of: pecaddr $*" | tee -a "$folder/failed"
}
(cd "$folder" && eval "$commands")
if [[ ! -s $folder/ran || -e $folder/failed ]]; then
    echo "the commands of $document do not work"
    exit 1
fi
echo "$(wc -l <"$folder/ran") commands"
