"""EfficientSAM: a plain ViT, six points a prompt, a two-way transformer with residuals of its own."""
import torch
import torch.nn.functional as F
from torch import nn

from .layers import attention, bicubic, neck
from .sam import PositionEmbeddingRandom, TwoWayAttentionBlock, TwoWayTransformer

POINTS = 6


class PlainAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.qkv, self.proj = heads, nn.Linear(dim, 3 * dim), nn.Linear(dim, dim)

    def forward(self, x):
        return self.proj(attention(*self.qkv(x).chunk(3, -1), self.heads))


class PlainMlp(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class PlainBlock(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim, 1e-6), nn.LayerNorm(dim, 1e-6)
        self.attn, self.mlp = PlainAttention(dim, heads), PlainMlp(dim)

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class PatchEmbed(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, 16, 16)

    def forward(self, x):
        return self.proj(x)


class ImageEncoderViT(nn.Module):
    def __init__(self, dim, heads, depth=12, size=1024, channels=256):
        super().__init__()
        self.size, self.grid = size, size // 16
        self.patch_embed = PatchEmbed(dim)
        self.pos_embed = nn.Parameter(torch.zeros(1, 1 + 14 * 14, dim))
        self.blocks = nn.ModuleList(PlainBlock(dim, heads) for _ in range(depth))
        self.neck = neck(dim, channels)

    def freeze(self):
        table = self.pos_embed[:, 1:].transpose(1, 2).unflatten(2, (14, 14))
        self.register_buffer("position", bicubic(table, self.grid, self.grid).detach(), persistent=False)

    def forward(self, x):
        x = (self.patch_embed(x) + self.position).flatten(2).transpose(1, 2)
        for block in self.blocks:
            x = block(x)
        return self.neck(x.transpose(1, 2).unflatten(2, (self.grid, self.grid)))


class PromptEncoder(nn.Module):
    def __init__(self, size, channels):
        super().__init__()
        self.size = size
        self.pe_layer = PositionEmbeddingRandom(channels // 2)
        self.invalid_points, self.point_embeddings = nn.Embedding(1, channels), nn.Embedding(1, channels)
        self.bbox_top_left_embeddings = nn.Embedding(1, channels)
        self.bbox_bottom_right_embeddings = nn.Embedding(1, channels)

    def forward(self, coords, labels):
        """coords (P, 6, 2), labels (P, 6): unused points are at (-1, -1) with label -1."""
        tokens = self.pe_layer((coords + 0.5) / self.size)
        tables = (
            (-1, self.invalid_points), (1, self.point_embeddings),
            (2, self.bbox_top_left_embeddings), (3, self.bbox_bottom_right_embeddings))
        for label, table in tables:
            tokens = tokens + (labels == label).float()[..., None] * table.weight
        return tokens


class GeluMlp(nn.Module):
    """Linear layers with GELU between them."""

    def __init__(self, inputs, hidden, outputs, depth):
        super().__init__()
        sizes = (inputs, *[hidden] * depth)
        self.layers = nn.ModuleList(nn.Sequential(nn.Linear(a, b), nn.GELU()) for a, b in zip(sizes, sizes[1:]))
        self.fc = nn.Linear(hidden, outputs)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.fc(x)


class EfficientSamBlock(TwoWayAttentionBlock):
    def forward(self, tokens, image, token_pe, image_pe):
        if not self.first:
            tokens = tokens + token_pe
        tokens = self.norm1(tokens + self.self_attn(tokens, tokens, tokens))
        tokens = self.norm2(tokens + self.cross_attn_token_to_image(tokens + token_pe, image + image_pe, image))
        tokens = self.norm3(tokens + self.mlp(tokens))
        image = self.norm4(image + self.cross_attn_image_to_token(image + image_pe, tokens + token_pe, tokens))
        return tokens, image


class MaskDecoder(nn.Module):
    def __init__(self, channels, mlp, iou, upscaling):
        super().__init__()
        c, (first, second) = channels, upscaling
        self.transformer = TwoWayTransformer(c, 8, lambda: GeluMlp(c, mlp, c, 1), block=EfficientSamBlock)
        self.iou_token, self.mask_tokens = nn.Embedding(1, c), nn.Embedding(4, c)
        self.final_output_upscaling_layers = nn.ModuleList([
            nn.Sequential(nn.ConvTranspose2d(c, first, 2, 2), nn.GroupNorm(1, first), nn.GELU()),
            nn.Sequential(nn.ConvTranspose2d(first, second, 2, 2), nn.GELU())])
        self.output_hypernetworks_mlps = nn.ModuleList(GeluMlp(c, c, second, 2) for _ in range(4))
        self.iou_prediction_head = GeluMlp(c, iou, 4, 2)

    def forward(self, image, image_pe, tokens):
        """image (1, C, G, G), tokens (P, 6, C) to masks (P, 3, 4G, 4G) and predicted IoU (P, 3)."""
        prompts, (_, c, g, _) = tokens.shape[0], image.shape
        out = torch.cat([self.iou_token.weight, self.mask_tokens.weight])[None].expand(prompts, -1, -1)
        image = image.flatten(2).transpose(1, 2).expand(prompts, -1, -1)
        tokens, image = self.transformer(image, image_pe, torch.cat([out, tokens], 1))
        up = image.transpose(1, 2).reshape(prompts, c, g, g)
        for layer in self.final_output_upscaling_layers:
            up = layer(up)
        filters = torch.stack([self.output_hypernetworks_mlps[i](tokens[:, 1 + i]) for i in (1, 2, 3)], 1)
        return (filters @ up.flatten(2)).view(prompts, 3, 4 * g, 4 * g), self.iou_prediction_head(tokens[:, 0])[:, 1:]


class PromptedDecoder(nn.Module):
    def __init__(self, sam):
        super().__init__()
        self.prompt_encoder, self.mask_decoder = sam.prompt_encoder, sam.mask_decoder
        self.register_buffer("cells", sam.prompt_encoder.pe_layer.cells(sam.image_encoder.grid))

    def forward(self, point_coords, point_labels, image_embedding):
        return self.mask_decoder(image_embedding, self.cells, self.prompt_encoder(point_coords, point_labels))


class EfficientSam(nn.Module):
    def __init__(self, encoder, channels=256, mlp=2048, iou=256, upscaling=(64, 32)):
        super().__init__()
        self.image_encoder, self.prompt_encoder = encoder, PromptEncoder(encoder.size, channels)
        self.mask_decoder = MaskDecoder(channels, mlp, iou, upscaling)

    def encoder(self):
        return self.image_encoder

    def decoder(self):
        return PromptedDecoder(self)
