#!/usr/bin/env bash
# Runs benchmarks; results go to artifacts/benchmarks. What: training (against eager PyTorch), peers (gradients, steps and training
# against eager PyTorch: peers.json in a quarter of an hour, or --quick in three minutes), profile (operators of a step), roofline (how far
# gradients and training steps are from the peaks of one core, a minute),
# ladder (how far each solver reaches), failures (a million steps of three bodies, each checked: an hour, or as many as one says; what was
# interrupted goes on), update (weights updated by the graph beside the host's update, on the CPU; half a minute),
# device (steps solved where the model runs beside steps solved on the host, and how far a model in single precision converges; a
# minute), replicas (what a replica costs beside a single run, and its memory; five minutes),
# views (what a cursor costs beside the model, a quarter of an hour, and the memory of training data; on the screen), gete
# (germanium telluride from nothing to gete.json, four hours on two cores, or --quick in a quarter of an hour; what was
# interrupted goes on where it was), kicks (how fast the shipped action heats, from reference trajectories alone; after gete, some minutes; or
# kicks MODEL), spectrum (which frequencies of S that model knows, and which make its energy walk; after gete, two minutes; or spectrum
# MODEL), limit (why a step of 32 fs fails for germanium telluride: what the reference says of itself, runs
# whose every step is compared with the exact one, roots, and a kick around the learned map; under an hour on an idle core, and what was
# interrupted goes on where it was).
set -euo pipefail
cd "$(dirname "$0")/.."
peer=(python3-torch libopenblas0-pthread)

stop() {
    echo "benchmark: $1" >&2
    exit 2
}

what=${1:-training}
case "$what" in
    training | peers | profile | roofline | ladder | failures | update | device | replicas | views | gete | kicks | spectrum | limit) ;;
    *) stop "found '$what'; expected training, peers, profile, roofline, ladder, failures, update, device, replicas, views, gete, kicks, spectrum or limit." ;;
esac

bash build/setup.sh
if [ "$what" = training ] || [ "$what" = peers ]; then
    # Debian's PyTorch multiplies matrices with whatever BLAS is installed; without OpenBLAS the comparison is unfair.
    if [ -f /etc/debian_version ] && ! dpkg -s "${peer[@]}" > /dev/null 2>&1; then
        [ "$(id -u)" = 0 ] || stop "PyTorch is missing. Run 'apt-get install ${peer[*]}' as root, then this again."
        echo "benchmark: installing ${peer[*]}"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get install -y -qq --no-install-recommends "${peer[@]}" \
            || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${peer[@]}"; }; } > artifacts/apt.log 2>&1 \
            || stop "PyTorch could not be installed: $(tail -n 1 artifacts/apt.log)"
    fi
    python=
    for candidate in /usr/bin/python3 python3; do
        if "$candidate" -c 'import torch' 2> /dev/null; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || stop "PyTorch is missing: no python3 here can 'import torch'. Install it and run this again."
fi

project=test/ActionML.Benchmarks
dotnet build "$project/ActionML.Benchmarks.csproj" -c Release -v q -nologo
program="$project/bin/Release/net10.0/ActionML.Benchmarks.dll"
mkdir -p artifacts/benchmarks
if [ "$what" = training ]; then
    dotnet "$program" training "$python" test/peers artifacts/benchmarks
elif [ "$what" = peers ]; then
    dotnet "$program" peers "$python" test/peers models/gete test/data/peers/gete-216-800K.xyz artifacts/benchmarks \
        "$([ "${2:-}" = --quick ] && echo quick || echo full)"
elif [ "$what" = replicas ]; then
    dotnet "$program" replicas models artifacts/benchmarks
elif [ "$what" = gete ]; then
    dotnet build src/Cli/ActionML.Cli/ActionML.Cli.csproj -c Release -v q -nologo
    actionml="dotnet src/Cli/ActionML.Cli/bin/Release/net10.0/actionml.dll"
    if [ "${2:-}" = --quick ]; then
        form=quick direct=3m action=5m amount="--temperatures 600,800,1000 --crystal-temperatures none --replicas 1 --segments 300"
    else
        form=full direct=15m action=40m amount="--temperatures 300,600,800,1000,1300 --segments 400"
    fi
    amount="$amount --segment 80 --frame-spacing 10"
    folder=artifacts/benchmarks/gete-$form
    mkdir -p "$folder"
    train() { # MODEL KIND TIME DATA…
        model=$1 kind=$2 time=$3
        shift 3
        [ -f "$model/$kind.onnx" ] || $actionml train "$@" --time-step 20 --cutoff 4.7 --max-time "$time" --outlier-fraction 0 --kind "$kind" \
            --checkpoint-dir "$model-checkpoints" --out "$model"
    }
    $actionml generate gete --out "$folder/data" --seed 11 $amount
    train "$folder/model" direct "$direct" "$folder/data"
    train "$folder/model" action "$action" "$folder/data"
    compositions=none
    if [ "$form" = full ]; then
        compositions=$folder/model-compositions
        for share in 0.4 0.6; do
            $actionml generate gete --out "$folder/data-$share" --seed "1${share#0.}" $amount \
                --composition "$share" --crystal-temperatures none --replicas 1
        done
        train "$compositions" action 15m "$folder/data" "$folder/data-0.4" "$folder/data-0.6"
        cp "$folder/model/direct.onnx" "$compositions" # its first guesses come from the model that has not seen them
    fi
    missed=0
    dotnet "$program" gete "$folder/model" "$compositions" "$folder" "$form" || missed=$?
    [ ! -f "$folder/gete.json" ] || cp "$folder/gete.json" "artifacts/benchmarks/gete$([ "$form" = full ] || echo -quick).json"
    exit "$missed"
elif [ "$what" = kicks ] || [ "$what" = spectrum ]; then
    starts=artifacts/benchmarks/gete-full/starts
    [ -d "$starts" ] || stop "'$starts' is missing: 'bash build/benchmark.sh gete' makes the start states. Run it first."
    states=("$starts"/216-0.50-*K-*.xyz)
    [ "$what" = kicks ] || states=("$starts/216-0.50-1000K-1.xyz")
    dotnet "$program" "$what" "${2:-models/gete}" "${states[@]}"
elif [ "$what" = limit ]; then
    dotnet build src/Cli/ActionML.Cli/ActionML.Cli.csproj -c Release -v q -nologo
    bash test/ActionML.Benchmarks/StepLimit/limit.sh "dotnet src/Cli/ActionML.Cli/bin/Release/net10.0/actionml.dll" "dotnet $program limit" \
        artifacts/benchmarks/limit
elif [ "$what" = roofline ]; then
    dotnet "$program" roofline models/gete test/data/peers/gete-216-800K.xyz artifacts/benchmarks
elif [ "$what" = ladder ]; then
    dotnet "$program" ladder
elif [ "$what" = failures ]; then
    dotnet "$program" failures models/three-body artifacts/benchmarks "${2:-1000000}"
elif [ "$what" = update ]; then
    dotnet "$program" update
elif [ "$what" = device ]; then
    dotnet "$program" device models
elif [ "$what" = views ]; then
    dotnet "$program" cursor direct 10000 200 4
    dotnet "$program" cursor action 100 200 4
    dotnet "$program" loading 100 100 200 3
    dotnet "$program" loading 10000 33 3 2
else
    dotnet "$program" profile "${2:-64}" artifacts/benchmarks
fi
