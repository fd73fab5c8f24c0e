"""One step's conversation: a first box or click for each instance, then up to two corrections, each with its loss."""
import math

import torch

from losses import mask_losses, prompt_loss
from model import MEAN, STD
from prompts import FOREGROUND, correct
from samples import STRIDE


def normalised(picture, device):
    """B, S, S, 3 in 0..255 -> B, 3, S, S as the encoder takes it."""
    x = (picture.to(device).float() - MEAN.to(device)) / STD.to(device)
    return x.permute(0, 3, 1, 2).to(memory_format=torch.channels_last)


def rounds_loss(model, features, target, points, labels, extent, size, draws, rng, note, bf16):
    """The loss of all rounds.

    features of B pictures; target B, K, s, s of 0..255; points B, K, 4, 2 and labels B, K, 4 (clicks are added in place); extent B, 2
    rows and columns that hold picture; draws: generator that decides the number of rounds, the same in every process; rng: where
    corrections click; note(name, values): figures for the log.
    """
    b, k, s, _ = target.shape
    device = features[0].device
    valid = torch.zeros(b, s, s)
    for row, (h, w) in zip(valid, extent.tolist()):
        row[:math.ceil(h / STRIDE), :math.ceil(w / STRIDE)] = 1
    valid = valid.to(device).repeat_interleave(k, 0)
    extent = (extent // STRIDE).clamp(min=1).repeat_interleave(k, 0)
    points, labels, coarse = points.flatten(0, 1), labels.flatten(0, 1), target.flatten(0, 1)
    soft = coarse.to(device).float() / 255
    clicked = (labels[:, 0] == FOREGROUND).to(device)
    draw = torch.rand(2, generator=draws)
    count = 1 + int(draw[0] < 0.65) + int(draw[0] < 0.2)
    total, masks = 0, None
    for turn in range(count):
        with torch.autocast(device.type, torch.bfloat16, enabled=bf16):
            logits, predicted = model.decode(features, points.to(device), labels.to(device), size, masks)
        logits, predicted = logits.float(), predicted.float()
        mask_loss, iou = mask_losses(logits, soft, valid)
        ambiguous = clicked if turn == 0 else torch.zeros_like(clicked)
        total = total + prompt_loss(mask_loss, iou, predicted, ambiguous).mean()
        best = predicted[:, 1:].argmax(1)
        if turn == 0:
            note("box", iou[~clicked, 0])
            note("click", iou[:, 1:].gather(1, best[:, None])[clicked, 0])
            note("best3", iou[:, 1:].amax(1)[clicked])
        else:
            note(f"turn{turn + 1}", iou[:, 0])
        if turn + 1 < count:
            with torch.no_grad():
                slot = torch.where(ambiguous, 1 + best, 0)
                chosen = logits.gather(1, slot.view(-1, 1, 1, 1).expand(-1, 1, s, s))
                correct(chosen[:, 0].cpu(), coarse, extent, points, labels, STRIDE, rng)
                masks = chosen.clamp(-20, 20) if turn > 0 or draw[1] < 0.8 else None
    return total / count ** 0.5
