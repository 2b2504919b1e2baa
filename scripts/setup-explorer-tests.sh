#!/usr/bin/env bash
# Installs what the tests of the explorer and of pictures need: a Chromium, its driver, Selenium, Pillow, Node, TypeScript
# and readers of SVG and PDF from the system's packages, and axe-core, the checker of accessibility, which a Python package carries. Does nothing where
# they are there already.
set -euo pipefail
cd "$(dirname "$0")/.."

axe=.build/axe
has_all() {
  /usr/bin/python3 -c 'import selenium, PIL' 2>/dev/null || return 1
  for tool in chromium chromedriver node tsc rsvg-convert pdftotext qpdf; do command -v "$tool" >/dev/null || return 1; done
  [ -f "$axe/axe_playwright_python/axe.min.js" ]
}
has_all && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "error: the tests of the explorer need chromium, chromedriver, node, tsc, rsvg-convert, pdftotext, qpdf, and Python's selenium and PIL;" \
    "install them" >&2
  exit 69
fi
root=()
[ "$(id -u)" = 0 ] || root=(sudo)
echo "installing chromium and its driver, python3-selenium, python3-pil, nodejs, node-typescript, librsvg2-bin," \
  "poppler-utils, qpdf and axe-core" >&2
export DEBIAN_FRONTEND=noninteractive
"${root[@]}" apt-get update -qq
"${root[@]}" apt-get install -y -qq --no-install-recommends chromium chromium-driver python3-selenium python3-pil \
  python3-pip nodejs node-typescript librsvg2-bin poppler-utils qpdf >/dev/null
/usr/bin/python3 -m pip install --quiet --no-deps --upgrade --target "$axe" axe-playwright-python==0.1.8
