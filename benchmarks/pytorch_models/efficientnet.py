"""sam4j-2's image encoder: EfficientNet-Lite with folded batch norms, and a neck of two levels."""
import torch.nn.functional as F
from torch import nn

from .layers import LayerNorm2d


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
