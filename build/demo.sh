#!/usr/bin/env bash
# Sets everything up and runs the demonstration: generate, train, simulate, report. Options go to build/Demo (--long).
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
bash build/setup.sh
dotnet build build/Demo/Demo.csproj -c Release -v q -nologo
echo "demo: set-up and build took $((SECONDS - started)) s"
exec dotnet run -c Release --no-build --project build/Demo -- --set-up-seconds $((SECONDS - started)) "$@"
