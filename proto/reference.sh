#!/bin/sh
# Writes the API reference, docs/api (or the folder given), from the comments of the .proto files. Run by `make reference`; `make test`
# checks for drift.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "${1:-$here/../docs/api}" && cd "${1:-$here/../docs/api}" && pwd)
python=${PYTHON:-python3}
case $python in */*) python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python") ;; esac
descriptors=$(mktemp)
trap 'rm -f "$descriptors"' EXIT
"$python" -m grpc_tools.protoc -I "$here" --include_source_info --descriptor_set_out="$descriptors" "$here"/hallmint/v1/*.proto
cd "$here/.."
"$python" -m proto.reference "$descriptors" "$out"
