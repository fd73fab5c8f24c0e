"""SAM's image encoder: a ViT with windows, and decomposed relative positions."""
import torch
import torch.nn.functional as F
from torch import nn

from .layers import attend, from_windows, neck, to_windows


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
    def __init__(self, dim, hidden):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x):
        return self.lin2(F.gelu(self.lin1(x)))


class VitBlock(nn.Module):
    def __init__(self, dim, heads, window, mlp):
        super().__init__()
        self.window = window
        self.norm1, self.norm2 = nn.LayerNorm(dim, 1e-6), nn.LayerNorm(dim, 1e-6)
        self.attn, self.mlp = VitAttention(dim, heads, window), VitMlp(dim, mlp)

    def forward(self, x):
        h, w = (int(side) for side in x.shape[1:3])
        y = self.norm1(x)
        x = x + (self.attn(y) if h == self.window else from_windows(self.attn(to_windows(y, self.window)), h, w))
        return x + self.mlp(self.norm2(x))


class ImageEncoderViT(nn.Module):
    def __init__(self, size=1024, dim=768, depth=12, heads=12, globals_=(2, 5, 8, 11), window=14, channels=256,
                 mlp=None, early=False):
        """early: whether the output of the first global block is given as well"""
        super().__init__()
        grid = size // 16
        self.size, self.grid = size, grid
        self.patch_embed = PatchEmbed(dim)
        self.pos_embed = nn.Parameter(torch.zeros(1, grid, grid, dim))
        self.blocks = nn.Sequential(*(VitBlock(dim, heads, grid if i in globals_ else window, mlp or 4 * dim) for i in range(depth)))
        self.neck = neck(dim, channels)
        self.early = globals_[0] if early else None

    def forward(self, x):
        x, early = self.patch_embed(x) + self.pos_embed, ()
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i == self.early:
                early = (x.permute(0, 3, 1, 2),)
        embedding = self.neck(x.permute(0, 3, 1, 2))
        return (embedding, *early) if early else embedding
