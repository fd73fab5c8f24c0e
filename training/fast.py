"""ReLU6 and depthwise convolution on bf16 rows B, H, W, C, and GELU by table, in C (fast.c): PyTorch's own take most of a step there.

Optional. Without libfast.so (build_fast.sh), or on a processor without AVX-512 and bf16, AVAILABLE is False and everything is the same in
PyTorch, only slower.
"""
import ctypes
import os

import torch
import torch.nn.functional as F

LIBRARY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libfast.so")


def load(path):
    """The library, or None where it was not built or this processor lacks its instructions."""
    try:
        library = ctypes.CDLL(path)
    except OSError:
        return None
    return library if library.supported() else None


C = load(LIBRARY)
AVAILABLE = C is not None


def call(function, *arguments):
    """Tensors as pointers, whole numbers as int."""
    function(*(ctypes.c_void_p(a.data_ptr()) if isinstance(a, torch.Tensor) else ctypes.c_int(a) for a in arguments))


def elementwise(function, *tensors):
    """The tensors, the last of them the result, and their length."""
    function(*(ctypes.c_void_p(t.data_ptr()) for t in tensors), ctypes.c_long(tensors[-1].numel()))


class Relu6(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x = x.contiguous()
        y = torch.empty_like(x)
        elementwise(C.relu6, x, y)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, slope):
        y, = ctx.saved_tensors
        slope = slope.contiguous()
        out = torch.empty_like(slope)
        elementwise(C.relu6_back, y, slope, out)
        return out


class DepthwiseRelu6(torch.autograd.Function):
    """x B, H, W, C in bf16 with C a multiple of 16; weight C, 1, K, K and bias C in f32; K is 3 or 5."""

    @staticmethod
    def forward(ctx, x, weight, bias, stride):
        x = x.contiguous()
        b, h, w, c = x.shape
        k = weight.shape[-1]
        oh, ow = (h + stride - 1) // stride, (w + stride - 1) // stride
        y = torch.empty(b, oh, ow, c, dtype=x.dtype)
        taps = weight.detach().view(c, k * k).t().contiguous()
        call(C.depthwise, x, taps, bias, y, b, h, w, c, oh, ow, k, stride, 1)
        ctx.save_for_backward(x, y, taps)
        ctx.stride, ctx.k = stride, k
        return y

    @staticmethod
    def backward(ctx, slope):
        x, y, taps = ctx.saved_tensors
        k, stride = ctx.k, ctx.stride
        b, h, w, c = x.shape
        _, oh, ow, _ = y.shape
        slope = slope.contiguous()
        inner = torch.empty_like(slope)
        elementwise(C.relu6_back, y, slope, inner)
        dx = torch.empty_like(x)
        if stride == 1:
            call(C.depthwise, inner, taps.flip(0).contiguous(), torch.zeros(c), dx, b, h, w, c, h, w, k, 1, 0)
        else:
            call(C.depthwise_back_input2, inner, taps, dx, b, h, w, c, oh, ow, k)
        dw, db = torch.empty(k * k, c), torch.empty(c)
        call(C.depthwise_back_weight, x, inner, dw, db, b, h, w, c, oh, ow, k, stride)
        return dx, dw.t().reshape(c, 1, k, k), db, None


def gelu_tables():
    """GELU of each of the 65,536 bf16 values, and its slope."""
    x = torch.arange(65536, dtype=torch.int32).to(torch.int16).view(torch.bfloat16).double().requires_grad_()
    y = F.gelu(x)
    slope, = torch.autograd.grad(y.sum(), x)
    return y.detach().bfloat16(), torch.nan_to_num(slope).float().contiguous()


class Gelu(torch.autograd.Function):
    """By table; the number of values is a multiple of 16."""

    @staticmethod
    def forward(ctx, x):
        x = x.contiguous()
        y = torch.empty_like(x)
        elementwise(C.table, x, VALUE, y)
        ctx.save_for_backward(x)
        return y

    @staticmethod
    def backward(ctx, slope):
        x, = ctx.saved_tensors
        slope = slope.contiguous()
        out = torch.empty_like(slope)
        elementwise(C.table_back, x, SLOPE, slope, out)
        return out


if AVAILABLE:
    VALUE, SLOPE = gelu_tables()


def gelu(x):
    if AVAILABLE and x.dtype == torch.bfloat16 and x.device.type == "cpu" and x.numel() % 16 == 0:
        return Gelu.apply(x)
    return F.gelu(x)
