"""ActionML's networks in eager PyTorch: the peer that it is measured against, and the same functions to rounding.

Written to be fast as eager PyTorch goes: linear maps that share their input are one product, neighbor sums and
projections are batched products, tensors of geometry have their components first, gathers have adjoints that gather.
The caller sets the number of threads and the kernels of OpenBLAS in the environment.

A system is a dictionary of tensors: masses [N], species [N], neighbors [N, K], reverse [N·K] (the edge that points
back), shifts [D, N, K] (relative reference positions), and what `prepare` adds: pairs, and for networks that are evaluated
at two points of a step's path twice, two copies of the system that do not see each other.
"""

import torch
from torch import nn
from torch.nn.functional import linear, one_hot, silu

SOFTENING = 0.05
SATURATION = 1.0


class ReverseEdges(torch.autograd.Function):
    """x[reverse], whose adjoint is itself: `reverse` is an involution."""

    @staticmethod
    def forward(context, x, reverse):
        context.save_for_backward(reverse)
        return x.index_select(0, reverse)

    @staticmethod
    def backward(context, gradient):
        (reverse,) = context.saved_tensors
        return ReverseEdges.apply(gradient, reverse), None


class GatherNeighbors(torch.autograd.Function):
    """x[neighbors], [N·K, F]; the adjoint gathers by the reverse edges and sums over the K neighbors."""

    @staticmethod
    def forward(context, x, neighbors, reverse):
        context.save_for_backward(neighbors, reverse)
        return x.index_select(0, neighbors.view(-1))

    @staticmethod
    def backward(context, gradient):
        neighbors, reverse = context.saved_tensors
        return ReverseEdges.apply(gradient, reverse).view(*neighbors.shape, -1).sum(1), None, None


def prepare(system, options):
    """Adds for each edge and each of the S(S + 1)/2 pairs of kinds whether the edge's ends are of these kinds, [pairs, 1, N·K]; and twice."""
    kinds = options["species_count"]
    near = system["species"].unsqueeze(1).expand_as(system["neighbors"]).reshape(-1)
    far = system["species"][system["neighbors"]].view(-1)
    ordered = [(a, b) for a in range(kinds) for b in range(a, kinds)]
    system["pairs"] = torch.stack([
        ((near == a) & (far == b)) | ((near == b) & (far == a)) for a, b in ordered
    ]).unsqueeze(1).to(system["masses"].dtype)
    if options["path_point"] is not None:
        neighbors, reverse = system["neighbors"], system["reverse"]
        system["twice"] = {
            "neighbors": torch.cat([neighbors, neighbors + len(neighbors)]),
            "reverse": torch.cat([reverse, reverse + len(reverse)]),
            "pairs": system["pairs"].repeat(1, 1, 2),
        }
    return system


def seen(system, options):
    """The neighbors that a network of these options sees."""
    return system if options["path_point"] is None else system["twice"]


class EdgeGeometry:
    """Invariants of every edge, [N·K, features], and the angular basis, [N, B, K] and [N, K, B]."""

    def __init__(self, system, options, scales, displacements, momenta, graded):
        count, capacity = system["neighbors"].shape
        dimension, cutoff = options["dimension"], options["cutoff"]

        # One gather for positions and velocities; components first from here on.
        own = torch.cat([displacements / scales["length"], momenta / (scales["velocity"] * system["masses"].unsqueeze(1))], 1)
        far = GatherNeighbors.apply(own, system["neighbors"], system["reverse"])
        relative = far.view(count, capacity, -1) - own.unsqueeze(1)
        relative = relative.view(count * capacity, 2 * dimension).t().contiguous()
        r = relative[:dimension] + system["shifts"].view(dimension, -1) / scales["length"]
        w = relative[dimension:]
        speed = torch.square(w).sum(0)
        v = w * torch.rsqrt(1 + speed / SATURATION**2)
        way = 0
        if options["path_point"] is not None:
            way = options["path_point"] * scales["time_step"] * scales["velocity"]
            bounded = w * (way / scales["length"] * torch.rsqrt(torch.sqrt(1 + torch.square(speed))))
            r, v, count = torch.cat([r + bounded, r - bounded], 1), v.repeat(1, 2), 2 * count

        squared = torch.square(r).sum(0)
        softened = torch.sqrt(squared + SOFTENING**2)
        inverse = torch.reciprocal(softened)
        direction = r * inverse
        radial = (direction * v).sum(0)
        if cutoff is None:
            t = softened / (1 + softened)
        else:
            closest = scales["closest_distance"] / scales["length"]
            t = (softened - closest) / ((cutoff - way) / scales["length"] - closest)

        size = options["radial_functions"]
        centers = (torch.arange(size, dtype=r.dtype) + 0.5) / size
        gaussians = torch.exp(torch.square(t - centers.unsqueeze(1)) * (-0.5 * size * size / 1.5))
        if options["species_count"] > 1:
            gaussians = (gaussians * seen(system, options)["pairs"]).view(-1, count * capacity)
        scalars = torch.stack([t, inverse, torch.square(radial), torch.square(v).sum(0), *([] if graded else [radial])])
        self.features = torch.cat([gaussians, scalars]).t()

        squares = quadratic(direction)
        groups = [torch.ones_like(t).unsqueeze(0), direction, self.harmonics(direction, squares), v, direction * radial]
        if options["has_rates"]:
            groups.append(radial.unsqueeze(0))
        if options["harmonic_degree"] > 2:
            groups.append(self.third_harmonics(direction, squares))
        basis = torch.cat(groups)
        if cutoff is not None:
            x = squared * (scales["length"] / (cutoff - way))**2
            basis = basis * (torch.relu(1 - x)**4 * (1 + x * (4 + x * (10 + 20 * x))))
        self.sizes = [len(group) for group in groups]
        self.basis = basis.view(-1, count, capacity).transpose(0, 1)
        self.transposed = self.basis.transpose(1, 2).contiguous()

    # As products of matrices of constants, which is the faster way here, too.
    @staticmethod
    def harmonics(u, squares):
        root = 3**0.5
        return rows(u, [[1, -1, 0], [0, 0, 2]] if len(u) == 2 else [
            [0, 0, 0, root, 0, 0],
            [0, 0, 0, 0, root, 0],
            [0, 0, 0, 0, 0, root],
            [root / 2, -root / 2, 0, 0, 0, 0],
            [-0.5, -0.5, 1, 0, 0, 0],
        ], squares)

    @staticmethod
    def third_harmonics(u, squares):
        if len(u) == 2:
            return u * rows(u, [[1, -3, 0], [3, -1, 0]], squares)
        a, b, c = (3 / 8)**0.5, (5 / 8)**0.5, 15**0.5
        linear = rows(u, [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0]], u)
        return linear * rows(u, [
            [-1.5, -1.5, 1, 0, 0, 0],
            [-a, -a, 4 * a, 0, 0, 0],
            [-a, -a, 4 * a, 0, 0, 0],
            [c / 2, -c / 2, 0, 0, 0, 0],
            [0, 0, 0, 0, c, 0],
            [b, -3 * b, 0, 0, 0, 0],
            [3 * b, -b, 0, 0, 0, 0],
        ], squares)


def rows(like, matrix, columns):
    return torch.tensor(matrix, dtype=like.dtype) @ columns


def quadratic(u):
    """x², y², xy; in three dimensions x², y², z², xy, yz, xz."""
    if len(u) == 2:
        return rows(u, [[1, 0], [0, 1], [1, 0]], u) * rows(u, [[1, 0], [0, 1], [0, 1]], u)
    near = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]]
    far = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 1]]
    return rows(u, near, u) * rows(u, far, u)


class Round(nn.Module):
    """Edge channels from invariants and both ends, their moments per particle, and the particle network."""

    def __init__(self, options, features, first, last, graded):
        super().__init__()
        width, channels = options["width"], options["vector_width"]
        self.channels, self.graded, self.limit = channels, graded, options["product_limit"]
        third, rates = options["harmonic_degree"] > 2, options["has_rates"]
        self.edge = nn.Linear(features, width)
        # Near and far end of an edge side by side; one map per group of the basis, one for scalars alone at first.
        self.ends = nn.ParameterList([nn.Parameter(torch.empty(2 * width, width)) for _ in range(1 if first else 5 + rates + third)])
        self.even = nn.Linear(width, 3 * channels, bias=False)
        self.harmonics = nn.Linear(width, 2 * channels, bias=False)
        self.odd = nn.ModuleList([nn.Linear(width, 3 * channels, bias=False) for _ in range(2)])
        self.rates = nn.Linear(width, 2 * channels, bias=False) if rates else None
        self.third = nn.Linear(width, 2 * channels, bias=False) if third else None
        sizes = [2 * width + products_count(options) * channels, *[particle_width(options)] * options["particle_layers"]]
        self.particle = nn.ModuleList([nn.Linear(inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:])])
        self.update = None if last else nn.Linear(sizes[-1], width)

    def forward(self, scalars, groups, geometry, system, mean_neighbors):
        count, capacity = system["neighbors"].shape
        if groups is None:
            near, far = linear(scalars, self.ends[0]).chunk(2, 1)
            far = GatherNeighbors.apply(far, system["neighbors"], system["reverse"])
            ends = (far.view(count, capacity, -1) + near.unsqueeze(1)).view(count * capacity, -1)
        else:
            known = [scalars.unsqueeze(1), *groups[1:]]
            projected = torch.cat([linear(x, weight) for x, weight in zip(known, self.ends)], 1)
            near, far = torch.bmm(geometry.transposed, projected).view(count * capacity, -1).chunk(2, 1)
            ends = near + ReverseEdges.apply(far, system["reverse"])
        channels = silu(self.edge(geometry.features) + ends)

        moments = torch.bmm(geometry.basis, channels.view(count, capacity, -1)) / mean_neighbors**0.5
        groups = moments.split(geometry.sizes, 1)
        even = self.even(groups[1]).split(self.channels, 2)
        harmonics = self.harmonics(groups[2]).split(self.channels, 2)
        odd = (self.odd[0](groups[3]) + self.odd[1](groups[4])).split(self.channels, 2)
        cross = self.dot(even[2], odd[2])
        features = [
            scalars,
            groups[0].squeeze(1),
            self.dot(even[0], even[1]),
            self.dot(harmonics[0], harmonics[1]),
            self.dot(odd[0], odd[1]),
            torch.square(cross) if self.graded else cross,
        ]
        if self.rates is not None:
            rates = self.rates(groups[5]).split(self.channels, 2)
            features.append(self.dot(rates[0], rates[1]))
        if self.third is not None:
            third = self.third(groups[-1]).split(self.channels, 2)
            features.append(self.dot(third[0], third[1]))
        hidden = features = torch.cat(features, 1)
        for layer in self.particle:
            hidden = silu(layer(hidden))
        return features, hidden, groups

    def dot(self, a, b):
        x = (a * b).sum(1)
        return x if self.limit is None else x / torch.sqrt(1 + torch.square(x) / self.limit**2)

    def named(self, name):
        yield from named_layer(name + ".edge", self.edge)
        for j, weight in enumerate(self.ends):
            label = "" if len(self.ends) == 1 else str(j)
            near, far = weight.chunk(2, 0)
            yield f"{name}.near{label}.weight", near.t()
            yield f"{name}.far{label}.weight", far.t()
        yield from named_layer(name + ".even0", self.even)
        yield from named_layer(name + ".harmonics0", self.harmonics)
        for j, module in enumerate(self.odd):
            yield from named_layer(f"{name}.odd{j}", module)
        if self.rates is not None:
            yield from named_layer(name + ".rates0", self.rates)
        if self.third is not None:
            yield from named_layer(name + ".third0", self.third)
        for j, module in enumerate(self.particle):
            yield from named_layer(f"{name}.particle{j or ''}", module)
        if self.update is not None:
            yield from named_layer(name + ".update", self.update)


class Network(nn.Module):
    """The message passing that both heads share."""

    def __init__(self, options, scales, graded):
        super().__init__()
        width, rounds = options["width"], options["rounds"]
        self.options, self.scales, self.graded = options, scales, graded
        self.embedding = nn.Linear(options["species_count"] + 1, width)
        self.embedding_out = nn.Linear(width, width)
        kinds = options["species_count"]
        features = options["radial_functions"] * kinds * (kinds + 1) // 2 + (4 if graded else 5)
        self.rounds = nn.ModuleList([Round(options, features, i == 0, i == rounds - 1, graded) for i in range(rounds)])

    def passes(self, system, displacements, momenta):
        """What is known after each round: features and activations of the particle network, and the moments by group."""
        geometry = EdgeGeometry(system, self.options, self.scales, displacements, momenta, self.graded)
        kinds = one_hot(system["species"], self.options["species_count"]).to(momenta.dtype)
        masses = torch.log(system["masses"].unsqueeze(1) / self.scales["mass"])
        scalars = self.embedding_out(silu(self.embedding(torch.cat([kinds, masses], 1))))
        copies = seen(system, self.options)
        scalars = scalars.repeat(len(copies["neighbors"]) // len(scalars), 1)
        groups = None
        for layer in self.rounds:
            features, hidden, groups = layer(scalars, groups, geometry, copies, self.scales["neighbors"])
            yield features, hidden, groups
            if layer.update is not None:
                scalars = scalars + layer.update(hidden)

    def named(self):
        """Pairs of ActionML's parameter name and the view of a parameter that holds its transpose."""
        yield from named_layer("embedding", self.embedding)
        yield from named_layer("embedding.out", self.embedding_out)
        for i, block in enumerate(self.rounds):
            yield from block.named(f"round{i}")
        for name, module in self.heads():
            yield from named_layer(name, module)

    def load(self, tensors, prefix):
        with torch.no_grad():
            for name, parameter in self.named():
                parameter.copy_(tensors[prefix + name])
        return self


class ActionNetwork(Network):
    """S − h Σ p²/2m, summed over a batch."""

    def __init__(self, options, scales):
        super().__init__(options, scales, graded=True)
        channels = products_count(options) * options["vector_width"]
        readout = 2 * options["width"] + channels + particle_width(options)
        self.outs = nn.ModuleList([nn.Linear(readout, 1, bias=False) for _ in range(options["rounds"])])

    def heads(self):
        return [(f"out{i}", out) for i, out in enumerate(self.outs)]

    def forward(self, system, displacements, momenta):
        epsilon = sum(
            out(torch.cat([features, hidden], 1)).sum()
            for out, (features, hidden, _) in zip(self.outs, self.passes(system, displacements, momenta)))
        scales = self.scales
        if self.options["path_point"] is not None:
            epsilon = epsilon / 2
        return scales["mass"]**0.5 * scales["length"] * scales["momentum_change"] * epsilon

    def delta(self, system, displacements, momenta, create_graph=False):
        """ρ = Δq − h p/m and Δp, [N, D], by differentiation."""
        displacements, momenta = displacements.detach().requires_grad_(), momenta.detach().requires_grad_()
        action = self(system, displacements, momenta)
        slope_positions, slope_momenta = torch.autograd.grad(action, (displacements, momenta), create_graph=create_graph)
        return slope_momenta, -slope_positions


class DirectNetwork(Network):
    """ρ = Δq − h p/m and Δp from the start of a step."""

    VECTORS = (1, 3, 4)

    def __init__(self, options, scales):
        super().__init__(options, scales, graded=False)
        width = options["width"]
        self.gates = nn.Linear(particle_width(options), len(self.VECTORS) * width)
        self.outs = nn.ModuleList([nn.Linear(width, 2, bias=False) for _ in self.VECTORS])

    def heads(self):
        return [("gates", self.gates), *((f"out{group}", out) for group, out in zip(self.VECTORS, self.outs))]

    def delta(self, system, displacements, momenta):
        *_, (_, hidden, groups) = self.passes(system, displacements, momenta)
        gates = self.gates(hidden).unsqueeze(1).chunk(len(self.VECTORS), 2)
        output = sum(out(groups[group] * gate) for group, out, gate in zip(self.VECTORS, self.outs, gates))
        root = torch.sqrt(system["masses"]).unsqueeze(1)
        scales = self.scales
        residual = output[..., 0] * (scales["time_step"] * scales["position_change"]) / root
        return residual, output[..., 1] * (scales["momentum_change"] * root)


def products_count(options):
    """Groups of dot products of each particle."""
    return 4 + options["has_rates"] + (options["harmonic_degree"] > 2)


def particle_width(options):
    return options["particle_width"] or options["width"]


def named_layer(name, module):
    yield name + ".weight", module.weight.t()
    if module.bias is not None:
        yield name + ".bias", module.bias
