"""Writes a trained model for the library: moving-average weights as f16, statistics and frequencies as f32.

    export.py CHECKPOINT.pt OUT.safetensors --name sam4j-small-1 --image-size 448 --minutes 100 ...

Names and layout are MobileSAM's; what shapes cannot tell stands in the metadata.
"""
import argparse
import json

import torch
from safetensors.torch import save_file

FULL_PRECISION = ("running_var", "running_mean", "positional_encoding_gaussian_matrix")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("checkpoint")
    a.add_argument("out")
    a.add_argument("--name", required=True)
    a.add_argument("--image-size", type=int, help="default: the size of the last phase")
    a.add_argument("--data", default="", help="what it was trained on, for the metadata")
    a.add_argument("--licence", default="Apache-2.0")
    a.add_argument("--pred-iou-thresh", type=float, default=0.7, help="recommended for automatic masks")
    a.add_argument("--stability-score-thresh", type=float, default=0.7, help="recommended for automatic masks")
    o = a.parse_args()
    state = torch.load(o.checkpoint, map_location="cpu", weights_only=True)
    config = state["config"]
    tensors = {}
    for name, value in state["ema"].items():
        if not name.endswith("num_batches_tracked"):
            tensors[name] = (value.float() if name.endswith(FULL_PRECISION) else value.half()).contiguous()
            if not torch.isfinite(tensors[name]).all():
                raise SystemExit(f"{name} is not finite in f16")
    metadata = {
        "name": o.name, "family": "mobile-sam", "licence": o.licence, "image_size": str(o.image_size or state["size"]),
        "stage_heads": json.dumps(config["stage_heads"]), "windows": json.dumps(config["windows"]),
        "decoder_heads": str(config["decoder_heads"]), "steps": str(state["step"]), "pictures": str(state["pictures"]),
        "data": o.data, "automatic_pred_iou_thresh": str(o.pred_iou_thresh),
        "automatic_stability_score_thresh": str(o.stability_score_thresh)}
    save_file(tensors, o.out, metadata={k: v for k, v in metadata.items() if v})
    print(len(tensors), "tensors", metadata)


if __name__ == "__main__":
    main()
