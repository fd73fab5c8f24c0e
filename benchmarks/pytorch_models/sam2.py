"""SAM 2.1 on one picture: Hiera, its neck of three levels, and SAM's decoder with an object score and finer features."""
import torch
import torch.nn.functional as F
from torch import nn

from .layers import add_tensors, attention, bicubic, from_windows, to_windows
from .sam import MaskDecoder, Mlp3, PromptedDecoder, PromptEncoder, TwoWayTransformer


def pool(x):
    """(N, H, W, D): the greatest of each 2 x 2."""
    return F.max_pool2d(x.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)


class HieraAttention(nn.Module):
    def __init__(self, inputs, outputs, heads, pools):
        super().__init__()
        self.heads, self.pools = heads, pools
        self.qkv, self.proj = nn.Linear(inputs, 3 * outputs), nn.Linear(outputs, outputs)

    def forward(self, x):  # (windows, S, S, D)
        s = int(x.shape[1])
        q, k, v = self.qkv(x).chunk(3, -1)
        if self.pools:
            q, s = pool(q), s // 2
        mixed = attention(q.flatten(1, 2), k.flatten(1, 2), v.flatten(1, 2), self.heads)
        return self.proj(mixed.unflatten(1, (s, s)))


class HieraMlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)])

    def forward(self, x):
        return self.layers[1](F.gelu(self.layers[0](x)))


class HieraBlock(nn.Module):
    """window: 0 is the whole map."""

    def __init__(self, inputs, outputs, heads, window):
        super().__init__()
        self.window, self.widens = window, outputs != inputs
        self.norm1, self.norm2 = nn.LayerNorm(inputs, 1e-6), nn.LayerNorm(outputs, 1e-6)
        self.attn, self.mlp = HieraAttention(inputs, outputs, heads, self.widens), HieraMlp(outputs)
        if self.widens:
            self.proj = nn.Linear(inputs, outputs)

    def forward(self, x):
        h, w = (int(side) for side in x.shape[1:3])
        y = self.norm1(x)
        if self.widens:
            x, h, w = pool(self.proj(y)), h // 2, w // 2
        x = x + (from_windows(self.attn(to_windows(y, self.window)), h, w) if self.window else self.attn(y))
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, 7, 4, 3)

    def forward(self, x):
        return self.proj(x).permute(0, 2, 3, 1)


class Hiera(nn.Module):
    def __init__(self, dim, depths, heads, windows, globals_, background, size):
        super().__init__()
        self.side = size // 4
        self.patch_embed = PatchEmbed(dim)
        self.pos_embed = nn.Parameter(torch.zeros(1, dim, *background))
        self.pos_embed_window = nn.Parameter(torch.zeros(1, dim, windows[0], windows[0]))
        blocks, self.ends, inputs, window = [], [], dim, windows[0]
        for stage, depth in enumerate(depths):
            for _ in range(depth):
                outputs = dim << stage
                blocks.append(HieraBlock(inputs, outputs, heads[stage], 0 if len(blocks) in globals_ else window))
                # The first block of a stage still has the windows of the stage before.
                inputs, window = outputs, windows[stage]
            self.ends.append(len(blocks) - 1)
        self.blocks = nn.ModuleList(blocks)

    def freeze(self):
        self.register_buffer("position", self.positions().detach(), persistent=False)

    def positions(self):
        window = self.pos_embed_window.shape[-1]
        tiled = self.pos_embed_window.tile(1, 1, self.side // window, self.side // window)
        return (bicubic(self.pos_embed, self.side, self.side) + tiled).permute(0, 2, 3, 1)

    def forward(self, x):
        x, outputs = self.patch_embed(x) + self.position, []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in self.ends:
                outputs.append(x.permute(0, 3, 1, 2))
        return outputs


class Lateral(nn.Module):
    def __init__(self, dim, channels):
        super().__init__()
        self.conv = nn.Conv2d(dim, channels, 1)

    def forward(self, x):
        return self.conv(x)


class FpnNeck(nn.Module):
    def __init__(self, dim, channels):
        super().__init__()
        self.convs = nn.ModuleList(Lateral(dim << stage, channels) for stage in (3, 2, 1, 0))

    def forward(self, stages):
        """The levels of strides 4, 8 and 16."""
        fourth, third, second, first = (conv(x) for conv, x in zip(self.convs, reversed(stages)))
        return first, second, third + F.interpolate(fourth, scale_factor=2.0, mode="nearest")


class Sam2MaskDecoder(MaskDecoder):
    def __init__(self, channels, hidden, heads=8, iou=None):
        super().__init__(channels, hidden, heads, iou)
        c = channels
        self.transformer = TwoWayTransformer(c, heads, lambda: Sam2Mlp(c, hidden))
        self.obj_score_token, self.pred_obj_score_head = nn.Embedding(1, c), Mlp3(c, 1)
        self.conv_s0, self.conv_s1 = nn.Conv2d(c, c // 8, 1), nn.Conv2d(c, c // 4, 1)

    def forward(self, image, finer, image_pe, tokens):
        """As SAM's, and the object score (P, 1)."""
        own = (self.obj_score_token, self.iou_token, self.mask_tokens)
        tokens, image = self.run(image, image_pe, tokens, own)
        masks = self.masks(tokens[:, 2:6], self.upscale(image, finer))
        return masks, self.iou_prediction_head(tokens[:, 1]).sigmoid()[:, 1:], self.pred_obj_score_head(tokens[:, 0])


class Sam2Mlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(dim, hidden), nn.Linear(hidden, dim)])

    def forward(self, x):
        return self.layers[1](F.relu(self.layers[0](x)))


class ImageEncoder(nn.Module):
    def __init__(self, trunk, neck):
        super().__init__()
        self.trunk, self.neck, self.size = trunk, neck, 4 * trunk.side

    def forward(self, x):
        return self.neck(self.trunk(x))


class Sam2Encoder(nn.Module):
    """The embedding and the finer features as the decoder takes them."""

    def __init__(self, sam):
        super().__init__()
        self.image_encoder, self.no_mem_embed = sam.image_encoder, sam.no_mem_embed
        self.conv_s0, self.conv_s1 = sam.sam_mask_decoder.conv_s0, sam.sam_mask_decoder.conv_s1

    def forward(self, x):
        first, second, third = self.image_encoder(x)
        return third + self.no_mem_embed.view(1, -1, 1, 1), self.conv_s0(first), self.conv_s1(second)


class Sam2(nn.Module):
    def __init__(self, dim, depths, heads, windows=(8, 4, 14, 7), globals_=(), background=(7, 7), size=1024,
                 channels=256, mlp=2048, memory=64):
        super().__init__()
        c, self.grid = channels, size // 16
        self.image_encoder = ImageEncoder(Hiera(dim, depths, heads, windows, globals_, background, size), FpnNeck(dim, c))
        self.sam_prompt_encoder, self.sam_mask_decoder = PromptEncoder(size, c), Sam2MaskDecoder(c, mlp)
        self.no_mem_embed = nn.Parameter(torch.zeros(1, 1, c))
        add_tensors(self, video_tensors(c, memory))

    def encoder(self):
        return Sam2Encoder(self)

    def decoder(self):
        return PromptedDecoder(self.grid, self.sam_prompt_encoder, self.sam_mask_decoder)


def video_tensors(c, m, mlp=2048, memories=7):
    """Names and shapes of what serves videos: part of every checkpoint, not run on pictures."""
    shapes = {
        "maskmem_tpos_enc": (memories, 1, 1, m), "no_mem_pos_enc": (1, 1, c), "no_obj_ptr": (1, c),
        "no_obj_embed_spatial": (1, m), "mask_downsample.weight": (1, 1, 4, 4), "mask_downsample.bias": (1,)}

    def layer(name, weight):
        shapes.update({name + ".weight": weight, name + ".bias": weight[:1]})

    for i in range(4):
        block = f"memory_attention.layers.{i}."
        for attention, inputs in (("self_attn", c), ("cross_attn_image", m)):
            layer(f"{block}{attention}.q_proj", (c, c))
            layer(f"{block}{attention}.k_proj", (c, inputs))
            layer(f"{block}{attention}.v_proj", (c, inputs))
            layer(f"{block}{attention}.out_proj", (c, c))
        layer(block + "linear1", (mlp, c))
        layer(block + "linear2", (c, mlp))
        for norm in ("norm1", "norm2", "norm3"):
            layer(block + norm, (c,))
    layer("memory_attention.norm", (c,))
    inputs = 1
    for i in range(4):
        outputs = 4 * inputs
        layer(f"memory_encoder.mask_downsampler.encoder.{3 * i}", (outputs, inputs, 3, 3))
        layer(f"memory_encoder.mask_downsampler.encoder.{3 * i + 1}", (outputs,))
        inputs = outputs
    layer("memory_encoder.mask_downsampler.encoder.12", (c, inputs, 1, 1))
    layer("memory_encoder.pix_feat_proj", (c, c, 1, 1))
    for i in range(2):
        block = f"memory_encoder.fuser.layers.{i}."
        shapes[block + "gamma"] = (c,)
        layer(block + "dwconv", (c, 1, 7, 7))
        layer(block + "norm", (c,))
        layer(block + "pwconv1", (4 * c, c))
        layer(block + "pwconv2", (c, 4 * c))
    layer("memory_encoder.out_proj", (m, c, 1, 1))
    for i in range(3):
        layer(f"obj_ptr_proj.layers.{i}", (c, c))
    layer("obj_ptr_tpos_proj", (m, c))
    return shapes
