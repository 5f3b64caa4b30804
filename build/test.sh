#!/usr/bin/env bash
# Sets everything up, builds (warnings are errors), checks formatting and runs all tests. Options are handed to every
# test program, for example: bash build/test.sh --filter Name~Corrector
set -uo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS

bash build/setup.sh || exit

# apt_install LOG PACKAGE...: where it may, that is as root on Debian.
apt_install() {
    local log=$1
    shift
    [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] || return
    { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; }; } > "$log" 2>&1
}

# The ONNX project's own checker is an independent look at our files; without it those tests are skipped and say so.
# Debian's package belongs to /usr/bin/python3, which need not be the first python3 of the path.
if ! python3 -c 'import onnx' 2> /dev/null && ! /usr/bin/python3 -c 'import onnx' 2> /dev/null; then
    apt_install artifacts/apt.log python3-onnx || echo "test: python3-onnx could not be installed; its checks will be skipped (artifacts/apt.log)"
fi

# The TorchSharp engine runs over the libtorch of TorchSharp-cpu where the feed has that, else over Debian's libtorch 1.13: through our
# shim, or with the package written for it. Setup has said so by now; without libtorch the engine's tests are skipped and say so.
if grep -q '<TorchSharpFlavor>local<' build/flavor.props; then
    if [ ! -f artifacts/torch/libActionMLTorch.so ]; then
        apt_install artifacts/apt-libtorch.log g++ libtorch-dev libopenblas0-pthread && bash build/local/TorchSharp/Native/build.sh \
            || echo "test: libtorch could not be installed; the TorchSharp engine's tests will be skipped (artifacts/apt-libtorch.log)"
    fi
elif grep -q '<TorchSharpVersion>0.99.6<' build/flavor.props && grep -q '<TorchSharpCpuFlavor>none<' build/flavor.props \
    && ! { ldconfig -p || /sbin/ldconfig -p; } 2> /dev/null | grep -q 'libtorch_cpu.so.1.13'; then
    apt_install artifacts/apt-libtorch.log libtorch-dev libopenblas0-pthread \
        || echo "test: libtorch 1.13 could not be installed; the TorchSharp engine's tests will be skipped (artifacts/apt-libtorch.log)"
fi

step() {
    local begun=$SECONDS name=$1
    shift
    "$@" || { echo "test: $name failed" >&2; exit 1; }
    echo "test: $name took $((SECONDS - begun)) s"
}

step "the build" dotnet build ActionML.sln -c Release -v q -nologo
step "the format check" dotnet format whitespace . --folder --verify-no-changes --exclude artifacts

passed=0 failed=0 skipped=0
mkdir -p artifacts/test
for project in test/*.Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    log=artifacts/test/$name.log
    echo "test: $name"
    dotnet "test/$name/bin/Release/net10.0/$name.dll" --no-ansi --progress off --timeout 8m "$@" 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    count() { sed -n "s/^  $1: \([0-9]*\)\r\{0,1\}$/\1/p" "$log" | tail -n 1; }
    passed=$((passed + $(count succeeded || true) + 0))
    skipped=$((skipped + $(count skipped || true) + 0))
    failures=$(count failed)
    # 8: the filter left no test in this project. Any other bad end without a failed test is a crash or a timeout.
    if [ "$code" != 0 ] && [ "$code" != 8 ] && [ "${failures:-0}" = 0 ]; then
        echo "test: $name ended with exit code $code"
        failures=1
    fi
    failed=$((failed + ${failures:-0}))
done

if [ "$skipped" != 0 ]; then
    echo "test: skipped, by reason:"
    grep -h -A 1 '^skipped ' artifacts/test/*.log | grep -v '^skipped \|^--' | sed 's/^.*Assert.Inconclusive. //' | sort | uniq -c | sort -rn
fi
if [ "$failed" != 0 ]; then
    echo "test: failed:"
    grep -h -A 15 '^failed ' artifacts/test/*.log | cut -c 1-400
fi
echo "test: took $((SECONDS - started)) s in all"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
