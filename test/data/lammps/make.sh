#!/usr/bin/env bash
# Makes the dumps of this folder and the files of ../ase with Debian's lammps (29 Sep 2021) and python3-ase (3.22.1):
#   apt-get install -y --no-install-recommends lammps python3-ase
# The dumps of one run differ in columns only, so that the tests can ask for the same frames.
set -euo pipefail
cd "$(dirname "$0")"
for script in in.argon in.tilted in.cluster in.lj; do
    OMP_NUM_THREADS=1 lmp -log none -screen none -in "$script"
done
/usr/bin/python3 ../ase/make.py
