#!/usr/bin/env bash
# Makes a folder and an archive in artifacts/bundle that run on a Linux x64 machine without .NET, network or package manager: the
# command line in one trimmed file, ONNX Runtime's native libraries, the models, a state to start from.
#   --gpu     with ONNX Runtime's CUDA provider; the libraries of CUDA themselves are not ours to bundle
#   --split   also cuts the archive into parts of at most 60 MB, with a script that joins, checks and unpacks them
#   --check   unpacks what was made into an empty folder and runs every command there, without .NET and environment
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/artifacts/bundle
part_size=60000000

stop() {
    echo "bundle: $1" >&2
    exit 2
}

gpu= split= check=
for option; do
    case "$option" in
        --gpu) gpu=1 ;;
        --split) split=1 ;;
        --check) check=1 ;;
        *) stop "found '$option'; expected --gpu, --split or --check." ;;
    esac
done
for tool in tar gzip sha256sum; do
    command -v "$tool" > /dev/null || stop "'$tool' is missing. Install it and run this again."
done

bash build/setup.sh > /dev/null
mkdir -p "$out"
log=$out/bundle.log
: > "$log"
name=actionml-linux-x64${gpu:+-gpu}
folder=$out/$name
property() { dotnet msbuild src/Cli/ActionML.Cli -getProperty:"$1"; }
packages=$(property NuGetPackageRoot)

# Everything under artifacts/bundle/build: what a developer has built stays as it is.
publish() {
    rm -rf "$out/publish"
    dotnet publish src/Cli/ActionML.Cli -c Release -r linux-x64 -p:ActionMLBundle=true -p:ArtifactsPath="$out/build" -o "$out/publish" -v q -nologo >> "$log" 2>&1 \
        || { cat "$log" >&2; stop "publishing failed."; }
}

# Finds core, provider and licenses for GPUs and sets core, providers, runtime and notices. Core and provider must be of one
# release and build: the core that is for the CPU alone takes no provider.
find_gpu() {
    local version
    for version in $(dotnet msbuild build/Gpu -getProperty:OnnxRuntimeGpuVersions | tr ';' ' '); do
        if dotnet restore build/Gpu/Gpu.csproj -nologo -v q -p:OnnxRuntimeGpuVersion="$version" > "$out/gpu.log" 2>&1; then
            notices=${packages%/}/microsoft.ml.onnxruntime.gpu.linux/$version
            core=$notices/runtimes/linux-x64/native/libonnxruntime.so
            providers=$notices/runtimes/linux-x64/native
            runtime=$version
            echo "bundle: ONNX Runtime $version with CUDA, from the NuGet feed" >&2
            return
        fi
        grep -qE 'NU110[123]' "$out/gpu.log" || { cat "$out/gpu.log" >&2; stop "asking the NuGet feed for Microsoft.ML.OnnxRuntime.Gpu.Linux failed. Check 'dotnet nuget list source' and the network, then run this again."; }
    done
    runtime=$(property OnnxRuntimeVersions)
    runtime=${runtime%%;*} # the release that npm has
    version=$(property OnnxRuntimeVersion)
    [ "$version" = "$runtime" ] || stop "the NuGet feed has ONNX Runtime $version without Microsoft.ML.OnnxRuntime.Gpu.Linux, and npm's $runtime for GPUs is older than its managed part. Add that package to a folder named by NUGET_EXTRA_FEED."
    local source=build/local/OnnxRuntime/npm-linux-x64-gpu npm=artifacts/npm/onnxruntime-linux-x64-gpu
    if ! cmp -s "$source/package-lock.json" "$npm/installed-lock.json"; then
        mkdir -p "$npm"
        cp "$source/package.json" "$source/package-lock.json" "$npm/"
        (cd "$npm" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >> "$log" 2>&1 \
            || stop "npm could not install ONNX Runtime for GPUs: see $log. Check 'npm config get registry' and the network, then run this again."
        cp "$source/package-lock.json" "$npm/installed-lock.json"
    fi
    core=$npm/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1
    providers=$npm/node_modules/com.github.asus4.onnxruntime.linux-x64-gpu/Plugins/Linux/x64
    notices=$npm/node_modules/com.github.asus4.onnxruntime
    echo "bundle: Microsoft.ML.OnnxRuntime.Gpu.Linux: not on the NuGet feed; ONNX Runtime $runtime with CUDA from npm" >&2
}

find_cpu() {
    core=$out/publish/libonnxruntime.so
    runtime=$(property OnnxRuntimeVersion)
    notices=artifacts/npm/onnxruntime/node_modules/com.github.asus4.onnxruntime
    grep -q '<OnnxRuntimeFlavor>local<' build/flavor.props || notices=${packages%/}/microsoft.ml.onnxruntime/$runtime
}

# fill TEMPLATE: replaces @FORM@ and the like; a value may have several lines.
fill() {
    local text
    text=$(cat "$1")
    text=${text//@GPU@/"$section"}
    text=${text//@FORM@/"$form"}
    text=${text//@ONNXRUNTIME@/"$runtime"}
    text=${text//@VERSION@/$(property VersionPrefix)}
    text=${text//@CUDA@/"${cuda:-}"}
    text=${text//@LIBRARIES@/"${libraries:-}"}
    printf '%s\n' "$text"
}

lay_out() {
    rm -rf "$folder"
    mkdir -p "$folder/models" "$folder/data" "$folder/licenses"
    cp "$out/publish/actionml" "$folder/"
    cp "$core" "$folder/libonnxruntime.so"
    form="for the CPU" section=$(cat build/bundle/cpu.md)
    if [ -n "$gpu" ]; then
        cp "$providers/libonnxruntime_providers_cuda.so" "$providers/libonnxruntime_providers_shared.so" "$folder/"
        # What the provider itself names; of cudart it also knows an older one, which it does without.
        libraries=$(LC_ALL=C grep -aoE 'lib(cudart|cublas|cublasLt|curand|cufft)\.so\.[0-9]+' "$folder/libonnxruntime_providers_cuda.so" | sort -uV \
            | awk -F '\\.so\\.' '{ newest[$1] = $0 } END { for (name in newest) print newest[name] }' | sort | paste -sd, | sed 's/,/, /g')
        cuda=$(grep -oE 'libcudart\.so\.[0-9]+' <<< "$libraries" | grep -oE '[0-9]+$')
        form="with CUDA" section=$(cat build/bundle/gpu.md)
    fi
    chmod 755 "$folder/actionml" "$folder/"*.so
    cp -r models/three-body models/gete "$folder/models/"
    cp test/data/peers/gete-216-800K.xyz "$folder/data/"
    fill build/bundle/README.md > "$folder/README.md"
    # The page that messages name.
    mkdir -p "$folder/docs/how-to"
    cp docs/how-to/gpu.md "$folder/docs/how-to/"
    cp LICENSE "$folder/"
    cp build/bundle/THIRD-PARTY.md "$folder/licenses/"
    local dotnet
    dotnet=$(ls -d "${packages%/}"/microsoft.netcore.app.runtime.linux-x64/*/ | sort -V | tail -n 1)
    cp "$dotnet/LICENSE.TXT" "$folder/licenses/dotnet-LICENSE.txt"
    cp "$dotnet/THIRD-PARTY-NOTICES.TXT" "$folder/licenses/dotnet-THIRD-PARTY-NOTICES.txt"
    cp "$notices/LICENSE" "$folder/licenses/onnxruntime-LICENSE.txt"
    cp "$notices/ThirdPartyNotices.txt" "$folder/licenses/onnxruntime-ThirdPartyNotices.txt"
}

pack() {
    tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2> /dev/null || date +%s)" -cf - "$name" | gzip -n > "$out/$name.tar.gz"
    echo "$name: $(du -sm --apparent-size "$folder" | cut -f 1) MB, of which actionml $(du -m --apparent-size "$folder/actionml" | cut -f 1) MB; $name.tar.gz $(du -m --apparent-size "$out/$name.tar.gz" | cut -f 1) MB"
}

cut_up() {
    local parts=$out/$name.parts names text
    rm -rf "$parts"
    mkdir -p "$parts"
    (
        cd "$parts"
        split -b "$part_size" -d -a 2 "../$name.tar.gz" "$name.tar.gz.part-"
        names=$(ls | paste -sd' ')
        sha256sum $names > parts.sha256
        (cd .. && sha256sum "$name.tar.gz") > archive.sha256
        text=$(cat ../../../build/bundle/join.sh)
        text=${text//@ARCHIVE@/$name.tar.gz}
        text=${text//@NAME@/$name}
        printf '%s\n' "${text//@PARTS@/$names}" > join.sh
        echo "$name.parts: $(wc -w <<< "$names") parts of at most $((part_size / 1000000)) MB, and join.sh"
    )
}

publish
if [ -n "$gpu" ]; then find_gpu; else find_cpu; fi
lay_out
pack
[ -z "$split" ] || cut_up
[ -z "$check" ] || bash build/bundle/check.sh "$out" "$name" ${split:+split}
