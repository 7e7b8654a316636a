#!/bin/sh
# The program for the scenario of clients/README.md: `conformance.sh COMMAND CONFIG.json`. Built by test.sh, or here where it is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -f "$here/target/classpath" ] || (cd "$here" && mvn -q -B process-test-classes) >&2
# What runs for a second starts sooner without the second compiler.
[ "${1:-}" = bench ] && speed= || speed=-XX:TieredStopAtLevel=1
exec java -XX:+UseSerialGC $speed \
    -cp "$here/target/classes:$here/target/test-classes:$(cat "$here/target/classpath")" dev.hallmint.conformance.Main "$@"
