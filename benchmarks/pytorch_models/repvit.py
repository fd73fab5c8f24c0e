"""EdgeSAM's and RepViT-SAM's image encoders: RepViT, whose depthwise branches are one convolution when it runs."""
import torch.nn.functional as F
from torch import nn

from .layers import Conv2dBn, bicubic, folded, neck


class RepVggDw(nn.Module):
    """A depthwise 3x3, a depthwise 1x1 and the identity, summed; outer: normed after the sum, and the 1x1 before it not."""

    def __init__(self, dim, outer):
        super().__init__()
        self.conv = Conv2dBn(dim, dim, 3, groups=dim)
        self.conv1 = nn.Conv2d(dim, dim, 1, groups=dim) if outer else Conv2dBn(dim, dim, groups=dim)
        if outer:
            self.bn = nn.BatchNorm2d(dim)
        self.outer = outer

    def merged(self):
        kernel, bias = folded(self.conv.c, self.conv.bn)
        point, shift = (self.conv1.weight, self.conv1.bias) if self.outer else folded(self.conv1.c, self.conv1.bn)
        merged = nn.Conv2d(kernel.shape[0], kernel.shape[0], 3, padding=1, groups=kernel.shape[0])
        merged.weight.data = kernel + F.pad(point + 1, (1, 1, 1, 1))
        merged.bias.data = bias + shift
        if self.outer:
            merged.weight.data, merged.bias.data = folded(merged, self.bn)
        return merged.requires_grad_(False)


class SqueezeExcite(nn.Module):
    def __init__(self, dim):
        super().__init__()
        hidden = max(8, (dim // 4 + 4) // 8 * 8)
        self.fc1, self.fc2 = nn.Conv2d(dim, hidden, 1), nn.Conv2d(hidden, dim, 1)

    def forward(self, x):
        return x * self.fc2(F.relu(self.fc1(x.mean((2, 3), keepdim=True)))).sigmoid()


class ChannelMixer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.m = nn.Sequential(Conv2dBn(dim, 2 * dim), nn.GELU(), Conv2dBn(2 * dim, dim))

    def forward(self, x):
        return x + self.m(x)


class RepVitBlock(nn.Module):
    def __init__(self, inputs, outputs, squeeze, stride, outer):
        super().__init__()
        gate = SqueezeExcite(inputs) if squeeze else nn.Identity()
        if inputs == outputs:
            self.token_mixer = nn.Sequential(RepVggDw(inputs, outer), gate)
        else:
            self.token_mixer = nn.Sequential(Conv2dBn(inputs, inputs, 3, stride, inputs), gate, Conv2dBn(inputs, outputs))
        self.channel_mixer = ChannelMixer(outputs)

    def freeze(self):
        if isinstance(self.token_mixer[0], RepVggDw):
            self.token_mixer[0] = self.token_mixer[0].merged()

    def forward(self, x):
        return self.channel_mixer(self.token_mixer(x))


def stage(width, blocks, first):
    """(width, squeeze) of each block; in the first stage every second is squeezed, later the first is the merge."""
    if first:
        return [(width, i % 2 == 0 and i < blocks - 1) for i in range(blocks)]
    return [(width, i % 2 == 1 and i < blocks - 1) for i in range(blocks)]


def published(widths, depths):
    return [block for i, (width, blocks) in enumerate(zip(widths, depths)) for block in stage(width, blocks, i == 0)]


EDGE_SAM = published((48, 96, 192, 384), (3, 4, 16, 3))
REPVIT_SAM = published((80, 160, 320, 640), (7, 8, 36, 3))


class RepVit(nn.Module):
    """EdgeSAM's if it fuses the last two stages, else RepViT-SAM's, whose last stage keeps the resolution."""

    def __init__(self, blocks, fuses, size=1024, channels=256):
        super().__init__()
        self.size, self.grid, self.fuses = size, size // 16, fuses
        width = blocks[0][0]
        self.features = nn.ModuleList([
            nn.Sequential(Conv2dBn(3, width // 2, 3, 2), nn.GELU(), Conv2dBn(width // 2, width, 3, 2))])
        last = blocks[-1][0]
        for outputs, squeeze in blocks:
            stride = 1 if outputs == last and not fuses else 2
            self.features.append(RepVitBlock(width, outputs, squeeze, stride, not fuses))
            if outputs == last and width != last:
                self.before_last, third = len(self.features) - 2, width
            width = outputs
        if fuses:
            self.fuse_stage2 = nn.Conv2d(third, channels, 1, bias=False)
            self.fuse_stage3 = nn.Module()
            self.fuse_stage3.op_list = nn.ModuleList([nn.Conv2d(last, channels, 1, bias=False)])
        self.neck = neck(channels if fuses else last, channels)

    def forward(self, x):
        for i, block in enumerate(self.features):
            x = block(x)
            if i == self.before_last:
                third = x
        if self.fuses:
            x = self.fuse_stage2(third) + bicubic(self.fuse_stage3.op_list[0](x), self.grid, self.grid)
        return self.neck(x)
