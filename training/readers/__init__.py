"""Labelled pictures in several forms, read into one: `labelled(source)` tells the form and gives pictures with their masks.

A form is one file here with matches(source) and read(source); FORMS lists them.
"""
from readers import coco, id_maps, sam4j_json
from readers.common import BadInput, Labelled, Source  # noqa: F401  for those who read

FORMS = [coco, sam4j_json, id_maps]


def labelled(path, pictures=None):
    """The pictures of a folder or JSON file that have masks, one after the other. `pictures`: where to look for picture files that JSON names."""
    source = Source(path, pictures)
    for form in FORMS:
        if form.matches(source):
            return form.read(source)
    raise BadInput(f"{path}: no masks in a form that is known ({'; '.join(form.FORM for form in FORMS)})")
