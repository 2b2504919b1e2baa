#!/usr/bin/env bash
# Builds what can be copied to other machines: a Debian package, and a tarball for everything else.
#
#   scripts/package.sh [FOLDER]     into .build/package by default, with SHA256SUMS
#
# The command has Swift's library in it and needs Graphviz's alone. The same commit gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-.build/package}"

scripts/setup.sh
for tool in dpkg-deb dpkg-shlibdeps strip man; do
  command -v "$tool" >/dev/null && continue
  export DEBIAN_FRONTEND=noninteractive
  [ "$(id -u)" = 0 ] && root=() || root=(sudo)
  "${root[@]}" apt-get update -qq
  "${root[@]}" apt-get install -y -qq --no-install-recommends dpkg-dev binutils man-db >/dev/null
  break
done

# What it is made from. Without git, in a container say, GRADVIZ_BUILD may tell.
if commit="$(git rev-parse --short=12 HEAD 2>/dev/null)"; then
  [ -z "$(git status --porcelain --untracked-files=no)" ] || commit="$commit with changes"
  export GRADVIZ_BUILD="commit $commit"
  export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
fi
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-0}"
export LC_ALL=C.UTF-8 TZ=UTC
date="$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)"

# C++'s library inside as well, and no addresses to be moved at every start: a third of the time of --version.
mkdir -p .build-package/lib
ln -sf "$(clang -print-file-name=libstdc++.a)" .build-package/lib/
export GRADVIZ_LINK="-L $PWD/.build-package/lib -Xlinker -no-pie"

# Builds of their own, as these have other flags.
swift build -c release --static-swift-stdlib --product gradviz --scratch-path .build-package >&2
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
tree="$work/tree"
mkdir -p "$tree/usr/bin" "$tree/usr/share"
strip --strip-all --remove-section=.comment -o "$tree/usr/bin/gradviz" \
  "$(swift build -c release --static-swift-stdlib --scratch-path .build-package --show-bin-path)/gradviz"
chmod 755 "$tree/usr/bin/gradviz"
gradviz="$tree/usr/bin/gradviz"
version="$("$gradviz" --version | sed -n '1s/^gradviz \([^ ]*\) .*/\1/p')"
architecture="$(dpkg --print-architecture)"

# What comes with the command.
share="$tree/usr/share"
mkdir -p "$share"/{man/man1,bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d,doc/gradviz}
scripts/manual.py "$gradviz" "$share/man/man1" "$date" >&2
"$gradviz" --generate-completion-script bash | sed '1{/^#!/d}' >"$share/bash-completion/completions/gradviz"
"$gradviz" --generate-completion-script zsh >"$share/zsh/vendor-completions/_gradviz"
"$gradviz" --generate-completion-script fish >"$share/fish/vendor_completions.d/gradviz.fish"
cp -r Examples "$share/doc/gradviz/examples"

# The tarball: bin and share, to be put where one likes.
name="gradviz-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)"
mkdir "$work/$name"
cp -r "$tree/usr/." LICENSE README.md CHANGELOG.md "$work/$name"
mkdir -p "$out"
rm -f "$out"/gradviz_*.deb "$out"/gradviz-*.tar.gz
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w --mtime="@$SOURCE_DATE_EPOCH" -cf - "$name" |
  gzip -9n >"$out/$name.tar.gz"

# The Debian package.
gzip -9n "$share"/man/man1/*.1
gzip -9nc CHANGELOG.md >"$share/doc/gradviz/changelog.gz"
# Everything before a release sorts before it.
debian="$version"
git describe --exact-match --match "v$version" HEAD >/dev/null 2>&1 ||
  debian="$version~git$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S)"
maintainer="${DEBFULLNAME:-The GradViz authors} <${DEBEMAIL:-$(git log -1 --format=%ae 2>/dev/null || echo root@gradviz.test)}>"
{
  echo "gradviz ($debian-1) unstable; urgency=medium"
  echo
  echo "  * Made from ${GRADVIZ_BUILD:-a source tree}; the changes are in changelog.gz."
  echo
  echo " -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$share/doc/gradviz/changelog.Debian.gz"
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo "Upstream-Name: GradViz"
  echo
  echo "Files: *"
  echo "Copyright: $(sed -n 's/^Copyright (c) //p' LICENSE)"
  echo "License: Expat"
  sed -n '/^Permission/,$ { s/^$/./; s/^/ /; p }' LICENSE
  echo
  # Linked into the command.
  echo "Files: usr/bin/gradviz"
  echo "Copyright: $(sed -n 's/^Copyright (c) //p' LICENSE), 2014-2026 Apple Inc. and the Swift project authors"
  echo "License: Expat and Apache-2.0 with Swift exception"
  echo " The command has the library of Swift and the package swift-argument-parser in it, which are under the"
  echo " Apache License, version 2.0, with this exception: as an exception, if you use this Software to compile"
  echo " your source code and portions of this Software are embedded into the binary product as a result, you may"
  echo " redistribute such product without providing attribution as would otherwise be required by Sections 4(a),"
  echo " 4(b) and 4(d) of the License."
  echo " ."
  echo " On Debian systems, the text of the Apache License is in /usr/share/common-licenses/Apache-2.0."
} >"$share/doc/gradviz/copyright"
mkdir "$work/debian"
echo "Source: gradviz" >"$work/debian/control"
libraries="$(cd "$work" && dpkg-shlibdeps -O tree/usr/bin/gradviz 2>/dev/null | sed 's/^shlibs:Depends=//')"
mkdir "$tree/DEBIAN"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: gradviz
Version: $debian-1
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
Depends: $libraries, fontconfig, fonts-dejavu-core | fonts-liberation | fonts-liberation2
Recommends: xdg-utils
Section: graphics
Priority: optional
Description: see backpropagation on scalar graphs
 GradViz draws graphs of scalar operations, as micrograd builds them, with every
 value and every gradient, as SVG, PNG and PDF, and as a page that steps through
 backpropagation. It checks gradients, trains small networks and records every
 step, and reads a subset of Python and graphs from other engines.
CONTROL
(cd "$tree" && find usr -type f | sort | xargs md5sum) >"$tree/DEBIAN/md5sums"
chmod -R go-w "$tree"
find "$tree" -type f -path '*/share/*' -exec chmod 644 {} +
find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --build --root-owner-group -Zxz "$tree" "$out/gradviz_$debian-1_$architecture.deb" >&2
(cd "$out" && sha256sum -- *.deb *.tar.gz >SHA256SUMS)

if command -v lintian >/dev/null; then lintian --fail-on error "$out"/*.deb >&2; fi
echo "wrote into $out:"
(cd "$out" && ls -l -- *.deb *.tar.gz SHA256SUMS | awk '{ print "  " $NF, $5, "bytes" }')
