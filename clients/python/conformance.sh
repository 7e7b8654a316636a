#!/bin/sh
# Runs this client's program for the scenario of clients/README.md: `conformance.sh COMMAND CONFIG.json`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH=$here exec "$here/../../.venv/bin/python" -m conformance "$@"
