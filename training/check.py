"""A quick look at a model while it trains: mean IoU on a few validation pictures a set after one box and one click.

Stand-alone: check.py DATA MODEL.pt|MODEL.safetensors [--size S] [--pictures N]. The library's own `sam4j evaluate`
measures the same and more (three and five clicks, baselines).
"""
import argparse
import glob
import os

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from checkpoint import trained
from prompts import BOTTOM_RIGHT, FOREGROUND, PADDING, TOP_LEFT
from samples import map_paths

MEAN, STD = np.array([123.675, 116.28, 103.53], np.float32), np.array([58.395, 57.12, 57.375], np.float32)


def instances(picture):
    """At most six instances of 0.1% to 95% of the picture, by a fixed rule."""
    found = []
    for path in map_paths(picture):
        ids = cv2.imread(path, cv2.IMREAD_UNCHANGED)
        for i in np.unique(ids):
            mask = ids == i
            if i and 0.001 * mask.size <= mask.sum() <= 0.95 * mask.size and mask.sum() >= 60:
                found.append(mask)
    step = max(1, len(found) / 6)
    return [found[int(k * step)] for k in range(min(6, len(found)))]


def box_and_click(mask):
    x, y, w, h = cv2.boundingRect(mask.astype(np.uint8))
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    cy, cx = np.unravel_index(depth.argmax(), depth.shape)
    return [[x, y], [x + w - 1, y + h - 1]], [[cx, cy], [0, 0]]


def iou(a, b):
    return float((a & b).sum() / max(1, (a | b).sum()))


def preprocess(rgb, size):
    h, w = rgb.shape[:2]
    scale = size / max(h, w)
    nh, nw = int(h * scale + 0.5), int(w * scale + 0.5)
    x = np.zeros((size, size, 3), np.float32)
    x[:nh, :nw] = (cv2.resize(rgb, (nw, nh), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR) - MEAN) / STD
    return torch.from_numpy(x.transpose(2, 0, 1)[None].copy()), nh, nw


@torch.no_grad()
def measure(model, picture, size):
    """Rows (box, click by rank, best of three, predicted score of the ranked one) for each instance of one picture."""
    masks = instances(picture)
    if not masks:
        return []
    rgb = cv2.cvtColor(cv2.imread(picture), cv2.COLOR_BGR2RGB)
    h, w = rgb.shape[:2]
    x, nh, nw = preprocess(rgb, size)
    embedding = model.image_encoder(x)
    prompts = [box_and_click(m) for m in masks]
    scale = torch.tensor([nw / w, nh / h])

    def ask(coords, labels):
        coords = torch.tensor(coords, dtype=torch.float32) * scale
        logits, scores = model.decode(embedding, coords, torch.tensor([labels]).expand(len(masks), 2), size)
        logits = F.interpolate(logits, (size, size), mode="bilinear")[..., :nh, :nw]
        return (F.interpolate(logits, (h, w), mode="bilinear") > 0).numpy(), scores

    boxed, _ = ask([p[0] for p in prompts], [TOP_LEFT, BOTTOM_RIGHT])
    clicked, scores = ask([p[1] for p in prompts], [FOREGROUND, PADDING])
    rows = []
    for k, mask in enumerate(masks):
        three = [iou(m, mask) for m in clicked[k, 1:]]
        ranked = int(scores[k, 1:].argmax())
        rows.append((iou(boxed[k, 0], mask), three[ranked], max(three), float(scores[k, 1 + ranked])))
    return rows


def quick_check(model, root, size, pictures):
    """Mean over the sets, and the figures of each set."""
    sets = {}
    for name in sorted(os.listdir(root)):
        paths = sorted(glob.glob(f"{root}/{name}/*.jpg"))
        rows = []
        for i in np.linspace(0, len(paths) - 1, min(pictures, len(paths))) if paths else []:
            rows += measure(model, paths[int(i)], size)
        if rows:
            box, click, best, _ = np.mean(rows, 0)
            sets[name] = {"masks": len(rows), "box": round(box, 3), "click": round(click, 3), "best": round(best, 3)}
    mean = {k: round(float(np.mean([s[k] for s in sets.values()])), 3) for k in ("box", "click", "best")}
    return mean, sets


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("data", help="folder with a folder a set")
    a.add_argument("model")
    a.add_argument("--size", type=int, help="default: the size of the last phase")
    a.add_argument("--pictures", type=int, default=20)
    o = a.parse_args()
    model, size = trained(o.model)
    mean, sets = quick_check(model, o.data, o.size or size, o.pictures)
    for name, figures in sets.items():
        print(name, figures)
    print("mean over sets", mean)


if __name__ == "__main__":
    main()
