#!/usr/bin/env bash
# Compiles what uses Microsoft.ML against the package's full public surface: bash build/check-api.sh <folder with mlnet-5.0.0.txt>
# The listing becomes a reference assembly, so that a call which the package does not have is a compiler error here,
# whatever build/local has. Where the feed has the package, an ordinary build says the same.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
[ $# = 1 ] && [ -f "$1/mlnet-5.0.0.txt" ] || { echo "check-api: expected a folder that holds mlnet-5.0.0.txt; found '${1:-nothing}'." >&2; exit 2; }
listings=$(cd "$1" && pwd)
cd "$here"
bash build/setup.sh

dotnet run -c Release --project build/tools/ApiStubs -- "$listings/mlnet-5.0.0.txt" artifacts/check-api/Microsoft.ML.dll
# The tests are left out: they compose our estimators with one that the listing knows by name only.
for project in src/Trainers/ActionML.Trainers src/Cli/ActionML.Cli; do
    echo "check-api: $project"
    dotnet build "$project" -v q -nologo -p:MicrosoftMLFlavor=listing -p:ArtifactsPath="$here/artifacts/check-api/build"
done
dotnet build test/ActionML.Build.Tests -c Release -v q -nologo
ACTIONML_API_LISTINGS=$listings dotnet test/ActionML.Build.Tests/bin/Release/net10.0/ActionML.Build.Tests.dll --filter ClassName~LocalMicrosoftML
