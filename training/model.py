"""The bundled model's architecture: MobileSAM's layout (TinyViT encoder, SAM prompt encoder and mask decoder), scaled down.

State-dict names are the ones MobileSAM checkpoints use, so any reader of those reads this too.
Shapes: B images, P prompts of one image, C embedding channels, G = image_size / 16 grid cells a side.
"""
import itertools
import math
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import nn


@dataclass
class Config:
    image_size: int = 512
    stage_dims: list = field(default_factory=lambda: [32, 64, 128, 192])
    stage_depths: list = field(default_factory=lambda: [2, 2, 4, 2])
    stage_heads: list = field(default_factory=lambda: [1, 2, 4, 6])
    windows: list = field(default_factory=lambda: [7, 7, 14, 7])
    embed_dim: int = 128
    decoder_mlp: int = 512
    decoder_heads: int = 8
    mask_channels: int = 16

    @property
    def grid(self):
        return self.image_size // 16


class ConvNorm(nn.Sequential):
    """Convolution without bias, then batch norm; the two fold into one convolution at inference."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, gamma=1.0):
        super().__init__()
        self.add_module("c", nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False))
        self.add_module("bn", nn.BatchNorm2d(outputs))
        nn.init.constant_(self.bn.weight, gamma)


class Stem(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.seq = nn.Sequential(ConvNorm(3, dim // 2, 3, 2), nn.GELU(), ConvNorm(dim // 2, dim, 3, 2))

    def forward(self, x):
        return self.seq(x)


class InvertedBottleneck(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv1 = ConvNorm(dim, 4 * dim)
        self.conv2 = ConvNorm(4 * dim, 4 * dim, 3, groups=4 * dim)
        self.conv3 = ConvNorm(4 * dim, dim, gamma=0.0)

    def forward(self, x):
        return F.gelu(x + self.conv3(F.gelu(self.conv2(F.gelu(self.conv1(x))))))


class Downsample(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = ConvNorm(inputs, outputs)
        self.conv2 = ConvNorm(outputs, outputs, 3, stride, groups=outputs)
        self.conv3 = ConvNorm(outputs, outputs)

    def forward(self, x):
        return self.conv3(F.gelu(self.conv2(F.gelu(self.conv1(x)))))


class WindowAttention(nn.Module):
    """Attention inside one window, with a learned bias for each |dy|, |dx|."""

    def __init__(self, dim, heads, window):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(dim)
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)
        cells = list(itertools.product(range(window), repeat=2))
        seen = {}
        index = [seen.setdefault((abs(a[0] - b[0]), abs(a[1] - b[1])), len(seen)) for a in cells for b in cells]
        self.attention_biases = nn.Parameter(torch.zeros(heads, len(seen)))
        self.register_buffer("index", torch.tensor(index).view(len(cells), len(cells)), persistent=False)

    def forward(self, x):
        batch, count, dim = x.shape
        q, k, v = self.qkv(self.norm(x)).view(batch, count, self.heads, 3, dim // self.heads).permute(3, 0, 2, 1, 4)
        bias = self.attention_biases[:, self.index].to(q.dtype)
        out = ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1) + bias).softmax(-1) @ v
        return self.proj(out.transpose(1, 2).reshape(batch, count, dim))


class Mlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.fc1 = nn.Linear(dim, 4 * dim)
        self.fc2 = nn.Linear(4 * dim, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(self.norm(x))))


class Block(nn.Module):
    def __init__(self, dim, heads, window):
        super().__init__()
        self.window = window
        self.attn = WindowAttention(dim, heads, window)
        self.local_conv = ConvNorm(dim, dim, 3, groups=dim)
        self.mlp = Mlp(dim)

    def forward(self, x):  # B, C, H, W
        b, c, h, w = x.shape
        s = self.window
        rows, cols = math.ceil(h / s), math.ceil(w / s)
        t = x.permute(0, 2, 3, 1)
        if h % s or w % s:
            t = F.pad(t, (0, 0, 0, cols * s - w, 0, rows * s - h))
        t = t.view(b, rows, s, cols, s, c).transpose(2, 3).reshape(-1, s * s, c)
        t = self.attn(t).view(b, rows, cols, s, s, c).transpose(2, 3).reshape(b, rows * s, cols * s, c)
        x = x + t[:, :h, :w].permute(0, 3, 1, 2)
        x = self.local_conv(x)
        return x + self.mlp(x.flatten(2).transpose(1, 2)).transpose(1, 2).view(b, c, h, w)


class Stage(nn.Module):
    def __init__(self, blocks, downsample):
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        if downsample is not None:
            self.downsample = downsample

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.downsample(x) if hasattr(self, "downsample") else x


class ChannelNorm(nn.Module):
    """Layer norm over the channels of B, C, H, W."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.permute(0, 2, 3, 1), (x.shape[1],), self.weight, self.bias, 1e-6).permute(0, 3, 1, 2)


class ImageEncoder(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        dims = c.stage_dims
        self.patch_embed = Stem(dims[0])
        strides = [2, 2, 1]
        self.layers = nn.ModuleList()
        for i, dim in enumerate(dims):
            blocks = [InvertedBottleneck(dim) if i == 0 else Block(dim, c.stage_heads[i], c.windows[i]) for _ in range(c.stage_depths[i])]
            self.layers.append(Stage(blocks, Downsample(dim, dims[i + 1], strides[i]) if i < 3 else None))
        self.neck = nn.Sequential(
            nn.Conv2d(dims[-1], c.embed_dim, 1, bias=False), ChannelNorm(c.embed_dim),
            nn.Conv2d(c.embed_dim, c.embed_dim, 3, padding=1, bias=False), ChannelNorm(c.embed_dim))

    def forward(self, x):
        x = self.patch_embed(x)
        for layer in self.layers:
            x = layer(x)
        return self.neck(x)


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
        split = lambda t: t.view(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2)
        q, k, v = split(self.q_proj(q)), split(self.k_proj(k)), split(self.v_proj(v))
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
    def __init__(self, c: Config):
        super().__init__()
        d = c.embed_dim
        self.transformer = TwoWayTransformer(d, c.decoder_heads, c.decoder_mlp)
        self.iou_token = nn.Embedding(1, d)
        self.mask_tokens = nn.Embedding(4, d)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(d, d // 4, 2, 2), ChannelNorm(d // 4), nn.GELU(), nn.ConvTranspose2d(d // 4, d // 8, 2, 2), nn.GELU())
        self.output_hypernetworks_mlps = nn.ModuleList(Head(d, d, d // 8) for _ in range(4))
        self.iou_prediction_head = Head(d, d, 4)

    def forward(self, image, position, tokens):
        """image P, G*G, C with the dense prompt added; returns logits P, 4, 4G, 4G and predicted IoU P, 4."""
        p, cells, _ = image.shape
        g = math.isqrt(cells)
        out = torch.cat([self.iou_token.weight, self.mask_tokens.weight])[None].expand(p, -1, -1)
        tokens, image = self.transformer(image, position, torch.cat([out, tokens], dim=1))
        fine = self.upscale(image)
        weights = torch.stack([mlp(tokens[:, 1 + i]) for i, mlp in enumerate(self.output_hypernetworks_mlps)], 1)
        logits = weights @ fine.transpose(1, 2)  # P, 4, cells in the order y, x, then (y, x) of each of the two doublings
        logits = logits.view(p, 4, g, g, 2, 2, 2, 2).permute(0, 1, 2, 4, 6, 3, 5, 7).reshape(p, 4, 4 * g, 4 * g)
        return logits, self.iou_prediction_head(tokens[:, 0])

    def upscale(self, image):
        """output_upscaling as matrix products on P, N, C: a 2x2 transposed convolution of stride 2 makes four cells of each."""
        first, norm, _, second, _ = self.output_upscaling
        p = image.shape[0]
        double = lambda x, conv: (x @ conv.weight.permute(0, 2, 3, 1).flatten(1) + conv.bias.repeat(4)).view(p, -1, conv.weight.shape[1])
        x = double(image, first)
        x = F.gelu(F.layer_norm(x, (x.shape[-1],), norm.weight, norm.bias, 1e-6))
        return F.gelu(double(x, second))


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

    def decode(self, embedding, coords, labels, size, masks=None):
        """embedding B, C, G, G; coords P, N, 2 with P a multiple of B: the prompts of the first image, then those of the next."""
        tokens, dense = self.prompt_encoder(coords, labels, size, masks)
        position = self.prompt_encoder.dense_position(embedding.shape[-1])
        image = embedding.flatten(2).transpose(1, 2)
        b, n, c = image.shape
        image = image[:, None].expand(b, coords.shape[0] // b, n, c).reshape(-1, n, c) + dense
        return self.mask_decoder(image, position.to(image.dtype), tokens)
