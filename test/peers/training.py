#!/usr/bin/env python3
"""Trains the action network in eager PyTorch.

Reads what `ActionML.Benchmarks` has written (weights, one batch, the loss and its gradients as ActionML's
double-precision reference computes them), checks that this network gives the same, and then trains for as long as it
is asked to on standard input: a number of seconds in, a line of JSON out. The end of input stops it.

The optimizer takes all parameters at once. Sums instead of batched products over the few neighbors of three bodies
were tried and made no difference.
"""

import argparse
import json
import sys
import time

import torch

import problem as problems
from network import ActionNetwork, prepare


class Training:
    """One batch, the network with the given weights, and AdamW."""

    def __init__(self, problem, tensors, dtype):
        self.problem = problem
        self.batch = problems.cast(
            {name: value for name, value in tensors.items() if not name.startswith(("weight.", "gradient."))}, dtype)
        prepare(self.batch, problem["options"])
        self.network = ActionNetwork(problem["options"], problem["scales"]).to(dtype).load(tensors, "weight.")
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=problem["learning_rate"], weight_decay=0, foreach=True)
        self.positions = torch.zeros_like(self.batch["momenta"])
        self.root = torch.sqrt(self.batch["masses"]).unsqueeze(1)
        self.root_weights = self.batch["root_weights"].unsqueeze(1)

    def loss(self):
        """Both squared errors, summed, and the loss."""
        scales = self.problem["scales"]
        residual, delta_momenta = self.network.delta(self.batch, self.positions, self.batch["momenta"], create_graph=True)
        positions = residual * self.root / (scales["time_step"] * scales["position_change"])
        momenta = delta_momenta / (self.root * scales["momentum_change"])
        squared_positions = torch.square(self.root_weights * (positions - self.batch["target_positions"])).sum()
        squared_momenta = torch.square(self.root_weights * (momenta - self.batch["target_momenta"])).sum()
        loss = (self.problem["position_weight"] * squared_positions + squared_momenta) / momenta.numel()
        return squared_positions, squared_momenta, loss

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        *_, loss = self.loss()
        loss.backward(inputs=list(self.network.parameters()))
        self.optimizer.step()
        return loss

    def check(self, tensors, tolerance):
        """The largest relative deviation of loss and gradients from ActionML's; stops when it exceeds the tolerance."""
        squared_positions, squared_momenta, loss = self.loss()
        loss.backward(inputs=list(self.network.parameters()))
        expected = self.problem["expected"]
        worst = max(
            abs(squared_positions.item() / expected["squared_error_positions"] - 1),
            abs(squared_momenta.item() / expected["squared_error_momenta"] - 1))
        gradients = {name: value for (name, _), value in zip(self.network.named(), self.gradients())}
        names = {name.removeprefix("gradient.") for name in tensors if name.startswith("gradient.")}
        if names != set(gradients):
            sys.exit(f"peer: the networks differ in their parameters: {sorted(names ^ set(gradients))}.")
        for name, gradient in gradients.items():
            reference = tensors["gradient." + name]
            worst = max(worst, ((gradient - reference).norm() / reference.norm()).item())
        if not worst <= tolerance:
            sys.exit(f"peer: loss or gradients deviate by {worst:.2e}, more than {tolerance:.0e}: not the same network.")
        return worst

    def gradients(self):
        """Gradients in the layout and order of `named`."""
        with torch.no_grad():
            parameters = list(self.network.parameters())
            saved = [p.clone() for p in parameters]
            for p in parameters:
                p.copy_(p.grad)
            result = [view.clone() for _, view in self.network.named()]
            for p, value in zip(parameters, saved):
                p.copy_(value)
                p.grad = None
        return result


def main():
    parser = argparse.ArgumentParser(description="Trains the action network in eager PyTorch.")
    parser.add_argument("folder", help="folder with problem.json and problem.bin")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)  # as ActionML's sessions do
    problem, tensors = problems.read(arguments.folder)
    double = Training(problem, tensors, torch.float64).check(tensors, 1e-9)
    training = Training(problem, tensors, torch.float32)
    single = training.check(tensors, 1e-4)
    print(json.dumps({"torch": torch.__version__, "deviation_float64": double, "deviation_float32": single}), flush=True)
    for line in sys.stdin:
        seconds = float(line)
        count = 0
        start, processor = time.perf_counter(), time.process_time()
        while (elapsed := time.perf_counter() - start) < seconds:
            training.step()
            count += 1
        processor = time.process_time() - processor
        print(json.dumps({"steps": count, "seconds": elapsed, "processor_seconds": processor}), flush=True)


if __name__ == "__main__":
    main()
