#!/usr/bin/env bash
# Runs the tests under the address sanitizer and under the thread sanitizer.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
# Everything takes up to twenty times as long: long loops are shortened.
export GRADVIZ_TEST_SCALE=0.02 GRADVIZ_DRAWINGS=100
# What Graphviz and its font libraries keep until the end of the process is theirs.
export ASAN_OPTIONS=detect_leaks=0

# Layouts are arithmetic on Swift's own arrays, without a pointer or a second thread, and would be the longest.
layouts=(--skip 'PageLayoutTests|LayeredLayoutTests|NestedLayoutTests')

echo "address sanitizer"
swift test --scratch-path .build-address --sanitize=address "${layouts[@]}" "$@"
echo "thread sanitizer"
# Without the tests that only start the command hundreds of times; the address sanitizer has them.
swift test --scratch-path .build-thread --sanitize=thread "${layouts[@]}" --skip CommandTests "$@"
