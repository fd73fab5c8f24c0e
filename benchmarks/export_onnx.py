"""Writes what the side-by-side runs need: for each model a checkpoint for sam4j and the same network as ONNX graphs.

    python3 export_onnx.py [--models NAME ...] [--out work] [--check GOLDENS]

Needs torch, onnx, safetensors and numpy; --check also onnxruntime and Pillow, and the folder of reference outputs.
Outputs: OUT/MODEL.safetensors, OUT/MODEL.encoder.onnx, OUT/MODEL.json (what is counted); where decoders are compared
OUT/MODEL.decoder.onnx, and OUT/MODEL.features.onnx if what it takes of a picture is computed from the encoder's maps.
"""
import argparse
import gc
import json
import os
import shutil
import warnings

import torch
from safetensors.torch import load_file, save_file

import multiply_adds
import synthetic_weights
from architectures import ARCHITECTURES, BUNDLED, HERE
from pytorch_models import layers
from pytorch_models.layers import freeze

# SAM ViT-B's decoder is MobileSAM's, base+'s is tiny's.
MODELS = {
    "bundled": True, "mobilesam": True, "sam-vit-b": False, "sam2.1-tiny": True, "sam2.1-base-plus": False,
    "sam-hq-light": True, "efficient-sam-ti": False, "efficientvit-sam-l0": False, "repvit-sam": False, "edge-sam": False}


def weights(name, model):
    """Of the model's checkpoint: float32, under the published names."""
    if name == "bundled":
        return {key: value.float() for key, value in load_file(BUNDLED).items()}
    shapes = {key: tuple(value.shape) for key, value in model.state_dict().items() if not key.endswith("num_batches_tracked")}
    seed = ARCHITECTURES[name].seed
    return {key: torch.from_numpy(synthetic_weights.tensor(key, shape, seed)) for key, shape in shapes.items()}


def checkpoint(name, state, file):
    if name == "bundled":
        shutil.copyfile(BUNDLED, file)
    else:
        save_file(state, file)


def export(module, inputs, path, names, outputs, dynamic=None):
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every shape but the number of prompts is meant to be fixed
        torch.onnx.export(
            module, inputs, path, input_names=names, output_names=outputs, dynamic_axes=dynamic, opset_version=17,
            do_constant_folding=True, dynamo=False)
    print(path, os.path.getsize(path) >> 20, "MiB", flush=True)


def write(name, out):
    architecture = ARCHITECTURES[name]
    file = lambda kind: os.path.join(out, f"{name}.{kind}")
    model = architecture.build().eval().requires_grad_(False)
    state = weights(name, model)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any(not key.endswith("num_batches_tracked") for key in missing):
        raise SystemExit(f"{name}: missing {missing}, unexpected {unexpected}")
    checkpoint(name, state, file("safetensors"))
    del state
    encoder = freeze(model.encoder())
    image = torch.zeros(1, 3, model.image_encoder.size, model.image_encoder.size)
    with torch.no_grad():
        maps = encoder(image)
    maps = dict(zip(architecture.maps, maps if isinstance(maps, tuple) else (maps,)))
    counts = {"encoder": multiply_adds.count(encoder, (image,))}
    export(encoder, (image,), file("encoder.onnx"), ["pixels"], ["embedding", *architecture.maps[1:]])
    if MODELS[name]:
        counts["decoder"] = write_decoder(model, {key: torch.zeros_like(value) for key, value in maps.items()}, file)
    with open(file("json"), "w") as text:
        json.dump({"multiply_adds": counts}, text)
    print(name, counts, flush=True)


def write_decoder(model, maps, file):
    if hasattr(model, "features"):
        given = {key: maps[key] for key in ("image_embedding", "early_features")}
        export(model.features(), tuple(given.values()), file("features.onnx"), list(given), ["hq_features"])
        del maps["early_features"]
    decoder = model.decoder()
    clicks = lambda prompts: (torch.ones(prompts, 2, 2), torch.tensor([[1.0, -1]] * prompts), *maps.values())
    points = {0: "prompts", 1: "points"}
    export(
        decoder, clicks(2), file("decoder.onnx"), ["point_coords", "point_labels", *maps],
        ["masks", "iou", "object_score"][: len(decoder(*clicks(1)))],
        {"point_coords": points, "point_labels": points, "masks": {0: "prompts"}, "iou": {0: "prompts"}})
    return multiply_adds.count(decoder, clicks(1))


def check(name, out, goldens):
    import checks

    architecture = ARCHITECTURES[name]
    if architecture.full:
        files = [os.path.join(out, f"{name}.{kind}.onnx") for kind in ("encoder", "decoder")]
        checks.graphs(name, architecture, os.path.join(goldens, architecture.full), files[: 1 + MODELS[name]])
    for folder, build in architecture.small.items():
        checks.network(architecture, os.path.join(goldens, folder), build)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    parser.add_argument("--out", default=os.path.join(HERE, "work"))
    parser.add_argument("--check", metavar="GOLDENS")
    parser.add_argument("--plain-attention", action="store_true", help="as PyTorch's exporter writes it")
    options = parser.parse_args()
    layers.PLAIN = options.plain_attention
    os.makedirs(options.out, exist_ok=True)
    for each in options.models:
        write(each, options.out)
        gc.collect()
        if options.check:
            check(each, options.out, options.check)
