#!/usr/bin/env bash
# Sets everything up and runs the demonstration: generate, train, simulate, report. Options go to build/Demo (--long).
set -euo pipefail
cd "$(dirname "$0")/.."
bash build/setup.sh
exec dotnet run -c Release --project build/Demo -- "$@"
