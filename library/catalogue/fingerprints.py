"""What near-same files have in common: a sketch of their text and a hash of their cover. Pure functions.

Text: the 512 smallest hashes of all runs of five words (bottom-k sketch; A. Z. Broder, "On the resemblance and
containment of documents", 1997). The share of the smallest hashes of both together that both have estimates the
share of their runs that they have in common, with a standard error of at most 1/(2·√512) = 0.022.

Cover: 64 signs of the lowest frequencies of the picture, 32 × 32 px, grey (perceptual hash; C. Zauner,
"Implementation and benchmarking of perceptual image hash functions", 2010).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

SKETCH = 512
_RUN = 5  # words
_FEWEST = 40  # runs; shorter texts (empty forms, covers) are alike by accident
_COVER_PX, _LOW = 32, 8
_WORD = re.compile(r"\w+")

Hashes = npt.NDArray[np.uint64]


def sketch(pages: Iterable[str]) -> bytes:
    """Sketch a text, page after page: `SKETCH` hashes of 8 bytes at most; empty for one that is too short."""
    hashes = np.fromiter((_hash(run) for page in pages for run in _runs(page)), dtype=np.uint64)
    distinct = np.unique(hashes)
    return distinct[:SKETCH].astype("<u8").tobytes() if len(distinct) >= _FEWEST else b""


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    return (" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def text_likeness(one: bytes, other: bytes) -> float:
    """Estimate the share (0–1) of their runs that two texts have in common; 0 where one has no sketch."""
    if not one or not other:
        return 0.0
    mine, theirs = (np.frombuffer(each, dtype="<u8") for each in (one, other))
    # Both ascend: each of mine is sought in theirs by halving, which is ten times as fast as sets of them.
    at = np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)
    shared = mine[theirs[at] == mine]
    size = min(len(mine), len(theirs), SKETCH)
    largest = np.partition(np.concatenate((np.setdiff1d(mine, shared, assume_unique=True), theirs)), size - 1)[size - 1]
    return float(np.count_nonzero(shared <= largest)) / size


def cover_hash(picture: Path | io.BytesIO) -> str:
    """Hash a cover: 16 hex digits; empty where the picture is one colour, which says nothing."""
    with Image.open(picture) as opened:
        grey = np.asarray(opened.convert("L").resize((_COVER_PX, _COVER_PX), Image.Resampling.LANCZOS), dtype=float)
    if grey.std() < 1:
        return ""
    from scipy.fft import dctn  # most starts of a command look at no cover

    low = dctn(grey, norm="ortho")[:_LOW, :_LOW].ravel()
    # The mean brightness is left out of the median: it would outweigh all else.
    bits = low > np.median(low[1:])
    return f"{int.from_bytes(np.packbits(bits).tobytes(), 'big'):016x}"


def cover_likeness(one: str, other: str) -> float:
    """Give the share (0–1) of equal bits of two covers; 0 where one has no hash. Unrelated covers have about 0.5."""
    if not one or not other:
        return 0.0
    return 1 - (int(one, 16) ^ int(other, 16)).bit_count() / 64
