#!/usr/bin/env bash
# Fuzzes the language under the address sanitizer: scripts/fuzz.sh [SECONDS]. Without a number until Ctrl-C.
# What crashes or hangs is left in output/fuzz; put it into Tests/Fuzz/corpus with its mending.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=output/fuzz
mkdir -p "$folder/corpus"
clang -g -O1 -fsanitize=address -ISources/CSystem/include -c Sources/CSystem/system.c -o "$folder/system.o"
# One module, compiled whole, so that all of it is instrumented.
find Sources/Micrograd -name '*.swift' -print0 | xargs -0 swiftc -swift-version 6 -package-name gradviz -D FUZZING \
  -module-name Micrograd -parse-as-library -O -wmo -g -sanitize=fuzzer,address -use-ld=lld \
  -ISources/CSystem/include Tests/Fuzz/language.swift "$folder/system.o" -lm \
  -emit-executable -emit-module-path "$folder/Micrograd.swiftmodule" -o "$folder/language"
# Every run begins with the lecture's texts, and with what once failed.
mkdir -p "$folder/lecture"
awk -v folder="$folder/lecture" '/^=== / { text = sprintf("%s/%03d", folder, ++count); next }
  /^--- / { text = "" } text { print > text }' Tests/PythonTests/lecture.txt
# The sanitizer reports a crash, not Swift.
export SWIFT_BACKTRACE=enable=no
# What objects of a text refer to in circles stays until the end.
export ASAN_OPTIONS=detect_leaks=0
exec "$folder/language" -max_total_time="${1:-0}" -timeout=10 -detect_leaks=0 -rss_limit_mb=3000 -max_len=2000 \
  -dict=Tests/Fuzz/words.dict -artifact_prefix="$folder/" "$folder/corpus" "$folder/lecture" Tests/Fuzz/corpus
