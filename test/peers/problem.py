"""Reads what ActionML.Benchmarks writes for its peers: problem.json, and problem.bin with the elements of every tensor."""

import json
import math
import os

import torch


def read(folder):
    with open(os.path.join(folder, "problem.json"), encoding="utf-8") as file:
        problem = json.load(file)
    with open(os.path.join(folder, "problem.bin"), "rb") as file:
        data = bytearray(file.read())
    tensors = {}
    for entry in problem["tensors"]:
        shape = entry["shape"]
        flat = torch.frombuffer(data, dtype=getattr(torch, entry["type"]), count=math.prod(shape), offset=entry["offset"])
        tensors[entry["name"]] = flat.view(shape)
    return problem, tensors


def cast(tensors, dtype):
    return {name: value.to(dtype) if value.is_floating_point() else value for name, value in tensors.items()}
