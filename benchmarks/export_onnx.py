"""Writes what the side-by-side runs need: for each model a checkpoint for sam4j and the same network as ONNX graphs.

    python3 export_onnx.py [--models bundled mobilesam sam-vit-b] [--out work] [--check GOLDENS]

Needs torch, onnx, safetensors and numpy; --check also onnxruntime and Pillow, and the folder of reference outputs.
Outputs: OUT/MODEL.safetensors, OUT/MODEL.encoder.onnx, OUT/MODEL.decoder.onnx (not for sam-vit-b, whose decoder is mobilesam's).
"""
import argparse
import gc
import json
import os
import shutil
import warnings

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import pytorch_models as models
import synthetic_weights

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "../bundled/src/main/resources/io/github/sam4j/model/bundled.safetensors")
MAPS = ["image_embedding", "high_res_s0", "high_res_s1"]
GOLDENS = {"bundled": "sam4j-2"}
SEEDS = {"mobilesam": 5, "sam-vit-b": 11}


def network(name):
    if name == "sam-vit-b":
        return models.Sam(models.ImageEncoderViT())
    if name == "mobilesam":
        return models.Sam(models.TinyViT())
    with safe_open(BUNDLED, "np") as file:
        meta = file.metadata()
    state = load_file(BUNDLED)
    encoder = models.EfficientNet(state, int(meta["image_size"]), json.loads(meta["block_strides"]))
    mlp = state["mask_decoder.transformer.layers.0.mlp.lin1.weight"].shape[0]
    return models.Sam(encoder, state["image_encoder.norm.bias"].shape[0], mlp)


def weights(name, sam):
    if name == "bundled":
        return {key: value.float() for key, value in load_file(BUNDLED).items()}
    shapes = {key: tuple(value.shape) for key, value in sam.state_dict().items() if not key.endswith("num_batches_tracked")}
    return {key: torch.from_numpy(synthetic_weights.tensor(key, shape, SEEDS[name])) for key, shape in shapes.items()}


def export(module, inputs, path, names, outputs, dynamic):
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # every shape but the number of prompts is meant to be fixed
        torch.onnx.export(
            module, inputs, path, input_names=names, output_names=outputs, dynamic_axes=dynamic, opset_version=17,
            do_constant_folding=True, dynamo=False)
    print(path, os.path.getsize(path) >> 20, "MiB", flush=True)


def write(name, out):
    sam = network(name).eval()
    state = weights(name, sam)
    missing, unexpected = sam.load_state_dict(state, strict=False)
    if unexpected or any(not key.endswith("num_batches_tracked") for key in missing):
        raise SystemExit(f"{name}: missing {missing}, unexpected {unexpected}")
    checkpoint = os.path.join(out, name + ".safetensors")
    if name == "bundled":
        shutil.copyfile(BUNDLED, checkpoint)
    else:
        save_file(state, checkpoint)
    del state
    encoder = sam.image_encoder
    image = torch.zeros(1, 3, encoder.size, encoder.size)
    with torch.no_grad():
        maps = encoder(image)
    maps = maps if isinstance(maps, tuple) else (maps,)
    names = MAPS[: len(maps)]
    export(encoder, (image,), os.path.join(out, name + ".encoder.onnx"), ["pixels"], ["embedding", *names[1:]], None)
    if name != "sam-vit-b":
        inputs = (torch.ones(2, 2, 2), torch.tensor([[1.0, -1], [1, -1]]), *(torch.zeros_like(m) for m in maps))
        points = {0: "prompts", 1: "points"}
        export(
            models.PromptedDecoder(sam), inputs, os.path.join(out, name + ".decoder.onnx"),
            ["point_coords", "point_labels", *names], ["masks", "iou"],
            {"point_coords": points, "point_labels": points, "masks": {0: "prompts"}, "iou": {0: "prompts"}})


def pixels(path, size):
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    resized = [int(side * size / max(width, height) + 0.5) for side in (width, height)]
    picture = picture.resize(resized, Image.BILINEAR)
    values = (np.asarray(picture, np.float32) - np.float32([123.675, 116.28, 103.53])) / np.float32([58.395, 57.12, 57.375])
    result = np.zeros((1, 3, size, size), np.float32)
    result[0, :, : values.shape[0], : values.shape[1]] = values.transpose(2, 0, 1)
    return result, np.float64(resized) / (width, height)


def check(name, out, goldens):
    """The graphs against the reference implementation's outputs."""
    import onnxruntime

    folder = os.path.join(goldens, GOLDENS.get(name, name))
    image = json.load(open(os.path.join(folder, "expected.json")))["images"][0]
    session = onnxruntime.InferenceSession(os.path.join(out, name + ".encoder.onnx"))
    values, scale = pixels(os.path.join(folder, image["file"]), session.get_inputs()[0].shape[-1])
    maps = session.run(None, {"pixels": values})
    embedding = maps[0]
    del session
    gc.collect()
    step = image.get("embedding_step", 1)
    expected = np.load(os.path.join(folder, "image0.embedding.npy"))
    error = np.abs(embedding[0, :, ::step, ::step] - expected).max()
    print(f"{name}: embedding differs by at most {error:.2e} from the reference (mean {embedding.mean():.6f})", flush=True)
    assert error < 1e-3
    decoder = os.path.join(out, name + ".decoder.onnx")
    if not os.path.exists(decoder):
        return
    case = next(c for c in image["cases"] if c["name"] == "point" and c["multimask"])
    points = np.float32(np.float64(case.get("points", case.get("point_coords"))) * scale)
    session = onnxruntime.InferenceSession(decoder)
    feed = {**dict(zip(MAPS, maps)), "point_coords": np.float32([[points[0], [0, 0]]]), "point_labels": np.float32([[1, -1]])}
    masks, iou = session.run(None, feed)
    step = case.get("lowres_step", image.get("lowres_step", 1))
    expected = np.load(os.path.join(folder, "image0.point.multi.lowres.npy"))
    error = np.abs(masks[0, :, ::step, ::step] - expected).max()
    print(f"{name}: logits differ by at most {error:.2e}, predicted IoU by {np.abs(iou[0] - case['iou']).max():.2e}", flush=True)
    assert error < 1e-3


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", nargs="+", default=["bundled", "mobilesam", "sam-vit-b"])
    parser.add_argument("--out", default=os.path.join(HERE, "work"))
    parser.add_argument("--check", metavar="GOLDENS")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for model in options.models:
        write(model, options.out)
        gc.collect()
        if options.check:
            check(model, options.out, options.check)
