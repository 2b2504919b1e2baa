#!/usr/bin/env bash
# Builds the site: a start page, a gallery with the texts that made it, and the documentation of both modules.
#
#   scripts/site.sh [FOLDER]     into .build/site by default; any web server shows it
#
# SITE_BASE=/gradviz says where on the server the folder will be, if not at its root.
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-.build/site}"

scripts/setup.sh
if [ -z "${GRADVIZ:-}" ]; then
  swift build -c release --product gradviz
  GRADVIZ="$(swift build -c release --show-bin-path)/gradviz"
fi
rm -rf "$out"
DOCS_BASE="${SITE_BASE:-}/docs" scripts/docs.sh "$out/docs"
scripts/site.py "$(realpath "$GRADVIZ")" "$out"
scripts/site_links.py "$out"
