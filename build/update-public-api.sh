#!/usr/bin/env bash
# Writes PublicAPI.txt of ActionML.Runtime and ActionML.Export anew from what is built now. Read the difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build test/ActionML.Build.Tests -c Release -v q -nologo
ACTIONML_UPDATE_PUBLIC_API=1 dotnet test/ActionML.Build.Tests/bin/Release/net10.0/ActionML.Build.Tests.dll --filter ClassName~PublicApiTests
git diff --stat -- '*PublicAPI.txt'
