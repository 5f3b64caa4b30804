#!/usr/bin/env bash
# Prepares a clone: asks the NuGet feed which packages it has, installs npm packages, writes artifacts/actionml.
# Fast when nothing has changed. Options: --rid <RID> also installs what publishing for another platform needs; --force.
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS

stop() {
    echo "setup: $1" >&2
    exit 2
}

rid=
force=
while [ $# -gt 0 ]; do
    case "$1" in
        --rid) [ $# -gt 1 ] || stop "--rid needs a platform, for example linux-arm64."; rid=$2; shift ;;
        --force) force=1 ;;
        *) stop "found the option '$1'; expected --rid <RID> or --force." ;;
    esac
    shift
done

command -v dotnet > /dev/null || stop "the .NET 10 SDK is missing: 'dotnet' was not found. Install it from https://dot.net and run this again."
dotnet --list-sdks 2> /dev/null | grep -q '^10\.' || stop "the .NET 10 SDK is missing: 'dotnet --list-sdks' lists no 10.x. Install it from https://dot.net and run this again."
command -v node > /dev/null || stop "Node.js is missing: 'node' was not found. Install Node.js 18 or newer, which brings npm, and run this again."
command -v npm > /dev/null || stop "npm is missing. Install it (it comes with Node.js) and run this again."

mkdir -p artifacts
log=artifacts/setup.log
: > "$log"

# has_package NAME: whether the configured feeds have it, with all that it depends on, in the version we name.
# Anything else than a clear yes or no (a feed that does not answer, say) stops the set-up: a guess would stay in flavor.props.
has_package() {
    local out
    if out=$(dotnet restore build/Probe/Probe.csproj -nologo -v q -p:ProbedPackage="$1" \
        -p:MSBuildProjectExtensionsPath="$PWD/artifacts/probe/$1/" 2>&1); then
        return 0
    fi
    printf '%s\n' "$out" >> "$log"
    if printf '%s' "$out" | grep -qE 'NU1301|NU1101|NU1102|NU1103'; then
        printf '%s' "$out" | grep -q 'NU1301' || return 1
    fi
    stop "asking the NuGet feed for $1 failed: $(printf '%s' "$out" | grep -m1 -oE 'error.*' || echo "see $log"). Check 'dotnet nuget list source' and the network, then run this again."
}

# npm_install FOLDER NAME: installs FOLDER/package-lock.json into artifacts/npm/NAME, without running package scripts.
npm_install() {
    local target="artifacts/npm/$2"
    cmp -s "$1/package-lock.json" "$target/installed-lock.json" && return 0
    mkdir -p "$target"
    cp "$1/package.json" "$1/package-lock.json" "$target/"
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >> "$log" 2>&1 \
        || stop "npm could not install $2: $(grep -m1 -E '^npm (error|ERR)' "$log" || echo "see $log"). Check 'npm config get registry' and the network, then run this again."
    cp "$1/package-lock.json" "$target/installed-lock.json"
}

# What the answers of the feed depend on; a package's version is in Directory.Packages.props.
state=$({ cat Directory.Packages.props build/setup.sh; dotnet --version; dotnet nuget list source; echo "${NUGET_EXTRA_FEED:-}"; } 2>&1 | cksum)
if [ -n "$force" ] || [ ! -f build/flavor.props ] || [ "$state" != "$(cat artifacts/setup.state 2> /dev/null || true)" ]; then
    {
        echo '<Project>'
        echo '  <!-- Written by build/setup.sh: which packages the configured feed has. Delete it to use the official ones. -->'
        echo '  <PropertyGroup>'
        for package in MicrosoftML:Microsoft.ML:local OnnxRuntimeManaged:Microsoft.ML.OnnxRuntime.Managed:local \
            OnnxRuntime:Microsoft.ML.OnnxRuntime:local TorchSharp:TorchSharp:local \
            OnnxConverter:Microsoft.ML.OnnxConverter:none OnnxTransformer:Microsoft.ML.OnnxTransformer:none; do
            IFS=: read -r property name flavor <<< "$package"
            has_package "$name" && flavor=official
            echo "    <${property}Flavor>$flavor</${property}Flavor>"
            case $flavor in
                official) said='from the NuGet feed' ;;
                local) said='not on the NuGet feed, using build/local' ;;
                none) said='not on the NuGet feed, left out' ;;
            esac
            echo "setup: $name: $said" >&2
        done
        echo '  </PropertyGroup>'
        echo '</Project>'
    } > artifacts/flavor.props.new
    mv artifacts/flavor.props.new build/flavor.props
    printf '%s' "$state" > artifacts/setup.state
fi

npm_install build/npm report
if grep -q 'OnnxRuntime.*local' build/flavor.props; then
    npm_install build/local/OnnxRuntime/npm onnxruntime
    if [ "$rid" = linux-arm64 ] || { [ -z "$rid" ] && [ "$(uname -sm)" = 'Linux aarch64' ]; }; then
        npm_install build/local/OnnxRuntime/npm-linux-arm64 onnxruntime-linux-arm64
    fi
fi

cat > artifacts/actionml << 'LAUNCHER'
#!/usr/bin/env bash
# Runs the actionml command of this clone, building it on first use.
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
program=$root/src/Cli/ActionML.Cli/bin/Release/net10.0/actionml.dll
if [ ! -f "$program" ]; then
    dotnet build "$root/src/Cli/ActionML.Cli/ActionML.Cli.csproj" -c Release -v q -nologo >&2 || exit 7
fi
exec dotnet "$program" "$@"
LAUNCHER
chmod +x artifacts/actionml

if grep -q '<TorchSharpFlavor>local<' build/flavor.props; then
    bash build/local/TorchSharp/Native/build.sh
fi

echo "setup: done in $((SECONDS - started)) s"
