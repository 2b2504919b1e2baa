#!/usr/bin/env bash
# Installs what GradViz needs beyond a Swift 6 toolchain: Graphviz's library, and a font for bitmaps.
# Does nothing where it is there already.
set -euo pipefail

has_headers() {
  for include in /usr/include /usr/local/include /opt/homebrew/include "${HOMEBREW_PREFIX:-/nowhere}/include"; do
    [ -e "$include/graphviz/gvc.h" ] && return 0
  done
  return 1
}

has_headers && exit 0

if command -v apt-get >/dev/null 2>&1; then
  root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
      echo "error: Graphviz is missing, and installing it takes root: apt-get install libgraphviz-dev" >&2
      exit 69
    }
    root=(sudo)
  fi
  echo "installing libgraphviz-dev" >&2
  export DEBIAN_FRONTEND=noninteractive
  "${root[@]}" apt-get update -qq
  "${root[@]}" apt-get install -y -qq --no-install-recommends libgraphviz-dev fontconfig fonts-dejavu-core >/dev/null
elif command -v brew >/dev/null 2>&1; then
  echo "installing graphviz" >&2
  brew install graphviz
else
  echo "error: Graphviz's library is missing; install its development package (libgraphviz-dev, graphviz-devel, graphviz)" >&2
  exit 69
fi
