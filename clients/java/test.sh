#!/bin/sh
# Runs this client's own tests, and builds its jar and its program for the scenario. Prints what JUnit says at the end.
set -eu
cd "$(dirname "$0")"
mkdir -p target
if ! mvn -B verify >target/test.log 2>&1; then
    cat target/test.log
    exit 1
fi
grep 'Tests run:' target/test.log | tail -n 1
