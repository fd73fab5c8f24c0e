"""Fine-tunes a model on pictures with masks of one's own: a new .safetensors file that the library loads like its parent.

    finetune.py PICTURES MODEL.safetensors OUT.safetensors [--what decoder|all] [--minutes M] [--held-out SHARE|FOLDER] ...

PICTURES is a folder (or a JSON file) in one of these forms:
  - NAME.jpg with NAME.png, in which every pixel has the number of its object, and NAME_1.png and so on where objects overlap;
  - COCO JSON with polygons or run lengths;
  - what `sam4j segment` writes.

One part of the pictures is held out: nothing is learned from it and nothing chosen by it. It is measured before and after: mean IoU of one
box, of one click (the mask ranked first), and of the best of the click's three masks. Another part is set aside to choose between the last
weights and their moving average. All figures are printed and stand in OUT.json. Exit status 2: something is wrong with the input.
"""
import argparse
import json
import math
import os
import sys
import time

import cv2
import numpy as np
import torch
from safetensors import SafetensorError

from check import measure, summary
from checkpoint import load, rounded, update_average, write_exported
from model import Config, Sam
from optimizer import optimizers, set_rate
from readers import BadInput, labelled
from rounds import normalised, rounds_loss
from samples import Samples, decoded, on_square

LONGEST = 1024  # pictures with a longer side are reduced, for learning and for measuring
CHOOSING, MOST_CHOOSING = 0.15, 40  # share of the training pictures that chooses, and their number at most
PASTED = 0.1  # share of samples with instances pasted on other pictures
FIGURES = ("box", "click", "best")


def options():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("source", metavar="PICTURES", help="folder or JSON file")
    a.add_argument("model", metavar="MODEL", help="exported model to start from (.safetensors)")
    a.add_argument("out", metavar="OUT", help="model to write (.safetensors); figures go to the same name with .json")
    a.add_argument("--what", choices=("decoder", "all"), default="all", help="what learns: prompt encoder and mask decoder only, or everything")
    a.add_argument("--minutes", type=float, help="how long to train, without measuring; default: 15 where --steps is not given")
    a.add_argument("--steps", type=int, help="how many steps to train at most")
    a.add_argument("--rate", type=float, default=2e-4, help="learning rate at the start; it falls to nothing")
    a.add_argument("--size", type=int, help="side of the input, a multiple of 32; default: the model's")
    a.add_argument("--held-out", default="0.2", help="share of the pictures that is only measured, or a folder or JSON file of such pictures")
    a.add_argument("--pictures", help="folder of the picture files that JSON names; default: as written there, or near the JSON file")
    a.add_argument("--name", help="the new model's name; default: OUT's")
    a.add_argument("--batch", type=int, default=4, help="pictures a step")
    a.add_argument("--instances", type=int, default=8, help="a picture")
    a.add_argument("--cache", type=float, default=1024, help="megabytes for encoded views, with --what decoder")
    a.add_argument("--workers", type=int, default=1, help="processes that make samples, with --what all")
    a.add_argument("--device", default="cpu", help="cpu or cuda")
    a.add_argument("--bf16", action="store_true", help="in bfloat16: on a GPU, or on a CPU with AMX or bf16 instructions")
    a.add_argument("--print-every", type=int, default=20, help="steps")
    a.add_argument("--seed", type=int, default=0, help="of split and samples")
    o = a.parse_args()
    if o.minutes is None and o.steps is None:
        o.minutes = 15.0
    if (o.minutes is not None and o.minutes <= 0) or (o.steps is not None and o.steps <= 0):
        a.error("--minutes and --steps are above zero")
    if not o.rate > 0:
        a.error("--rate is above zero")
    o.name = o.name or os.path.splitext(os.path.basename(o.out))[0]
    return o


class Pictures:
    """Labelled pictures in memory, as PNG: what Samples draws from, and what is measured."""

    def __init__(self, items=()):
        self.items, self.cache, self.paths = [], [], set()
        for item in items:
            self.add(item)

    def add(self, item):
        image, masks = item.image, item.masks
        scale = LONGEST / max(image.shape[:2])
        if scale < 1:
            to = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
            image = cv2.resize(image, to, interpolation=cv2.INTER_AREA)
            masks = [cv2.resize(m * np.uint8(255), to, interpolation=cv2.INTER_AREA) > 127 for m in masks]
        self.items.append(("", str(item.path)))
        self.paths.add(os.path.realpath(item.path))
        self.cache.append([encoded(image[..., ::-1]), *map(encoded, layers(masks))])

    def load(self, i):
        image, *maps = self.cache[i]
        return decoded(image, maps)

    def part(self, numbers):
        part = Pictures()
        part.items, part.cache = [self.items[i] for i in numbers], [self.cache[i] for i in numbers]
        return part

    def __len__(self):
        return len(self.items)


def encoded(image):
    return cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]


def layers(masks):
    """Id maps: each mask in the first map where it covers nothing."""
    maps = []
    for mask in masks:
        ids = next((ids for ids in maps if not ids[mask].any()), None)
        if ids is None:
            ids = np.zeros(mask.shape, np.uint16)
            maps.append(ids)
        ids[mask] = ids.max() + 1
    return maps


def shows_instance(maps, size):
    """Whether some instance is neither too small nor too large to learn from, with the whole picture in view."""
    h, w = maps[0].shape
    least = max(0.0006, 40 / (h * w * (size / max(h, w)) ** 2))
    shares = np.concatenate([np.bincount(ids.ravel())[1:] for ids in maps]) / (h * w)
    return bool(((shares >= least) & (shares <= 0.95)).any())


def split(o, size):
    """Pictures to learn from, to choose by, and held out."""
    everything = Pictures(labelled(o.source, o.pictures))
    rng = np.random.default_rng(o.seed)
    order = rng.permutation(len(everything)).tolist()
    try:
        share = float(o.held_out)
    except ValueError:
        share = None
    if share is None:
        held_out = Pictures(labelled(o.held_out, o.pictures))
        both = everything.paths & held_out.paths
        if both:
            raise BadInput(f"{min(both)} is in the training pictures and in the held-out ones")
    elif not 0 < share < 1:
        raise BadInput(f"--held-out {o.held_out}: a share is between 0 and 1")
    else:
        count = max(1, round(share * len(everything)))
        held_out, order = everything.part(order[:count]), order[count:]
    choosing = min(MOST_CHOOSING, max(1, round(CHOOSING * len(order))))
    learn, choose = everything.part(order[choosing:]), everything.part(order[:choosing])
    for part, what in ((learn, "to learn from"), (choose, "to choose by"), (held_out, "to hold out")):
        if not len(part):
            raise BadInput(f"{o.source}: {len(everything)} pictures with masks leave none {what}")
    seen = [i for i in range(len(learn)) if shows_instance(learn.load(i)[1], size)]
    if not seen:
        raise BadInput(f"{o.source}: every mask is too small or too large to learn from at {size} pixels")
    if len(seen) < len(learn):
        print(f"{len(learn) - len(seen)} pictures left out, whose masks are too small or too large", flush=True)
        learn = learn.part(seen)
    return learn, choose, held_out


def figures(model, pictures, size):
    """Mean IoU over at most six instances a picture; None where no mask is of a measurable size."""
    was_training = model.training
    model.eval()
    rows = [row for i in range(len(pictures)) for row in measure(model, *pictures.load(i), size)]
    model.train(was_training)
    return {"pictures": len(pictures), **summary(rows)} if rows else None


def mean(measured):
    return sum(measured[k] for k in FIGURES) / len(FIGURES)


def show(measured):
    return "  ".join(f"{k} {measured[k]:.3f}" for k in FIGURES) + f"  ({measured['masks']} masks in {measured['pictures']} pictures)"


class EncodedViews:
    """Where the encoder does not learn: a pool of views, each encoded at its first use and then kept, as f16."""

    def __init__(self, o, samples, model, size, pictures):
        self.o, self.samples, self.model = o, samples, model
        d, cells = model.config.embed_dim, (size // 16) ** 2
        each = 2 * cells * (d + 4 * d // 4 + 16 * d // 8) / 1e6
        self.count = max(o.batch, min(8 * pictures, int(o.cache / each)))
        self.views = []
        self.rng = np.random.default_rng((o.seed, 1))
        print(f"up to {self.count} views of {pictures} pictures are encoded once, {each:.1f} MB each", flush=True)

    def __iter__(self):
        return self

    def __next__(self):
        have, batch = len(self.views), self.o.batch
        new = min(self.count - have, batch if have < batch else (batch + 1) // 2)  # half a batch is new until the pool is full
        self.encode(range(have, have + new))
        chosen = [*range(have, have + new), *self.rng.integers(have + new, size=batch - new).tolist()]
        asked = [self.samples.ask(*self.views[i][1], self.rng) for i in chosen]
        features = [torch.stack(maps).float() for maps in zip(*(self.views[i][0] for i in chosen))]
        return features, [torch.from_numpy(np.stack(part)) for part in zip(*asked)]

    @torch.no_grad()
    def encode(self, numbers):
        if not numbers:
            return
        views = [self.samples.view(np.random.default_rng((self.o.seed, 2, i))) for i in numbers]
        squares = np.stack([on_square(image, self.samples.size) for image, _, _ in views])
        device = next(self.model.parameters()).device
        with torch.autocast(device.type, torch.bfloat16, enabled=self.o.bf16):
            features = self.model.image_encoder(normalised(torch.from_numpy(squares), device))
        for k in range(len(numbers)):
            self.views.append(([f[k].half().contiguous().cpu() for f in features], views[k][1:]))

    @property
    def encoded(self):
        return len(self.views)


class FreshViews:
    """Where everything learns: a new view each time, encoded with the gradient kept."""

    def __init__(self, o, samples, model):
        self.o, self.encoder = o, model.image_encoder
        self.device = next(model.parameters()).device
        self.batches = iter(torch.utils.data.DataLoader(samples, o.batch, sampler=range(1 << 40), num_workers=o.workers, worker_init_fn=one_thread,
                                                        prefetch_factor=2 if o.workers else None))
        self.encoded = 0

    def __iter__(self):
        return self

    def __next__(self):
        picture, *asked = next(self.batches)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.o.bf16):
            features = self.encoder(normalised(picture, self.device))
        self.encoded += len(picture)
        return features, asked


def one_thread(_):
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def tune(o, model, pictures, size):
    """Trains the model in place. Returns the moving average of its weights and the number of steps and encoded pictures."""
    device = torch.device(o.device)
    samples = Samples(pictures, size, o.instances, pasted=PASTED, seed=o.seed)
    if o.what == "decoder":
        model.image_encoder.requires_grad_(False)
        views = EncodedViews(o, samples, model, size, len(pictures))
    else:
        views = FreshViews(o, samples, model)
    model.train()
    learned = optimizers(model, o.rate, 2 * o.rate, 0.4 * o.rate)
    parameters = [p for p in model.parameters() if p.requires_grad]
    average = {name: v.detach().clone() for name, v in model.state_dict().items()}
    draws, rng = torch.Generator().manual_seed(o.seed), np.random.default_rng((o.seed, 3))
    log, began, step, warmup = {}, time.time(), 0, 10

    def note(name, values):
        if values.numel():
            log.setdefault(name, []).append(values.mean().item())

    while True:
        share = max((time.time() - began) / 60 / o.minutes if o.minutes else 0, step / o.steps if o.steps else 0)
        if share >= 1:
            break
        features, asked = next(views)
        loss = rounds_loss(model, [f.to(device) for f in features], *asked, size, draws, rng, note, o.bf16)
        for optimizer in learned:
            optimizer.zero_grad(set_to_none=True)
        loss.backward()
        set_rate(learned, 0.5 * (1 + math.cos(math.pi * share)) * min(1, (step + 1) / warmup))
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        if torch.isfinite(norm):
            for optimizer in learned:
                optimizer.step()
        step += 1
        update_average(average, model, 0.998, step)
        note("loss", loss.detach())
        if step % o.print_every == 0:
            print(f"{(time.time() - began) / 60:6.1f} min step {step} " + " ".join(f"{n} {sum(v) / len(v):.3f}" for n, v in log.items()), flush=True)
            log.clear()
    return average, step, views.encoded


def parent(path):
    try:
        if not path.endswith(".safetensors"):
            raise BadInput(f"{path}: not a .safetensors file; export a checkpoint first")
        return load(path)
    except KeyError as e:
        raise BadInput(f"{path}: not an exported model of this family, it has no {e}") from e
    except (OSError, SafetensorError, ValueError, RuntimeError) as e:
        raise BadInput(f"{path}: not an exported model of this family ({str(e).splitlines()[0]})") from e


def check_paths(o):
    if not o.out.endswith(".safetensors"):
        raise BadInput(f"{o.out}: OUT ends with .safetensors")
    if not os.path.isdir(os.path.dirname(os.path.abspath(o.out))):
        raise BadInput(f"{os.path.dirname(os.path.abspath(o.out))}: no such folder")
    if os.path.realpath(o.out) == os.path.realpath(o.model):
        raise BadInput(f"{o.out}: OUT is the model to start from")
    if o.device != "cpu" and not (o.device.startswith("cuda") and torch.cuda.is_available()):
        raise BadInput(f"--device {o.device}: not available here")


def run(o):
    check_paths(o)
    state = parent(o.model)
    size = o.size or state["size"]
    if size <= 0 or size % 32:
        raise BadInput(f"--size {size}: not a multiple of 32")
    learn, choose, held_out = split(o, size)
    print(f"{len(learn)} pictures to learn from, {len(choose)} to choose by, {len(held_out)} held out", flush=True)
    torch.manual_seed(o.seed)
    model = Sam(Config(**state["config"]))
    model.load_state_dict(state["ema"])
    model.to(o.device)
    before, first_choice = figures(model, held_out, size), figures(model, choose, size)
    for measured, part in ((before, "held-out"), (first_choice, "choosing")):
        if measured is None:
            raise BadInput(f"{o.source}: no mask of the {part} pictures covers 0.1% to 95% of its picture")
    print("held out, before:  ", show(before), flush=True)
    print("choosing, before:  ", show(first_choice), flush=True)
    average, steps, encoded_count = tune(o, model, learn, size)
    candidates = {"last weights": rounded(model.state_dict()), "moving average": rounded(average)}
    chosen, measured = None, {}
    for name, weights in candidates.items():
        model.load_state_dict(weights)
        measured[name] = figures(model, choose, size)
        print(f"choosing, {name}:", show(measured[name]), flush=True)
        if chosen is None or mean(measured[name]) > mean(measured[chosen]):
            chosen = name
    model.load_state_dict(candidates[chosen])
    after = figures(model, held_out, size)
    print(f"held out, after:   ", show(after), f"- {chosen}", flush=True)
    worse = mean(after) < mean(before)
    lower = [k for k in FIGURES if after[k] < before[k]]
    metadata = state["metadata"] | {"name": o.name, "image_size": str(size), "steps": str(state["step"] + steps),
                                    "pictures": str(state["pictures"] + steps * o.batch)}
    report = {"name": o.name, "parent": state["metadata"].get("name"), "what": o.what, "size": size, "steps": steps, "pictures_seen": steps * o.batch,
              "views_encoded": encoded_count, "rate": o.rate, "minutes": o.minutes, "seed": o.seed,
              "pictures": {"learn": len(learn), "choose": len(choose), "held_out": len(held_out)},
              "chosen": chosen, "choosing": {"before": first_choice, **measured}, "before": before, "after": after,
              "worse_than_before": worse, "lower_figures": lower}
    write(o.out, candidates[chosen], metadata, report)
    if worse:
        print(f"WARNING: {o.out} is WORSE than {o.model} on the held-out pictures: {', '.join(lower)} fell. Do not use it without a reason.", flush=True)
    elif lower:
        print(f"note: {', '.join(lower)} fell on the held-out pictures, the mean of the three figures did not", flush=True)
    print(f"{o.out}: {o.name}, {steps} steps of {o.batch} pictures, {encoded_count} pictures encoded", flush=True)


def write(out, weights, metadata, report):
    """Both files under their names, or none."""
    figures_file = os.path.splitext(out)[0] + ".json"
    try:
        with open(figures_file + ".tmp", "w") as f:
            json.dump(report, f, indent=1)
        write_exported(out, weights, metadata)
        os.replace(figures_file + ".tmp", figures_file)
    finally:
        if os.path.exists(figures_file + ".tmp"):
            os.remove(figures_file + ".tmp")


def main():
    o = options()
    try:
        run(o)
    except BadInput as e:
        print(f"finetune.py: {e}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
