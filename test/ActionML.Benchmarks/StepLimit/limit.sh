#!/usr/bin/env bash
# The stages of 'bash build/benchmark.sh limit', which calls this. Each goes on where it was; one thread.
set -euo pipefail
actionml=$1 limit=$2 folder=$3
data=$folder/data
mkdir -p "$folder"
[ -f "$data/dataset.json" ] || $actionml generate gete --out "$data" --frame-spacing 8 --seed 11 --temperatures 300,600,800,1000,1300

train() { # KIND MODEL DATA ITERATIONS
    [ -f "$2/$1.onnx" ] && return
    $actionml train "$3" --time-step 32 --cutoff 5 --outlier-fraction 0 --precision single --kind "$1" --max-iterations "$4" --max-time 30m \
        --checkpoint-dir "$2-checkpoints" --out "$2"
    [ "$1" = direct ] || $actionml export "$2" --out "$2" --precision single --hessian
}

$limit check "$folder"
$limit stiffness "$folder" "$data"
$limit contacts "$folder" 1000 40

# The shipped models (20 fs; 24 when the figures of ADR 11 were made). 32 fs: as many iterations as the figures of ADR 11 had, with and without the direct model.
mkdir -p "$folder/shipped" "$folder/both-32"
cp models/gete/*.onnx "$folder/shipped"
train action "$folder/action-32" "$data" 9000
train direct "$folder/direct-32" "$data" 4000
cp "$folder"/action-32/*.onnx "$folder/direct-32/direct.onnx" "$folder/both-32"
$limit run "$folder" "$folder/shipped" 1000 1 3e-4 Mixing 10
$limit run "$folder" "$folder/action-32" 800 1 3e-4 Mixing 20
for solver in Mixing HalfMixing MixingThenNewton; do
    $limit run "$folder" "$folder/action-32" 1000 1 3e-4 "$solver" 20
done
$limit run "$folder" "$folder/both-32" 600 1 3e-4 Mixing 20
for start in 1 2 3; do
    $limit run "$folder" "$folder/both-32" 1000 "$start" 3e-4 Mixing 20
done

# The last 24 steps of each lost run: the one that is lost is the last or the last but one.
for steps in "$folder"/runs/*-end.xyz; do
    [ -f "$steps" ] || continue
    $limit roots "$folder" "$folder/action-32" "$steps" 11
    $limit solvers "$folder" "$folder/action-32" "$steps" 23
done

# A kick by a short-range repulsion around the learned map: k in eV/Å², 0 for the same pairs without it.
for stiffness in 7 0; do
    mkdir -p "$folder/liquids"
    for kelvin in 0600 0800 1000 1300; do
        ln -sf "$(realpath "$data")/liquid-$kelvin"K-1.xyz "$folder/liquids/"
    done
    $limit pairs "$folder/pairs-$stiffness" "$folder/liquids" 4 "$stiffness" 3 99
    train action "$folder/kick-$stiffness" "$folder/pairs-$stiffness" 3000
    [ "$stiffness" = 0 ] || printf %s "$stiffness" > "$folder/kick-$stiffness/kick.txt"
    $limit run "$folder" "$folder/kick-$stiffness" 1000 1 3e-4 Mixing 20
done
$limit report "$folder"
