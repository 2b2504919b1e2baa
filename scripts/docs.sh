#!/usr/bin/env bash
# Builds the documentation of both libraries with what the toolchain has, warnings being errors.
#
#   scripts/docs.sh [FOLDER]     into FOLDER/Micrograd and FOLDER/GradViz, .build/documentation by default
#
# DOCS_BASE=/docs says where on a web server FOLDER will be; without it, each of the two is a server's root.
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-.build/documentation}"
base="${DOCS_BASE:-}"

swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >&2
symbols="$(swift build --show-bin-path)/../symbolgraph"
for module in Micrograd GradViz; do
  catalog="$(find Sources -name "$module.docc")"
  graphs="$(mktemp -d)"
  cp "$symbols/$module.symbols.json" "$graphs"
  rm -rf "${out:?}/$module"
  mkdir -p "$out"
  docc convert "$catalog" --additional-symbol-graph-dir "$graphs" --output-dir "$out/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "gradviz.$module" --warnings-as-errors \
    --transform-for-static-hosting ${base:+--hosting-base-path "$base/$module"}
  rm -rf "$graphs"
  echo "wrote $out/$module"
done
