#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# install-packages.sh NAME...
#
# Installs those of the named Debian packages that are missing, as root or with sudo, and says what
# it does. Does nothing when all are there.
set -euo pipefail

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not a Debian system. Please install what these Debian packages hold: $*" >&2
    exit 0
fi

missing=()
for package in "$@"; do
    state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $state == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    echo "All Debian packages that are needed are installed."
    exit 0
fi

echo "Missing Debian packages: ${missing[*]}"
as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "Installing needs root or sudo. Please run as root:" >&2
        echo "    apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
# The lock of apt is waited for, since a machine that just started may be updating itself.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300
    -o Dpkg::Use-Pty=0)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for command in "update" "install --yes --no-install-recommends ${missing[*]}"; do
    echo "\$ apt-get $command"
    # shellcheck disable=SC2086 # words
    if ! "${apt[@]}" $command >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        echo "apt-get failed; the packages that are needed: ${missing[*]}" >&2
        exit 1
    fi
done
echo "Installed."
