"""Checkpoints of a training run (.pt) and exported models (.safetensors), read into the same dictionary."""
import json
import os

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from model import Config, Sam

FULL_PRECISION = "positional_encoding_gaussian_matrix"


def config_of(metadata, state):
    """Widths and kernels from shapes, strides and sizes from the metadata: what any reader derives."""
    strides = json.loads(metadata["block_strides"])
    stages, inputs = [], state["image_encoder.stem.weight"].shape[0]
    for i, stride in enumerate(strides):
        block = f"image_encoder.blocks.{i}."
        hidden, _, kernel, _ = state[block + "depthwise.weight"].shape
        outputs, widening = state[block + "project.weight"].shape[0], hidden // inputs
        if stride == 1 and stages and outputs == inputs and stages[-1][0] == kernel and stages[-1][2] == widening:
            stages[-1][4] += 1
        else:
            stages.append([kernel, stride, widening, outputs, 1])
        inputs = outputs
    return Config(image_size=int(metadata["image_size"]), embed_dim=state["prompt_encoder.no_mask_embed.weight"].shape[1],
                  decoder_mlp=state["mask_decoder.transformer.layers.0.mlp.lin1.weight"].shape[0],
                  decoder_heads=int(metadata["decoder_heads"]), stem=state["image_encoder.stem.weight"].shape[0], stages=stages)


def read_exported(path):
    """Metadata and float32 tensors."""
    with safe_open(path, "pt") as f:
        return f.metadata() or {}, {name: f.get_tensor(name).float() for name in f.keys()}


def rounded(weights):
    """As an exported model stores them: f16, the position frequencies f32."""
    tensors = {name: (v.float() if name.endswith(FULL_PRECISION) else v.half()).cpu().contiguous() for name, v in weights.items()}
    for name, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise SystemExit(f"{name} is not finite in f16")
    return tensors


def write_exported(path, weights, metadata):
    """Atomic: a reader sees the old file or the new one."""
    try:
        save_file(rounded(weights), path + ".tmp", metadata=metadata)
        os.replace(path + ".tmp", path)
    finally:
        if os.path.exists(path + ".tmp"):
            os.remove(path + ".tmp")


def load(path):
    """model, ema, config, size, step, pictures, minutes; from a checkpoint also optimizers, from an exported model also metadata."""
    if not path.endswith(".safetensors"):
        return torch.load(path, map_location="cpu", weights_only=True)
    metadata, tensors = read_exported(path)
    config = config_of(metadata, tensors)
    return {"model": tensors, "ema": dict(tensors), "config": vars(config), "size": config.image_size, "step": int(metadata.get("steps", 0)),
            "pictures": int(metadata.get("pictures", 0)), "minutes": 0.0, "metadata": metadata}


def save(path, state):
    """Atomic, too."""
    torch.save(state, path + ".tmp")
    os.replace(path + ".tmp", path)


def trained(path):
    """The model with its moving-average weights, ready to be measured, and its size."""
    state = load(path)
    model = Sam(Config(**state["config"]))
    model.load_state_dict(state["ema"])
    return model.eval(), state["size"]


def update_average(average, model, decay, step):
    """Moves the moving average of the weights towards the model's; in the first steps faster than `decay`."""
    with torch.no_grad():
        for name, v in model.state_dict().items():
            average[name].lerp_(v, 1 - min(decay, step / (step + 9)))
