#!/bin/sh
# Builds the package into dist, and tests, examples and the program for the scenario into build.
set -eu
cd "$(dirname "$0")"
./install.sh
npm run --silent build
npm run --silent build:test
