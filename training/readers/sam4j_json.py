"""What `sam4j segment` writes: NAME.json for each picture, with the picture's file and each mask's run lengths, and NAME/0.png and so on.

Masks may have been weeded or corrected by hand: where the folder NAME is there, a mask without its PNG was thrown away, and the PNG counts.
"""
from readers import run_lengths
from readers.common import BadInput, Labelled, read_grey, read_picture

FORM = "the JSON files that sam4j segment writes"


def files(source):
    return [path for path, value in source.documents.items() if isinstance(value, dict) and {"image", "masks"} <= value.keys()]


def matches(source):
    return bool(files(source))


def read(source):
    for path in files(source):
        document = source.documents[path]
        try:
            picture = source.find(document["image"]["file"], path)
            entries = [(mask.get("file"), mask["segmentation"]) for mask in document["masks"]]
        except (KeyError, TypeError, AttributeError) as e:
            raise BadInput(f"{path}: not the JSON that sam4j writes ({e!r})") from e
        masks = [mask(path, *entry) for entry in entries]
        masks = [m for m in masks if m is not None and m.any()]
        if masks:
            yield Labelled(picture, read_picture(picture), masks)


def mask(document, file, segmentation):
    """None where it was thrown away."""
    if file:
        folder = document.with_suffix("")  # NAME/0.png is relative to the job's folder, which may be above the JSON file's
        png = folder / file.rsplit("/", 1)[-1]
        if png.is_file():
            return read_grey(png) > 127
        if folder.is_dir():
            return None
    return run_lengths.decode(segmentation, document)
