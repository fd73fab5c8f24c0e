"""The published architectures by the names that files and measurements have."""
import json
import os
from dataclasses import dataclass, field
from typing import Callable

from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn

from pytorch_models import efficientnet, efficientsam, efficientvit, repvit, sam, sam2, samhq, tinyvit, vit

HERE = os.path.dirname(os.path.abspath(__file__))
BUNDLED = os.path.join(HERE, "../bundled/src/main/resources/io/github/sam4j/model/bundled.safetensors")


@dataclass
class Architecture:
    """One model: how it is built, and what else its weights need.

    seed of its synthetic weights; maps: names of what the encoder's graph gives, the decoder's inputs among them;
    points: how many its decoder's graph takes for a prompt of one click; resize: "pad" to a square as SAM, or squash to
    it "bilinear" or "antialiased"; full: the folder of its reference outputs at full size; small: the folders of those
    of small ones of its family, with what builds these from their sizes and tensors' shapes.
    """

    title: str
    build: Callable[[], nn.Module]
    seed: int = 1
    maps: tuple = ("image_embedding",)
    points: int = 2
    resize: str = "pad"
    full: str = ""
    small: dict = field(default_factory=dict)


def bundled():
    with safe_open(BUNDLED, "np") as file:
        meta = file.metadata()
    state = load_file(BUNDLED)
    encoder = efficientnet.EfficientNet(state, int(meta["image_size"]), json.loads(meta["block_strides"]))
    mlp = state["mask_decoder.transformer.layers.0.mlp.lin1.weight"].shape[0]
    iou = state["mask_decoder.iou_prediction_head.layers.0.weight"].shape[0]
    return sam.Sam(encoder, state["image_encoder.norm.bias"].shape[0], mlp, iou)


def common(sizes):
    return {"channels": sizes["channels"], "mlp": sizes["mlp"], "iou": sizes["iou"]}


def small_sam2(sizes, shapes):
    trunk = shapes["image_encoder.trunk.pos_embed"]
    return sam2.Sam2(
        trunk[1], sizes["blocks"], sizes["heads"], sizes["windows"], sizes["global_blocks"], trunk[2:], sizes["image_size"],
        shapes["no_mem_embed"][2], shapes["sam_mask_decoder.transformer.layers.0.mlp.layers.0.weight"][0],
        shapes["no_obj_embed_spatial"][1])


def small_hq_light(sizes, shapes):
    encoder = tinyvit.TinyViT(
        sizes["size"], sizes["dims"], sizes["depths"], sizes["heads"], sizes["windows"], sizes["channels"], True,
        shapes["image_encoder.head.weight"][0])
    return samhq.SamHq(encoder, sizes["dims"][2], **common(sizes))


def small_hq(sizes, shapes):
    encoder = vit.ImageEncoderViT(
        sizes["size"], sizes["dim"], sizes["depth"], sizes["heads"], sizes["globals"], sizes["window"], sizes["channels"],
        early=True)
    return samhq.SamHq(encoder, sizes["dim"], **common(sizes))


def small_efficient_sam(sizes, shapes):
    encoder = efficientsam.ImageEncoderViT(sizes["dim"], sizes["heads"], sizes["depth"], sizes["size"], sizes["channels"])
    return efficientsam.EfficientSam(encoder, upscaling=sizes["upscaling"], **common(sizes))


def small_efficientvit(sizes, shapes):
    kind = sizes["kind"]
    encoder = efficientvit.EfficientViT(
        sizes["widths"], sizes["depths"], kind["block_list"], kind["expand_list"], sizes["head_depth"], sizes["head_expand"],
        sizes["image"], sizes["head"], sizes["qkv"], sizes["prompts"], sizes["channels"])
    return sam.Sam(encoder, eps=efficientvit.EPSILON, **common(sizes))


def small_repvit(sizes, shapes):
    blocks = [(width, bool(squeeze)) for _, _, width, squeeze, _, _ in sizes["blocks"]]
    fuses = "image_encoder.fuse_stage2.weight" in shapes
    return sam.Sam(repvit.RepVit(blocks, fuses, sizes["size"], sizes["channels"]), **common(sizes))


def hiera(title, seed, full, *sizes, **more):
    maps = ("image_embedding", "high_res_s0", "high_res_s1")
    return Architecture(
        title, lambda: sam2.Sam2(*sizes, **more), seed, maps, resize="antialiased", full=full, small={"sam2-tiny": small_sam2})


def efficientvit_sam(title, seed, make, depths, neck_depth):
    return Architecture(
        title, lambda: sam.Sam(make(depths, neck_depth), eps=efficientvit.EPSILON), seed,
        small={"efficientvit-sam-tiny": small_efficientvit, "efficientvit-sam-xl-tiny": small_efficientvit})


VIT = {"b": (768, 12, 12, (2, 5, 8, 11)), "l": (1024, 24, 16, (5, 11, 17, 23)), "h": (1280, 32, 16, (7, 15, 23, 31))}
HQ_MAPS = ("image_embedding", "early_features", "hq_features")


def slimsam(title, seed, width, mlp):
    return Architecture(title, lambda: sam.Sam(vit.ImageEncoderViT(1024, width, mlp=mlp)), seed)


ARCHITECTURES = {
    "bundled": Architecture(
        "bundled model", bundled, maps=("image_embedding", "high_res_s0", "high_res_s1"), full="sam4j-2"),
    "mobilesam": Architecture("MobileSAM", lambda: sam.Sam(tinyvit.TinyViT()), 5, full="mobilesam"),
    "sam-vit-b": Architecture("SAM ViT-B", lambda: sam.Sam(vit.ImageEncoderViT(1024, *VIT["b"])), 11, full="sam-vit-b"),
    "sam-vit-l": Architecture("SAM ViT-L", lambda: sam.Sam(vit.ImageEncoderViT(1024, *VIT["l"])), 12),
    "sam-vit-h": Architecture("SAM ViT-H", lambda: sam.Sam(vit.ImageEncoderViT(1024, *VIT["h"])), 13),
    "sam2.1-tiny": hiera(
        "SAM 2.1 tiny", 61, "sam2-full/hiera_tiny", 96, (1, 2, 7, 2), (1, 2, 4, 8), globals_=(5, 7, 9)),
    "sam2.1-small": hiera("SAM 2.1 small", 62, "", 96, (1, 2, 11, 2), (1, 2, 4, 8), globals_=(7, 10, 13)),
    "sam2.1-base-plus": hiera(
        "SAM 2.1 base+", 67, "sam2-full/hiera_base_plus", 112, (2, 3, 16, 3), (2, 4, 8, 16), globals_=(12, 16, 20),
        background=(14, 14)),
    "sam2.1-large": hiera(
        "SAM 2.1 large", 68, "", 144, (2, 6, 36, 4), (2, 4, 8, 16), windows=(8, 4, 16, 8), globals_=(23, 33, 43)),
    "sam-hq-light": Architecture(
        "SAM-HQ light", lambda: samhq.SamHq(tinyvit.TinyViT(early=True), 160), 21, HQ_MAPS,
        small={"sam-hq-light-tiny": small_hq_light}),
    "sam-hq-vit-b": Architecture(
        "SAM-HQ ViT-B", lambda: samhq.SamHq(vit.ImageEncoderViT(1024, *VIT["b"], early=True), 768), 22, HQ_MAPS,
        small={"sam-hq-tiny": small_hq}),
    "efficient-sam-ti": Architecture(
        "EfficientSAM Ti", lambda: efficientsam.EfficientSam(efficientsam.ImageEncoderViT(192, 3)), 23,
        points=efficientsam.POINTS, resize="bilinear", small={"efficient-sam-tiny": small_efficient_sam}),
    "efficient-sam-s": Architecture(
        "EfficientSAM S", lambda: efficientsam.EfficientSam(efficientsam.ImageEncoderViT(384, 6)), 24,
        points=efficientsam.POINTS, resize="bilinear", small={"efficient-sam-tiny": small_efficient_sam}),
    "efficientvit-sam-l0": efficientvit_sam("EfficientViT-SAM L0", 25, efficientvit.large, (1, 1, 1, 4, 4), 4),
    "efficientvit-sam-l1": efficientvit_sam("EfficientViT-SAM L1", 26, efficientvit.large, (1, 1, 1, 6, 6), 8),
    "efficientvit-sam-l2": efficientvit_sam("EfficientViT-SAM L2", 27, efficientvit.large, (1, 2, 2, 8, 8), 12),
    "efficientvit-sam-xl0": efficientvit_sam("EfficientViT-SAM XL0", 28, efficientvit.extra_large, (0, 1, 1, 2, 3, 3), 6),
    "efficientvit-sam-xl1": efficientvit_sam("EfficientViT-SAM XL1", 29, efficientvit.extra_large, (1, 2, 2, 4, 6, 6), 12),
    "slimsam-50": slimsam("SlimSAM-50", 30, 384, 1536),
    "slimsam-77": slimsam("SlimSAM-77", 31, 168, 696),
    "edge-sam": Architecture(
        "EdgeSAM", lambda: sam.Sam(repvit.RepVit(repvit.EDGE_SAM, True)), 32, small={"edge-sam-tiny": small_repvit}),
    "repvit-sam": Architecture(
        "RepViT-SAM", lambda: sam.Sam(repvit.RepVit(repvit.REPVIT_SAM, False)), 33,
        small={"repvit-sam-tiny": small_repvit}),
}
