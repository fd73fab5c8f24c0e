"""SAM's prompt encoder and mask decoder, and what of them the relatives share."""
import math

import torch
import torch.nn.functional as F
from torch import nn

from .layers import LayerNorm2d, attend


class PositionEmbeddingRandom(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.register_buffer("positional_encoding_gaussian_matrix", torch.zeros(2, features))

    def forward(self, xy):  # (..., 2) from 0 to 1
        angle = 2 * math.pi * ((2 * xy - 1) @ self.positional_encoding_gaussian_matrix)
        return torch.cat([angle.sin(), angle.cos()], -1)

    def cells(self, grid):
        """Of the embedding's cells, (1, G * G, C)."""
        at = (torch.arange(grid) + 0.5) / grid
        y, x = torch.meshgrid(at, at, indexing="ij")
        return self(torch.stack([x, y], -1)).flatten(0, 1)[None].detach()


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
    def __init__(self, dim, heads, mlp, first, eps):
        super().__init__()
        self.first = first
        self.self_attn, self.mlp = Attention(dim, heads), mlp
        self.cross_attn_token_to_image, self.cross_attn_image_to_token = Attention(dim, heads, 2), Attention(dim, heads, 2)
        self.norm1, self.norm2, self.norm3, self.norm4 = (nn.LayerNorm(dim, eps) for _ in range(4))

    def forward(self, tokens, image, token_pe, image_pe):
        q = tokens if self.first else tokens + token_pe
        mixed = self.self_attn(q, q, tokens)
        tokens = self.norm1(mixed if self.first else tokens + mixed)
        tokens = self.norm2(tokens + self.cross_attn_token_to_image(tokens + token_pe, image + image_pe, image))
        tokens = self.norm3(tokens + self.mlp(tokens))
        image = self.norm4(image + self.cross_attn_image_to_token(image + image_pe, tokens + token_pe, tokens))
        return tokens, image


class TwoWayTransformer(nn.Module):
    def __init__(self, dim, heads, mlp, eps=1e-5, block=TwoWayAttentionBlock):
        """mlp: makes a block's; block: its class"""
        super().__init__()
        self.layers = nn.ModuleList(block(dim, heads, mlp(), i == 0, eps) for i in range(2))
        self.final_attn_token_to_image, self.norm_final_attn = Attention(dim, heads, 2), nn.LayerNorm(dim, eps)

    def forward(self, image, image_pe, token_pe):
        tokens = token_pe
        for layer in self.layers:
            tokens, image = layer(tokens, image, token_pe, image_pe)
        mixed = self.final_attn_token_to_image(tokens + token_pe, image + image_pe, image)
        return self.norm_final_attn(tokens + mixed), image


class Mlp3(nn.Module):
    def __init__(self, dim, outputs, hidden=None):
        super().__init__()
        hidden = hidden or dim
        self.layers = nn.ModuleList([nn.Linear(dim, hidden), nn.Linear(hidden, hidden), nn.Linear(hidden, outputs)])

    def forward(self, x):
        return self.layers[2](F.relu(self.layers[1](F.relu(self.layers[0](x)))))


class MaskDecoder(nn.Module):
    def __init__(self, channels, hidden, heads=8, iou=None, eps=1e-5):
        super().__init__()
        c = channels
        self.transformer = TwoWayTransformer(c, heads, lambda: DecoderMlp(c, hidden), eps)
        self.iou_token, self.mask_tokens = nn.Embedding(1, c), nn.Embedding(4, c)
        self.output_upscaling = nn.Sequential(
            nn.ConvTranspose2d(c, c // 4, 2, 2), LayerNorm2d(c // 4), nn.GELU(), nn.ConvTranspose2d(c // 4, c // 8, 2, 2), nn.GELU())
        self.output_hypernetworks_mlps = nn.ModuleList(Mlp3(c, c // 8) for _ in range(4))
        self.iou_prediction_head = Mlp3(c, 4, iou)

    def upscale(self, image, finer):
        """With the finer features (1, C / 8, 4G, 4G) and (1, C / 4, 2G, 2G) added, where there are such."""
        if not finer:
            return self.output_upscaling(image)
        first, norm, _, second, _ = self.output_upscaling
        return F.gelu(second(F.gelu(norm(first(image) + finer[1]))) + finer[0])

    def run(self, image, image_pe, tokens, own):
        """image (1, C, G, G), tokens (P, N, C) behind the decoder's own: all tokens, and the image (P, C, G, G)."""
        prompts, (_, c, g, _) = tokens.shape[0], image.shape
        out = torch.cat([token.weight for token in own])[None].expand(prompts, -1, -1)
        image = image.flatten(2).transpose(1, 2).expand(prompts, -1, -1)
        tokens, image = self.transformer(image, image_pe, torch.cat([out, tokens], 1))
        return tokens, image.transpose(1, 2).reshape(prompts, c, g, g)

    def masks(self, tokens, up):
        """The three masks of an ambiguous prompt from the mask tokens (P, 4, C) and the upscaled image (P, C / 8, 4G, 4G)."""
        filters = torch.stack([self.output_hypernetworks_mlps[i](tokens[:, i]) for i in (1, 2, 3)], 1)
        return (filters @ up.flatten(2)).view(up.shape[0], 3, *up.shape[2:])

    def forward(self, image, finer, image_pe, tokens):
        """image (1, C, G, G), tokens (P, N, C) to masks (P, 3, 4G, 4G) and predicted IoU (P, 3)."""
        tokens, image = self.run(image, image_pe, tokens, (self.iou_token, self.mask_tokens))
        masks = self.masks(tokens[:, 1:5], self.upscale(image, finer))
        return masks, self.iou_prediction_head(tokens[:, 0])[:, 1:]


class Sam(nn.Module):
    """Sizes of prompt encoder and decoder are the published ones unless told otherwise."""

    def __init__(self, encoder, channels=256, mlp=2048, iou=256, decoder=MaskDecoder, **options):
        super().__init__()
        self.image_encoder = encoder
        self.prompt_encoder = PromptEncoder(encoder.grid * 16, channels)
        self.mask_decoder = decoder(channels, mlp, iou=iou, **options)

    def encoder(self):
        """The graph of what is computed once a picture."""
        return self.image_encoder

    def decoder(self):
        """The graph of what is computed for prompts."""
        return PromptedDecoder(self.image_encoder.grid, self.prompt_encoder, self.mask_decoder)


class PromptedDecoder(nn.Module):
    """Prompt encoder and mask decoder as one graph, the way SAM's published ONNX export cuts it."""

    def __init__(self, grid, prompt_encoder, mask_decoder):
        super().__init__()
        self.prompt_encoder, self.mask_decoder = prompt_encoder, mask_decoder
        self.register_buffer("cells", prompt_encoder.pe_layer.cells(grid))

    def forward(self, point_coords, point_labels, image_embedding, *finer):
        dense = self.prompt_encoder.no_mask_embed.weight.view(1, -1, 1, 1)
        return self.mask_decoder(image_embedding + dense, finer, self.cells, self.prompt_encoder(point_coords, point_labels))
