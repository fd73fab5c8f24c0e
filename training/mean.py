"""The mean of several checkpoints' moving-average weights, as one checkpoint: better than each where they come from different stretches.

    mean.py OUT.pt A.pt B.pt C.pt

Counters and size are the last one's.
"""
import argparse

import torch

from checkpoint import load, save


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("out")
    a.add_argument("checkpoints", nargs="+", help="checkpoints (.pt) or exported models (.safetensors) of one run")
    o = a.parse_args()
    states = [load(path) for path in o.checkpoints]
    weights = {name: torch.stack([s["ema"][name].float() for s in states]).mean(0) for name in states[-1]["ema"]}
    last = {key: states[-1][key] for key in ("config", "size", "step", "pictures", "minutes")}
    save(o.out, last | {"model": weights, "ema": dict(weights)})
    print("mean of", len(states), "checkpoints,", len(weights), "tensors")


if __name__ == "__main__":
    main()
