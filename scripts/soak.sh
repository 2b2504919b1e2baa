#!/usr/bin/env bash
# Draws for long: 10,000 drawings, as many with frames, 1,000 pages, a hundred tasks at once. Memory stays as it is, and
# bytes are those of one task alone. An argument is another number of drawings.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/samples.py
GRADVIZ_DRAWINGS="${1:-10000}" swift test -c release --filter 'DoNotGrow|aHundredAtOnce' | grep -E '✔|✘'
