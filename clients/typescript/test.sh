#!/bin/sh
# Builds everything and runs this client's own tests; they need no server.
set -eu
cd "$(dirname "$0")"
./build.sh
npm run --silent check
exec npm test --silent
