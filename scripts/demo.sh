#!/usr/bin/env bash
# The main job on a fresh machine: builds the command and draws the lecture's expression and a neuron.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
swift build -c release --product gradviz
gradviz="$(swift build -c release --show-bin-path)/gradviz"

for name in expr neuron; do
  "$gradviz" render "Examples/$name.txt" -o "output/$name.svg" -o "output/$name.png"
done
"$gradviz" render Examples/mlp.txt -o output/mlp.svg
"$gradviz" render Examples/second-derivative.txt -o output/second-derivative.svg
"$gradviz" eval Examples/expr.txt
echo
echo "wrote output/expr.svg, output/expr.png, output/neuron.svg, output/neuron.png, output/mlp.svg"
echo "and output/second-derivative.svg"
