"""Weights that depend on a tensor's name, its shape and a seed alone, so that no checkpoint has to be shipped.

The rule is the one of the tests' SyntheticWeights: splitmix64 over the name's hash gives uniform values in [-1, 1), and
the name says by how much they are scaled. The bound of a matrix keeps activations at about unit variance.
"""
import hashlib
import math

import numpy as np


def uniform(name, count, seed):
    key = int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "little")
    with np.errstate(over="ignore"):
        z = np.uint64(key) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1


def offset_and_scale(name, shape):
    if name.endswith("running_var"):
        return 1, 0.5
    if name.endswith("running_mean"):
        return 0, 0.5
    if name.endswith("positional_encoding_gaussian_matrix"):
        return 0, 1.7
    if len(shape) <= 1:
        return (1, 0.2) if name.endswith("weight") else (0, 0.1)
    if any(part in name for part in ("pos_embed", "rel_pos", "attention_biases")):
        return 0, 0.5
    if len(shape) < 4 and ("token" in name or "embed" in name) and not name.endswith("proj.weight"):
        return 0, 0.5
    transposed = "output_upscaling" in name and len(shape) == 4
    return 0, math.sqrt(3 / (shape[0] if transposed else math.prod(shape[1:])))


def tensor(name, shape, seed):
    offset, scale = offset_and_scale(name, shape)
    values = offset + scale * uniform(name, math.prod(shape), seed)
    return values.astype(np.float32).reshape(shape)
