#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# declared.sh HEADER...
#
# The functions that public headers declare, one a line, sorted: without what comments say and without the
# types of callbacks.
set -euo pipefail
perl -0777 -pe 's{/\*.*?\*/}{}gs' "$@" | grep -v '^typedef' | grep -oE '\bpecaddr_[a-z0-9_]+\(' |
    tr -d '(' | sort -u
