#!/bin/sh
# staticcheck, in the version that tools/go.mod pins, over the client and its program for the scenario.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/local/go/bin
mkdir -p "$here/build/bin"
(cd "$here/tools" && GOBIN=$here/build/bin go install honnef.co/go/tools/cmd/staticcheck)
for module in "$here" "$here/conformance"; do
    (cd "$module" && "$here/build/bin/staticcheck" ./...)
done
