#!/bin/sh
# Regenerates proto/gen (or the folder given) from the .proto files. Run by `make proto`; `make test` checks for drift.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/gen}
python=${PYTHON:-python3}
mkdir -p "$out"
"$python" -m grpc_tools.protoc -I "$here" \
    --python_out="$out" --grpc_python_out="$out" --mypy_out=quiet:"$out" --mypy_grpc_out=quiet:"$out" \
    "$here"/hallmint/v1/*.proto
touch "$out/hallmint/v1/py.typed"
