#!/usr/bin/env bash
# Compiles what uses Microsoft.ML and TorchSharp against these packages' public surface:
# bash build/check-api.sh <folder with mlnet-5.0.0.txt and torchsharp-0.106.0.txt>
# A listing becomes a reference assembly, so that a call which the package does not have is a compiler error here,
# whatever build/local has. Where the feed has the package, an ordinary build says the same.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
for listing in mlnet-5.0.0.txt torchsharp-0.106.0.txt; do
    [ $# = 1 ] && [ -f "$1/$listing" ] || { echo "check-api: expected a folder that holds $listing; found '${1:-nothing}'." >&2; exit 2; }
done
listings=$(cd "$1" && pwd)
cd "$here"
bash build/setup.sh

made=artifacts/check-api
dotnet build build/tools/ApiStubs -c Release -v q -nologo
stubs() { dotnet run -c Release --no-build --project build/tools/ApiStubs -- "$1" "$2"; }
stubs "$listings/mlnet-5.0.0.txt" $made/Microsoft.ML.dll
stubs "$listings/torchsharp-0.106.0.txt" $made/torchsharp-0.106.0/TorchSharp.dll
# Of this version there is no full listing; of what ActionML uses it says what 0.106 has and this one has not.
stubs test/data/api/torchsharp-0.99.6.txt $made/torchsharp-0.99.6/TorchSharp.dll

# compile VERSION PROJECT...: with this version of TorchSharp.
compile() {
    local version=$1 project
    shift
    for project in "$@"; do
        echo "check-api: $project (TorchSharp $version)"
        dotnet build "$project" -v q -nologo -p:MicrosoftMLFlavor=listing -p:TorchSharpFlavor=listing -p:TorchSharpVersion="$version" \
            -p:ArtifactsPath="$here/$made/build-$version"
    done
}
# The other tests are left out: they compose our estimators with one that the listing knows by name only.
compile 0.106.0 src/Trainers/ActionML.Trainers src/Trainers/ActionML.Trainers.TorchSharp src/Cli/ActionML.Cli test/ActionML.TorchSharp.Tests
compile 0.99.6 src/Trainers/ActionML.Trainers.TorchSharp test/ActionML.TorchSharp.Tests

dotnet build test/ActionML.Build.Tests -c Release -v q -nologo
export ACTIONML_API_LISTINGS=$listings
export ACTIONML_CHECKED_ENGINE=$here/$made/build-0.106.0/bin/ActionML.Trainers.TorchSharp/debug/ActionML.Trainers.TorchSharp.dll
dotnet test/ActionML.Build.Tests/bin/Release/net10.0/ActionML.Build.Tests.dll --filter ClassName~Local
