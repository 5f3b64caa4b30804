#!/usr/bin/env bash
# Packs the libraries into artifacts/packages and runs README's examples in an empty console project outside this
# repository that knows only that folder and the configured feeds.
set -euo pipefail
cd "$(dirname "$0")/.."

feed=$PWD/artifacts/packages
rm -rf "$feed"
mkdir -p "$feed"
for project in src/*/*/*.csproj; do
    [ "$(basename "$project")" = ActionML.Cli.csproj ] && continue
    dotnet pack "$project" -c Release -v q -nologo -o "$feed"
done
sources=$feed

# What the feed lacks the console project would lack too: the stand-ins as packages, apart from ours.
local_feed=$PWD/artifacts/packages-local
rm -rf "$local_feed"
for pair in MicrosoftML:Microsoft.ML/Microsoft.ML OnnxRuntimeManaged:OnnxRuntime/Managed/Microsoft.ML.OnnxRuntime \
    OnnxRuntime:OnnxRuntime/Native/OnnxRuntime.Native TorchSharp:TorchSharp/TorchSharp; do
    if grep -q "<${pair%%:*}Flavor>local<" build/flavor.props 2> /dev/null; then
        dotnet pack "build/local/${pair#*:}.csproj" -p:PackStandIns=true -c Release -v q -nologo -o "$local_feed"
        sources="$feed;$local_feed"
    fi
done

property() { dotnet msbuild src/Runtime/ActionML.Runtime.Onnx/ActionML.Runtime.Onnx.csproj -getProperty:"$1"; }
version=$(property VersionPrefix)
native=$(property OnnxRuntimeVersion)
extra=$(property NUGET_EXTRA_FEED)
[ -z "$extra" ] || sources="$sources;$extra"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/Try.csproj" << PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <RestoreAdditionalProjectSources>$sources</RestoreAdditionalProjectSources>
    <!-- A cache of its own: the machine's may hold another build of the same version. -->
    <RestorePackagesPath>$folder/cache</RestorePackagesPath>
    <RestoreFallbackFolders>$(dotnet nuget locals global-packages --list --force-english-output | sed 's/^global-packages: //')</RestoreFallbackFolders>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="ActionML.Reference" Version="$version" />
    <PackageReference Include="ActionML.Trainers" Version="$version" />
    <PackageReference Include="ActionML.Trainers.TorchSharp" Version="$version" />
    <PackageReference Include="Microsoft.ML.OnnxRuntime" Version="$native" />
  </ItemGroup>
</Project>
PROJECT
# Each marker of README is followed by a code block, a whole program.
for marker in example pipeline; do
    awk -v marker="<!-- $marker -->" 'index($0, marker) { marked = 1 } marked && /^```/ { fence++; next } fence == 1 { print } fence == 2 { exit }' \
        README.md > "$folder/Program.cs"
    [ -s "$folder/Program.cs" ] || { echo "try-package: README.md has no code block after '<!-- $marker -->'." >&2; exit 2; }
    (cd "$folder" && dotnet run -v q)
done
