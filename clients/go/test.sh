#!/bin/sh
# Builds everything, and runs the client's own tests, with the race detector where there is a C compiler. Exit code 0: all is well.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
PATH=$PATH:/usr/local/go/bin
unformatted=$(gofmt -l .)
if [ -n "$unformatted" ]; then
    echo "not formatted by gofmt: $unformatted" >&2
    exit 1
fi
go vet ./...
(cd conformance && go vet ./... && go build -o "$here/build/conformance" .)
if command -v "$(go env CC)" >/dev/null && [ "$(go env CGO_ENABLED)" = 1 ]; then
    set -- -race "$@"
fi
go test -count=1 "$@" .
