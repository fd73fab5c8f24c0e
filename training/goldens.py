"""Reference outputs for the bundled model: segment-anything's own predictor and automatic mask generator around its weights.

    goldens.py MODEL.safetensors OUT_DIR      (needs the segment-anything package)

Only the image encoder is this folder's; prompt encoder, mask decoder, preprocessing and everything after are the published
reference. Masks are column-major run lengths that begin with zeros; near_zero counts the logits so near the threshold that
rounding may flip them.
"""
import argparse
import json
import os

import cv2
import numpy as np
import torch

import torchvision_without_ops  # noqa: F401  before segment_anything
from segment_anything import SamAutomaticMaskGenerator, SamPredictor
from segment_anything.modeling import MaskDecoder, PromptEncoder, Sam, TwoWayTransformer

from checkpoint import config_of, read_exported
from model import ImageEncoder
from synthetic_picture import picture

LOW_STEP = 2  # every second row and column of the low-resolution logits is recorded, to keep the files small
PICTURES = [(640, 427, 101, 9), (375, 500, 102, 14), (97, 61, 103, 4)]  # width, height, seed, shapes


def reference(path):
    metadata, state = read_exported(path)
    c = config_of(metadata, state)
    encoder = ImageEncoder(c)
    encoder.img_size = c.image_size
    transformer = TwoWayTransformer(depth=2, embedding_dim=c.embed_dim, mlp_dim=c.decoder_mlp, num_heads=c.decoder_heads)
    sam = Sam(
        image_encoder=encoder,
        prompt_encoder=PromptEncoder(embed_dim=c.embed_dim, image_embedding_size=(c.grid, c.grid),
                                     input_image_size=(c.image_size, c.image_size), mask_in_chans=c.mask_channels),
        mask_decoder=MaskDecoder(num_multimask_outputs=3, transformer=transformer, transformer_dim=c.embed_dim,
                                 iou_head_depth=3, iou_head_hidden_dim=c.embed_dim),
        pixel_mean=[123.675, 116.28, 103.53], pixel_std=[58.395, 57.12, 57.375])
    keys = sam.load_state_dict(state, strict=False)
    if keys.unexpected_keys or not all(k.endswith("num_batches_tracked") for k in keys.missing_keys):
        raise SystemExit(f"unexpected {keys.unexpected_keys}, missing {keys.missing_keys}")
    return metadata, sam.eval()


def run_lengths(mask):
    flat = np.asarray(mask, dtype=np.uint8).flatten(order="F")
    change = np.flatnonzero(np.diff(flat)) + 1
    counts = ([0] if flat[0] else []) + np.diff(np.concatenate([[0], change, [flat.size]])).tolist()
    return {"size": list(mask.shape), "counts": counts}


def prompts(w, h):
    return {
        "point": dict(point_coords=[[w * .5, h * .5]], point_labels=[1]),
        "points": dict(point_coords=[[w * .3, h * .4], [w * .8, h * .7]], point_labels=[1, 0]),
        "box": dict(box=[w * .2, h * .25, w * .7, h * .8]),
        "box-and-point": dict(box=[w * .1, h * .1, w * .6, h * .9], point_coords=[[w * .25, h * .5]], point_labels=[1])}


def predicted(predictor, w, h, prefix):
    cases = []
    for name, prompt in prompts(w, h).items():
        for multimask in (True, False):
            arrays = {k: np.array(v) for k, v in prompt.items()}
            masks, iou, low = predictor.predict(multimask_output=multimask, **arrays)
            logits, _, _ = predictor.predict(multimask_output=multimask, return_logits=True, **arrays)
            np.save(f"{prefix}.{name}.{'multi' if multimask else 'single'}.lowres.npy", low[:, ::LOW_STEP, ::LOW_STEP])
            cases.append({"name": name, "multimask": multimask, "lowres_step": LOW_STEP, **prompt, "iou": [float(v) for v in iou],
                          "area": [int(m.sum()) for m in masks],
                          "near_zero": [int((abs(l) < .01).sum()) for l in logits], "masks": [run_lengths(m) for m in masks]})
    return cases


def automatic(sam, image, pred_iou, stability):
    found = []
    for options in (dict(points_per_side=16, pred_iou_thresh=pred_iou, stability_score_thresh=stability),
                    dict(points_per_side=8, pred_iou_thresh=round(0.9 * pred_iou, 3),
                         stability_score_thresh=round(0.9 * stability, 3), crop_n_layers=1, min_mask_region_area=60)):
        masks = SamAutomaticMaskGenerator(sam, output_mode="uncompressed_rle", **options).generate(image)
        found.append({"options": options, "masks": masks})
    return found


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("model")
    a.add_argument("out")
    o = a.parse_args()
    metadata, sam = reference(o.model)
    thresholds = [float(metadata[f"automatic_{name}_thresh"]) for name in ("pred_iou", "stability_score")]
    os.makedirs(o.out, exist_ok=True)
    predictor = SamPredictor(sam)
    report = {"model": metadata["name"], "images": []}
    for n, (w, h, seed, shapes) in enumerate(PICTURES):
        image = picture(w, h, seed, shapes)
        cv2.imwrite(f"{o.out}/image{n}.png", image[..., ::-1])
        predictor.set_image(image)
        np.save(f"{o.out}/image{n}.embedding.npy", predictor.get_image_embedding().numpy()[0])
        entry = {"file": f"image{n}.png", "cases": predicted(predictor, w, h, f"{o.out}/image{n}"),
                 "automatic": automatic(sam, image, *thresholds)}
        report["images"].append(entry)
        print(n, w, h, "automatic masks", [len(found["masks"]) for found in entry["automatic"]])
    with open(f"{o.out}/expected.json", "w") as f:
        json.dump(report, f, default=float)


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    main()
