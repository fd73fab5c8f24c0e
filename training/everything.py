"""How many labelled instances automatic masks find at IoU 0.5: by thresholds, and by the greedy choice of so many.

    everything.py DATA/val MODEL [--pictures N] [--size S]

A grid of 32 x 32 clicks on each picture, three masks a click. "all loose" is every candidate at low thresholds: more cannot be found by choosing.
"""
import argparse
import os

import numpy as np
import torch

from checkpoint import trained
from samples import pictures_in
from thresholds import candidates, suppress

PAIRS = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.88, 0.95))  # predicted IoU, stability
GREEDY = (20, 40)
LOOSE, MOST, OVERLAP = (0.3, 0.2), 600, 0.7


def greedy(masks, value, count):
    """Numbers of the chosen masks: each time the one of most value, less for what overlaps a chosen one, none that overlaps one much."""
    order = np.argsort(-value)[:MOST]
    value, masks = value[order], masks[order]
    both, area = masks @ masks.T, masks.sum(1)
    overlap = (both / (area[:, None] + area[None] - both).clamp(min=1)).numpy()
    covered, alive, chosen = np.zeros(len(order)), np.ones(len(order), bool), []
    while alive.any() and len(chosen) < count:
        k = int(np.argmax(np.where(alive, value * (1 - covered), -1)))
        chosen.append(k)
        alive[k] = False
        covered = np.maximum(covered, overlap[k])
        alive &= covered <= OVERLAP
    return order[chosen]


def ways(model, picture, size):
    """For each way to choose: number of masks, and for each labelled instance the best IoU; nothing where no instance is large enough."""
    masks, scores, stable, boxes, truth = candidates(model, picture, size, 32)
    truth = truth[truth.mean(1) > 0.001] if truth is not None else []
    if not len(truth):
        return {}
    both = masks @ truth.T
    iou = (both / (masks.sum(1, keepdim=True) + truth.sum(1) - both).clamp(min=1)).numpy()
    area = masks.mean(1).numpy()
    sane = (area > 0.0005) & (area < 0.97)
    kept = {}
    for p, s in PAIRS:
        left = np.flatnonzero((scores > p) & (stable > s) & sane)
        kept[f"thresholds {p}/{s}"] = left[suppress(boxes[left], scores[left])] if len(left) else left
    loose = np.flatnonzero((scores > LOOSE[0]) & (stable > LOOSE[1]) & sane)
    kept["all loose"] = loose
    value = scores[loose] * np.sqrt(stable[loose]) * area[loose] ** 0.1
    chosen = loose[greedy(masks[loose], value, max(GREEDY))] if len(loose) else loose
    for count in GREEDY:
        kept[f"greedy {count}"] = chosen[:count]
    return {way: (len(which), iou[which].max(0) if len(which) else np.zeros(len(truth))) for way, which in kept.items()}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("data", help="folder with a folder a set")
    a.add_argument("model", help="checkpoint (.pt) or exported model (.safetensors)")
    a.add_argument("--pictures", type=int, default=2, help="at most so many a set")
    a.add_argument("--size", type=int, help="default: the size of the last phase")
    o = a.parse_args()
    torch.set_num_threads(1)
    model, size = trained(o.model)
    rows = {}
    for name in sorted(os.listdir(o.data)):
        paths = pictures_in(f"{o.data}/{name}")
        for i in np.linspace(0, len(paths) - 1, min(o.pictures, len(paths))) if paths else []:
            for way, (count, best) in ways(model, paths[int(i)], o.size or size).items():
                rows.setdefault(way, []).append((count, best.mean(), (best >= 0.5).mean()))
    for way, values in rows.items():
        count, best, found = np.mean(values, 0)
        print(f"{way:22s} masks {count:6.1f} best IoU {best:.3f} found {found:.3f} ({len(values)} pictures)")


if __name__ == "__main__":
    main()
