"""Training samples: a view of size x size and some instance masks in it.

The data: SET/NNNNN.jpg (or .webp) with SET/NNNNN.png (instance ids, 8 or 16 bit, 0 unknown) and SET/NNNNN_1.png and on where
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


def pictures_in(folder):
    return sorted(glob.glob(f"{folder}/*.jpg") + glob.glob(f"{folder}/*.webp"))


def map_paths(picture):
    stem = os.path.splitext(picture)[0]
    return sorted(glob.glob(stem + ".png") + glob.glob(stem + "_*.png"))


def decoded(image, maps):
    """Encoded files' bytes -> RGB and id maps."""
    image = cv2.cvtColor(cv2.imdecode(image, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    maps = [cv2.imdecode(m, cv2.IMREAD_UNCHANGED) for m in maps]
    return image, [m if m.dtype == np.uint8 else m.astype(np.uint16) for m in maps]


class Store:
    """The sets of several folders side by side. Encoded files are kept in memory and decoded at each use."""

    def __init__(self, roots):
        self.items = [(name, path) for root in roots for name in sorted(os.listdir(root)) for path in pictures_in(f"{root}/{name}")]
        self.cache = {}

    def load(self, i):
        if i not in self.cache:
            path = self.items[i][1]
            self.cache[i] = [np.fromfile(p, np.uint8) for p in (path, *map_paths(path))]
        image, *maps = self.cache[i]
        return decoded(image, maps)

    def load_all(self):
        for i in range(len(self.items)):
            self.load(i)


def on_square(image, size):
    square = np.zeros((size, size, 3), np.uint8)
    square[:image.shape[0], :image.shape[1]] = image
    return square


class Samples(torch.utils.data.Dataset):
    """Index i is always the same sample: its random numbers come from (seed, i).

    Sets are drawn by the square root of their size, with a floor, since the mean over sets is the figure, times a weight of their own.
    """

    def __init__(self, store, size, instances, synthetic=0.0, pasted=0.0, backgrounds=None, weights=None, seed=0, start=0):
        """synthetic: share of dead leaves; pasted: share of instances pasted on other pictures, at times on those of `backgrounds`."""
        self.store, self.size, self.instances, self.seed, self.start = store, size, instances, seed, start
        self.synthetic, self.pasted, self.backgrounds = synthetic, pasted, backgrounds
        names = np.array([name for name, _ in store.items])
        share = np.zeros(len(names))
        for name in set(names):
            mine = names == name
            share[mine] = (weights or {}).get(name, 1.0) * max(7.0, mine.sum() ** 0.5) / mine.sum()
        self.cumulative = np.cumsum(share / share.sum())

    def __len__(self):
        return 1 << 40

    def __getitem__(self, index):
        rng = np.random.default_rng((self.seed, self.start + index))
        image, maps, found = self.view(rng)
        return tuple(torch.from_numpy(a) for a in (on_square(image, self.size), *self.ask(maps, found, rng)))

    def pick(self, rng):
        return self.store.load(min(int(np.searchsorted(self.cumulative, rng.random())), len(self.cumulative) - 1))

    def view(self, rng):
        """A random view that shows instances: RGB, its id maps, and the instances as (map, id, share of the area)."""
        while True:
            kind = rng.random()
            if kind < self.synthetic:
                image, maps = dead_leaves(self.size, rng, self.texture(rng))
            elif kind < self.synthetic + self.pasted:
                image, maps = self.paste(rng)
            else:
                image, maps = random_view(*self.pick(rng), self.size, rng)
                image = jitter_colours(image, rng)
            found = large_enough(maps)
            if found:
                return image, maps, found

    def ask(self, maps, found, rng):
        """For some instances of a view: masks on the decoder's grid, points, labels; and the view's height and width."""
        size = self.size
        h, w = maps[0].shape
        targets, points, labels = [], [], []
        for k, i, _ in choose(found, self.instances, rng):
            mask = np.zeros((size, size), np.uint8)
            np.equal(maps[k], i, out=mask[:h, :w].view(bool))
            p, l = first_prompt(mask[:h, :w], rng)
            points.append(p)
            labels.append(l)
            targets.append(cv2.resize(mask * np.uint8(255), (size // STRIDE, size // STRIDE), interpolation=cv2.INTER_AREA))
        return np.stack(targets), np.stack(points), np.stack(labels), np.array([h, w])

    def texture(self, rng):
        def patch(h, w):
            image, _ = self.pick(rng)
            ih, iw = image.shape[:2]
            part = rng.uniform(0.15, 0.9)
            ch, cw = max(16, int(ih * part)), max(16, int(iw * part))
            y, x = rng.integers(0, max(1, ih - ch + 1)), rng.integers(0, max(1, iw - cw + 1))
            return cv2.resize(image[y:y + ch, x:x + cw], (w, h), interpolation=cv2.INTER_LINEAR)
        return patch

    def paste(self, rng):
        """Instances cut out of labelled pictures on another picture, labelled or not: new neighbours, exact masks."""
        if self.backgrounds is not None and rng.random() < 0.6:
            image, maps = self.backgrounds.load(int(rng.integers(len(self.backgrounds.items))))
        else:
            image, maps = self.pick(rng)
        image, maps = random_view(image, maps or [np.zeros(image.shape[:2], np.uint8)], self.size, rng)
        image = jitter_colours(image, rng)
        top = np.zeros(image.shape[:2], np.uint16)
        for k in range(1, rng.integers(2, 7)):
            source, ids = self.pick(rng)
            instance = cut_out(source, ids[rng.integers(len(ids))], max(image.shape[:2]), rng)
            if instance is not None:
                put(*instance, k, image, top, maps, rng)
        return image, [top, *maps]


def cut_out(source, ids, side, rng):
    """One instance of a picture, scaled to 8% to 70% of `side`, at times mirrored: colours and opacity; None where it is too small."""
    present = np.unique(ids[::4, ::4])
    present = present[present > 0]
    if len(present) == 0:
        return None
    mask = (ids == present[rng.integers(len(present))]).astype(np.uint8)
    x, y, w, h = cv2.boundingRect(mask)
    if w < 12 or h < 12:
        return None
    extent = np.exp(rng.uniform(np.log(0.08), np.log(0.7))) * side
    scale = min(extent / max(w, h), 3.0)
    to = max(6, int(w * scale)), max(6, int(h * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    colours = cv2.resize(source[y:y + h, x:x + w], to, interpolation=way)
    opacity = cv2.resize(mask[y:y + h, x:x + w] * np.uint8(255), to, interpolation=way)
    if rng.random() < 0.5:
        colours, opacity = colours[:, ::-1], opacity[:, ::-1]
    colours = jitter_colours(np.ascontiguousarray(colours), rng)
    return colours, cv2.GaussianBlur(np.ascontiguousarray(opacity), (0, 0), rng.uniform(0.3, 1.0))


def put(colours, opacity, number, image, top, maps, rng):
    """Pastes at a random place, at times partly outside; what it hides leaves the other maps."""
    (h, w), (ch, cw) = image.shape[:2], opacity.shape
    x = int(rng.integers(-cw // 3, w - cw * 2 // 3)) if w > cw // 3 else 0
    y = int(rng.integers(-ch // 3, h - ch * 2 // 3)) if h > ch // 3 else 0
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + cw, w), min(y + ch, h)
    if x1 - x0 < 6 or y1 - y0 < 6:
        return
    colours, opacity = (np.ascontiguousarray(a[y0 - y:y1 - y, x0 - x:x1 - x]) for a in (colours, opacity))
    alpha = cv2.merge([opacity] * 3)
    front = cv2.multiply(colours, alpha, scale=1 / 255)
    back = cv2.multiply(image[y0:y1, x0:x1], 255 - alpha, scale=1 / 255)
    image[y0:y1, x0:x1] = cv2.add(front, back)
    hard = opacity > 127
    top[y0:y1, x0:x1][hard] = number
    for m in maps:
        m[y0:y1, x0:x1][hard] = 0


def large_enough(maps):
    found = []
    for k, ids in enumerate(maps):
        counts = np.bincount(ids.ravel())
        for i in np.flatnonzero(counts):
            if i and max(40, 0.0006 * ids.size) <= counts[i] <= 0.95 * ids.size:
                found.append((k, i, counts[i] / ids.size))
    return found


def choose(found, count, rng):
    """Instances in proportion to the fourth root of their area: small ones are many, large ones few."""
    area = np.array([f[2] for f in found])
    weight = area ** 0.25
    at = rng.choice(len(found), count, replace=len(found) < count, p=weight / weight.sum())
    return [found[i] for i in at]
