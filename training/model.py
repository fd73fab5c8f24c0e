"""The bundled model's architecture: EfficientNet-Lite2 trunk (Tan and Le 2019; Google's Lite variant of 2020), a neck with fine features,
SAM's prompt encoder, SAM 2's mask decoder without an object score.

Names of prompt encoder and decoder in the state dict are SAM's. Batch norms are folded: the trunk is convolutions with bias and ReLU6.
Shapes: B pictures, P prompts of one picture, C embedding channels, G = image_size / 16 grid cells a side.
"""
import math
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import nn

import fast

MEAN, STD = torch.tensor([123.675, 116.28, 103.53]), torch.tensor([58.395, 57.12, 57.375])

# kernel, stride, widening, outputs, repeats
LITE2 = [[3, 1, 1, 16, 1], [3, 2, 6, 24, 3], [5, 2, 6, 48, 3], [3, 2, 6, 88, 4], [5, 1, 6, 120, 4], [5, 2, 6, 208, 5], [3, 1, 6, 352, 1]]


@dataclass
class Config:
    image_size: int = 448
    embed_dim: int = 128
    decoder_mlp: int = 512
    decoder_heads: int = 8
    mask_channels: int = 16
    stem: int = 32
    stages: list = field(default_factory=lambda: [list(stage) for stage in LITE2])

    @property
    def grid(self):
        return self.image_size // 16


def pointwise(x, conv):
    """A 1x1 convolution on rows B, H, W, C."""
    return F.linear(x, conv.weight.flatten(1), conv.bias)


class MBConv(nn.Module):
    """Inverted bottleneck: expand, depthwise, project; ReLU6 after the first two; stochastic depth while training."""

    def __init__(self, inputs, outputs, kernel, stride, widening):
        super().__init__()
        hidden = inputs * widening
        self.expand = nn.Conv2d(inputs, hidden, 1) if widening != 1 else None
        self.depthwise = nn.Conv2d(hidden, hidden, kernel, stride, kernel // 2, groups=hidden)
        self.project = nn.Conv2d(hidden, outputs, 1)
        self.skip = stride == 1 and inputs == outputs
        self.drop = 0.0

    def forward(self, x):
        y = F.relu6(self.expand(x)) if self.expand else x
        return self.join(x, self.project(F.relu6(self.depthwise(y))))

    def rows(self, x):
        """The same on B, H, W, C in bf16, by fast.c."""
        y = fast.Relu6.apply(pointwise(x, self.expand)) if self.expand else x
        y = fast.DepthwiseRelu6.apply(y, self.depthwise.weight, self.depthwise.bias, self.depthwise.stride[0])
        return self.join(x, pointwise(y, self.project))

    def join(self, x, y):
        if not self.skip:
            return y
        if self.training and self.drop > 0:
            keep = torch.rand(x.shape[0], 1, 1, 1, device=x.device) >= self.drop
            y = y * (keep.to(y.dtype) / (1 - self.drop))
        return x + y


class ImageEncoder(nn.Module):
    """Returns the embedding B, C, G, G and fine features B, C/4, 2G, 2G and B, C/8, 4G, 4G."""

    def __init__(self, c):
        super().__init__()
        self.stem = nn.Conv2d(3, c.stem, 3, 2, 1)
        blocks, inputs, stride, taps = [], c.stem, 2, {}
        for kernel, step, widening, outputs, repeats in c.stages:
            for r in range(repeats):
                blocks.append(MBConv(inputs, outputs, kernel, step if r == 0 else 1, widening))
                inputs = outputs
            stride *= step
            taps[stride] = len(blocks) - 1, outputs
        self.blocks = nn.ModuleList(blocks)
        self.taps = {block: stride for stride, (block, _) in taps.items()}  # the last block at each stride
        d = c.embed_dim
        self.lateral4 = nn.Conv2d(taps[4][1], d // 8, 1)
        self.lateral8 = nn.Conv2d(taps[8][1], d // 4, 1)
        self.lateral16 = nn.Conv2d(taps[16][1], d, 1)
        self.lateral32 = nn.Conv2d(taps[32][1], d, 1)
        self.merge = nn.Conv2d(d, d, 3, padding=1, bias=False)
        self.norm = ChannelNorm(d)

    def forward(self, x):
        if fast.AVAILABLE and self.training and x.device.type == "cpu" and torch.is_autocast_enabled("cpu"):
            return self.rows(x)
        tapped, x = {}, F.relu6(self.stem(x))
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in self.taps:
                tapped[self.taps[i]] = x
        y = self.lateral16(tapped[16]) + F.interpolate(self.lateral32(tapped[32]), scale_factor=2.0, mode="nearest")
        return self.norm(self.merge(y)), self.lateral8(tapped[8]), self.lateral4(tapped[4])

    def rows(self, x):
        """forward in bf16 under autocast, for a CPU with AMX."""
        tapped, x = {}, fast.Relu6.apply(self.stem(x).permute(0, 2, 3, 1).bfloat16())
        for i, block in enumerate(self.blocks):
            x = block.rows(x)
            if i in self.taps:
                tapped[self.taps[i]] = x
        deep = pointwise(tapped[32], self.lateral32).repeat_interleave(2, 1).repeat_interleave(2, 2)
        y = (pointwise(tapped[16], self.lateral16) + deep).permute(0, 3, 1, 2)
        fine8, fine4 = pointwise(tapped[8], self.lateral8), pointwise(tapped[4], self.lateral4)
        return self.norm(self.merge(y)), fine8.permute(0, 3, 1, 2), fine4.permute(0, 3, 1, 2)


class ChannelNorm(nn.Module):
    """Layer norm over the channels of B, C, H, W."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.permute(0, 2, 3, 1), (x.shape[1],), self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


class FourierPosition(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.register_buffer("positional_encoding_gaussian_matrix", torch.randn(2, features))

    def forward(self, xy):  # ..., 2 in [0, 1]
        with torch.autocast(xy.device.type, enabled=False):  # in bf16 neighbouring pixels would share a position
            a = 2 * math.pi * ((2 * xy.float() - 1) @ self.positional_encoding_gaussian_matrix.float())
        return torch.cat([a.sin(), a.cos()], dim=-1)


class PromptEncoder(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        d, m = c.embed_dim, c.mask_channels
        self.pe_layer = FourierPosition(d // 2)
        self.point_embeddings = nn.ModuleList(nn.Embedding(1, d) for _ in range(4))  # background, foreground, box corners
        self.not_a_point_embed = nn.Embedding(1, d)
        self.no_mask_embed = nn.Embedding(1, d)
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, m // 4, 2, 2), ChannelNorm(m // 4), nn.GELU(),
            nn.Conv2d(m // 4, m, 2, 2), ChannelNorm(m), nn.GELU(), nn.Conv2d(m, d, 1))

    def dense_position(self, grid):
        at = (torch.arange(grid, device=self.no_mask_embed.weight.device, dtype=torch.float32) + 0.5) / grid
        y, x = torch.meshgrid(at, at, indexing="ij")
        return self.pe_layer(torch.stack([x, y], -1)).view(1, grid * grid, -1)

    def forward(self, coords, labels, size, masks=None):
        """coords P, N, 2 in pixels of the size x size input; labels P, N: 1 point, 0 background, 2 and 3 box corners, -1 padding."""
        tokens = self.pe_layer((coords + 0.5) / size)
        tokens = tokens * (labels >= 0).unsqueeze(-1)
        table = torch.cat([e.weight for e in self.point_embeddings] + [self.not_a_point_embed.weight])
        tokens = tokens + table[torch.where(labels < 0, 4, labels)]
        if masks is None:
            return tokens, self.no_mask_embed.weight.view(1, 1, -1)
        return tokens, self.downscale(masks)

    def downscale(self, masks):
        """mask_downscaling as matrix products: a 2x2 convolution of stride 2 joins four cells into one. P, 1, 4G, 4G -> P, G*G, C."""
        first, norm1, _, second, norm2, _, last = self.mask_downscaling
        p, g = masks.shape[0], masks.shape[-1] // 4
        x = masks.view(p, g, 2, 2, g, 2, 2).permute(0, 1, 4, 2, 5, 3, 6).reshape(p, g * g, 4, 4)  # cell, quarter, pixel of the quarter
        x = F.linear(x, first.weight.flatten(1), first.bias)
        x = F.gelu(F.layer_norm(x, (x.shape[-1],), norm1.weight, norm1.bias, 1e-6))
        x = F.linear(x.flatten(2), second.weight.permute(0, 2, 3, 1).flatten(1), second.bias)
        x = F.gelu(F.layer_norm(x, (x.shape[-1],), norm2.weight, norm2.bias, 1e-6))
        return F.linear(x, last.weight.flatten(1), last.bias)


class Attention(nn.Module):
    def __init__(self, dim, heads, reduce=1):
        super().__init__()
        self.heads = heads
        inner = dim // reduce
        self.q_proj, self.k_proj, self.v_proj = nn.Linear(dim, inner), nn.Linear(dim, inner), nn.Linear(dim, inner)
        self.out_proj = nn.Linear(inner, dim)

    def forward(self, q, k, v):
        q, k, v = (t.view(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2) for t in (self.q_proj(q), self.k_proj(k), self.v_proj(v)))
        # With a handful of tokens on one side, plain products beat the fused kernel on a CPU, and so does a softmax
        # along the outer axis where the tokens are the keys.
        if k.shape[2] < q.shape[2]:
            weights = ((k * k.shape[-1] ** -0.5) @ q.transpose(-2, -1)).softmax(-2).transpose(-2, -1)
        else:
            weights = ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)).softmax(-1)
        return self.out_proj((weights @ v).transpose(1, 2).flatten(2))


class ReluMlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x):
        return self.lin2(F.relu(self.lin1(x)))


class TwoWayBlock(nn.Module):
    def __init__(self, dim, heads, hidden, first):
        super().__init__()
        self.first = first
        self.self_attn = Attention(dim, heads)
        self.cross_attn_token_to_image = Attention(dim, heads, 2)
        self.cross_attn_image_to_token = Attention(dim, heads, 2)
        self.mlp = ReluMlp(dim, hidden)
        self.norm1, self.norm2, self.norm3, self.norm4 = (nn.LayerNorm(dim) for _ in range(4))

    def forward(self, tokens, image, token_pe, image_pe):
        if self.first:
            tokens = self.self_attn(tokens, tokens, tokens)
        else:
            q = tokens + token_pe
            tokens = tokens + self.self_attn(q, q, tokens)
        tokens = self.norm1(tokens)
        placed = image + image_pe
        tokens = self.norm2(tokens + self.cross_attn_token_to_image(tokens + token_pe, placed, image))
        tokens = self.norm3(tokens + self.mlp(tokens))
        image = self.norm4(image + self.cross_attn_image_to_token(placed, tokens + token_pe, tokens))
        return tokens, image


class TwoWayTransformer(nn.Module):
    def __init__(self, dim, heads, hidden, depth=2):
        super().__init__()
        self.layers = nn.ModuleList(TwoWayBlock(dim, heads, hidden, i == 0) for i in range(depth))
        self.final_attn_token_to_image = Attention(dim, heads, 2)
        self.norm_final_attn = nn.LayerNorm(dim)

    def forward(self, image, image_pe, prompt):
        tokens = prompt
        for layer in self.layers:
            tokens, image = layer(tokens, image, prompt, image_pe)
        tokens = tokens + self.final_attn_token_to_image(tokens + prompt, image + image_pe, image)
        return self.norm_final_attn(tokens), image


class Head(nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(inputs, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, outputs)])

    def forward(self, x):
        return self.layers[2](F.relu(self.layers[1](F.relu(self.layers[0](x)))))


class MaskDecoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        d = c.embed_dim
        self.transformer = TwoWayTransformer(d, c.decoder_heads, c.decoder_mlp)
        self.iou_token = nn.Embedding(1, d)
        self.mask_tokens = nn.Embedding(4, d)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(d, d // 4, 2, 2), ChannelNorm(d // 4), nn.GELU(), nn.ConvTranspose2d(d // 4, d // 8, 2, 2), nn.GELU())
        self.output_hypernetworks_mlps = nn.ModuleList(Head(d, d, d // 8) for _ in range(4))
        self.iou_prediction_head = Head(d, d, 4)

    def forward(self, image, fine8, fine4, position, tokens):
        """image P, G*G, C; fine8 B, G*G*4, C/4; fine4 B, G*G*16, C/8, both in the order y, x, then (y, x) of each doubling."""
        p, cells, _ = image.shape
        g = math.isqrt(cells)
        out = torch.cat([self.iou_token.weight, self.mask_tokens.weight])[None].expand(p, -1, -1)
        tokens, image = self.transformer(image, position, torch.cat([out, tokens], dim=1))
        fine = self.upscale(image, fine8, fine4)
        weights = torch.stack([mlp(tokens[:, 1 + i]) for i, mlp in enumerate(self.output_hypernetworks_mlps)], 1)
        logits = weights @ fine.transpose(1, 2)
        logits = logits.view(p, 4, g, g, 2, 2, 2, 2).permute(0, 1, 2, 4, 6, 3, 5, 7).reshape(p, 4, 4 * g, 4 * g)
        return logits, self.iou_prediction_head(tokens[:, 0])

    def upscale(self, image, fine8, fine4):
        """output_upscaling with the fine features added. The 2x2 transposed convolutions are matrix products on rows: one cell gives four."""
        first, norm, _, second, _ = self.output_upscaling
        x = add_each(double(image, first), fine8)
        x = fast.gelu(F.layer_norm(x, (x.shape[-1],), norm.weight, norm.bias, 1e-6).to(x.dtype))
        return fast.gelu(add_each(double(x, second), fine4))


def double(x, conv):
    rows = F.linear(x, conv.weight.permute(2, 3, 1, 0).flatten(0, 2), conv.bias.repeat(4))
    return rows.view(x.shape[0], -1, conv.weight.shape[1])


def add_each(x, features):
    """Adds each picture's features to all its prompts."""
    p, b = x.shape[0], features.shape[0]
    return (x.view(b, p // b, *x.shape[1:]) + features.to(x.dtype)[:, None]).flatten(0, 1)


def rows8(f):
    """B, C, 2G, 2G -> B, G*G*4, C: the order in which `double` leaves the cells."""
    b, c, h, w = f.shape
    return f.view(b, c, h // 2, 2, w // 2, 2).permute(0, 2, 4, 3, 5, 1).reshape(b, h * w, c)


def rows4(f):
    """B, C, 4G, 4G -> B, G*G*16, C: the same after the second doubling."""
    b, c, h, w = f.shape
    return f.view(b, c, h // 4, 2, 2, w // 4, 2, 2).permute(0, 2, 5, 3, 6, 4, 7, 1).reshape(b, h * w, c)


class Sam(nn.Module):
    def __init__(self, config=None):
        super().__init__()
        self.config = config or Config()
        self.image_encoder = ImageEncoder(self.config)
        self.prompt_encoder = PromptEncoder(self.config)
        self.mask_decoder = MaskDecoder(self.config)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.trunc_normal_(m.weight, std=0.02 if m.in_features < 64 else 1 / math.sqrt(m.in_features))
                if m.bias is not None:
                    nn.init.zeros_(m.bias)
        for m in (self.image_encoder.lateral4, self.image_encoder.lateral8):
            nn.init.normal_(m.weight, std=0.02 / math.sqrt(m.in_channels))
            nn.init.zeros_(m.bias)

    def decode(self, features, coords, labels, size, masks=None):
        """features of B pictures; coords P, N, 2 and labels P, N of P / B prompts for each; masks P, 1, 4G, 4G to correct. Logits P, 4, 4G, 4G and scores P, 4."""
        embedding, fine8, fine4 = features
        tokens, dense = self.prompt_encoder(coords, labels, size, masks)
        position = self.prompt_encoder.dense_position(embedding.shape[-1])
        image = embedding.flatten(2).transpose(1, 2)
        b, n, c = image.shape
        image = image[:, None].expand(b, coords.shape[0] // b, n, c).reshape(-1, n, c) + dense
        return self.mask_decoder(image, rows8(fine8), rows4(fine4), position.to(image.dtype), tokens)


def load_trunk(encoder, path):
    """ImageNet weights of EfficientNet-Lite: batch norms folded, the input scaling changed to SAM's."""
    source = torch.load(path, map_location="cpu", weights_only=True)

    def fold(conv, weight, norm):
        scale = source[norm + ".weight"] / (source[norm + ".running_var"] + 1e-3).sqrt()
        conv.weight.data.copy_(source[weight] * scale.view(-1, 1, 1, 1))
        conv.bias.data.copy_(source[norm + ".bias"] - source[norm + ".running_mean"] * scale)

    fold(encoder.stem, "_conv_stem.weight", "_bn0")
    weight = encoder.stem.weight.data
    encoder.stem.bias.data += (weight * ((MEAN - 127) / 128).view(1, 3, 1, 1)).sum((1, 2, 3))
    encoder.stem.weight.data = weight * (STD / 128).view(1, 3, 1, 1)
    for i, block in enumerate(encoder.blocks):
        name = f"_blocks.{i}."
        if block.expand:
            fold(block.expand, name + "_expand_conv.weight", name + "_bn0")
        fold(block.depthwise, name + "_depthwise_conv.weight", name + "_bn1")
        fold(block.project, name + "_project_conv.weight", name + "_bn2")
