#!/bin/sh
# Installs what package-lock.json pins into node_modules, unless that is there already: so all else works offline.
set -eu
cd "$(dirname "$0")"
stamp=node_modules/.hallmint-lock
if ! cmp -s package-lock.json "$stamp"; then
    npm ci --ignore-scripts --silent >&2
    cp package-lock.json "$stamp"
fi
