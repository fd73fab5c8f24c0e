"""SAM's, MobileSAM's and sam4j-2's networks in PyTorch, for export: inference only, tensor names as in their published checkpoints.

Shapes: C embedding channels, G cells along the embedding's side, P prompts of one picture, N points of a prompt.
Attention is written as plain products and a softmax, which is what every exporter and runtime knows.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn


def attend(q, k, v, bias=None):
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
    return (scores if bias is None else scores + bias).softmax(-1) @ v


class LayerNorm2d(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(channels)), nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.permute(0, 2, 3, 1), self.weight.shape, self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


def neck(dim, channels):
    return nn.Sequential(
        nn.Conv2d(dim, channels, 1, bias=False), LayerNorm2d(channels),
        nn.Conv2d(channels, channels, 3, padding=1, bias=False), LayerNorm2d(channels))


def to_windows(x, size):
    """(1, H, W, D) to (windows, size, size, D), padded at the bottom and right."""
    h, w, d = (int(side) for side in x.shape[1:])
    rows, columns = -(-h // size), -(-w // size)
    x = F.pad(x, (0, 0, 0, columns * size - w, 0, rows * size - h))
    return x.view(rows, size, columns, size, d).transpose(1, 2).reshape(rows * columns, size, size, d)


def from_windows(x, h, w):
    size, d = int(x.shape[1]), int(x.shape[3])
    rows, columns = -(-h // size), -(-w // size)
    x = x.view(rows, columns, size, size, d).transpose(1, 2).reshape(1, rows * size, columns * size, d)
    return x[:, :h, :w]


# SAM's image encoder: a ViT with windows, and decomposed relative positions.


class PatchEmbed(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, 16, 16)

    def forward(self, x):
        return self.proj(x).permute(0, 2, 3, 1)


class VitAttention(nn.Module):
    def __init__(self, dim, heads, window):
        super().__init__()
        self.heads, self.window = heads, window
        self.qkv, self.proj = nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.rel_pos_h = nn.Parameter(torch.zeros(2 * window - 1, dim // heads))
        self.rel_pos_w = nn.Parameter(torch.zeros(2 * window - 1, dim // heads))

    def forward(self, x):  # (windows, S, S, D)
        n, s, heads = x.shape[0], self.window, self.heads
        q, k, v = self.qkv(x).view(n, s * s, 3, heads, -1).permute(2, 0, 3, 1, 4).flatten(1, 2).unbind()
        at = torch.arange(s)
        distance = at[:, None] - at[None, :] + s - 1
        grid = q.view(n * heads, s, s, -1)
        rows = grid @ self.rel_pos_h[distance].transpose(1, 2)
        columns = (grid.transpose(1, 2) @ self.rel_pos_w[distance].transpose(1, 2)).transpose(1, 2)
        bias = (rows[..., :, None] + columns[..., None, :]).view(n * heads, s * s, s * s)
        out = attend(q, k, v, bias).view(n, heads, s, s, -1)
        return self.proj(out.permute(0, 2, 3, 1, 4).reshape(n, s, s, -1))


class VitMlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)

    def forward(self, x):
        return self.lin2(F.gelu(self.lin1(x)))


class VitBlock(nn.Module):
    def __init__(self, dim, heads, window):
        super().__init__()
        self.window = window
        self.norm1, self.norm2 = nn.LayerNorm(dim, 1e-6), nn.LayerNorm(dim, 1e-6)
        self.attn, self.mlp = VitAttention(dim, heads, window), VitMlp(dim)

    def forward(self, x):
        h, w = (int(side) for side in x.shape[1:3])
        y = self.norm1(x)
        x = x + (self.attn(y) if h == self.window else from_windows(self.attn(to_windows(y, self.window)), h, w))
        return x + self.mlp(self.norm2(x))


class ImageEncoderViT(nn.Module):
    def __init__(self, size=1024, dim=768, depth=12, heads=12, globals_=(2, 5, 8, 11), window=14, channels=256):
        super().__init__()
        grid = size // 16
        self.size, self.grid = size, grid
        self.patch_embed = PatchEmbed(dim)
        self.pos_embed = nn.Parameter(torch.zeros(1, grid, grid, dim))
        self.blocks = nn.Sequential(*(VitBlock(dim, heads, grid if i in globals_ else window) for i in range(depth)))
        self.neck = neck(dim, channels)

    def forward(self, x):
        return self.neck(self.blocks(self.patch_embed(x) + self.pos_embed).permute(0, 3, 1, 2))


# MobileSAM's image encoder: TinyViT.


class Conv2dBn(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__()
        self.add_module("c", nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False))
        self.add_module("bn", nn.BatchNorm2d(outputs))


class Stem(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.seq = nn.Sequential(Conv2dBn(3, dim // 2, 3, 2), nn.GELU(), Conv2dBn(dim // 2, dim, 3, 2))

    def forward(self, x):
        return self.seq(x)


class MBConv(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv1, self.conv3 = Conv2dBn(dim, 4 * dim), Conv2dBn(4 * dim, dim)
        self.conv2 = Conv2dBn(4 * dim, 4 * dim, 3, groups=4 * dim)

    def forward(self, x):
        return F.gelu(x + self.conv3(F.gelu(self.conv2(F.gelu(self.conv1(x))))))


class PatchMerging(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.conv3 = Conv2dBn(inputs, outputs), Conv2dBn(outputs, outputs)
        self.conv2 = Conv2dBn(outputs, outputs, 3, stride, groups=outputs)

    def forward(self, x):
        return self.conv3(F.gelu(self.conv2(F.gelu(self.conv1(x)))))


class TinyVitAttention(nn.Module):
    def __init__(self, dim, heads, window):
        super().__init__()
        self.heads = heads
        self.norm, self.qkv, self.proj = nn.LayerNorm(dim), nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)
        self.attention_biases = nn.Parameter(torch.zeros(heads, window * window))
        y, x = torch.arange(window * window) // window, torch.arange(window * window) % window
        distance = (y[:, None] - y).abs() * window + (x[:, None] - x).abs()
        self.register_buffer("distance", distance, persistent=False)

    def forward(self, x):  # (windows, tokens, D)
        n, tokens, d = x.shape
        q, k, v = self.qkv(self.norm(x)).view(n, tokens, self.heads, 3, -1).permute(3, 0, 2, 1, 4).unbind()
        out = attend(q, k, v, self.attention_biases[:, self.distance])
        return self.proj(out.transpose(1, 2).reshape(n, tokens, d))


class TinyVitMlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm, self.fc1, self.fc2 = nn.LayerNorm(dim), nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(self.norm(x))))


class TinyViTBlock(nn.Module):
    def __init__(self, dim, heads, window):
        super().__init__()
        self.window = window
        self.attn, self.mlp = TinyVitAttention(dim, heads, window), TinyVitMlp(dim)
        self.local_conv = Conv2dBn(dim, dim, 3, groups=dim)

    def forward(self, x):  # (1, D, H, W)
        h, w = (int(side) for side in x.shape[2:])
        windows = to_windows(x.permute(0, 2, 3, 1), self.window)
        mixed = self.attn(windows.flatten(1, 2)).view(windows.shape)
        x = self.local_conv(x + from_windows(mixed, h, w).permute(0, 3, 1, 2))
        return x + self.mlp(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class BasicLayer(nn.Module):
    def __init__(self, blocks, downsample):
        super().__init__()
        self.blocks = nn.Sequential(*blocks)
        self.downsample = downsample

    def forward(self, x):
        return self.downsample(self.blocks(x))


class TinyViT(nn.Module):
    def __init__(self, size=1024, dims=(64, 128, 160, 320), depths=(2, 2, 6, 2), heads=(2, 4, 5, 10),
                 windows=(7, 7, 14, 7), channels=256):
        super().__init__()
        self.size, self.grid = size, size // 16
        self.patch_embed = Stem(dims[0])
        strides = (2, 2, 1)
        self.layers = nn.Sequential(*(
            BasicLayer(
                [MBConv(dim) if i == 0 else TinyViTBlock(dim, heads[i], windows[i]) for _ in range(depths[i])],
                PatchMerging(dim, dims[i + 1], strides[i]) if i < 3 else nn.Identity())
            for i, dim in enumerate(dims)))
        self.neck = neck(dims[3], channels)

    def forward(self, x):
        return self.neck(self.layers(self.patch_embed(x)))


# sam4j-2's image encoder: EfficientNet-Lite with folded batch norms, and a neck of two levels.


class InvertedBottleneck(nn.Module):
    def __init__(self, inputs, hidden, outputs, kernel, stride):
        super().__init__()
        self.expand = nn.Conv2d(inputs, hidden, 1) if hidden != inputs else None
        self.depthwise = nn.Conv2d(hidden, hidden, kernel, stride, kernel // 2, groups=hidden)
        self.project = nn.Conv2d(hidden, outputs, 1)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        y = x if self.expand is None else F.relu6(self.expand(x))
        y = self.project(F.relu6(self.depthwise(y)))
        return x + y if self.residual else y


class EfficientNet(nn.Module):
    """Sizes as the weights and their metadata say."""

    def __init__(self, state, size, strides):
        super().__init__()
        shape = lambda name: state["image_encoder." + name].shape
        self.size, self.grid = size, size // 16
        self.stem = nn.Conv2d(3, shape("stem.bias")[0], 3, 2, 1)
        blocks, inputs, stride, self.last = [], shape("stem.bias")[0], 2, {}
        for i, step in enumerate(strides):
            hidden, _, kernel, _ = shape(f"blocks.{i}.depthwise.weight")
            outputs = shape(f"blocks.{i}.project.bias")[0]
            blocks.append(InvertedBottleneck(inputs, hidden, outputs, kernel, step))
            inputs, stride = outputs, stride * step
            self.last[stride] = i
        self.blocks = nn.ModuleList(blocks)
        for level in (4, 8, 16, 32):
            outputs, inputs = shape(f"lateral{level}.weight")[:2]
            setattr(self, f"lateral{level}", nn.Conv2d(inputs, outputs, 1))
        channels = shape("norm.bias")[0]
        self.merge, self.norm = nn.Conv2d(channels, channels, 3, padding=1, bias=False), LayerNorm2d(channels)

    def forward(self, x):
        x, maps = F.relu6(self.stem(x)), []
        for block in self.blocks:
            x = block(x)
            maps.append(x)
        fine, middle, own, deep = (maps[self.last[stride]] for stride in (4, 8, 16, 32))
        merged = self.lateral16(own) + F.interpolate(self.lateral32(deep), scale_factor=2.0, mode="nearest")
        return self.norm(self.merge(merged)), self.lateral4(fine), self.lateral8(middle)


# Prompt encoder and mask decoder.


class PositionEmbeddingRandom(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.register_buffer("positional_encoding_gaussian_matrix", torch.zeros(2, features))

    def forward(self, xy):  # (..., 2) from 0 to 1
        angle = 2 * math.pi * ((2 * xy - 1) @ self.positional_encoding_gaussian_matrix)
        return torch.cat([angle.sin(), angle.cos()], -1)


class PromptEncoder(nn.Module):
    def __init__(self, size, channels, mask_channels=16):
        super().__init__()
        self.size, m = size, mask_channels
        self.pe_layer = PositionEmbeddingRandom(channels // 2)
        self.point_embeddings = nn.ModuleList(nn.Embedding(1, channels) for _ in range(4))
        self.not_a_point_embed, self.no_mask_embed = nn.Embedding(1, channels), nn.Embedding(1, channels)
        # Not run here: these graphs take no mask prompt. It is part of the checkpoint.
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, m // 4, 2, 2), LayerNorm2d(m // 4), nn.GELU(),
            nn.Conv2d(m // 4, m, 2, 2), LayerNorm2d(m), nn.GELU(), nn.Conv2d(m, channels, 1))

    def cells(self, grid):
        at = (torch.arange(grid) + 0.5) / grid
        y, x = torch.meshgrid(at, at, indexing="ij")
        return self.pe_layer(torch.stack([x, y], -1)).flatten(0, 1)[None]

    def forward(self, coords, labels):
        """coords (P, N, 2) in pixels of the input; labels (P, N) float: 1 and 0 clicks, 2 and 3 box corners, -1 padding."""
        tokens = self.pe_layer((coords + 0.5) / self.size) * (labels >= 0).float()[..., None]
        for label, embedding in enumerate((self.not_a_point_embed, *self.point_embeddings), -1):
            tokens = tokens + (labels == label).float()[..., None] * embedding.weight
        return tokens


class Attention(nn.Module):
    def __init__(self, dim, heads, downsample=1):
        super().__init__()
        self.heads, inner = heads, dim // downsample
        self.q_proj, self.k_proj, self.v_proj = (nn.Linear(dim, inner) for _ in range(3))
        self.out_proj = nn.Linear(inner, dim)

    def forward(self, q, k, v):
        split = lambda x: x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)
        return self.out_proj(attend(split(self.q_proj(q)), split(self.k_proj(k)), split(self.v_proj(v))).transpose(1, 2).flatten(2))


class DecoderMlp(nn.Module):
    def __init__(self, dim, hidden):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x):
        return self.lin2(F.relu(self.lin1(x)))


class TwoWayAttentionBlock(nn.Module):
    def __init__(self, dim, heads, hidden, first):
        super().__init__()
        self.first = first
        self.self_attn, self.mlp = Attention(dim, heads), DecoderMlp(dim, hidden)
        self.cross_attn_token_to_image, self.cross_attn_image_to_token = Attention(dim, heads, 2), Attention(dim, heads, 2)
        self.norm1, self.norm2, self.norm3, self.norm4 = (nn.LayerNorm(dim) for _ in range(4))

    def forward(self, tokens, image, token_pe, image_pe):
        q = tokens if self.first else tokens + token_pe
        mixed = self.self_attn(q, q, tokens)
        tokens = self.norm1(mixed if self.first else tokens + mixed)
        tokens = self.norm2(tokens + self.cross_attn_token_to_image(tokens + token_pe, image + image_pe, image))
        tokens = self.norm3(tokens + self.mlp(tokens))
        image = self.norm4(image + self.cross_attn_image_to_token(image + image_pe, tokens + token_pe, tokens))
        return tokens, image


class TwoWayTransformer(nn.Module):
    def __init__(self, dim, heads, hidden):
        super().__init__()
        self.layers = nn.ModuleList(TwoWayAttentionBlock(dim, heads, hidden, i == 0) for i in range(2))
        self.final_attn_token_to_image, self.norm_final_attn = Attention(dim, heads, 2), nn.LayerNorm(dim)

    def forward(self, image, image_pe, token_pe):
        tokens = token_pe
        for layer in self.layers:
            tokens, image = layer(tokens, image, token_pe, image_pe)
        mixed = self.final_attn_token_to_image(tokens + token_pe, image + image_pe, image)
        return self.norm_final_attn(tokens + mixed), image


class Mlp3(nn.Module):
    def __init__(self, dim, outputs):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(dim, dim), nn.Linear(dim, dim), nn.Linear(dim, outputs)])

    def forward(self, x):
        return self.layers[2](F.relu(self.layers[1](F.relu(self.layers[0](x)))))


class MaskDecoder(nn.Module):
    def __init__(self, channels, hidden, heads=8):
        super().__init__()
        c = channels
        self.transformer = TwoWayTransformer(c, heads, hidden)
        self.iou_token, self.mask_tokens = nn.Embedding(1, c), nn.Embedding(4, c)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(c, c // 4, 2, 2), LayerNorm2d(c // 4), nn.GELU(), nn.ConvTranspose2d(c // 4, c // 8, 2, 2), nn.GELU())
        self.output_hypernetworks_mlps = nn.ModuleList(Mlp3(c, c // 8) for _ in range(4))
        self.iou_prediction_head = Mlp3(c, 4)

    def upscale(self, image, finer):
        """With the finer features (1, C / 8, 4G, 4G) and (1, C / 4, 2G, 2G) added, where there are such."""
        if not finer:
            return self.output_upscaling(image)
        first, norm, _, second, _ = self.output_upscaling
        return F.gelu(second(F.gelu(norm(first(image) + finer[1]))) + finer[0])

    def forward(self, image, finer, image_pe, tokens):
        """The three masks of an ambiguous prompt: image (1, C, G, G), tokens (P, N, C) to (P, 3, 4G, 4G) and (P, 3)."""
        prompts, (_, c, g, _) = tokens.shape[0], image.shape
        out = torch.cat([self.iou_token.weight, self.mask_tokens.weight])[None].expand(prompts, -1, -1)
        image = image.flatten(2).transpose(1, 2).expand(prompts, -1, -1)
        tokens, image = self.transformer(image, image_pe, torch.cat([out, tokens], 1))
        up = self.upscale(image.transpose(1, 2).reshape(prompts, c, g, g), finer)
        filters = torch.stack([self.output_hypernetworks_mlps[i](tokens[:, 1 + i]) for i in (1, 2, 3)], 1)
        masks = (filters @ up.flatten(2)).view(prompts, 3, 4 * g, 4 * g)
        return masks, self.iou_prediction_head(tokens[:, 0])[:, 1:]


class Sam(nn.Module):
    def __init__(self, encoder, channels=256, decoder_mlp=2048):
        super().__init__()
        self.image_encoder = encoder
        self.prompt_encoder = PromptEncoder(encoder.size, channels)
        self.mask_decoder = MaskDecoder(channels, decoder_mlp)


class PromptedDecoder(nn.Module):
    """Prompt encoder and mask decoder as one graph, the way SAM's published ONNX export cuts it."""

    def __init__(self, sam):
        super().__init__()
        self.prompt_encoder, self.mask_decoder = sam.prompt_encoder, sam.mask_decoder
        self.register_buffer("cells", sam.prompt_encoder.cells(sam.image_encoder.grid).detach())

    def forward(self, point_coords, point_labels, image_embedding, *finer):
        dense = self.prompt_encoder.no_mask_embed.weight.view(1, -1, 1, 1)
        return self.mask_decoder(image_embedding + dense, finer, self.cells, self.prompt_encoder(point_coords, point_labels))
