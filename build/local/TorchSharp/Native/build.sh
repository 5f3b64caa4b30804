#!/usr/bin/env bash
# Compiles the shim between build/local/TorchSharp and libtorch into artifacts/torch/libActionMLTorch.so; fast when nothing
# has changed. Where something is missing it says what, and ends well: only the TorchSharp engine needs it.
# LIBTORCH=<folder> names an unpacked libtorch (with include and lib) to use instead of the system's; CXX another compiler.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
source=build/local/TorchSharp/Native
target=artifacts/torch
library=$target/libActionMLTorch.so
compiler=${CXX:-g++}

# A library that does not fit what is installed would only be a worse message later.
without() {
    rm -f "$library" "$target/stamp"
    echo "setup: TorchSharp: $1; the TorchSharp engine stays unavailable, everything else works" >&2
    exit 0
}

[ "$(uname -s)" = Linux ] || without "build/local/TorchSharp is built on Linux only"
command -v "$compiler" > /dev/null || without "no C++ compiler ('$compiler'; Debian: apt-get install g++)"

search=()
link=()
if [ -n "${LIBTORCH:-}" ]; then
    search=(-I"$LIBTORCH/include" -I"$LIBTORCH/include/torch/csrc/api/include")
    link=(-L"$LIBTORCH/lib" "-Wl,-rpath,$LIBTORCH/lib")
fi
# A compiler that does not find a library returns its bare name.
torch=$("$compiler" "${link[@]}" -print-file-name=libtorch_cpu.so)
[ -z "${LIBTORCH:-}" ] || torch=$LIBTORCH/lib/libtorch_cpu.so
[ -f "$torch" ] || without "no libtorch (libtorch_cpu.so; Debian: apt-get install libtorch-dev libopenblas0-pthread)"
torch=$(readlink -f "$torch")

stamp=$({ cat "$source"/*; "$compiler" --version; stat -c '%n %s %Y' "$torch"; } | cksum)
[ ! -f "$library" ] || [ "$stamp" != "$(cat "$target/stamp" 2> /dev/null || true)" ] || exit 0

# Nothing of the shim refers to the CUDA part, which registers itself when it is loaded.
if [ -f "$(dirname "$torch")/libtorch_cuda.so" ]; then
    link+=(-Wl,--no-as-needed -ltorch_cuda -lc10_cuda)
fi
started=$SECONDS
mkdir -p "$target"
# A name of its own and then a move: no program ever sees half a library.
if ! "$compiler" -std=c++17 -O2 -fPIC -shared -fvisibility=hidden -Wall "${search[@]}" -o "$library.$$" "$source/Shim.cpp" \
    "${link[@]}" -ltorch_cpu -lc10 > "$target/build.log" 2>&1; then
    rm -f "$library.$$"
    without "its shim does not compile against $torch: $(grep -m1 error "$target/build.log" || echo "see $target/build.log")"
fi
mv "$library.$$" "$library"
printf '%s' "$stamp" > "$target/stamp"
echo "setup: TorchSharp: compiled the shim over $torch in $((SECONDS - started)) s" >&2
