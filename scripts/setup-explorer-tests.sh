#!/usr/bin/env bash
# Installs what the tests of the explorer need: a Chromium, its driver, and Selenium. Does nothing where they
# are there already.
set -euo pipefail

/usr/bin/python3 -c 'import selenium' 2>/dev/null && command -v chromium chromedriver >/dev/null && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "error: the tests of the explorer need chromium, chromedriver and Python's selenium; install them" >&2
  exit 69
fi
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
echo "installing chromium, chromium-driver and python3-selenium" >&2
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends chromium chromium-driver python3-selenium >/dev/null
