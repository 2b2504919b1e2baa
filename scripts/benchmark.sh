#!/usr/bin/env bash
# Measures the engine, the drawings and the command, and the peers that can be installed, in one run on one
# machine.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
data="$PWD/Tests/MicrogradTests/Reference/w1"
swift build -c release --package-path Benchmarks
swift build -c release --product gradviz

venv=Benchmarks/.venv
if [ ! -d "$venv" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet micrograd graphviz
  # Large; GRADVIZ_PEERS=small leaves it out.
  [ "${GRADVIZ_PEERS:-}" = small ] || "$venv/bin/pip" install --quiet numpy torch
fi
binary="$(swift build -c release --package-path Benchmarks --show-bin-path)/benchmarks"
"$binary" "$data"
"$venv/bin/python" Benchmarks/Peers/peers.py "$data"
graph="$(mktemp -d)/w1.json"
"$binary" "$data" graph "$graph"
"$venv/bin/python" Benchmarks/Peers/commands.py "$(swift build -c release --show-bin-path)/gradviz" "$graph"
rm -r "$(dirname "$graph")"
"$venv/bin/python" Benchmarks/Peers/language.py "$(swift build -c release --show-bin-path)/gradviz"

# Instructions, which unlike seconds are the same on a busy machine.
if command -v valgrind >/dev/null; then
  # Valgrind 3.19 refuses the debug information of Swift 6.3.
  bare="$(mktemp)"
  strip -g -o "$bare" "$binary"
  for work in recorded frozen; do
    counts=()
    for steps in 10 110; do
      counts+=("$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bare" "$data" "$work" "$steps" 2>&1 |
        sed -n 's/.*I *refs: *//p' | tr -d ,)")
    done
    awk -v work="$work" -v count="$((counts[1] - counts[0]))" \
      'BEGIN { printf "W1, %s: %.1f instructions a scalar node\n", work, count / 100 / 65818 }'
  done
  rm "$bare"
  # What recording costs: two graphs of ten thousand steps, of which a hundred steps are taken off for what does
  # not grow with them.
  strip -g -o "$bare" "$(swift build -c release --show-bin-path)/gradviz"
  folder="$(mktemp -d)"
  for flags in "" "--record $folder/run --every 100000 --overwrite"; do
    counts=()
    for steps in 100 10100; do
      # shellcheck disable=SC2086
      counts+=("$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bare" train moons -q \
        --steps "$steps" $flags 2>&1 >/dev/null | sed -n 's/.*I *refs: *//p' | tr -d ,)")
    done
    awk -v kind="${flags:+recorded}" -v count="$((counts[1] - counts[0]))" \
      'BEGIN { printf "a step of moons%s: %.0f instructions\n", kind == "" ? "" : ", " kind, count / 10000 }'
  done
  rm -r "$bare" "$folder"
fi
