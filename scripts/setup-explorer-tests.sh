#!/usr/bin/env bash
# Installs what the tests of the explorer need: a Chromium, its driver, Selenium, Node and TypeScript. Does nothing
# where they are there already.
set -euo pipefail

/usr/bin/python3 -c 'import selenium' 2>/dev/null && command -v chromium >/dev/null && command -v chromedriver >/dev/null && command -v node >/dev/null &&
  command -v tsc >/dev/null && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "error: the tests of the explorer need chromium, chromedriver, node, tsc and Python's selenium; install them" >&2
  exit 69
fi
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
echo "installing chromium, chromium-driver, python3-selenium, nodejs and node-typescript" >&2
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends chromium chromium-driver python3-selenium \
  nodejs node-typescript >/dev/null
