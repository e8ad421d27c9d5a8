#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Builds the fuzz targets as OSS-Fuzz asks for: with $CC, $CXX, $CFLAGS, $CXXFLAGS and $LIB_FUZZING_ENGINE, into $OUT,
# each with its corpus and dictionary beside it. Where they run nothing is installed, so the libraries go along. To
# try it here:
#
#   export CC=clang CXX=clang++ CFLAGS='-O1 -fsanitize=address,fuzzer-no-link' CXXFLAGS="$CFLAGS"
#   export LIB_FUZZING_ENGINE=-fsanitize=fuzzer SRC=/tmp/src OUT=/tmp/out WORK=/tmp/work
#   mkdir -p "$OUT" "$WORK" && fuzz/oss-fuzz/build.sh && "$OUT/fuzz-name" -runs=1000
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
[[ -d fuzz ]] || cd "$SRC/pecaddr"
build=$WORK/pecaddr

rm -rf "$build"
meson setup "$build" -Db_lundef=false -Dtests=enabled -Dldap=disabled \
    -Dnls=disabled -Dfuzzing=true "-Dfuzzing_engine=$LIB_FUZZING_ENGINE"
mapfile -t targets < <(cd fuzz && for source in */fuzz-*.c; do dirname "$source"; done)
ninja -C "$build" "${targets[@]/#/fuzz/fuzz-}"

# What a file is linked with goes beside the targets, but for the C library's own; then it is looked for there alone.
mkdir -p "$OUT/lib"
take_libraries() {
    ldd "$1" | awk '$3 ~ "^/" { print $3 }' | grep -vE '/lib(c|m|dl|rt|pthread|gcc_s)\.so' |
        xargs -r cp --update --target-directory="$OUT/lib"
}
# The command loads it when it is needed.
icu=$build/libpecaddr/icu/libpecaddr-icu.so.1
cp "$icu" "$OUT/lib"
take_libraries "$icu"

for target in "${targets[@]}"; do
    program=$OUT/fuzz-$target
    take_libraries "$build/fuzz/fuzz-$target"
    cp "$build/fuzz/fuzz-$target" "$program"
    patchelf --set-rpath '$ORIGIN/lib' "$program"
    inputs=("fuzz/$target/corpus")
    [[ ! -d fuzz/$target/repro ]] || inputs+=("fuzz/$target/repro")
    find "${inputs[@]}" -type f -print0 | xargs -0 zip --quiet --junk-paths "$program"_seed_corpus.zip
    cp "fuzz/$target/dict" "$program.dict"
done
for library in "$OUT"/lib/*; do
    patchelf --set-rpath '$ORIGIN' "$library"
done
