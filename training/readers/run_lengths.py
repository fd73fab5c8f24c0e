"""COCO's run lengths: column by column, first a run of zeros; as numbers, or packed into a string."""
import numpy as np

from readers.common import BadInput


def decode(segmentation, where):
    """{"size": [height, width], "counts": [..] or ".."} -> mask."""
    try:
        h, w = (int(v) for v in segmentation["size"])
        counts = segmentation["counts"]
        counts = unpack(counts) if isinstance(counts, str) else [int(c) for c in counts]
    except (KeyError, TypeError, ValueError, IndexError) as e:
        raise BadInput(f"{where}: run lengths that cannot be read ({e!r})") from e
    if min(counts, default=0) < 0 or sum(counts) != h * w:
        raise BadInput(f"{where}: run lengths of {sum(counts)} pixels for a mask of {w} x {h}")
    return np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(w, h).T


def unpack(text):
    """Five bits a character, least first, the sixth says that more follow; from the fourth number on the difference from the one two before."""
    counts, value, shift = [], 0, 0
    for character in text.encode("ascii"):
        bits = character - 48
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
        value, shift = 0, 0
    if shift:
        raise ValueError("the string ends within a number")
    return counts
