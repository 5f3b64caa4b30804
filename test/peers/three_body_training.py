#!/usr/bin/env python3
"""The action network of three bodies in eager PyTorch: the peer that ActionML's training engine is measured against.

Reads what `ActionML.Benchmarks training` has written (weights, one batch, the loss and its gradients as ActionML's
double-precision reference computes them), checks that this network gives the same, and then trains for as long as it
is asked to on standard input: a number of seconds in, a line of JSON out. The end of input stops it.

Written to be fast as eager PyTorch goes: linear maps that share their input are one product, neighbor sums and
projections are batched products, tensors of geometry have their components first, the optimizer takes all parameters
at once. Gathering with an adjoint that needs no scatter (autograd functions, as in ActionML's graph) and sums instead
of batched products over the few neighbors were tried and made no difference. The caller sets the number of threads
and the kernels of OpenBLAS in the environment.
"""

import argparse
import json
import math
import os
import sys
import time

import torch
from torch import nn
from torch.nn.functional import linear, one_hot, silu

SOFTENING = 0.05
SATURATION = 1.0


class EdgeGeometry:
    """Invariants of every edge, [N·K, features], and the angular basis, [N, B, K]."""

    def __init__(self, batch, problem, positions, momenta):
        options, scales = problem["options"], problem["scales"]
        count, capacity = batch["neighbors"].shape
        dimension = options["dimension"]

        # One gather for positions and velocities; components first from here on.
        own = torch.cat([positions / scales["length"], momenta / (scales["velocity"] * batch["masses"].unsqueeze(1))], 1)
        relative = own[batch["neighbors"]] - own.unsqueeze(1)
        relative = relative.view(count * capacity, 2 * dimension).t().contiguous()
        r = relative[:dimension] + batch["shifts"].view(dimension, -1) / scales["length"]
        w = relative[dimension:]

        softened = torch.sqrt(torch.square(r).sum(0) + SOFTENING**2)
        inverse = torch.reciprocal(softened)
        direction = r * inverse
        v = w * torch.rsqrt(1 + torch.square(w).sum(0) / SATURATION**2)
        radial = (direction * v).sum(0)
        t = softened / (1 + softened)

        size = options["radial_functions"]
        centers = (torch.arange(size, dtype=r.dtype) + 0.5) / size
        gaussians = torch.exp(torch.square(t - centers.unsqueeze(1)) * (-0.5 * size * size / 1.5))
        scalars = torch.stack([t, inverse, torch.square(radial), torch.square(v).sum(0)])
        self.features = torch.cat([gaussians, scalars]).t()

        basis = torch.cat([torch.ones_like(t).unsqueeze(0), direction, self.harmonics(direction), v, direction * radial])
        self.sizes = [1, dimension, 2 if dimension == 2 else 5, dimension, dimension]
        self.basis = basis.view(-1, count, capacity).transpose(0, 1)

    @staticmethod
    def harmonics(u):
        if len(u) == 2:
            return torch.stack([torch.square(u[0]) - torch.square(u[1]), 2 * u[0] * u[1]])
        root = 3**0.5
        x, y, z = u
        return torch.stack([
            root * x * y, root * y * z, root * x * z,
            0.5 * root * (x * x - y * y), z * z - 0.5 * (x * x + y * y),
        ])


class Round(nn.Module):
    """Edge channels from invariants and both ends, their moments per particle, and the particle network."""

    def __init__(self, options, features, first, last):
        super().__init__()
        width, channels = options["width"], options["vector_width"]
        self.channels = channels
        self.edge = nn.Linear(features, width)
        # Near and far end of an edge side by side; one map per group of the basis, one for scalars alone at first.
        self.ends = nn.ParameterList([nn.Parameter(torch.empty(2 * width, width)) for _ in range(1 if first else 5)])
        self.even = nn.Linear(width, 3 * channels, bias=False)
        self.harmonics = nn.Linear(width, 2 * channels, bias=False)
        self.odd = nn.ModuleList([nn.Linear(width, 3 * channels, bias=False) for _ in range(2)])
        self.particle = nn.Linear(2 * width + 4 * channels, width)
        self.update = None if last else nn.Linear(width, width)

    def forward(self, scalars, groups, geometry, batch, mean_neighbors):
        count, capacity = batch["neighbors"].shape
        if groups is None:
            near, far = linear(scalars, self.ends[0]).chunk(2, 1)
            ends = (far[batch["neighbors"]] + near.unsqueeze(1)).view(count * capacity, -1)
        else:
            known = [scalars.unsqueeze(1), *groups[1:]]
            projected = torch.cat([linear(x, weight) for x, weight in zip(known, self.ends)], 1)
            near, far = torch.bmm(geometry.basis.transpose(1, 2), projected).view(count * capacity, -1).chunk(2, 1)
            ends = near + far[batch["reverse"]]
        channels = silu(self.edge(geometry.features) + ends)

        moments = torch.bmm(geometry.basis, channels.view(count, capacity, -1)) / mean_neighbors
        groups = moments.split(geometry.sizes, 1)
        even = self.even(groups[1]).split(self.channels, 2)
        harmonics = self.harmonics(groups[2]).split(self.channels, 2)
        odd = (self.odd[0](groups[3]) + self.odd[1](groups[4])).split(self.channels, 2)
        features = torch.cat([
            scalars,
            groups[0].squeeze(1),
            (even[0] * even[1]).sum(1),
            (harmonics[0] * harmonics[1]).sum(1),
            (odd[0] * odd[1]).sum(1),
            torch.square((even[2] * odd[2]).sum(1)),
        ], 1)
        return features, silu(self.particle(features)), groups


class ActionNetwork(nn.Module):
    """S − h Σ p²/2m, summed over a batch."""

    def __init__(self, problem):
        super().__init__()
        options, width = problem["options"], problem["options"]["width"]
        self.problem = problem
        self.embedding = nn.Linear(options["species_count"] + 1, width)
        self.embedding_out = nn.Linear(width, width)
        features = options["radial_functions"] + 4
        rounds = options["rounds"]
        self.rounds = nn.ModuleList([Round(options, features, i == 0, i == rounds - 1) for i in range(rounds)])
        readout = 3 * width + 4 * options["vector_width"]
        self.outs = nn.ModuleList([nn.Linear(readout, 1, bias=False) for _ in range(rounds)])

    def forward(self, batch, positions, momenta):
        options, scales = self.problem["options"], self.problem["scales"]
        geometry = EdgeGeometry(batch, self.problem, positions, momenta)
        kinds = one_hot(batch["species"], options["species_count"]).to(momenta.dtype)
        masses = torch.log(batch["masses"].unsqueeze(1) / scales["mass"])
        scalars = self.embedding_out(silu(self.embedding(torch.cat([kinds, masses], 1))))
        groups = None
        epsilon = 0
        for layer, out in zip(self.rounds, self.outs):
            features, hidden, groups = layer(scalars, groups, geometry, batch, scales["neighbors"])
            epsilon = epsilon + out(torch.cat([features, hidden], 1)).sum()
            if layer.update is not None:
                scalars = scalars + layer.update(hidden)
        energy = scales["mass"]**0.5 * scales["length"] * scales["momentum_change"] / scales["time_step"]
        return scales["time_step"] * energy * epsilon

    def named(self):
        """Pairs of ActionML's parameter name and the view of a parameter that holds its transpose."""
        def layer(name, module):
            yield name + ".weight", module.weight.t()
            if module.bias is not None:
                yield name + ".bias", module.bias

        yield from layer("embedding", self.embedding)
        yield from layer("embedding.out", self.embedding_out)
        for i, block in enumerate(self.rounds):
            name = f"round{i}"
            yield from layer(name + ".edge", block.edge)
            for j, weight in enumerate(block.ends):
                label = "" if len(block.ends) == 1 else str(j)
                near, far = weight.chunk(2, 0)
                yield f"{name}.near{label}.weight", near.t()
                yield f"{name}.far{label}.weight", far.t()
            yield from layer(name + ".even0", block.even)
            yield from layer(name + ".harmonics0", block.harmonics)
            for j, module in enumerate(block.odd):
                yield from layer(f"{name}.odd{j}", module)
            yield from layer(name + ".particle", block.particle)
            if block.update is not None:
                yield from layer(name + ".update", block.update)
        for i, out in enumerate(self.outs):
            yield from layer(f"out{i}", out)


class Training:
    """One batch, the network with the given weights, and AdamW."""

    def __init__(self, problem, tensors, dtype):
        self.problem = problem
        self.batch = {
            name: value.to(dtype) if value.is_floating_point() else value
            for name, value in tensors.items() if not name.startswith(("weight.", "gradient."))
        }
        self.network = ActionNetwork(problem).to(dtype)
        with torch.no_grad():
            for name, parameter in self.network.named():
                parameter.copy_(tensors["weight." + name])
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=problem["learning_rate"], weight_decay=0, foreach=True)
        self.positions = torch.zeros_like(self.batch["momenta"], requires_grad=True)
        self.momenta = self.batch["momenta"].requires_grad_()
        self.root = torch.sqrt(self.batch["masses"]).unsqueeze(1)
        self.root_weights = self.batch["root_weights"].unsqueeze(1)

    def loss(self):
        """Both squared errors, summed, and the loss."""
        scales = self.problem["scales"]
        action = self.network(self.batch, self.positions, self.momenta)
        slope_positions, slope_momenta = torch.autograd.grad(action, (self.positions, self.momenta), create_graph=True)
        delta_positions = slope_momenta * self.root / (scales["time_step"] * scales["position_change"])
        delta_momenta = -slope_positions / (self.root * scales["momentum_change"])
        squared_positions = torch.square(self.root_weights * (delta_positions - self.batch["target_positions"])).sum()
        squared_momenta = torch.square(self.root_weights * (delta_momenta - self.batch["target_momenta"])).sum()
        loss = (self.problem["position_weight"] * squared_positions + squared_momenta) / self.momenta.numel()
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


def read(folder):
    with open(os.path.join(folder, "problem.json"), encoding="utf-8") as file:
        problem = json.load(file)
    with open(os.path.join(folder, "problem.bin"), "rb") as file:
        data = bytearray(file.read())
    tensors = {}
    for entry in problem["tensors"]:
        dtype = getattr(torch, entry["type"])
        shape = entry["shape"]
        flat = torch.frombuffer(data, dtype=dtype, count=math.prod(shape), offset=entry["offset"])
        tensors[entry["name"]] = flat.view(shape)
    return problem, tensors


def main():
    parser = argparse.ArgumentParser(description="Trains the three-body action network in eager PyTorch.")
    parser.add_argument("folder", help="folder with problem.json and problem.bin")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.set_flush_denormal(True)  # as ActionML's sessions do
    problem, tensors = read(arguments.folder)
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
