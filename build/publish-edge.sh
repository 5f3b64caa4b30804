#!/usr/bin/env bash
# Publishes samples/Edge: linux-x64 trimmed and self-contained, linux-arm64 and win-x64 with their native library in place.
# With a model directory and a start (extended XYZ) it also runs the linux-x64 program:
#   bash build/publish-edge.sh artifacts/demo/model artifacts/demo/action.xyz [steps]
set -euo pipefail
cd "$(dirname "$0")/.."
out=artifacts/edge
failed=0

# publish RID LIBRARY: self-contained where the feed has the runtime of that platform, otherwise for an installed .NET.
publish() {
    local rid=$1 library=$2 how="self-contained and trimmed"
    bash build/setup.sh --rid "$rid" > /dev/null
    rm -rf "$out/$rid"
    if ! dotnet publish samples/Edge -c Release -r "$rid" --self-contained -p:PublishTrimmed=true -p:ArtifactsPath="$PWD/$out/build" -o "$out/$rid" -v q -nologo > "$out/$rid.log" 2>&1; then
        if ! grep -qE 'NU110[12].*(Microsoft\.NETCore\.App|Microsoft\.AspNetCore\.App|ILCompiler|ILLink)' "$out/$rid.log"; then
            cat "$out/$rid.log" >&2
            failed=1
            return
        fi
        # Without the platform's own starter the program runs as 'dotnet edge.dll'; trimmable libraries would ask for the runtime again.
        how="for an installed .NET 10, as the feed lacks the runtime of $rid"
        dotnet publish samples/Edge -c Release -r "$rid" --no-self-contained -p:UseAppHost=false -p:IsTrimmable=false -p:IsAotCompatible=false -p:ArtifactsPath="$PWD/$out/build" -o "$out/$rid" -v q -nologo > "$out/$rid.log" 2>&1 \
            || { cat "$out/$rid.log" >&2; failed=1; return; }
    fi
    [ -f "$out/$rid/$library" ] || { echo "publish-edge: $rid lacks $library" >&2; failed=1; return; }
    echo "$rid: $how, $(du -sm --apparent-size "$out/$rid" | cut -f 1) MB, of which $library $(du -m --apparent-size "$out/$rid/$library" | cut -f 1) MB"
}

mkdir -p "$out"
publish linux-x64 libonnxruntime.so
publish linux-arm64 libonnxruntime.so
publish win-x64 onnxruntime.dll

if [ $# -ge 2 ] && [ "$failed" = 0 ]; then
    "$out/linux-x64/edge" "$1" "$2" "${3:-1000}"
fi
exit "$failed"
