"""What several networks are made of."""
import torch
import torch.nn.functional as F
from torch import nn


def attend(q, k, v, bias=None):
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
    return (scores if bias is None else scores + bias).softmax(-1) @ v


# Whether attention without a bias goes into graphs as products and a softmax, as PyTorch's exporter writes it.
PLAIN = False


class HeadsAttention(torch.autograd.Function):
    """Attention without a bias: in a graph one operator of ONNX Runtime, which never holds all scores."""

    @staticmethod
    def forward(context, q, k, v, heads):
        split = lambda x: x.view(x.shape[0], x.shape[1], heads, x.shape[2] // heads).transpose(1, 2)
        return attend(split(q), split(k), split(v)).transpose(1, 2).reshape(q.shape)

    @staticmethod
    def symbolic(graph, q, k, v, heads):
        out = graph.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        out.setType(q.type())
        return out


def attention(q, k, v, heads):
    """q (N, T, D), k and v (N, S, D), to (N, T, D)."""
    if PLAIN:
        return HeadsAttention.forward(None, q, k, v, heads)
    return HeadsAttention.apply(q.contiguous(), k.contiguous(), v.contiguous(), heads)


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
    if rows * size > h or columns * size > w:
        x = F.pad(x, (0, 0, 0, columns * size - w, 0, rows * size - h))
    return x.view(rows, size, columns, size, d).transpose(1, 2).reshape(rows * columns, size, size, d)


def from_windows(x, h, w):
    size, d = int(x.shape[1]), int(x.shape[3])
    rows, columns = -(-h // size), -(-w // size)
    x = x.view(rows, columns, size, size, d).transpose(1, 2).reshape(1, rows * size, columns * size, d)
    return x[:, :h, :w] if rows * size > h or columns * size > w else x


class Conv2dBn(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1):
        super().__init__()
        self.add_module("c", nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False))
        self.add_module("bn", nn.BatchNorm2d(outputs))


def folded(conv, norm):
    """(kernel, bias) of a convolution followed by a batch norm."""
    scale = norm.weight / (norm.running_var + norm.eps).sqrt()
    bias = norm.bias if conv.bias is None else norm.bias + conv.bias * scale
    return conv.weight * scale[:, None, None, None], bias - norm.running_mean * scale


def bicubic(x, rows, columns):
    return F.interpolate(x, (rows, columns), mode="bicubic", align_corners=False)


def add_tensors(module, shapes):
    """Tensors of a checkpoint that are not run here, by name and shape."""
    for name, shape in shapes.items():
        *path, last = name.split(".")
        owner = module
        for part in path:
            if not hasattr(owner, part):
                owner.add_module(part, nn.Module())
            owner = getattr(owner, part)
        owner.register_parameter(last, nn.Parameter(torch.zeros(shape)))


def freeze(module):
    """Brings a network into the form that is exported: what depends on weights alone is computed, branches are merged."""
    for child in list(module.modules()):
        if hasattr(child, "freeze"):
            child.freeze()
    return module
