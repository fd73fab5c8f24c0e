"""What all readers share."""
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np


class BadInput(Exception):
    """What is wrong with the user's files, in one line."""


@dataclass
class Labelled:
    """A picture, RGB, and its masks: arrays of True and False of its size, which may overlap."""
    path: Path
    image: np.ndarray
    masks: list

    def __post_init__(self):
        h, w = self.image.shape[:2]
        for mask in self.masks:
            if mask.shape != (h, w):
                raise BadInput(f"{self.path}: the picture has {w} x {h} pixels, a mask of it {mask.shape[1]} x {mask.shape[0]}")


class Source:
    """A folder, or a JSON file, that the user named."""

    def __init__(self, path, pictures=None):
        self.path = Path(path)
        if not self.path.exists():
            raise BadInput(f"{path}: no such file or folder")
        if pictures and not Path(pictures).is_dir():
            raise BadInput(f"{pictures}: no such folder")
        self.pictures = Path(pictures) if pictures else None

    @cached_property
    def documents(self):
        """The JSON objects of the file, or in the folder and below, by their path."""
        if self.path.is_file():
            return {self.path: read_json(self.path)}
        read = {path: read_json(path) for path in sorted(self.path.rglob("*.json"))}
        return {path: value for path, value in read.items() if isinstance(value, dict)}

    def find(self, name, document):
        """The picture that a JSON file names: in --pictures, as it is written, or near the JSON file, whole path or file name alone."""
        name = Path(name)
        folders = [self.pictures] if self.pictures else [Path(), document.parent, document.parent / "images", document.parent.parent]
        for candidate in [folder / part for folder in folders for part in (name, Path(name.name))]:
            if candidate.is_file():
                return candidate
        raise BadInput(f"{document} names the picture {name}, which is not there; tell its folder with --pictures")


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as e:
        raise BadInput(f"{path}: not JSON ({e})") from e


def read_picture(path):
    image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR) if path.stat().st_size else None
    if image is None:
        raise BadInput(f"{path}: not a picture that OpenCV reads")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def read_grey(path):
    """One channel as it is stored, 8 or 16 bits."""
    grey = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED) if path.stat().st_size else None
    if grey is None:
        raise BadInput(f"{path}: not a picture that OpenCV reads")
    if grey.ndim != 2:
        raise BadInput(f"{path}: masks have one channel, this has {grey.shape[2]}")
    return grey
