#!/bin/sh
# Generates gen (or the folder given) again from the .proto files. `make clients` runs it, and tests/clients checks for drift.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=${1:-$here/gen}

case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) machine=linux-x86_64 ;;
    Linux-aarch64) machine=linux-aarch_64 ;;
    Darwin-arm64) machine=osx-aarch_64 ;;
    Darwin-x86_64) machine=osx-x86_64 ;;
    *) echo "there is no protoc for $(uname -sm)" >&2; exit 1 ;;
esac
(cd "$here" && mvn -q -B -Dtool.machine=$machine dependency:copy@tools)
chmod +x "$here"/target/tool/*

buf=$root/.venv/bin/buf
[ -x "$buf" ] || buf=buf
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$root" && "$buf" generate --template clients/java/buf.gen.yaml -o "$work")
mkdir -p "$out"
rm -rf "$out/dev"
cp -R "$work/gen/dev" "$out/dev"
