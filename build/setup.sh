#!/usr/bin/env bash
# Prepares a clone: asks the NuGet feed which packages it has, installs npm packages, writes artifacts/actionml.
# Fast when nothing has changed. Options: --rid <RID> also installs what publishing for another platform needs; --force.
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")/.."
started=$SECONDS
declare -A flavor_of=() version_of=()

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

# A relative folder would mean another one to each project.
if [ -n "${NUGET_EXTRA_FEED:-}" ] && [[ "$NUGET_EXTRA_FEED" != *://* ]]; then
    [ -d "$caller/$NUGET_EXTRA_FEED" ] && NUGET_EXTRA_FEED=$caller/$NUGET_EXTRA_FEED
    [ -d "$NUGET_EXTRA_FEED" ] || stop "NUGET_EXTRA_FEED names the folder '$NUGET_EXTRA_FEED', which does not exist. Name a folder with packages (*.nupkg), or leave the variable out."
    NUGET_EXTRA_FEED=$(cd "$NUGET_EXTRA_FEED" && pwd)
    export NUGET_EXTRA_FEED
fi

# has_package NAME VERSION: whether the configured feeds have it, in exactly this version, with all that it depends on.
# Where it is there and still of no use, 'unfit' says why. Anything else than a clear yes or no (a feed that does not
# answer, say) stops the set-up: a guess would stay in flavor.props.
has_package() {
    local out missing
    unfit=
    if out=$(dotnet restore build/Probe/Probe.csproj -nologo -v q -p:ProbedPackage="$1" -p:ProbedVersion="$2" \
        -p:OnnxRuntimeManagedFlavor="${flavor_of[OnnxRuntimeManaged]:-}" 2>&1); then
        return 0
    fi
    printf '%s\n' "$out" >> "$log"
    case $out in
        *NU1301*) ;;
        *NU1101* | *NU1102* | *NU1103*)
            missing=$(sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9._-]*[A-Za-z0-9]).*/\2/p' <<< "$out" | sort -u)
            grep -qxiF "$1" <<< "$missing" || unfit="is there, but not what it depends on: $(paste -sd' ' <<< "$missing")"
            return 1
            ;;
        *NU1202*)
            unfit="is there, but not for .NET 10"
            return 1
            ;;
    esac
    stop "asking the NuGet feed for $1 failed: $(grep -m1 -oE 'error.*' <<< "$out" || echo "see $log"). Check 'dotnet nuget list source' and the network, then run this again."
}

# decide PROPERTY NAME OTHERWISE VERSIONS: the flavor of a package, and its version where several are supported.
# Packages that share VERSIONS (a property of Directory.Packages.props) come in one version: the first of them decides.
decide() {
    local versions version said flavor=$3 found=
    versions=${version_of[$4]:-$(sed -n "s:.*<$4Versions>\(.*\)</$4Versions>.*:\1:p" Directory.Packages.props | tr ';' ' ')}
    [ -n "$versions" ] || stop "Directory.Packages.props names no $4Versions."
    for version in $versions; do
        if has_package "$2" "$version"; then
            flavor=official
            break
        fi
        [ -z "$unfit" ] || found=" ($version $unfit)"
    done
    # A stand-in is always that of the preferred version.
    [ "$flavor" = official ] || version=${versions%% *}
    : "${version_of[$4]:=$version}"
    flavor_of[$1]=$flavor
    case $flavor in
        official) said="$version from the NuGet feed" ;;
        local) said="not on the NuGet feed$found; using build/local" ;;
        none) said="not on the NuGet feed$found; left out" ;;
    esac
    echo "setup: $2: $said" >&2
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

# What the answers of the feed depend on.
state=$({
    cat Directory.Packages.props build/setup.sh build/Probe/*
    dotnet --version
    dotnet nuget list source
    echo "${NUGET_EXTRA_FEED:-}"
    ls "${NUGET_EXTRA_FEED:-/dev/null}" || true
} 2>&1 | cksum)
if [ -n "$force" ] || [ ! -f build/flavor.props ] || [ "$state" != "$(cat artifacts/setup.state 2> /dev/null || true)" ]; then
    rm -rf artifacts/probe
    # In this order: whether OnnxTransformer can be had depends on ONNX Runtime being here as well.
    decide MicrosoftML Microsoft.ML local MicrosoftML
    decide OnnxRuntimeManaged Microsoft.ML.OnnxRuntime.Managed local OnnxRuntime
    decide OnnxRuntime Microsoft.ML.OnnxRuntime local OnnxRuntime
    decide TorchSharp TorchSharp local TorchSharp
    decide TorchSharpCpu TorchSharp-cpu none TorchSharp
    version_of[OnnxConverter]=$(dotnet msbuild build/Probe/Probe.csproj -getProperty:OnnxConverterVersion -p:MicrosoftMLVersion="${version_of[MicrosoftML]}")
    decide OnnxConverter Microsoft.ML.OnnxConverter none OnnxConverter
    decide OnnxTransformer Microsoft.ML.OnnxTransformer none MicrosoftML
    rm -rf artifacts/probe
    {
        echo '<Project>'
        echo '  <!-- Written by build/setup.sh: which packages the configured feed has, and in which version. Delete it to use the official ones. -->'
        echo '  <PropertyGroup>'
        for property in MicrosoftML OnnxRuntimeManaged OnnxRuntime TorchSharp TorchSharpCpu OnnxConverter OnnxTransformer; do
            echo "    <${property}Flavor>${flavor_of[$property]}</${property}Flavor>"
        done
        for property in MicrosoftML OnnxRuntime TorchSharp; do
            echo "    <${property}Version>${version_of[$property]}</${property}Version>"
        done
        if [ -n "${NUGET_EXTRA_FEED:-}" ]; then
            feed=${NUGET_EXTRA_FEED//&/&amp;}
            echo "    <NUGET_EXTRA_FEED Condition=\"'\$(NUGET_EXTRA_FEED)' == ''\">${feed//</&lt;}</NUGET_EXTRA_FEED>"
        fi
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
