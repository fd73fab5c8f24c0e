"""MobileSAM's image encoder: TinyViT."""
import torch
import torch.nn.functional as F
from torch import nn

from .layers import Conv2dBn, add_tensors, attend, from_windows, neck, to_windows


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
                 windows=(7, 7, 14, 7), channels=256, early=False, classes=1000):
        """early: whether the output of the second layer is given as well"""
        super().__init__()
        self.size, self.grid = size, size // 16
        self.patch_embed = Stem(dims[0])
        strides = (2, 2, 1)
        self.layers = nn.Sequential(*(
            BasicLayer(
                [MBConv(dim) if i == 0 else TinyViTBlock(dim, heads[i], windows[i]) for _ in range(depths[i])],
                PatchMerging(dim, dims[i + 1], strides[i]) if i < 3 else nn.Identity())
            for i, dim in enumerate(dims)))
        self.neck, self.early = neck(dims[3], channels), early
        d = dims[3]
        add_tensors(self, {"norm_head.weight": (d,), "norm_head.bias": (d,), "head.weight": (classes, d), "head.bias": (classes,)})

    def forward(self, x):
        first, second, third, fourth = self.layers
        early = second(first(self.patch_embed(x)))
        embedding = self.neck(fourth(third(early)))
        return (embedding, early) if self.early else embedding
