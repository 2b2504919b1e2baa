#!/usr/bin/env bash
# Fuzzes under the address sanitizer: scripts/fuzz.sh [TARGET [SECONDS]]; targets are the folders of
# Tests/Fuzz/corpus, and `all` takes them in turn. Without a number until Ctrl-C. What crashes or hangs is left in
# output/fuzz/TARGET; put it into the corpus with its mending. What else it found worth keeping
# is kept by Tests/Fuzz/keep.py. Prints the executions and the worst of each.
set -euo pipefail
cd "$(dirname "$0")/.."

target="${1:-language}" seconds="${2:-0}"
if [ "$target" = all ]; then
  for folder in Tests/Fuzz/corpus/*/; do "$0" "$(basename "$folder")" "${2:-60}"; done
  exit
fi
build=(swift build -c release --scratch-path .build-fuzz --sanitize=address --product Fuzzer)
GRADVIZ_FUZZ=1 "${build[@]}"
folder="output/fuzz/$target"
mkdir -p "$folder/corpus" "$folder/lecture"
options=(-max_len=6000)
if [ "$target" = language ]; then
  # Every run begins with the lecture's texts, too.
  awk -v folder="$folder/lecture" '/^=== / { text = sprintf("%s/%03d", folder, ++count); next }
    /^--- / { text = "" } text { print > text }' Tests/PythonTests/lecture.txt
  options=(-dict=Tests/Fuzz/language.dict -max_len=400)
fi
# The sanitizer reports a crash, not Swift.
[ -d /dev/shm ] && export TMPDIR=/dev/shm  # files of inputs are not written to a disk
export FUZZ="$target" SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:malloc_context_size=2
echo "$target"
"$(GRADVIZ_FUZZ=1 "${build[@]}" --show-bin-path)/Fuzzer" "${options[@]}" -max_total_time="$seconds" -timeout=20 \
  -detect_leaks=0 -rss_limit_mb=3000 -print_funcs=0 -print_final_stats=1 -artifact_prefix="$folder/" \
  "$folder/corpus" "Tests/Fuzz/corpus/$target" "$folder/lecture" 2>&1 |
  tee "$folder/log" | grep -E '^stat::(number|average|slowest|peak)|ERROR|Fatal|SUMMARY' | sed 's/^stat::/  /'
exit "${PIPESTATUS[0]}"
