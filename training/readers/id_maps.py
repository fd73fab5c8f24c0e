"""Pictures with maps of numbers beside them, in a folder or in folders of it.

NAME.jpg (or .jpeg, .webp, .bmp, .tif) with NAME.png, in which every pixel has the number of its object (one channel, 8 or 16 bits, 0: none or
unknown), and NAME_1.png and so on where objects overlap. A picture NAME.png has its maps in NAME_1.png and so on.
"""
import re

import numpy as np

from readers.common import Labelled, read_grey, read_picture

FORM = "NAME.jpg with maps of numbers in NAME.png, NAME_1.png"
PICTURES = (".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")


def pairs(source):
    """Each picture's path with those of its maps."""
    if source.path.is_file():
        return []
    files = sorted(path for path in source.path.rglob("*") if path.is_file())
    pictures = [path for path in files if path.suffix.lower() in PICTURES]
    named = {path.with_suffix("") for path in pictures}
    maps = {}
    for path in files:
        if path.suffix.lower() == ".png":
            stem, number = path.with_suffix(""), re.fullmatch(r"(.+)_\d+", path.stem)
            owner = path.parent / number[1] if number and stem not in named else stem
            maps.setdefault(owner, []).append(path)
    for stem, own in maps.items():  # a PNG picture with its own maps
        if stem not in named and own[0] == stem.with_suffix(stem.suffix + ".png"):
            pictures.append(own.pop(0))
    return [(path, maps[path.with_suffix("")]) for path in sorted(pictures) if maps.get(path.with_suffix(""))]


def matches(source):
    return bool(pairs(source))


def read(source):
    for path, maps in pairs(source):
        masks = []
        for ids in map(read_grey, maps):
            masks += [ids == i for i in np.unique(ids) if i]
        if masks:
            yield Labelled(path, read_picture(path), masks)
