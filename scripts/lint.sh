#!/usr/bin/env bash
# What must hold beyond the tests: format, every tracked file under the right case, and a build without warnings
# on a disk that does not tell GradViz from gradviz.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "format"
swift format lint --strict --recursive Package.swift Sources Tests

echo "arrows between folders"
scripts/arrows.py >/dev/null

echo "comments of public declarations"
scripts/public_docs.py

echo "no Foundation"
# It would make the command three times as large and slower to start than everything else in it; tests may use it.
if grep -rnE '^ *(@[a-z_()]+ |public |internal )*import .*Foundation' Sources --include='*.swift'; then
  echo "error: the sources do without Foundation; see Files/InputFile.swift and Text/JSONText+Encodable.swift" >&2
  exit 1
fi

echo "case of folders"
if git ls-files | grep -E '^Sources/(GradViz/Tool|gradviz/Library)/'; then
  echo "error: these files are in the wrong one of GradViz/Library and gradviz/Tool" >&2
  exit 1
fi

# One build for both: a copy in which Sources/gradviz and Sources/GradViz are one folder.
echo "warnings are errors, also on a disk that ignores case"
merged="$(mktemp -d)"
trap 'rm -rf "$merged"' EXIT
git ls-files | while read -r file; do
  target="$merged/${file/#Sources\/gradviz\//Sources/GradViz/}"
  mkdir -p "$(dirname "$target")"
  cp "$file" "$target"
done
# Where the disk tells them apart, a link stands in for one that does not.
[ -e "$merged/Sources/gradviz" ] || ln -s GradViz "$merged/Sources/gradviz"
"$merged/scripts/samples.py"
GRADVIZ_STRICT=1 swift build --build-tests --package-path "$merged"
