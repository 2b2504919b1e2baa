#!/usr/bin/env bash
# Installs the Python package, micrograd, what runs notebooks and what checks schemas into an environment of the tests' own.
set -euo pipefail
cd "$(dirname "$0")/.."

environment=.build/python
if [ ! -x "$environment/bin/pip" ]; then
  if ! python3 -m venv "$environment" 2>/dev/null; then
    command -v apt-get >/dev/null 2>&1 || { echo "error: python3 needs its module venv; install it" >&2; exit 69; }
    root=()
    [ "$(id -u)" = 0 ] || root=(sudo)
    "${root[@]}" apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    python3 -m venv --clear "$environment"
  fi
fi
"$environment/bin/python" -c 'import micrograd, nbconvert, ipykernel, jsonschema' 2>/dev/null ||
  "$environment/bin/pip" install --quiet micrograd nbconvert ipykernel jsonschema
"$environment/bin/pip" install --quiet --force-reinstall --no-deps ./python
