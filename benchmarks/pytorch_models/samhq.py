"""SAM-HQ: a token more, whose mask sees early features of the encoder, added to SAM's."""
import torch
from torch import nn

from .layers import LayerNorm2d
from .sam import MaskDecoder, Mlp3, Sam


def twice(inputs, hidden, outputs):
    """Four times the resolution."""
    return nn.Sequential(
        nn.ConvTranspose2d(inputs, hidden, 2, 2), LayerNorm2d(hidden), nn.GELU(), nn.ConvTranspose2d(hidden, outputs, 2, 2))


class MaskDecoderHq(MaskDecoder):
    def __init__(self, channels, hidden, heads=8, iou=None, early=160):
        super().__init__(channels, hidden, heads, iou)
        c = channels
        self.hf_token, self.hf_mlp = nn.Embedding(1, c), Mlp3(c, c // 8)
        self.compress_vit_feat, self.embedding_encoder = twice(early, c, c // 8), twice(c, c // 4, c // 8)
        self.embedding_maskfeature = nn.Sequential(
            nn.Conv2d(c // 8, c // 4, 3, padding=1), LayerNorm2d(c // 4), nn.GELU(), nn.Conv2d(c // 4, c // 8, 3, padding=1))

    def features(self, embedding, early):
        """The HQ features (1, C / 8, 4G, 4G) of a picture."""
        return self.embedding_encoder(embedding) + self.compress_vit_feat(early)

    def forward(self, image, finer, image_pe, tokens):
        """One mask (P, 1, 4G, 4G): of the three the one with the highest predicted IoU, plus the HQ mask."""
        tokens, image = self.run(image, image_pe, tokens, (self.iou_token, self.mask_tokens, self.hf_token))
        up = self.upscale(image, ())
        iou, best = self.iou_prediction_head(tokens[:, 0])[:, 1:].max(1, keepdim=True)
        filters = torch.stack([self.output_hypernetworks_mlps[i](tokens[:, 1 + i]) for i in (1, 2, 3)], 1)
        chosen = filters.gather(1, best[..., None].expand(-1, -1, filters.shape[2]))
        fine = self.embedding_maskfeature(up) + finer[0]
        masks = chosen @ up.flatten(2) + self.hf_mlp(tokens[:, 5])[:, None] @ fine.flatten(2)
        return masks.view(up.shape[0], 1, *up.shape[2:]), iou


class HqEncoder(nn.Module):
    """Embedding, early feature and HQ features."""

    def __init__(self, sam):
        super().__init__()
        self.sam = sam

    def forward(self, x):
        embedding, early = self.sam.image_encoder(x)
        return embedding, early, self.sam.mask_decoder.features(embedding, early)


class HqFeatures(nn.Module):
    """The HQ features alone, from what our library takes as a picture's maps."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, image_embedding, early_features):
        return self.decoder.features(image_embedding, early_features)


class SamHq(Sam):
    def __init__(self, encoder, early, channels=256, mlp=2048, iou=256):
        super().__init__(encoder, channels, mlp, iou, MaskDecoderHq, early=early)

    def encoder(self):
        return HqEncoder(self)

    def features(self):
        return HqFeatures(self.mask_decoder)
