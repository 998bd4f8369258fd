"""The words of an index with the number of pages they stand on, for completions and corrections.

Each segment has a `.voc` file: a JSON object {word: pages}. Only words of 3 to 30 letters are kept.
"""

from __future__ import annotations

import json

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from search.engines.whoosh.inverter import Inverted
from search.engines.whoosh.storage import Folder

EXTENSION = ".voc"


def write_vocabulary(folder: Folder, segment: W3Segment, text: Inverted) -> None:
    """Write the words of a segment."""
    pages = np.bincount((text.pairs[0] >> np.uint64(24)).astype(np.int64), minlength=len(text.terms))
    words = {
        word: int(count)
        for word, count in zip(text.terms, pages, strict=True)
        if 3 <= len(word) <= 30 and word.isalpha()
    }
    with segment.create_file(folder, EXTENSION) as file:
        file.write(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode())


def read_vocabulary(folder: Folder, segment: W3Segment) -> dict[str, int]:
    """Read the words of a segment."""
    words: dict[str, int] = json.loads((folder.path / segment.make_filename(EXTENSION)).read_bytes())
    return words
