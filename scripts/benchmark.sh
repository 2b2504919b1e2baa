#!/usr/bin/env bash
# Measures the engine and the frames, and the peers that can be installed, in one run on one machine.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
data="$PWD/Tests/MicrogradTests/Reference/w1"
swift build -c release --package-path Benchmarks
"$(swift build -c release --package-path Benchmarks --show-bin-path)/benchmarks" "$data"

venv=Benchmarks/.venv
if [ ! -d "$venv" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet micrograd
  # Large; GRADVIZ_PEERS=small leaves it out.
  [ "${GRADVIZ_PEERS:-}" = small ] || "$venv/bin/pip" install --quiet numpy torch
fi
"$venv/bin/python" Benchmarks/Peers/peers.py "$data"
