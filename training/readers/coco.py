"""COCO's JSON: "images" and "annotations" with polygons or run lengths. Crowd annotations are left out: they are not one thing."""
import numpy as np

from readers import run_lengths
from readers.common import BadInput, Labelled, read_picture

FORM = 'COCO JSON with "images" and "annotations"'


def files(source):
    return [path for path, value in source.documents.items() if isinstance(value, dict) and {"images", "annotations"} <= value.keys()]


def matches(source):
    return bool(files(source))


def read(source):
    found = files(source)
    if len(found) > 1:
        raise BadInput(f"{source.path}: {len(found)} COCO files ({', '.join(path.name for path in found[:3])} ...): name one of them")
    document = source.documents[found[0]]
    try:
        annotations = {}
        for annotation in document["annotations"]:
            if not annotation.get("iscrowd"):
                annotations.setdefault(annotation["image_id"], []).append(annotation["segmentation"])
        images = [(image["id"], image["file_name"], int(image["width"]), int(image["height"])) for image in document["images"]]
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise BadInput(f"{found[0]}: not COCO's form ({e!r})") from e
    for number, name, width, height in images:
        if number not in annotations:
            continue
        path = source.find(name, found[0])
        image = read_picture(path)
        if image.shape[:2] != (height, width):
            raise BadInput(f"{path}: the picture has {image.shape[1]} x {image.shape[0]} pixels, its labels in {found[0].name} are for {width} x {height}")
        masks = [mask(segmentation, width, height, f"{found[0].name}, image {number}") for segmentation in annotations[number]]
        yield Labelled(path, image, [m for m in masks if m.any()])


def mask(segmentation, width, height, where):
    if isinstance(segmentation, dict):
        return run_lengths.decode(segmentation, where)
    covered = np.zeros((height, width), bool)
    try:
        for polygon in segmentation:
            covered |= fill(np.array(polygon, np.float64).reshape(-1, 2), width, height)
    except (TypeError, ValueError) as e:
        raise BadInput(f"{where}: a polygon that cannot be read ({e})") from e
    return covered


def fill(corners, width, height):
    """The pixels whose centre lies inside (even-odd): each edge flips all pixels right of it."""
    flips = np.zeros((height, width + 1), np.uint8)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, 0)):
        (x0, y0), (x1, y1) = sorted([(x0, y0), (x1, y1)], key=lambda corner: corner[1])
        rows = np.arange(max(0, int(np.ceil(y0 - 0.5))), min(height, int(np.ceil(y1 - 0.5))))
        if len(rows):
            columns = np.ceil(x0 + (rows + 0.5 - y0) * ((x1 - x0) / (y1 - y0)) - 0.5)
            flips[rows, np.clip(columns, 0, width).astype(int)] ^= 1
    return np.bitwise_xor.accumulate(flips, 1)[:, :width].astype(bool)
