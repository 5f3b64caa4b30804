"""Two ways to solve the midpoint equation x̄ = x + ½Δ(x̄) of a step in PyTorch: as FlashMD ships it, and as ActionML does."""

from collections import deque

import torch


def anderson(f, x, depth=5, mixing=1.0, regularization=1e-4, tolerance=1e-5, iterations=50):
    """Solves x = f(x) and returns x and the number of evaluations.

    The settings are the defaults of FlashMD (github.com/lab-cosmo/flashmd: `anderson_solver` in src/flashmd/fpi.py and
    `SymplecticStepper` in src/flashmd/symplectic_stepper.py, commits 872b060 and 0da223e): the regularization is added to the
    bare Gram matrix, and the residual is a 2-norm over everything, whatever its units and number. The last iterate is
    returned even where it did not converge.
    """
    residual = f(x) - x
    evaluations = 1
    steps, changes = deque(maxlen=depth), deque(maxlen=depth)
    while residual.norm() >= tolerance and evaluations <= iterations:
        following = x + mixing * residual
        if steps:
            dx, dr = torch.stack(tuple(steps)), torch.stack(tuple(changes))
            gram = dr @ dr.t()
            gram.diagonal().add_(regularization)
            following -= torch.linalg.solve(gram, dr @ residual) @ (dx + mixing * dr)
        following_residual = f(following) - following
        evaluations += 1
        steps.append(following - x)
        changes.append(following_residual - residual)
        x, residual = following, following_residual
    return x, evaluations


class Corrector:
    """ActionML's corrector (src/Runtime/ActionML.Runtime/Correction) with its defaults.

    Unknowns are (√m ρ/h, Δp/√m), [2·N·D] in double; ρ = Δq − h p̄/m. The residual is their RMS over the residual scale s.
    """

    def __init__(self, masses, step, scale, tolerance, depth=5, mixing=1.0, regularization=1e-10, evaluations=60):
        self.mass = masses.unsqueeze(1)
        self.root = torch.sqrt(self.mass)
        self.share = self.root / masses.sum()
        self.step, self.scale, self.tolerance = step, scale, tolerance
        self.depth, self.mixing, self.regularization, self.evaluations = depth, mixing, regularization, evaluations

    def project(self, y):
        """The nearest unknowns without total momentum and shift of the center of mass."""
        return y - self.share * (self.root * y).sum(1, keepdim=True)

    def guess(self, momenta, delta_positions, delta_momenta):
        rho = delta_positions - self.step * (momenta + 0.5 * delta_momenta) / self.mass
        return torch.stack([self.root * rho / self.step, delta_momenta / self.root])

    def deltas(self, momenta, y):
        """Δq and Δp, and the midpoint's momenta."""
        delta_momenta = self.root * y[1]
        middle = momenta + 0.5 * delta_momenta
        return self.step * (y[0] / self.root + middle / self.mass), delta_momenta, middle

    def solve(self, evaluate, positions, momenta, delta_positions, delta_momenta):
        """Δq, Δp and the number of evaluations; evaluate(q̄, p̄) gives ρ and Δp."""
        y = self.project(self.guess(momenta, delta_positions, delta_momenta))
        steps, changes = deque(maxlen=self.depth), deque(maxlen=self.depth)
        previous = None
        for evaluations in range(1, self.evaluations + 1):
            shift, _, middle = self.deltas(momenta, y)
            rho, change = evaluate(positions + 0.5 * shift, middle)
            residual = self.project(torch.stack([self.root * rho / self.step, change / self.root])) - y
            if previous is not None:
                # Both columns over |ΔF|: the Gram matrix has a unit diagonal, and the regularization is relative.
                difference = residual - previous[1]
                length = difference.norm()
                steps.append(((y - previous[0]) / length).view(-1))
                changes.append((difference / length).view(-1))
            previous = y, residual
            y = y + self.mixing * residual
            if steps:
                dy, df = torch.stack(tuple(steps)), torch.stack(tuple(changes))
                gram = df @ df.t()
                gram.diagonal().add_(self.regularization)
                y = y - (torch.linalg.solve(gram, df @ residual.view(-1)) @ (dy + self.mixing * df)).view_as(y)
            y = self.project(y)
            if residual.norm() <= self.tolerance * self.scale * residual.numel()**0.5:
                break
        return *self.deltas(momenta, y)[:2], evaluations
