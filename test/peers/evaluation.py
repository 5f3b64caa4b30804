#!/usr/bin/env python3
"""Evaluates the generating function's gradient, and makes corrected steps, in eager PyTorch.

Reads what `ActionML.Benchmarks peers` has written, checks that action and direct network give what ActionML's give (its
double-precision reference and its single-precision files), and then does what it is asked to on standard input:

    gradient SECONDS            evaluates the gradient for this long
    step SOLVER SECONDS         makes steps from the given states, one after the other, for this long
    solve SOLVER FILE           makes each step once and writes Δq and Δp, [states, 2, N, 3] in double

with SOLVER actionml or one of FLASHMD. A line of JSON comes back for each. The end of input stops it.
"""

import argparse
import json
import sys
import time

import torch

import problem as problems
from network import ActionNetwork, DirectNetwork, prepare
from solvers import Corrector, anderson

# FlashMD's solver: what the network computes in, what the unknowns are held in, and the tolerance. As shipped all is single, and
# rounding alone keeps the 2-norm of some thousand components above 1e-5.
FLASHMD = {
    "flashmd": (torch.float32, torch.float32, 1e-5),
    "flashmd-double-unknowns": (torch.float32, torch.float64, 1e-5),
    "flashmd-double": (torch.float64, torch.float64, 1e-5),
    "flashmd-loose": (torch.float32, torch.float64, 1e-3),
}


class Lists:
    """Neighbor lists of one system in a box, by brute force, which at some hundred atoms is the fastest."""

    def __init__(self, tensors, options, box, dtype):
        self.fixed = problems.cast({name: tensors[name] for name in ("masses", "species")}, dtype)
        self.options, self.box, self.dtype = options, box, dtype
        self.seconds = 0.0

    def build(self, positions, skin):
        """The list of these positions, which become its reference."""
        begin = time.perf_counter()
        count, radius = len(positions), self.options["cutoff"] + skin
        vectors = positions - positions.unsqueeze(1)
        vectors -= self.box * torch.round(vectors / self.box)
        near = torch.square(vectors).sum(2) < radius * radius
        near.fill_diagonal_(False)
        place = near.cumsum(1) - 1
        capacity = int(place[:, -1].max()) + 1
        i, j = near.nonzero(as_tuple=True)
        edge = i * capacity + place[i, j]
        neighbors = torch.arange(count).repeat_interleave(capacity)
        neighbors[edge] = j
        reverse = torch.arange(count * capacity)
        reverse[edge] = j * capacity + place[j, i]
        shifts = torch.zeros(3, count * capacity, dtype=self.dtype)
        shifts[0] = 2 * radius  # padding: an edge to itself, beyond the cutoff
        shifts[:, edge] = vectors[i, j].t().to(self.dtype)
        result = prepare({
            **self.fixed,
            "neighbors": neighbors.view(count, capacity),
            "reverse": reverse,
            "shifts": shifts.view(3, count, capacity),
            "reference": positions,
        }, self.options)
        self.seconds += time.perf_counter() - begin
        return result


class Peer:
    """Both networks in one precision, the given system and the states to make steps from."""

    def __init__(self, problem, tensors, dtype):
        self.problem, self.dtype = problem, dtype
        options, scales = problem["options"], problem["scales"]
        self.action = ActionNetwork(options["action"], scales["action"]).to(dtype).load(tensors, "action.weight.").requires_grad_(False)
        self.direct = DirectNetwork(options["direct"], scales["direct"]).to(dtype).load(tensors, "direct.weight.").requires_grad_(False)
        self.system = problems.cast(
            {name: tensors[name] for name in ("masses", "species", "neighbors", "reverse", "shifts")}, dtype)
        options = options["action"]  # kinds and cutoff are the same in both, and the direct model sees one copy of the system
        prepare(self.system, options)
        self.momenta = tensors["momenta"].to(dtype)
        self.rest = torch.zeros_like(self.momenta)
        self.masses = tensors["masses"].unsqueeze(1)
        self.states = list(zip(tensors["states.positions"], tensors["states.momenta"]))
        self.step = scales["action"]["time_step"]
        self.lists = Lists(tensors, options, tensors["box"], dtype)
        self.made = 0
        self.corrector = Corrector(tensors["masses"], self.step, problem["residual_scale"], problem["tolerance"])

    def gradient(self):
        return self.action.delta(self.system, self.rest, self.momenta)

    @torch.no_grad()
    def predict(self, system, momenta):
        return self.direct.delta(system, self.rest, momenta.to(self.dtype))

    def deviation(self, solve, delta_positions, delta_momenta, in_residual):
        """Of ρ (or Δq) and Δp from those expected, relative."""
        flight = self.step * self.momenta.double() / self.masses
        expected, found = (delta_positions - flight, solve[0]) if in_residual else (delta_positions, solve[0] + flight)
        return max(
            ((found - expected).norm() / expected.norm()).item(),
            ((solve[1] - delta_momenta).norm() / delta_momenta.norm()).item())

    def make_next(self, solver):
        """A step from the next state in turn."""
        self.make(self.states[self.made % len(self.states)], solver)
        self.made += 1

    def make(self, state, solver):
        """Δq, Δp and the evaluations of one step."""
        positions, momenta = state
        skin = self.problem["skin"]
        residual, delta_momenta = self.predict(self.lists.build(positions, 0), momenta)
        delta_momenta = delta_momenta.double()
        delta_positions = residual.double() + self.step * momenta / self.masses
        evaluations = 0
        while True:
            # One list for the whole solve, around the midpoint of the guess; again where the solution has left it.
            reference = positions + 0.5 * delta_positions
            system = self.lists.build(reference, skin)
            delta_positions, delta_momenta, more = self.solve(
                system, solver, positions, momenta, delta_positions, delta_momenta)
            evaluations += more
            moved = positions + 0.5 * delta_positions - reference
            if torch.square(moved).sum(1).max() <= 0.25 * skin * skin:
                return delta_positions, delta_momenta, evaluations

    def solve(self, system, solver, positions, momenta, delta_positions, delta_momenta):
        def evaluate(q, p):
            rho, change = self.action.delta(system, (q - system["reference"]).to(self.dtype), p.to(self.dtype))
            return rho.to(p.dtype), change.to(p.dtype)

        if solver == "actionml":
            return self.corrector.solve(evaluate, positions, momenta, delta_positions, delta_momenta)

        # The midpoint itself, positions and momenta side by side, is the unknown.
        _, dtype, tolerance = FLASHMD[solver]
        start = torch.cat([positions, momenta]).to(dtype)
        rate = (self.step / self.masses).to(dtype)

        def midpoint(x):
            q, p = x.view(2, -1, 3)
            rho, change = evaluate(q, p)
            return start.view(-1) + 0.5 * torch.cat([rho + rate * p, change]).view(-1)

        guess = torch.cat([delta_positions, delta_momenta]).to(dtype)
        middle, evaluations = anderson(
            midpoint, (start + 0.5 * guess).view(-1), tolerance=tolerance)
        delta_positions, delta_momenta = (2 * (middle.view_as(start) - start)).double().chunk(2)
        return delta_positions, delta_momenta, evaluations

    def repeat(self, work, seconds):
        """Works for this long; with the times of the processor and of the neighbor lists."""
        count, self.lists.seconds = 0, 0.0
        start, processor = time.perf_counter(), time.process_time()
        while (elapsed := time.perf_counter() - start) < seconds:
            work()
            count += 1
        processor = time.process_time() - processor
        return {"steps": count, "seconds": elapsed, "processor_seconds": processor, "list_seconds": self.lists.seconds}

    def serve(self, what, *arguments):
        if what == "gradient":
            return self.repeat(self.gradient, float(arguments[0]))
        if what == "step":
            return self.repeat(lambda: self.make_next(arguments[0]), float(arguments[1]))
        if what == "solve":
            results = [self.make(state, arguments[0]) for state in self.states]
            with open(arguments[1], "wb") as file:
                file.write(torch.stack([torch.stack(result[:2]) for result in results]).numpy().tobytes())
            return {"evaluations": [result[2] for result in results]}
        sys.exit(f"peer: found '{what}'; expected gradient, step or solve.")


def check(problem, tensors):
    """The largest deviations by kind; stops when one exceeds its tolerance."""
    deviations = {}
    for dtype, kind, tolerance in ((torch.float64, "reference", 1e-9), (torch.float32, "file", 1e-5)):
        if f"{kind}.action.positions" not in tensors:
            continue
        peer = Peer(problem, tensors, dtype)
        worst = 0.0
        for name, solve in (("action", peer.gradient()), ("direct", peer.predict(peer.system, tensors["momenta"]))):
            expected = tensors[f"{kind}.{name}.positions"], tensors[f"{kind}.{name}.momenta"]
            worst = max(worst, peer.deviation(solve, *expected, in_residual=kind == "reference"))
        if not worst <= tolerance:
            sys.exit(f"peer: the networks deviate from ActionML's {kind} by {worst:.2e}, more than {tolerance:.0e}: not the same networks.")
        deviations[kind] = worst
    return deviations


def main():
    parser = argparse.ArgumentParser(description="Evaluates ActionML's networks in eager PyTorch.")
    parser.add_argument("folder", help="folder with problem.json and problem.bin")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)  # as ActionML's sessions do
    problem, tensors = problems.read(arguments.folder)
    deviations = check(problem, tensors)
    peers = {dtype: Peer(problem, tensors, dtype) for dtype in (torch.float32, torch.float64)}
    print(json.dumps({
        "torch": torch.__version__,
        "deviation_float64": deviations.get("reference"),
        "deviation_float32": deviations["file"],
    }), flush=True)
    for line in sys.stdin:
        request = line.split()
        network, *_ = FLASHMD.get(request[1], (torch.float32,))
        print(json.dumps(peers[network].serve(*request)), flush=True)


if __name__ == "__main__":
    main()
