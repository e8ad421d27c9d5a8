#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-archive.sh ARCHIVE HEADER...
#
# What an archive of a library's objects gives the programs that are linked with it: the functions that the
# headers declare, all of them, and what its files share, which begins with pecaddr__. Any other name is the
# program's own. (Names that begin with __ are the compiler's.)
set -euo pipefail
archive=$1
shift
folder=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
status=0

declared=$("$folder/declared.sh" "$@")
# "0000000000000040 T name", and lines that name the files.
defined=$(nm --extern-only --defined-only "$archive" | awk 'NF == 3 { print $3 }' | grep -v '^__' | sort)
if [[ -z $declared || -z $defined ]]; then
    echo "no symbols found"
    exit 1
fi
if ! diff <(echo "$declared") <(grep -v '^pecaddr__' <<<"$defined"); then
    echo "^ < declared in $*, > defined in $archive and not beginning with pecaddr__"
    status=1
fi
if twice=$(uniq -d <<<"$defined" | grep .); then
    echo "$archive defines more than once: $twice"
    status=1
fi
exit "$status"
