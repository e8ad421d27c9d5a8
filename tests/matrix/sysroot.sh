#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# sysroot.sh ARCHITECTURE FOLDER
#
# Makes FOLDER/root, what programs for another architecture of Debian are linked with and run on, its
# locales, and FOLDER/root.ini, which tells Meson where that is. apt resolves and downloads the packages into
# lists of its own in FOLDER, so nothing of the system changes. Does nothing when all is there.
set -euo pipefail
architecture=$1
mkdir -p "$2"
folder=$(readlink -f "$2")
[[ ! -e $folder/root.ini ]] || exit 0

apt=(apt-get --quiet --yes --no-install-recommends -o "Dir::State=$folder/apt" -o "Dir::Cache=$folder/apt"
    -o Dir::State::status=/dev/null -o "APT::Architecture=$architecture"
    -o "APT::Architectures=$architecture" -o APT::Sandbox::User=)
mkdir -p "$folder"/apt/{lists,archives}/partial "$folder/root"
# A list that cannot be read now may be that of updates, without which it goes on: the next step will say.
"${apt[@]}" update || true
"${apt[@]}" --download-only install libc6-dev check libunistring-dev libsqlite3-dev libicu-dev libpopt-dev \
    libjansson-dev libcsv-dev
for package in "$folder"/apt/archives/*.deb; do
    dpkg-deb --extract "$package" "$folder/root"
done
rm -rf "$folder/apt"

order=--little-endian
[[ $architecture != s390x ]] || order=--big-endian
mkdir -p "$folder/root/locales"
for name in it_IT tr_TR; do
    localedef --no-archive "$order" -i "$name" -f UTF-8 "$folder/root/locales/$name.UTF-8"
done
printf "[constants]\nroot = '%s'\n" "$folder/root" >"$folder/root.ini"
