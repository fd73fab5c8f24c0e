"""Reference outputs for the bundled model: segment-anything's own predictor, automatic mask generator and prompt encoder around its weights.

    goldens.py MODEL.safetensors OUT_DIR      (needs segment-anything and torchvision: see requirements.txt)

This folder's are the image encoder and the places where SAM 2's mask decoder adds fine features; preprocessing, prompts, transformer, heads and
everything after are the published reference. Masks are column-major run lengths that begin with zeros; near_zero counts the logits so near
the threshold that rounding may flip them.
"""
import argparse
import json
import os

import cv2
import numpy as np
import torch
from torch import nn

try:
    import torchvision_without_ops  # noqa: F401  before segment_anything
    from segment_anything import SamAutomaticMaskGenerator, SamPredictor
    from segment_anything.modeling import MaskDecoder, PromptEncoder, Sam, TwoWayTransformer
except ImportError as e:
    raise SystemExit(f"{e}: goldens.py needs `pip install segment-anything torchvision`") from e

from checkpoint import config_of, read_exported
from model import MEAN, STD, ImageEncoder
from synthetic_picture import picture

LOW_STEP, FINE8_STEP, FINE4_STEP = 2, 2, 4  # every so many rows and columns are recorded, to keep the files small
PICTURES = [(640, 427, 101, 9), (375, 500, 102, 14), (97, 61, 103, 4)]  # width, height, seed, shapes


class FineDecoder(MaskDecoder):
    """SAM's mask decoder with the upscaling of SAM 2's: fine features of stride 8 and 4 are added after the two transposed convolutions."""

    fine = None  # of the picture at hand

    def predict_masks(self, image_embeddings, image_pe, sparse_prompt_embeddings, dense_prompt_embeddings):
        count = sparse_prompt_embeddings.shape[0]
        tokens = torch.cat([self.iou_token.weight, self.mask_tokens.weight])[None].expand(count, -1, -1)
        tokens = torch.cat((tokens, sparse_prompt_embeddings), dim=1)
        source = torch.repeat_interleave(image_embeddings, count, dim=0) + dense_prompt_embeddings
        b, c, h, w = source.shape
        hidden, source = self.transformer(source, torch.repeat_interleave(image_pe, count, dim=0), tokens)
        source = source.transpose(1, 2).view(b, c, h, w)
        first, norm, activation, second, last_activation = self.output_upscaling
        fine8, fine4 = self.fine
        upscaled = activation(norm(first(source) + fine8))
        upscaled = last_activation(second(upscaled) + fine4)
        weights = torch.stack([mlp(hidden[:, 1 + i]) for i, mlp in enumerate(self.output_hypernetworks_mlps)], dim=1)
        b, c, h, w = upscaled.shape
        masks = (weights @ upscaled.view(b, c, h * w)).view(b, -1, h, w)
        return masks, self.iou_prediction_head(hidden[:, 0])


class Encoder(nn.Module):
    """Gives the embedding as the predictor wants it, and the fine features to the decoder."""

    def __init__(self, encoder, decoder, size):
        super().__init__()
        self.encoder, self.decoder, self.img_size = encoder, [decoder], size  # in a list: the decoder's weights are not the encoder's

    def forward(self, x):
        embedding, *self.decoder[0].fine = self.encoder(x)
        return embedding


def reference(path):
    metadata, state = read_exported(path)
    c = config_of(metadata, state)
    transformer = TwoWayTransformer(depth=2, embedding_dim=c.embed_dim, mlp_dim=c.decoder_mlp, num_heads=c.decoder_heads)
    decoder = FineDecoder(num_multimask_outputs=3, transformer=transformer, transformer_dim=c.embed_dim,
                          iou_head_depth=3, iou_head_hidden_dim=c.embed_dim)
    prompt_encoder = PromptEncoder(embed_dim=c.embed_dim, image_embedding_size=(c.grid, c.grid),
                                   input_image_size=(c.image_size, c.image_size), mask_in_chans=c.mask_channels)
    sam = Sam(image_encoder=Encoder(ImageEncoder(c), decoder, c.image_size), prompt_encoder=prompt_encoder, mask_decoder=decoder,
              pixel_mean=MEAN.tolist(), pixel_std=STD.tolist())
    sam.load_state_dict({name.replace("image_encoder.", "image_encoder.encoder."): v for name, v in state.items()})
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
            cases.append(case(predictor, prefix, name, multimask, prompt))
    _, iou, low = predictor.predict(point_coords=np.array([[w * .5, h * .5]]), point_labels=np.array([1]))
    best = low[iou.argmax()][None]
    np.save(f"{prefix}.mask-input.npy", best)
    again = dict(point_coords=[[w * .5, h * .5], [w * .1, h * .1]], point_labels=[1, 0])
    cases.append(case(predictor, prefix, "mask-after-point", False, again, best))
    return cases


def case(predictor, prefix, name, multimask, prompt, mask_input=None):
    output = "multi" if multimask else "single"
    arrays = {k: np.array(v) for k, v in prompt.items()} | {"multimask_output": multimask, "mask_input": mask_input}
    masks, iou, low = predictor.predict(**arrays)
    logits, _, _ = predictor.predict(return_logits=True, **arrays)
    file = f"{prefix}.{name}.{output}.lowres.npy"
    np.save(file, low[:, ::LOW_STEP, ::LOW_STEP])
    entry = {"name": name, "output": output, "multimask": multimask, "lowres": os.path.basename(file), "lowres_step": LOW_STEP, **prompt,
             "iou": [float(v) for v in iou], "area": [int(m.sum()) for m in masks], "near_zero": [int((abs(l) < .01).sum()) for l in logits],
             "masks": [run_lengths(m) for m in masks]}
    return entry if mask_input is None else entry | {"mask_from": os.path.basename(prefix) + ".mask-input.npy"}


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
    made_by = "segment-anything's predictor, generator and prompt encoder; SAM 2's mask decoder; this project's trunk"
    report = {"model": metadata["name"], "reference": made_by, "images": []}
    for n, (w, h, seed, shapes) in enumerate(PICTURES):
        image = picture(w, h, seed, shapes)
        cv2.imwrite(f"{o.out}/image{n}.png", image[..., ::-1])
        predictor.set_image(image)
        fine8, fine4 = (f.numpy()[0] for f in sam.mask_decoder.fine)
        np.save(f"{o.out}/image{n}.embedding.npy", predictor.get_image_embedding().numpy()[0])
        np.save(f"{o.out}/image{n}.fine8.npy", fine8[:, ::FINE8_STEP, ::FINE8_STEP])
        np.save(f"{o.out}/image{n}.fine4.npy", fine4[:, ::FINE4_STEP, ::FINE4_STEP])
        entry = {"file": f"image{n}.png", "embedding_step": 1, "fine8_step": FINE8_STEP, "fine4_step": FINE4_STEP, "cases": predicted(predictor, w, h, f"{o.out}/image{n}"),
                 "automatic": automatic(sam, image, *thresholds)}
        report["images"].append(entry)
        print(n, w, h, "automatic masks", [len(found["masks"]) for found in entry["automatic"]])
    with open(f"{o.out}/expected.json", "w") as f:
        json.dump(report, f, default=float)


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    main()
