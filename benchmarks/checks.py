"""The networks and their graphs against the reference implementations' outputs."""
import gc
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file

from pytorch_models.layers import freeze

LIMIT = 1e-3
LOGITS = 32  # what SAM 2's reference holds logits within
VIDEO = "memory_"  # tensors that small models have others of, and that pictures do not need
FILES = {"embedding": "image_embedding", "high0": "high_res_s0", "high1": "high_res_s1", "fine4": "high_res_s0",
         "fine8": "high_res_s1", "intermediate": "early_features", "hq-features": "hq_features"}


def pixels(path, architecture, size, frame):
    """The encoder's input (1, 3, S, S), and by what a click's (x, y) is multiplied: into a frame of this side."""
    picture = Image.open(path).convert("RGB")
    width, height = picture.size
    if architecture.resize == "pad":
        resized = [int(side * size / max(width, height) + 0.5) for side in (width, height)]
        framed = [int(side * frame / max(width, height) + 0.5) for side in (width, height)]
        values = torch.from_numpy(np.array(picture.resize(resized, Image.BILINEAR), np.float32))
    else:
        framed = (frame, frame)
        values = torch.from_numpy(np.array(picture, np.float32)).permute(2, 0, 1)[None]
        antialias = architecture.resize == "antialiased"
        values = F.interpolate(values, (size, size), mode="bilinear", align_corners=False, antialias=antialias)
        values = values[0].permute(1, 2, 0)
    values = (values - torch.tensor([123.675, 116.28, 103.53])) / torch.tensor([58.395, 57.12, 57.375])
    result = torch.zeros(1, 3, size, size)
    result[0, :, : values.shape[0], : values.shape[1]] = values.permute(2, 0, 1)
    return result, np.float64(framed) / (width, height)


def expected_maps(folder, image, architecture):
    """Name, step and values of what the reference's encoder gave."""
    arrays = dict(image.get("arrays", {}))
    arrays.setdefault("embedding", {"file": "image0.embedding.npy", "step": image.get("embedding_step", 1)})
    for array, name in FILES.items():
        if name in architecture.maps and array in arrays:
            yield name, arrays[array]["step"], np.load(os.path.join(folder, arrays[array]["file"]))


def prompt(case, architecture, scale):
    """Clicks as the decoder's graph takes them, padded."""
    clicks = np.float64(case.get("points", case.get("point_coords"))) * scale
    labels = case.get("labels", case.get("point_labels"))
    padding = max(1, architecture.points - len(clicks))
    coords = np.concatenate([clicks, np.full((padding, 2), -1.0)])
    return np.float32(coords)[None], np.float32([*labels, *[-1] * padding])[None]


def compare(title, what, values, expected, step):
    error = np.abs(values[..., ::step, ::step] - expected).max()
    print(f"{title}: {what} differs by at most {error:.2e} from the reference", flush=True)
    if not error < LIMIT:
        raise SystemExit(f"{title}: {what} is not the reference's")


def run(title, folder, architecture, size, frame, encode, decode):
    """encode: pixels to maps, all NumPy; decode: coordinates, labels and maps to outputs; None where there is no decoder."""
    image = json.load(open(os.path.join(folder, "expected.json")))["images"][0]
    values, scale = pixels(os.path.join(folder, image["file"]), architecture, size, frame)
    maps = dict(zip(architecture.maps, encode(values.numpy())))
    for name, step, expected in expected_maps(folder, image, architecture):
        compare(title, name, maps[name][0], expected, step)
    if decode is None:
        return
    for case in image["cases"]:
        multiple = case.get("output", "multi") == "multi" and case.get("multimask", True)
        if case["name"] not in ("point", "three-points") or not multiple:
            continue
        masks, iou = decode(*prompt(case, architecture, scale), maps)[:2]
        step = case.get("lowres_step", image.get("lowres_step", 1))
        file = case.get("lowres", f"image0.{case['name']}.multi.lowres.npy")
        expected = np.load(os.path.join(folder, file)).reshape(masks[0][:, ::step, ::step].shape)
        compare(title, "logits of " + case["name"], masks[0].clip(-LOGITS, LOGITS), expected, step)
        compare(title, "predicted IoU of " + case["name"], iou[0][None, None], np.float32(case["iou"]), 1)


def graphs(name, architecture, folder, files):
    """The exported graphs, in ONNX Runtime; files: encoder's and, where there is one, decoder's."""
    import onnxruntime

    def encode(values):
        session = onnxruntime.InferenceSession(files[0])
        maps = session.run(None, {"pixels": values})
        del session
        gc.collect()
        return maps

    def decode(coords, labels, maps):
        session = onnxruntime.InferenceSession(files[1])
        given = {name: maps[name] for name in inputs_of_decoder(architecture)}
        return session.run(None, {"point_coords": coords, "point_labels": labels, **given})

    size = onnxruntime.InferenceSession(files[0]).get_inputs()[0].shape[-1]
    run(name, folder, architecture, size, size, encode, decode if len(files) > 1 else None)


def state_of(folder):
    for file in ("checkpoint.safetensors", "checkpoint.pt", "checkpoint.pth"):
        path = os.path.join(folder, file)
        if os.path.exists(path):
            state = load_file(path) if file.endswith("safetensors") else torch.load(path, weights_only=True)
            return state.get("model", state)
    raise FileNotFoundError(folder)


def network(architecture, folder, build):
    """The network at a small size with the reference's weights, as it is exported."""
    expected = json.load(open(os.path.join(folder, "expected.json")))
    model = build(expected["sizes"], expected["tensors"]).eval()
    state = {key: value for key, value in state_of(folder).items() if not key.startswith(VIDEO)}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or not all(key.startswith(VIDEO) for key in missing):
        raise SystemExit(f"{folder}: missing {missing}, unexpected {unexpected}")
    encoder, decoder = freeze(model.encoder()), model.decoder()

    def numpy(outputs):
        return [y.numpy() for y in (outputs if isinstance(outputs, tuple) else (outputs,))]

    def encode(values):
        return numpy(encoder(torch.from_numpy(values)))

    def decode(coords, labels, maps):
        given = [maps[name] for name in inputs_of_decoder(architecture)]
        return numpy(decoder(*map(torch.from_numpy, (coords, labels, *given))))

    size = expected["sizes"].get("image", expected["sizes"].get("size", expected["sizes"].get("image_size")))
    with torch.no_grad():
        run(os.path.basename(folder), folder, architecture, size, expected["sizes"].get("prompts", size), encode, decode)


def inputs_of_decoder(architecture):
    return [name for name in architecture.maps if name != "early_features"]
