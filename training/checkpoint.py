"""Checkpoints of a training run (.pt) and exported models (.safetensors), read into the same dictionary."""
import json
import math
import os

import torch
from safetensors import safe_open

from model import Config, Sam


def config_of(metadata, state):
    """What any reader derives: widths and depths from shapes, the rest from the metadata."""
    stages = range(4)
    width = [state[f"image_encoder.layers.{i}.blocks.0.{'attn.proj.bias' if i else 'conv3.c.weight'}"].shape[0] for i in stages]
    depth = [len({name.split(".")[4] for name in state if name.startswith(f"image_encoder.layers.{i}.blocks.")}) for i in stages]
    return Config(image_size=int(metadata["image_size"]), stage_dims=width, stage_depths=depth,
                  stage_heads=json.loads(metadata["stage_heads"]), windows=json.loads(metadata["windows"]),
                  embed_dim=state["prompt_encoder.no_mask_embed.weight"].shape[1],
                  decoder_mlp=state["mask_decoder.transformer.layers.0.mlp.lin1.weight"].shape[0],
                  decoder_heads=int(metadata["decoder_heads"]))


def read_exported(path):
    """Metadata and float32 tensors."""
    with safe_open(path, "pt") as f:
        return f.metadata(), {name: f.get_tensor(name).float() for name in f.keys()}


def load(path):
    """model, ema, config, size, step, pictures, minutes; from a checkpoint also optimizers."""
    if not path.endswith(".safetensors"):
        return torch.load(path, map_location="cpu", weights_only=True)
    metadata, tensors = read_exported(path)
    config = config_of(metadata, tensors)
    counters = {name: v for name, v in Sam(config).state_dict().items() if name.endswith("num_batches_tracked")}
    weights = counters | tensors
    return {"model": weights, "ema": dict(weights), "config": vars(config), "size": config.image_size, "step": 0, "pictures": 0, "minutes": 0.0}


def save(path, state):
    """Atomic: a reader sees the old file or the new one."""
    torch.save(state, path + ".tmp")
    os.replace(path + ".tmp", path)


def trained(path):
    """The model with its moving-average weights, ready to be measured, and its size."""
    state = load(path)
    model = Sam(Config(**state["config"]))
    model.load_state_dict(state["ema"])
    return model.eval(), state["size"]


def fit_windows(weights, model):
    """Stretches bias tables of another window size to the model's: distances keep their share of the picture."""
    wanted = model.state_dict()
    for name, table in weights.items():
        if name.endswith("attention_biases") and table.shape != wanted[name].shape:
            heads, old, new = table.shape[0], math.isqrt(table.shape[1]), math.isqrt(wanted[name].shape[1])
            square = torch.nn.functional.interpolate(table.view(1, heads, old, old), (new, new), mode="bilinear", align_corners=True)
            weights[name] = square.view(heads, new * new)


def forget_misfits(optimizer):
    """Drops what an optimizer remembers of weights that have another shape now."""
    for p in list(optimizer.state):
        if any(v.ndim and v.shape != p.shape for v in optimizer.state[p].values()):
            del optimizer.state[p]
