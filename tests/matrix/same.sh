#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# same.sh PROGRAM COMMAND...
#
# Gives both what comes in on standard input, and tells what the command answers, if the program answers the
# same, byte by byte.
set -euo pipefail
program=$1
shift

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/questions"
"$program" <"$folder/questions" >"$folder/here"
"$@" <"$folder/questions" >"$folder/there"
cmp "$folder/here" "$folder/there" >&2
cat "$folder/there"
