"""Masks for unlabelled pictures by the model itself: two mirrored views that agree, chosen greedily, refined by their box.

    pseudo.py MODEL PICTURES OUT [--sets A,B] [--size 448] [--part I/N]

PICTURES has a folder a set; OUT gets the same folders in the form that train.py reads. Pictures without a mask are left out. Tried early for
sam4j-2 and not used in its run.
"""
import argparse
import os
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from checkpoint import trained
from model import MEAN, STD
from prompts import BOTTOM_RIGHT, FOREGROUND, PADDING, TOP_LEFT
from samples import pictures_in

SIDE, KEEP = 8, 40  # clicks a side; masks a picture at most
AGREE, STABLE, AREA = 0.75, 0.5, (0.0015, 0.92)  # of a mask that is kept
SAME, REFINED = 0.6, 0.7  # IoU above which two masks are one; IoU of a mask before and after refining
LAYERS, HIDDEN = 4, 0.03  # maps a picture; share of a mask that those before it in a map may hide

cv2.setNumThreads(0)


def iou_of(a, b):
    both = (a & b).flatten(-2).sum(-1)
    return both / (a | b).flatten(-2).sum(-1).clamp(min=1)


class Views:
    """A picture and its mirror image, reduced to a multiple of four pixels and encoded."""

    def __init__(self, model, rgb, size):
        h, w = rgb.shape[:2]
        scale = size / max(h, w)
        self.model, self.size = model, size
        self.h, self.w = (max(16, round(side * scale / 4) * 4) for side in (h, w))
        small = cv2.resize(rgb, (self.w, self.h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        x = np.zeros((2, size, size, 3), np.float32)
        x[0, :self.h, :self.w] = (small - MEAN.numpy()) / STD.numpy()
        x[1, :self.h, :self.w] = (small[:, ::-1] - MEAN.numpy()) / STD.numpy()
        features = model.image_encoder(torch.from_numpy(x.transpose(0, 3, 1, 2).copy()))
        self.features = [[f[i:i + 1] for f in features] for i in range(2)]

    def ask(self, points, labels, masks=None):
        """points P, 2, 2 in pixels of the first view, labels of each: logits P, 4, h/4, w/4 of both views, and their mean score."""
        points = torch.tensor(points, dtype=torch.float32)
        mirrored = points.clone()
        mirrored[..., 0] = self.w - 1 - points[..., 0]
        if labels == [TOP_LEFT, BOTTOM_RIGHT]:  # corners swap sides
            mirrored[..., 0] = mirrored[:, [1, 0], 0]
        logits, scores = [], []
        for view, (features, where) in enumerate(zip(self.features, (points, mirrored))):
            fed = masks
            if view and masks is not None:
                fed = masks.clone()
                fed[..., :self.w // 4] = masks[..., :self.w // 4].flip(-1)
            found, score = self.model.decode(features, where, torch.tensor([labels]).expand(len(points), 2), self.size, fed)
            found = found[..., :self.h // 4, :self.w // 4]
            logits.append(found.flip(-1) if view else found)
            scores.append(score)
        return *logits, (scores[0] + scores[1]) / 2


@torch.no_grad()
def masks_of(model, rgb, size, rng, floor):
    """Masks at the reduced picture's size, best first, and that size."""
    views = Views(model, rgb, size)
    h, w = views.h, views.w
    y, x = np.meshgrid((np.arange(SIDE) + 0.5) / SIDE, (np.arange(SIDE) + 0.5) / SIDE, indexing="ij")
    clicks = np.stack([x.ravel() * w, y.ravel() * h], 1) + rng.uniform(-0.35, 0.35, (SIDE * SIDE, 2)) * [w / SIDE, h / SIDE]
    clicks = np.clip(clicks, 0, [w - 1, h - 1])
    a, b, score = views.ask(np.stack([clicks, np.zeros_like(clicks)], 1), [FOREGROUND, PADDING])
    a, b, score = a[:, 1:].flatten(0, 1), b[:, 1:].flatten(0, 1), score[:, 1:].flatten()
    mean = (a + b) / 2
    masks, agree = mean > 0, iou_of(a > 0, b > 0)
    stable = (mean > 1).sum((1, 2)) / (mean > -1).sum((1, 2)).clamp(min=1)
    area = masks.float().mean((1, 2))
    sane = (score > floor) & (agree > AGREE) & (stable > STABLE) & (area > AREA[0]) & (area < AREA[1])
    value = score * agree * stable.clamp(min=0.3) ** 0.5
    chosen = []
    for i in value.argsort(descending=True).tolist():
        if sane[i] and len(chosen) < KEEP and (not chosen or iou_of(masks[chosen], masks[i]).max() <= SAME):
            chosen.append(i)
    refined = refine(views, mean[chosen]) if chosen else []
    return [F.interpolate(m[None, None], (h, w), mode="bilinear")[0, 0].numpy() > 0 for m in refined], (h, w)


def refine(views, logits):
    """Asks again with each mask's box and logits; what changes much is left out."""
    boxes = []
    for mask in logits:
        x, y, w, h = cv2.boundingRect((mask > 0).numpy().astype(np.uint8))
        boxes.append([[x * 4, y * 4], [min(views.w, (x + w) * 4) - 1, min(views.h, (y + h) * 4) - 1]])
    grid = torch.full((len(logits), 1, views.size // 4, views.size // 4), -20.0)
    grid[:, 0, :views.h // 4, :views.w // 4] = logits.clamp(-20, 20)
    a, b, _ = views.ask(boxes, [TOP_LEFT, BOTTOM_RIGHT], grid)
    fine = (a[:, 0] + b[:, 0]) / 2
    return fine[iou_of(fine > 0, logits > 0) > REFINED]


def layered(masks, shape):
    """Id maps, large masks first; a mask goes where those before it hide little of it."""
    maps = []
    for mask in sorted(masks, key=lambda m: -int(m.sum())):
        ids = next((ids for ids in maps if (ids[mask] > 0).sum() <= HIDDEN * mask.sum()), None)
        if ids is None and len(maps) < LAYERS:
            ids = np.zeros(shape, np.uint16)
            maps.append(ids)
        if ids is not None:
            ids[mask & (ids == 0)] = ids.max() + 1
    return maps


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("model", help="checkpoint (.pt) or exported model (.safetensors)")
    a.add_argument("pictures", help="folder with a folder a set")
    a.add_argument("out")
    a.add_argument("--sets", help="only these, with commas")
    a.add_argument("--size", type=int, default=448)
    a.add_argument("--part", default="0/1", help="I/N: every Nth picture from the Ith on, for several processes side by side")
    a.add_argument("--floor", type=float, default=0.55, help="predicted IoU of a mask at least")
    o = a.parse_args()
    torch.set_num_threads(1)
    model, _ = trained(o.model)
    part, parts = map(int, o.part.split("/"))
    names = o.sets.split(",") if o.sets else sorted(name for name in os.listdir(o.pictures) if os.path.isdir(f"{o.pictures}/{name}"))
    paths = [path for name in names for path in pictures_in(f"{o.pictures}/{name}")][part::parts]
    rng = np.random.default_rng(part)
    began, total = time.time(), 0
    for k, path in enumerate(paths):
        folder = f"{o.out}/{os.path.basename(os.path.dirname(path))}"
        os.makedirs(folder, exist_ok=True)
        image = cv2.imread(path)
        masks, (h, w) = masks_of(model, cv2.cvtColor(image, cv2.COLOR_BGR2RGB), o.size, rng, o.floor)
        total += len(masks)
        stem = f"{folder}/{os.path.splitext(os.path.basename(path))[0]}"
        for j, ids in enumerate(layered(masks, (h, w))):
            if j == 0:
                cv2.imwrite(stem + ".jpg", cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA), [cv2.IMWRITE_JPEG_QUALITY, 92])
            cv2.imwrite(f"{stem}_{j}.png" if j else f"{stem}.png", ids)
        if k % 100 == 99:
            print(f"{k + 1} of {len(paths)}, {(k + 1) / (time.time() - began):.1f} a second, {total / (k + 1):.1f} masks a picture", flush=True)


if __name__ == "__main__":
    main()
