#!/bin/sh
# Makes the generated code again from the protos, into gen or the folder given. Needs `make install` once, and npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "${1:-$here/gen}"
out=$(cd "${1:-$here/gen}" && pwd)
bin=$here/../../.venv/bin
"$here/install.sh"

# What errors carry comes from Google's protos, in the very version that the server has them.
rpc=$("$bin/python" -c 'import google.rpc.status_pb2 as status, pathlib; print(pathlib.Path(status.__file__).parent)')
protos=$(mktemp -d)
trap 'rm -rf "$protos"' EXIT
mkdir -p "$protos/google/rpc"
cp "$rpc/status.proto" "$rpc/error_details.proto" "$protos/google/rpc/"

cd "$here"
rm -rf "$out/hallmint" "$out/google"
"$bin/buf" generate ../../proto --template buf.gen.yaml --output "$out"
"$bin/buf" generate "$protos" --template buf.gen.yaml --output "$out"
