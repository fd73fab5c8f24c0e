"""Trains the bundled model. One run of this script is one phase: one size, one learning-rate slope; see README.md.

    train.py --data DATA --out m.pt --minutes 35 --size 320 --bf16 --trunk efficientnet-lite2.pth
    train.py --data DATA --out n.pt --resume m.pt|MODEL.safetensors --minutes 45 --size 384 --bf16

Each process has one thread and its own part of the batch; gradients are averaged once a step. On two cores that is
faster, and much steadier when something else runs, than one process with two threads.
"""
import argparse
import datetime
import json
import math
import os
import time

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from check import quick_check
from checkpoint import load, save, update_average
from model import Config, Sam, load_trunk
from optimizer import optimizers, restore, set_rate
from rounds import normalised, rounds_loss
from samples import Samples, Store


def options():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True, help="folder with train/ and val/")
    a.add_argument("--more", action="append", default=[], help="further folder of sets to train on; may be given several times")
    a.add_argument("--backgrounds", help="folder of sets of unlabelled pictures, only pasted upon")
    a.add_argument("--weights", default="{}", help='how much oftener a set is drawn, as JSON: {"coco": 2}')
    a.add_argument("--out", required=True, help="checkpoint to write")
    a.add_argument("--resume", help="checkpoint (.pt) or exported model (.safetensors) to start from")
    a.add_argument("--trunk", help="ImageNet weights of EfficientNet-Lite2 (.pth) to start the trunk from")
    end = a.add_mutually_exclusive_group(required=True)
    end.add_argument("--minutes", type=float)
    end.add_argument("--until", help="wall-clock time of the end, HH:MM or HH:MM:SS; a pause then only costs steps")
    a.add_argument("--size", type=int, default=320, help="side of the input, a multiple of 32")
    a.add_argument("--batch", type=int, default=8, help="pictures a step and process")
    a.add_argument("--instances", type=int, default=8, help="a picture")
    a.add_argument("--lr", type=float, default=8e-4, help="learning rate of what is neither trunk nor matrix (AdamW)")
    a.add_argument("--lr-end", type=float, default=0.0, help="what --lr falls to; the other rates fall with it")
    a.add_argument("--matrix-rate", type=float, default=2.0, help="the matrices' learning rate (Muon) in units of --lr")
    a.add_argument("--trunk-lr", type=float, default=3e-4, help="the trunk's learning rate (AdamW)")
    a.add_argument("--warmup", type=int, default=100, help="steps")
    a.add_argument("--ema", type=float, default=0.998, help="decay of the moving average of the weights")
    a.add_argument("--drop", type=float, default=0.1, help="stochastic depth of the trunk's last block")
    a.add_argument("--synthetic", type=float, default=0.12, help="share of dead-leaves pictures")
    a.add_argument("--pasted", type=float, default=0.2, help="share of pictures with instances pasted on them")
    a.add_argument("--device", default="cpu", help="cpu or cuda; with several processes each takes the next GPU")
    a.add_argument("--processes", type=int, help="default: 2 on a CPU, else 1")
    a.add_argument("--workers", type=int, default=1, help="processes that make samples, for each training process")
    a.add_argument("--bf16", action="store_true", help="encoder and decoder in bfloat16: on a GPU, or on a CPU with AMX or bf16 instructions")
    a.add_argument("--compile", action="store_true", help="torch.compile")
    a.add_argument("--check-minutes", type=float, default=15, help="between quick looks at the validation pictures")
    a.add_argument("--check-pictures", type=int, default=4, help="validation pictures a set")
    a.add_argument("--curve", help="file to append the quick looks to, one JSON object a line")
    a.add_argument("--print-every", type=int, default=50, help="steps")
    a.add_argument("--seed", type=int, default=0)
    o = a.parse_args()
    if o.size % 32:
        a.error("--size is not a multiple of 32")
    o.processes = o.processes or (2 if o.device == "cpu" else 1)
    return o


def end_time(o):
    if o.minutes:
        return time.time() + 60 * o.minutes
    clock = [int(x) for x in o.until.split(":")] + [0]
    end = datetime.datetime.now().replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=0)
    if end < datetime.datetime.now():
        end += datetime.timedelta(days=1)
    return end.timestamp()


def average(parameters, elapsed, processes):
    """Gradients, and the clock, as the mean over the processes."""
    for p in parameters:
        if p.grad is None:  # no mask was fed back in this step
            p.grad = torch.zeros_like(p)
    flat = torch.cat([p.grad.reshape(-1) for p in parameters] + [torch.tensor([elapsed], device=parameters[0].device)])
    dist.all_reduce(flat)
    flat /= processes
    at = 0
    for p in parameters:
        p.grad.copy_(flat[at:at + p.numel()].view_as(p))
        at += p.numel()
    return flat[-1].item()


class Trainer:
    def __init__(self, o, rank, store, backgrounds):
        self.o, self.rank = o, rank
        self.device = torch.device(o.device)
        state = load(o.resume) if o.resume else {"step": 0, "pictures": 0, "minutes": 0.0}
        self.config = Config(**state.get("config", {}) | {"image_size": o.size})
        self.model = Sam(self.config)
        if "model" in state:
            self.model.load_state_dict(state["model"])
        elif o.trunk:
            load_trunk(self.model.image_encoder, o.trunk)
        blocks = self.model.image_encoder.blocks
        for i, block in enumerate(blocks):
            block.drop = o.drop * i / (len(blocks) - 1)
        self.model.to(self.device)
        self.model.image_encoder.to(memory_format=torch.channels_last)
        self.ema = {k: v.detach().to(self.device, copy=True) for k, v in (state.get("ema") or self.model.state_dict()).items()}
        self.parameters = list(self.model.parameters())
        self.optimizers = optimizers(self.model, o.lr, o.lr * o.matrix_rate, o.trunk_lr)
        restore(self.optimizers, state.get("optimizers", []))
        self.step, self.pictures, self.minutes = state["step"], state["pictures"], state["minutes"]
        self.first = self.step
        samples = Samples(store, o.size, o.instances, o.synthetic, o.pasted, backgrounds, json.loads(o.weights), seed=o.seed,
                          start=(self.step * o.processes + rank) * 100_003)
        self.batches = iter(torch.utils.data.DataLoader(samples, o.batch, sampler=range(1 << 40), num_workers=o.workers, worker_init_fn=give_way,
                                                        prefetch_factor=4 if o.workers else None, pin_memory=self.device.type == "cuda"))
        self.encode = self.model.image_encoder
        if o.compile:
            self.encode = torch.compile(self.encode, dynamic=False)
            self.model.mask_decoder.forward = torch.compile(self.model.mask_decoder.forward, dynamic=False)
        self.draws = torch.Generator().manual_seed(o.seed + self.step)
        self.rng = np.random.default_rng((o.seed, rank, self.step))
        self.log = {}

    def note(self, name, values):
        if values.numel():
            self.log.setdefault(name, []).append(values.mean().item())

    def forward(self):
        picture, target, points, labels, extent = next(self.batches)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.o.bf16):
            features = self.encode(normalised(picture, self.device))
        loss = rounds_loss(self.model, features, target, points, labels, extent, self.o.size, self.draws, self.rng, self.note, self.o.bf16)
        return loss, len(picture)

    def train(self):
        o, end = self.o, end_time(self.o)
        began = last = time.time()
        last_save = last_check = began
        since, elapsed = 0, 0.0
        while True:
            loss, seen = self.forward()
            for opt in self.optimizers:
                opt.zero_grad(set_to_none=True)
            loss.backward()
            elapsed = average(self.parameters, time.time() - began, o.processes) if o.processes > 1 else time.time() - began
            share = elapsed / (end - began)
            if share >= 1:
                break
            lr = o.lr_end + (o.lr - o.lr_end) * 0.5 * (1 + math.cos(math.pi * share))
            set_rate(self.optimizers, lr / o.lr * min(1, (self.step - self.first + 1) / o.warmup))
            norm = torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
            self.step += 1
            if torch.isfinite(norm):
                for opt in self.optimizers:
                    opt.step()
            elif self.rank == 0:
                print("step", self.step, "skipped: gradient norm", norm.item(), flush=True)
            self.pictures += seen * o.processes
            since += seen * o.processes
            if self.rank == 0:
                update_average(self.ema, self.model, o.ema, self.step - self.first)
                self.note("loss", loss.detach())
                self.note("norm", norm)
                now = time.time()
                if self.step % o.print_every == 0:
                    print(f"{elapsed / 60:6.1f} min step {self.step} {since / (now - last):.1f} pictures/s lr {lr:.2e} "
                          + " ".join(f"{n} {sum(v) / len(v):.3f}" for n, v in self.log.items()), flush=True)
                    self.log, last, since = {}, now, 0
                if now - last_save > 240:
                    self.save(self.minutes + elapsed / 60)
                    last_save = now
                if now - last_check > 60 * o.check_minutes:
                    last_check = now
                    self.check(self.minutes + elapsed / 60)
        if self.rank == 0:
            self.save(self.minutes + elapsed / 60)
            self.check(self.minutes + elapsed / 60)

    def save(self, minutes):
        save(self.o.out, {"model": self.model.state_dict(), "ema": self.ema, "optimizers": [opt.state_dict() for opt in self.optimizers],
                          "step": self.step, "pictures": self.pictures, "minutes": minutes, "size": self.o.size, "config": vars(self.config)})

    def check(self, minutes):
        began = time.time()
        model = Sam(self.config)
        model.load_state_dict(self.ema)
        mean, _ = quick_check(model.eval().to(self.device), f"{self.o.data}/val", self.o.size, self.o.check_pictures)
        line = {"minutes": round(minutes, 1), "step": self.step, "pictures": self.pictures, "size": self.o.size, **mean}
        print("check", json.dumps(line), f"in {time.time() - began:.0f} s", flush=True)
        if self.o.curve:
            with open(self.o.curve, "a") as f:
                f.write(json.dumps(line) + "\n")


def give_way(_):
    import cv2
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def work(rank, o, store, backgrounds, meeting):
    torch.manual_seed(o.seed + rank)
    if o.device == "cpu":
        torch.set_num_threads(1)
    elif o.device == "cuda":
        torch.cuda.set_device(rank % torch.cuda.device_count())
    if o.processes > 1:
        dist.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=o.processes, timeout=datetime.timedelta(hours=2))
    Trainer(o, rank, store, backgrounds).train()


def main():
    o = options()
    torch.set_num_threads(1)  # a forked process must not inherit a pool of threads
    store, backgrounds = Store([f"{o.data}/train", *o.more]), Store([o.backgrounds]) if o.backgrounds else None
    store.load_all()
    if backgrounds:
        backgrounds.load_all()
    print(len(store.items), "pictures", flush=True)
    if o.processes == 1:
        work(0, o, store, backgrounds, None)
        return
    meeting = os.path.abspath(o.out) + ".meeting"
    if os.path.exists(meeting):
        os.remove(meeting)
    try:
        mp.start_processes(work, (o, store, backgrounds, meeting), nprocs=o.processes, start_method="fork")
    finally:
        if os.path.exists(meeting):
            os.remove(meeting)


if __name__ == "__main__":
    main()
