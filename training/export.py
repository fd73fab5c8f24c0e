"""Writes a trained model for the library: moving-average weights as f16, the position frequencies as f32.

    export.py CHECKPOINT.pt OUT.safetensors --name sam4j-2 --image-size 448 --pred-iou-thresh 0.5 --stability-score-thresh 0.6

Names are this project's for the trunk and SAM's for prompt encoder and decoder; what shapes cannot tell stands in the metadata.
"""
import argparse
import json

from checkpoint import load, write_exported


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("checkpoint", help="checkpoint (.pt), or an exported model whose metadata shall change")
    a.add_argument("out")
    a.add_argument("--name", required=True)
    a.add_argument("--image-size", type=int, help="default: the size of the last phase")
    a.add_argument("--licence", default="Apache-2.0")
    a.add_argument("--trunk", default="began as EfficientNet-Lite2's ImageNet weights (Apache-2.0), batch norms folded", help="what it was trained from")
    a.add_argument("--pred-iou-thresh", type=float, default=0.5, help="recommended for automatic masks")
    a.add_argument("--stability-score-thresh", type=float, default=0.6, help="recommended for automatic masks")
    a.add_argument("--select", type=int, help="recommended for automatic masks: how many to choose greedily; default: none, thresholds decide")
    o = a.parse_args()
    state = load(o.checkpoint)
    strides = [step if r == 0 else 1 for _, step, _, _, repeats in state["config"]["stages"] for r in range(repeats)]
    metadata = {"name": o.name, "family": "sam4j", "licence": o.licence, "image_size": str(o.image_size or state["size"]),
                "block_strides": json.dumps(strides), "decoder_heads": str(state["config"]["decoder_heads"]),
                "steps": str(state["step"]), "pictures": str(state["pictures"]), "trunk": o.trunk,
                "automatic_pred_iou_thresh": str(o.pred_iou_thresh), "automatic_stability_score_thresh": str(o.stability_score_thresh)}
    if o.select:
        metadata["automatic_select"] = str(o.select)
    write_exported(o.out, state["ema"], metadata)
    print(len(state["ema"]), "tensors", metadata)


if __name__ == "__main__":
    main()
