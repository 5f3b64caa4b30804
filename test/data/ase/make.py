"""Writes a tilted periodic trajectory with momenta as ASE does; ../lammps/make.sh runs this. ASE 3.22.1."""
import gzip
import os

import numpy as np
from ase import Atoms
from ase.io import write

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(5)
frames = []
cell = [[6.0, 0.0, 0.0], [1.0, 5.5, 0.0], [-0.5, 0.7, 6.2]]
for k in range(3):
    atoms = Atoms("GeTe2", positions=random.uniform(-9, 9, (3, 3)), cell=cell, pbc=True)
    atoms.set_momenta(random.normal(0, 2, (3, 3)))
    atoms.info["time"] = 2.0 * k
    atoms.info["unwrapped"] = True
    frames.append(atoms)

text = os.path.join(here, "gete.extxyz")
write(text, frames, format="extxyz")
with open(text, "rb") as plain, open(text + ".gz", "wb") as file:
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(plain.read())
