"""Reference figures of full-size OWL-ViT and OWLv2 by transformers, on weights from synthetic_weights.py.

  python tools/owl_reference.py owlvit-b32 FOLDER
  python tools/owl_reference.py owlv2-b16 FOLDER

writes FOLDER/owlvit-b32 (or FOLDER/owlv2-b16): config.json, expected.json (seed, names and shapes of the tensors, token ids),
image.png and query.png, and the results as .npy. The weights are not written: the test that compares makes them from the rule.
Needs torch, transformers and Pillow. Pixels: 8-bit bicubic by torch for OWL-ViT; for OWLv2 zero padding, a mirrored Gaussian and
bilinear sampling in float64, which is what its processor does.
"""
import argparse
import json
import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import Owlv2Config, Owlv2ForObjectDetection, OwlViTConfig, OwlViTForObjectDetection

import synthetic_weights

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "src/test/resources/goldens/sam4j-2/image0.png"
MEAN = np.array([0.48145466, 0.4578275, 0.40821073])
STD = np.array([0.26862954, 0.26130258, 0.27577711])
SEED = 3
# Start, a few words' worth of ids, end, padding: what the tokenizer makes of short texts.
IDS = [[49406, 320, 1929, 49407], [49406, 736, 4856, 1615, 49407], [49406, 2368, 49407]]


def bicubic(picture, side):
    planes = torch.from_numpy(np.asarray(picture).copy()).permute(2, 0, 1)[None]
    small = torch.nn.functional.interpolate(planes, size=(side, side), mode="bicubic", antialias=True)
    return small[0].permute(1, 2, 0).numpy().astype(np.float64) / 255


def blurred(picture, side):
    values = np.asarray(picture).astype(np.float64) / 255
    square = max(values.shape[:2])
    padded = np.zeros((square, square, 3))
    padded[: values.shape[0], : values.shape[1]] = values
    sigma = max(0.0, (square / side - 1) / 2)
    reach = math.ceil(3 * sigma)
    if reach > 0:
        kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
        kernel /= kernel.sum()
        for axis in (0, 1):
            width = [(reach, reach) if a == axis else (0, 0) for a in range(3)]
            mirrored = np.pad(padded, width, mode="reflect")
            padded = sum(w * np.take(mirrored, np.arange(k, k + square), axis) for k, w in enumerate(kernel))
    at = np.maximum(0, (np.arange(side) + 0.5) * square / side - 0.5)
    low = at.astype(int)
    high = np.minimum(low + 1, square - 1)
    part = at - low
    rows = padded[low] * (1 - part)[:, None, None] + padded[high] * part[:, None, None]
    return rows[:, low] * (1 - part)[None, :, None] + rows[:, high] * part[None, :, None]


def pixels(picture, side, resize):
    normal = (resize(picture, side) - MEAN) / STD
    return torch.from_numpy(np.ascontiguousarray(normal.transpose(2, 0, 1)[None])).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=["owlvit-b32", "owlv2-b16"])
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    out = arguments.folder / arguments.model
    out.mkdir(parents=True, exist_ok=True)
    first = arguments.model == "owlvit-b32"
    # The configurations' defaults are the published B/32 at 768 and B/16; OWLv2's published input is 960.
    config = OwlViTConfig() if first else Owlv2Config(vision_config={"image_size": 960, "patch_size": 16})
    model = (OwlViTForObjectDetection if first else Owlv2ForObjectDetection)(config).eval()
    state = synthetic_weights.fill(model, SEED)
    shapes = {name: list(value.shape) for name, value in state.items()}

    picture = Image.open(PICTURE).convert("RGB")
    query = picture.crop((40, 30, 40 + picture.width // 3, 30 + picture.height // 4))
    picture.save(out / "image.png")
    query.save(out / "query.png")
    side = config.vision_config.image_size
    resize = bicubic if first else blurred
    image, example = pixels(picture, side, resize), pixels(query, side, resize)
    positions = config.text_config.max_position_embeddings
    ids = [row + [0] * (positions - len(row)) for row in IDS]
    mask = [[int(k < len(row)) for k in range(positions)] for row in IDS]
    with torch.no_grad():
        found = model(input_ids=torch.tensor(ids), pixel_values=image, attention_mask=torch.tensor(mask))
        guided = model.image_guided_detection(pixel_values=image, query_pixel_values=example)
    results = {
        "pixels": image[0],
        "text_embeds": found.text_embeds,
        "logits": found.logits,
        "pred_boxes": found.pred_boxes,
        "guided_logits": guided.logits,
    }
    if not first:
        results["objectness"] = found.objectness_logits
    for name, value in results.items():
        np.save(out / f"{name}.npy", value.numpy())
    (out / "config.json").write_text(json.dumps(config.to_diff_dict(), indent=2, sort_keys=True))
    expected = {"seed": SEED, "input_ids": ids, "tensors": shapes}
    (out / "expected.json").write_text(json.dumps(expected))
    print({name: (tuple(v.shape), float(v.min()), float(v.max())) for name, v in results.items()})


if __name__ == "__main__":
    main()
