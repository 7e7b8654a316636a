#!/bin/sh
# Runs this client's program for the scenario of clients/README.md: `conformance.sh COMMAND CONFIG.json`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$here/build/conformance/main.js
[ -f "$program" ] && [ -f "$here/dist/src/index.js" ] || "$here/build.sh" >&2
exec node "$program" "$@"
