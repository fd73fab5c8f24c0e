"""Training samples: a view of size x size and some instance masks in it.

The data: SET/NNNNN.jpg with SET/NNNNN.png (instance ids, 8 or 16 bit, 0 unknown) and SET/NNNNN_1.png and on where
instances overlap.
"""
import glob
import os

import cv2
import numpy as np
import torch

from augment import dead_leaves, jitter_colours, random_view
from prompts import first_prompt

STRIDE = 4  # masks are learned on the decoder's grid


class Store:
    """All pictures in memory: JPEG bytes decoded once, masks as 16-bit ids."""

    def __init__(self, root):
        self.items = [(name, path) for name in sorted(os.listdir(root)) for path in sorted(glob.glob(f"{root}/{name}/*.jpg"))]
        self.cache = {}

    def load(self, i):
        if i not in self.cache:
            path = self.items[i][1]
            image = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)
            maps = [cv2.imread(p, cv2.IMREAD_UNCHANGED) for p in map_paths(path)]
            self.cache[i] = image, [m if m.dtype == np.uint8 else m.astype(np.uint16) for m in maps]
        return self.cache[i]


def map_paths(picture):
    stem = picture[:-4]
    return sorted(glob.glob(stem + ".png") + glob.glob(stem + "_*.png"))


class Samples(torch.utils.data.Dataset):
    """Index i is always the same sample: its random numbers come from (seed, i).

    Sets are drawn by the square root of their size, with a floor, since the mean over sets is the figure.
    """

    def __init__(self, store, size, instances, synthetic, seed=0, start=0):
        self.store, self.size, self.instances, self.synthetic, self.seed, self.start = store, size, instances, synthetic, seed, start
        names = np.array([name for name, _ in store.items])
        share = np.zeros(len(names))
        for name in set(names):
            mine = names == name
            share[mine] = max(7.0, mine.sum() ** 0.5) / mine.sum()
        self.cumulative = np.cumsum(share / share.sum())

    def __len__(self):
        return 1 << 40

    def pick(self, rng):
        return self.store.load(min(int(np.searchsorted(self.cumulative, rng.random())), len(self.cumulative) - 1))

    def texture(self, rng):
        def patch(h, w):
            image, _ = self.pick(rng)
            ih, iw = image.shape[:2]
            part = rng.uniform(0.15, 0.9)
            ch, cw = max(16, int(ih * part)), max(16, int(iw * part))
            y, x = rng.integers(0, max(1, ih - ch + 1)), rng.integers(0, max(1, iw - cw + 1))
            return cv2.resize(image[y:y + ch, x:x + cw], (w, h), interpolation=cv2.INTER_LINEAR)
        return patch

    def __getitem__(self, index):
        rng = np.random.default_rng((self.seed, self.start + index))
        size = self.size
        while True:
            if rng.random() < self.synthetic:
                image, maps = dead_leaves(size, rng, self.texture(rng))
            else:
                image, maps = random_view(*self.pick(rng), size, rng)
                image = jitter_colours(image, rng)
            found = []
            for k, ids in enumerate(maps):
                counts = np.bincount(ids.ravel())
                for i in np.flatnonzero(counts):
                    if i and max(40, 0.0006 * ids.size) <= counts[i] <= 0.95 * ids.size:
                        found.append((k, i, counts[i] / ids.size))
            if found:
                break
        chosen = choose(found, self.instances, rng)
        h, w = image.shape[:2]
        x = np.zeros((size, size, 3), np.uint8)
        x[:h, :w] = image
        targets, points, labels = [], [], []
        for k, i, _ in chosen:
            mask = np.zeros((size, size), np.uint8)
            np.equal(maps[k], i, out=mask[:h, :w].view(bool))
            p, l = first_prompt(mask[:h, :w], rng)
            points.append(p)
            labels.append(l)
            targets.append(cv2.resize(mask * np.uint8(255), (size // STRIDE, size // STRIDE), interpolation=cv2.INTER_AREA))
        arrays = x, np.stack(targets), np.stack(points), np.stack(labels), np.array([h, w])
        return tuple(torch.from_numpy(a) for a in arrays)


def choose(found, count, rng):
    """Instances in proportion to the fourth root of their area: small ones are many, large ones few."""
    area = np.array([f[2] for f in found])
    weight = area ** 0.25
    at = rng.choice(len(found), count, replace=len(found) < count, p=weight / weight.sum())
    return [found[i] for i in at]
