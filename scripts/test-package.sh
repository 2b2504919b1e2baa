#!/usr/bin/env bash
# Installs the Debian package into a clean Debian, as its own packages are, draws there, and removes it again; then
# the same with the tarball. By hand and as root: it fetches a Debian of 200 MB.
#
#   scripts/test-package.sh [FOLDER] [SUITE]     packages of .build/package, bookworm by default
#
# DEBIAN_MIRROR names another mirror than debootstrap's own; DEBIAN_ROOT a folder that debootstrap made, to be copied.
set -euo pipefail
cd "$(dirname "$0")/.."
packages="${1:-.build/package}"
suite="${2:-bookworm}"
[ "$(id -u)" = 0 ] || { echo "error: a clean Debian takes root; run: sudo $0" >&2; exit 77; }
command -v debootstrap >/dev/null || {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
}
(cd "$packages" && sha256sum --quiet -c SHA256SUMS)
echo "ok    checksums"

root="$(mktemp -d)"
mounted=
finish() {
  [ -z "$mounted" ] || umount "$root/proc"
  rm -rf --one-file-system "$root"
}
trap finish EXIT
echo "a clean $suite in $root" >&2
if [ -n "${DEBIAN_ROOT:-}" ]; then cp -a "$DEBIAN_ROOT/." "$root"; else
  debootstrap --variant=minbase "$suite" "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"} >"$root.log" 2>&1 || {
    tail -20 "$root.log" >&2
    exit 1
  }
  rm "$root.log"
fi
chmod 755 "$root"
mount -t proc proc "$root/proc"
mounted=1
# How this machine reaches its packages.
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
find /etc/apt/apt.conf.d -iname '*proxy*' -exec cp {} "$root/etc/apt/apt.conf.d/" \; 2>/dev/null || true

inside() { chroot "$root" env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin DEBIAN_FRONTEND=noninteractive "$@"; }
check() { # NAME COMMAND…
  local name="$1"
  shift
  if "$@" >"$root/tmp/check.log" 2>&1; then echo "ok    $name"; else
    echo "FAILS $name" >&2
    cat "$root/tmp/check.log" >&2
    exit 1
  fi
}
begins() { [ "$(head -c "${#2}" "$root$1")" = "$2" ] || { echo "$1 does not begin with $2"; return 1; }; }
draws() { # with the command that is first on the path
  inside sh -c 'cd /tmp && printf "a = 2.0; b = -3.0; c = 10.0; f = -2.0\ne = a * b\nd = e + c\nL = d * f\n" >expr.txt'
  inside sh -c 'cd /tmp && rm -f graph.* && gradviz render expr.txt -o graph.svg -o graph.png -o graph.pdf -o graph.html'
  begins /tmp/graph.svg '<?xml' && begins /tmp/graph.pdf '%PDF' && begins /tmp/graph.html '<!DOCTYPE html>'
  head -c 4 "$root/tmp/graph.png" | grep -q PNG
  grep -q '6.0\|>6<' "$root/tmp/graph.svg"
  inside sh -c 'cd /tmp && gradviz eval expr.txt' | grep -q 'a *2.0 *6.0 *input'
}

cp "$packages"/gradviz_*.deb "$root/tmp/"
check "apt-get update" inside apt-get update -qq
check "apt-get install ./gradviz_….deb" inside sh -c 'apt-get install -y --no-install-recommends /tmp/gradviz_*.deb'
inside gradviz --version | sed 's/^/      /'
check "nothing is missing" inside gradviz doctor
check "it draws SVG, PNG, PDF and the page, and evaluates" draws
check "it trains, records and resumes" inside sh -c \
  'cd /tmp && gradviz train moons --steps 4 --record run && gradviz train --resume --steps 6 --record run'
check "manual pages and completions are there" inside sh -c \
  'for f in man/man1/gradviz.1.gz man/man1/gradviz-render.1.gz bash-completion/completions/gradviz \
     zsh/vendor-completions/_gradviz fish/vendor_completions.d/gradviz.fish doc/gradviz/copyright; do
     test -s "/usr/share/$f" || { echo "no $f"; exit 1; }; done; bash -n /usr/share/bash-completion/completions/gradviz'
check "everybody may run it" inside su -s /bin/sh nobody -c 'gradviz eval -e "a = 2; L = a * a"'
cp "$root/tmp/graph.svg" "$root/tmp/package.svg"
check "apt-get purge leaves nothing" inside sh -c \
  'apt-get purge -y gradviz && ! find / -xdev -path /tmp -prune -o -path /proc -prune -o -name "*gradviz*" -print | grep .'

# What the package brought stays; the tarball is unpacked beside it.
check "the tarball unpacks" tar -xzf "$(ls "$packages"/gradviz-*.tar.gz)" -C "$root/usr/local" --strip-components=1 --no-same-owner
check "its command draws" draws
check "and gives the same bytes" cmp "$root/tmp/graph.svg" "$root/tmp/package.svg"
