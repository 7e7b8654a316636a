#!/bin/sh
# Runs the program of the scenario (clients/README.md): conformance.sh scenario|act|bench CONFIG.json. Builds it where it is missing.
# CONFORMANCE_PROGRAM names one that was built elsewhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${CONFORMANCE_PROGRAM:-$here/build/conformance}
if [ ! -x "$program" ]; then
    PATH=$PATH:/usr/local/go/bin
    (cd "$here/conformance" && go build -o "$program" .) >&2
fi
exec "$program" "$@"
