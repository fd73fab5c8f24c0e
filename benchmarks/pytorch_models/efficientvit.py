"""EfficientViT-SAM's image encoder: fused and inverted bottlenecks, attention that is linear in the number of cells."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from .layers import LayerNorm2d, bicubic

EPSILON = 1e-6
ATTENTION_EPSILON = 1e-15


def tanh_gelu(x):
    """GELU's approximation, in the form that ONNX Runtime makes one operator of; the exporter's own it runs as nine."""
    return x * 0.5 * (1.0 + torch.tanh(math.sqrt(2 / math.pi) * (x + torch.pow(x, 3.0) * 0.044715)))


class ConvLayer(nn.Module):
    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, bias=False, norm=True, gelu=False):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias)
        self.norm = nn.BatchNorm2d(outputs, EPSILON) if norm else None
        self.gelu = gelu

    def forward(self, x):
        x = self.conv(x)
        x = x if self.norm is None else self.norm(x)
        return tanh_gelu(x) if self.gelu else x


class ResBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv1, self.conv2 = ConvLayer(dim, dim, 3, gelu=True), ConvLayer(dim, dim, 3)

    def forward(self, x):
        return self.conv2(self.conv1(x))


class FusedMBConv(nn.Module):
    def __init__(self, inputs, outputs, expand, stride=1):
        super().__init__()
        hidden = inputs * expand
        self.spatial_conv, self.point_conv = ConvLayer(inputs, hidden, 3, stride, gelu=True), ConvLayer(hidden, outputs)

    def forward(self, x):
        return self.point_conv(self.spatial_conv(x))


class MBConv(nn.Module):
    def __init__(self, inputs, outputs, expand, stride=1):
        super().__init__()
        hidden = inputs * expand
        self.inverted_conv = ConvLayer(inputs, hidden, bias=True, norm=False, gelu=True)
        self.depth_conv = ConvLayer(hidden, hidden, 3, stride, hidden, bias=True, norm=False, gelu=True)
        self.point_conv = ConvLayer(hidden, outputs)

    def forward(self, x):
        return self.point_conv(self.depth_conv(self.inverted_conv(x)))


class LiteMLA(nn.Module):
    def __init__(self, dim, head, kernel):
        super().__init__()
        self.head, total = head, dim // head * head
        self.qkv = ConvLayer(dim, 3 * total, norm=False)
        self.aggreg = nn.ModuleList([nn.Sequential(
            nn.Conv2d(3 * total, 3 * total, kernel, padding=kernel // 2, groups=3 * total, bias=False),
            nn.Conv2d(3 * total, 3 * total, 1, groups=3 * total // head, bias=False))])
        self.proj = ConvLayer(2 * total, dim)

    def forward(self, x):
        qkv, (_, _, h, w) = self.qkv(x), x.shape
        heads = torch.cat([qkv, self.aggreg[0](qkv)], 1).view(-1, 3, self.head, int(h * w))
        q, k, v = F.relu(heads[:, 0]), F.relu(heads[:, 1]), heads[:, 2]
        values = v @ k.transpose(1, 2) @ q
        sums = k.sum(2)[:, None] @ q
        return self.proj((values / (sums + ATTENTION_EPSILON)).reshape(1, -1, h, w))


class Residual(nn.Module):
    def __init__(self, main):
        super().__init__()
        self.main = main

    def forward(self, x):
        return x + self.main(x)


class Plain(nn.Module):
    def __init__(self, main):
        super().__init__()
        self.main = main

    def forward(self, x):
        return self.main(x)


class EfficientViTBlock(nn.Module):
    def __init__(self, dim, head, expand, kernel):
        super().__init__()
        self.context_module, self.local_module = Residual(LiteMLA(dim, head, kernel)), Residual(MBConv(dim, dim, expand))

    def forward(self, x):
        return self.local_module(self.context_module(x))


class OpSequential(nn.Module):
    def __init__(self, *ops):
        super().__init__()
        self.op_list = nn.ModuleList(ops)

    def forward(self, x):
        for op in self.op_list:
            x = op(x)
        return x


def stage(kind, inputs, outputs, depth, expand, head):
    """kind: res, fmb, mb, att (5 x 5 aggregation) or att@3"""
    if kind == "res":
        first = ConvLayer(inputs, outputs, 3, 2, gelu=True)
    else:
        first = Plain((FusedMBConv if kind == "fmb" else MBConv)(inputs, outputs, 4 * expand, 2))
    block = {
        "res": lambda: Residual(ResBlock(outputs)),
        "fmb": lambda: Residual(FusedMBConv(outputs, outputs, expand)),
        "mb": lambda: Residual(MBConv(outputs, outputs, expand)),
        "att": lambda: EfficientViTBlock(outputs, head, expand, 5),
        "att@3": lambda: EfficientViTBlock(outputs, head, expand, 3)}[kind]
    return OpSequential(first, *(block() for _ in range(depth)))


class Backbone(nn.Module):
    def __init__(self, kinds, widths, depths, expands, head):
        super().__init__()
        inputs = (3, *widths)
        self.stages = nn.ModuleList(
            stage(kind, inputs[i], widths[i], depths[i], expands[i], head) for i, kind in enumerate(kinds))

    def forward(self, x):
        outputs = []
        for part in self.stages:
            x = part(x)
            outputs.append(x)
        return outputs


class SamNeck(nn.Module):
    def __init__(self, inputs, width, depth, expand, channels, grid):
        super().__init__()
        self.grid = grid
        self.input_ops = nn.ModuleList(OpSequential(ConvLayer(dim, width)) for dim in inputs)
        self.middle = OpSequential(*(Residual(FusedMBConv(width, width, expand)) for _ in range(depth)))
        self.output_ops = nn.ModuleList([OpSequential(ConvLayer(width, channels, bias=True, norm=False))])

    def resized(self, x):
        return x if x.shape[2] == self.grid else bicubic(x, self.grid, self.grid)

    def forward(self, stages):
        first, second, third = (self.resized(op(x)) for op, x in zip(self.input_ops, reversed(stages)))
        return self.output_ops[0](self.middle(first + second + third))


class EfficientViT(nn.Module):
    """size: side of its input, prompts: side of the frame that prompts are in."""

    def __init__(self, widths, depths, kinds, expands, neck_depth, neck_expand, size, neck_width=256, head=32,
                 prompts=1024, channels=256):
        super().__init__()
        self.size, self.grid = size, prompts // 16
        self.backbone = Backbone(kinds, widths, depths, expands, head)
        self.neck = SamNeck(widths[:-4:-1], neck_width, neck_depth, neck_expand, channels, self.grid)
        self.norm = LayerNorm2d(channels)

    def forward(self, x):
        return self.norm(self.neck(self.backbone(x)))


def large(depths, neck_depth):
    """L0 to L2."""
    return EfficientViT(
        (32, 64, 128, 256, 512), depths, ("res", "fmb", "fmb", "mb", "att"), (1, 4, 4, 4, 6), neck_depth, 1, 512)


def extra_large(depths, neck_depth):
    """XL0 and XL1."""
    return EfficientViT(
        (32, 64, 128, 256, 512, 1024), depths, ("res", "fmb", "fmb", "fmb", "att@3", "att@3"), (1, 4, 4, 4, 4, 6),
        neck_depth, 4, 1024)
