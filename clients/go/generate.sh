#!/bin/sh
# Generates gen (or the folder given) again from the .proto files, by plugins of the versions that tools/go.mod pins. Needs Go, and
# buf of the repository's virtual environment or in PATH; no network once the plugins' modules are there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
mkdir -p "${1:-$here/gen}"
out=$(cd "${1:-$here/gen}" && pwd)
PATH=$here/build/bin:$PATH:$repository/.venv/bin:/usr/local/go/bin
export PATH
mkdir -p "$here/build/bin"
(cd "$here/tools" && GOBIN=$here/build/bin go install google.golang.org/protobuf/cmd/protoc-gen-go google.golang.org/grpc/cmd/protoc-gen-go-grpc)
# What is no longer in the protos does not stay.
rm -rf "$out/hallmint"
cd "$repository"
buf generate --template "$here/buf.gen.yaml" --output "$out"
