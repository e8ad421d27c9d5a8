#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# check-abi.sh BUILD
#
# tools/abi.sh finds nothing between a build and its own record, and a break where a function is missing.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
build=$1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tools/abi.sh write "$build" "$folder"
[[ $(find "$folder" -name '*.abi' | wc -l) == 3 ]]
tools/abi.sh compare "$build" "$folder"

# What another release would have had besides.
sed -i 's/pecaddr_local_part\b/pecaddr_local_part_of_old/' "$folder/libpecaddr.abi"
if tools/abi.sh compare "$build" "$folder"; then
    echo "a function that is missing is not told"
    exit 1
fi
