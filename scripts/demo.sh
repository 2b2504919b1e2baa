#!/usr/bin/env bash
# The main job on a fresh machine: builds the command and draws the pictures of the README.
#
#   scripts/demo.sh [FOLDER]     into output/demo by default; output itself has those that the README shows
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-output/demo}"

scripts/setup.sh
swift build -c release --product gradviz
gradviz="$(swift build -c release --show-bin-path)/gradviz"

mkdir -p "$out"
for name in expr neuron; do
  "$gradviz" render "Examples/$name.txt" -o "$out/$name.svg" -o "$out/$name.png"
done
"$gradviz" steps Examples/expr.txt -o "$out/backward.svg"
"$gradviz" render Examples/mlp.txt -o "$out/mlp.svg"
"$gradviz" render Examples/mlp.txt --depth 2 -o "$out/network.svg"
"$gradviz" render Examples/second-derivative.txt -o "$out/second-derivative.svg"
"$gradviz" render Examples/loop.py --depth 1 -o "$out/loop.svg"
"$gradviz" eval Examples/expr.txt
echo
echo "wrote $out/backward.svg, $out/expr.svg, $out/expr.png, $out/neuron.svg, $out/neuron.png, $out/mlp.svg,"
echo "$out/network.svg, $out/second-derivative.svg and $out/loop.svg"
