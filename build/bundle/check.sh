#!/usr/bin/env bash
# Run by build/bundle.sh --check: unpacks a bundle into an empty folder and runs every command of it with nothing in the
# environment, so that neither .NET nor this clone is of any help.
#   check.sh FOLDER NAME [split]
set -euo pipefail
out=$1 name=$2 split=${3:-}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -n "$split" ]; then
    sh "$out/$name.parts/join.sh" "$folder"
else
    tar -xzf "$out/$name.tar.gz" -C "$folder"
fi
cd "$folder/$name"

fail() {
    echo "check: $1" >&2
    exit 1
}

# expect CODE TEXT COMMAND...: runs it and compares exit code and what it says.
expect() {
    local code=0 expected=$1 text=$2 begun=$SECONDS
    shift 2
    env -i PATH=/nonexistent ./actionml "$@" > out.txt 2> err.txt || code=$?
    [ "$code" = "$expected" ] || fail "'actionml $*' ended with $code instead of $expected: $(tail -n 5 err.txt)"
    grep -qF -- "$text" out.txt err.txt || fail "'actionml $*' does not say '$text': $(tail -n 5 out.txt err.txt)"
    echo "check: actionml $1: $((SECONDS - begun)) s"
}

# json COMMAND...: the output must be one JSON document.
json() {
    expect 0 '{' "$@" --json
    node -e 'JSON.parse(require("fs").readFileSync("out.txt", "utf8"))' || fail "'actionml $* --json' writes something else than JSON."
}

state=data/gete-216-800K.xyz
expect 0 'Exit codes' --help
expect 0 '"type": "object"' schema run
json inspect models/gete
json inspect "$state"
json generate three-body --out data.xyz --trajectories 12 --duration 1
expect 0 'longest comfortable step' advise data.xyz
expect 0 'Training' train data.xyz --time-step 0.1 --out model --save-as model.zip --checkpoint-dir checkpoints --max-iterations 5 --width 8
json export model.zip --out exported --hessian
json eval models/three-body data.xyz --reversal-steps 5
expect 0 'survived' run models/three-body --start figure-eight --steps 20 --report-dir report --certify --solver mixing-then-newton
expect 0 'survived' run --integrator verlet --step 0.01 --start figure-eight --steps 20 --report-dir report
json report report
json run models/gete --start "$state" --steps 2 --thermostat langevin --temperature 800 --out run.xyz --report-dir atoms --corrector-on device
json run models/three-body --start figure-eight --steps 3 --replicas 4 --thermostat langevin --temperature 1e-6 --relaxation 100 --out replicas --checkpoint checkpoints
json generate gete --out gete --temperatures 1000 --crystal-temperatures none --replicas 1 --segments 1 --atoms 64 --equilibration 0.05
json bench models/three-body --seconds 0.1 --replicas 4 --corrector-on both
json bench --seconds 0.1
echo '{ "start": "figure-eight", "steps": 3 }' > options.json
expect 0 'survived' run models/three-body --config options.json
expect 2 'no-such' schema no-such
expect 7 'holds no model' run models/none --start figure-eight --steps 1
expect 6 'libtorch does not load' train data.xyz --time-step 0.1 --out model-2 --max-iterations 5 --width 8 --engine torchsharp
if ! ldconfig -p 2> /dev/null | grep -q libcuda.so.1; then
    expect 6 'There is no NVIDIA driver' bench --device cuda:0
    case $name in
        *-gpu) expect 6 'do not load' bench --device cuda:0 ;;
        *) expect 6 'for the CPU alone' bench --device cuda:0 ;;
    esac
fi
echo "check: $name is well"
