#!/usr/bin/env bash
# The stages of 'bash build/benchmark.sh limit', which calls this. Each goes on where it was.
set -euo pipefail
actionml=$1 limit=$2 folder=$3
iterations=25000
data=artifacts/benchmarks/gete-full/data
mkdir -p "$folder"

# The training data of the gete benchmark, or the same made here.
if [ ! -f "$data/dataset.json" ]; then
    data=$folder/data
    $actionml generate gete --out "$data" --frame-spacing 8 --seed 11 --temperatures 300,600,800,1000,1300
fi
$limit check "$folder"
$limit stiffness "$folder" "$data"

train() { # MODEL DATA FEMTOSECONDS ITERATIONS
    [ -f "$1/action.hvp.onnx" ] && return
    $actionml train "$2" --time-step "$3" --cutoff 5 --outlier-fraction 0 --precision single --kind action --max-iterations "$4" --max-time 2h \
        --checkpoint-dir "$1-checkpoints" --out "$1"
    $actionml export "$1" --out "$1" --precision single --hessian
}
for step in 16 24 32 40; do
    train "$folder/action-$step" "$data" "$step" "$iterations"
done
