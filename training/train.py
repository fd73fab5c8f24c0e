"""Trains the bundled model. One run of this script is one phase: one size, one learning-rate slope; see README.md.

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
from checkpoint import fit_windows, forget_misfits, load, save
from losses import mask_losses, prompt_loss
from model import Config, Sam
from optimizer import optimizers
from prompts import FOREGROUND, correct
from samples import STRIDE, Samples, Store

MEAN, STD = torch.tensor([123.675, 116.28, 103.53]), torch.tensor([58.395, 57.12, 57.375])


def options():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--data", required=True, help="folder with train/ and val/")
    a.add_argument("--out", required=True, help="checkpoint to write, also the one to continue from")
    a.add_argument("--resume", help="checkpoint (.pt) or exported model (.safetensors) to start from")
    time_ = a.add_mutually_exclusive_group(required=True)
    time_.add_argument("--minutes", type=float)
    time_.add_argument("--until", help="wall-clock time of the end, HH:MM or HH:MM:SS; a pause then only costs steps")
    a.add_argument("--size", type=int, default=224)
    a.add_argument("--windows", default="7,7,14,7", help="attention windows of the stages; a whole number of them should fit")
    a.add_argument("--batch", type=int, default=8, help="pictures a step and process")
    a.add_argument("--instances", type=int, default=8)
    a.add_argument("--lr", type=float, default=1.2e-3)
    a.add_argument("--matrix-rate", type=float, default=2.0, help="the matrices' learning rate (Muon) in units of --lr (AdamW)")
    a.add_argument("--lr-end", type=float, default=0.0)
    a.add_argument("--warmup", type=int, default=100, help="steps")
    a.add_argument("--ema", type=float, default=0.998)
    a.add_argument("--synthetic", type=float, default=0.2, help="share of dead-leaves pictures")
    a.add_argument("--processes", type=int, default=2)
    a.add_argument("--workers", type=int, default=1, help="data workers a process")
    a.add_argument("--device", default="cpu")
    a.add_argument("--bf16", action="store_true")
    a.add_argument("--compile", action="store_true")
    a.add_argument("--check-minutes", type=float, default=15)
    a.add_argument("--check-pictures", type=int, default=4, help="validation pictures a set")
    a.add_argument("--curve", help="file to append the curve to, one JSON object a line")
    a.add_argument("--seed", type=int, default=0)
    return a.parse_args()


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
    def __init__(self, o, rank, store):
        self.o, self.rank = o, rank
        self.device = torch.device(o.device)
        self.config = Config(image_size=o.size, windows=[int(w) for w in o.windows.split(",")])
        self.model = Sam(self.config)
        state = load(o.resume) if o.resume else {"step": 0, "pictures": 0, "minutes": 0.0}
        if "model" in state:
            fit_windows(state["model"], self.model)
            fit_windows(state["ema"], self.model)
            self.model.load_state_dict(state["model"])
        self.model.to(self.device)
        self.model.image_encoder.to(memory_format=torch.channels_last)
        self.ema = {k: v.detach().clone() for k, v in (state.get("ema") or self.model.state_dict()).items()}
        self.ema = {k: v.to(self.device) for k, v in self.ema.items()}
        self.parameters = [p for p in self.model.parameters()]
        self.optimizers = optimizers(self.model, o.lr, o.lr * o.matrix_rate)
        for opt, saved in zip(self.optimizers, state.get("optimizers", [])):
            opt.load_state_dict(saved)
            forget_misfits(opt)
        self.step, self.pictures, self.minutes = state["step"], state["pictures"], state["minutes"]
        self.first = self.step
        samples = Samples(store, o.size, o.instances, o.synthetic, seed=o.seed, start=(self.step * o.processes + rank) * 100_003)
        self.batches = iter(torch.utils.data.DataLoader(samples, o.batch, sampler=range(1 << 40), num_workers=o.workers,
                                                        prefetch_factor=4 if o.workers else None, worker_init_fn=give_way))
        self.encode, self.decode_masks = self.model.image_encoder, self.model.mask_decoder
        if o.compile:
            self.encode, self.model.mask_decoder.forward = torch.compile(self.encode, dynamic=False), torch.compile(self.model.mask_decoder.forward, dynamic=False)
        self.rounds = torch.Generator().manual_seed(o.seed + self.step)
        self.rng = np.random.default_rng((o.seed, rank, self.step))
        self.log = {}

    def note(self, name, values):
        if values.numel():
            self.log.setdefault(name, []).append(values.mean().item())

    def forward(self):
        o = self.o
        picture, target, points, labels, extent = next(self.batches)
        b, k, s, _ = target.shape
        x = ((picture.to(self.device).float() - MEAN.to(self.device)) / STD.to(self.device)).permute(0, 3, 1, 2)
        valid = torch.zeros(b, s, s)
        for row, (h, w) in zip(valid, extent.tolist()):
            row[:math.ceil(h / STRIDE), :math.ceil(w / STRIDE)] = 1
        valid = valid.to(self.device).repeat_interleave(k, 0)
        extent = (extent // STRIDE).clamp(min=1).repeat_interleave(k, 0)
        points, labels, coarse = points.flatten(0, 1), labels.flatten(0, 1), target.flatten(0, 1)
        soft = coarse.to(self.device).float() / 255
        with torch.autocast(self.device.type, torch.bfloat16, enabled=o.bf16):
            embedding = self.encode(x)
        clicked = labels[:, 0] == FOREGROUND
        total, masks = 0, None
        draw = torch.rand(2, generator=self.rounds)
        count = 1 + int(draw[0] < 0.65) + int(draw[0] < 0.2)
        for turn in range(count):
            with torch.autocast(self.device.type, torch.bfloat16, enabled=o.bf16):
                logits, predicted = self.model.decode(embedding, points.to(self.device), labels.to(self.device), o.size, masks)
            logits, predicted = logits.float(), predicted.float()
            mask_loss, iou = mask_losses(logits, soft, valid)
            ambiguous = clicked if turn == 0 else torch.zeros_like(clicked)
            total = total + prompt_loss(mask_loss, iou, predicted, ambiguous.to(self.device)).mean()
            single, three, ranked = iou[:, 0], iou[:, 1:].amax(1), iou[:, 1:].gather(1, predicted[:, 1:].argmax(1, True))[:, 0]
            if turn == 0:
                self.note("box", single[~clicked])
                self.note("click", ranked[clicked])
                self.note("best3", three[clicked])
            else:
                self.note(f"turn{turn + 1}", single)
            if turn + 1 < count:
                with torch.no_grad():
                    slot = torch.where(ambiguous.to(self.device), 1 + predicted[:, 1:].argmax(1), 0)
                    chosen = logits.gather(1, slot.view(-1, 1, 1, 1).expand(-1, 1, *logits.shape[2:]))
                    correct(chosen[:, 0].cpu(), coarse, extent, points, labels, STRIDE, self.rng)
                    masks = chosen.clamp(-20, 20) if turn > 0 or draw[1] < 0.8 else None
        return total / count ** 0.5, b

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
            for opt, rate in zip(self.optimizers, (o.matrix_rate, 1.0)):
                for group in opt.param_groups:
                    group["lr"] = rate * lr * min(1, (self.step - self.first + 1) / o.warmup)
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
                self.average_weights()
                self.note("loss", loss.detach())
                self.note("norm", norm)
                now = time.time()
                if self.step % 50 == 0:
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

    def average_weights(self):
        rate = 1 - min(self.o.ema, (self.step - self.first + 1) / (self.step - self.first + 10))
        with torch.no_grad():
            for name, v in self.model.state_dict().items():
                if v.dtype.is_floating_point:
                    self.ema[name].lerp_(v, rate)
                else:
                    self.ema[name].copy_(v)

    def save(self, minutes):
        save(self.o.out, {"model": self.model.state_dict(), "ema": self.ema, "optimizers": [opt.state_dict() for opt in self.optimizers], "step": self.step,
                          "pictures": self.pictures, "minutes": minutes, "size": self.o.size, "config": vars(self.config)})

    def check(self, minutes):
        began = time.time()
        model = Sam(self.config)
        model.load_state_dict({k: v.cpu() for k, v in self.ema.items()})
        mean, _ = quick_check(model.eval(), f"{self.o.data}/val", self.o.size, self.o.check_pictures)
        line = {"minutes": round(minutes, 1), "step": self.step, "pictures": self.pictures, "size": self.o.size, **mean}
        print("check", json.dumps(line), f"in {time.time() - began:.0f} s", flush=True)
        if self.o.curve:
            with open(self.o.curve, "a") as f:
                f.write(json.dumps(line) + "\n")


def give_way(_):
    import cv2
    cv2.setNumThreads(0)
    torch.set_num_threads(1)


def work(rank, o, store, meeting):
    torch.manual_seed(o.seed + rank)
    if o.device == "cpu":
        torch.set_num_threads(1)
    if o.processes > 1:
        dist.init_process_group("gloo", f"file://{meeting}", rank=rank, world_size=o.processes, timeout=datetime.timedelta(hours=2))
    Trainer(o, rank, store).train()


def main():
    o = options()
    torch.set_num_threads(1)
    store = Store(f"{o.data}/train")
    if o.workers:
        for i in range(len(store.items)):
            store.load(i)
    print(len(store.items), "pictures", flush=True)
    meeting = os.path.abspath(o.out) + ".meeting"
    if os.path.exists(meeting):
        os.remove(meeting)
    if o.processes == 1:
        work(0, o, store, meeting)
    else:
        mp.start_processes(work, (o, store, meeting), nprocs=o.processes, start_method="fork")


if __name__ == "__main__":
    main()
