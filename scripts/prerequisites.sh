#!/bin/sh
# Checks for what has to be there before cargo can run. Installs nothing: it names what is missing and the way to get it.
set -u

missing=0

lacks() {
  [ "$missing" -eq 1 ] || echo "Slipway cannot be built yet. Missing on this machine:" >&2
  missing=1
  echo "  - $1" >&2
}

# at_least WANTED FOUND: compares two versions of the shape 1.95.0.
at_least() {
  [ "$(printf '%s\n%s\n' "$1" "$2" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$1" ]
}

command -v git >/dev/null || lacks "git (Debian: apt-get install git)"
command -v cc >/dev/null || lacks "a C compiler, for SQLite and the cryptography (Debian: apt-get install build-essential)"

if command -v cargo >/dev/null && command -v rustc >/dev/null; then
  rust=$(rustc --version | cut -d ' ' -f 2 | cut -d - -f 1)
  at_least 1.95.0 "$rust" || lacks "Rust 1.95 or newer: found $rust (rustup update stable)"
else
  lacks "Rust 1.95 or newer, with cargo (see https://rustup.rs)"
fi

if command -v node >/dev/null && command -v npm >/dev/null; then
  node=$(node --version | tr -d v)
  at_least 20.0.0 "$node" || lacks "Node.js 20 or newer: found $node (see https://nodejs.org)"
else
  lacks "Node.js 20 or newer, with npm (see https://nodejs.org)"
fi

exit "$missing"
