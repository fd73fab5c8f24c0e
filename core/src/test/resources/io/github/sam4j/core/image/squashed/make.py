"""Makes the pictures of this folder and what scikit-image resizes them to.

python make.py    (scikit-image 0.26.0, scipy 1.17.1, numpy 2.4.6, Pillow)

NAME.png is the picture, NAME.SIDE.png what MedSAM's inference code makes of it:
skimage.transform.resize(..., order=3, preserve_range=True, anti_aliasing=True).astype(uint8).
"""

import numpy as np
from PIL import Image
from skimage.transform import resize


def picture(width, height, seed):
    """Waves, noise, a plain white area, a black one and hard edges."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 100 * np.sin(x / (4.0 + c) + y / (7.0 - c)) for c in range(3)]
    image = np.stack(waves, axis=-1) + random.normal(0, 12, (height, width, 3))
    image[: height // 3, : width // 3] = 255
    image[-(height // 4) :, -(width // 4) :] = 0
    image[height // 2 : height // 2 + 3, :, 0] = 255
    return np.clip(image, 0, 255).astype(np.uint8)


CASES = {
    "smaller": (picture(150, 101, 1), 48),
    "larger": (picture(40, 30, 2), 64),
    "both": (picture(90, 20, 3), 48),
    "same": (picture(48, 48, 4), 48),
    "much-smaller": (picture(240, 160, 5), 32),
    "plain": (np.full((60, 70, 3), (255, 200, 7), np.uint8), 32),
    "thin": (picture(60, 1, 6), 16),
}

for name, (image, side) in CASES.items():
    Image.fromarray(image).save(f"{name}.png")
    out = resize(image, (side, side), order=3, preserve_range=True, anti_aliasing=True)
    Image.fromarray(out.astype(np.uint8)).save(f"{name}.{side}.png")
