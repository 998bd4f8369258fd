"""The page index: which page of which publication a picture may show, out of many thousands.

One file per master version, made from its pages at preparation and derived: it can be deleted and made anew.
A picture's key points vote for pages through short binary signatures in hash buckets; `votes.py` counts them.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.errors import LeakError
from watermark.trace.features import Features, detect, signatures
from watermark.trace.pixels import scaled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey
    from watermark.trace.views import Pages

INDEX_DPI = 50
"""Pages are described as drawn at this resolution: at more, the points describe letters, which all pages share."""

QUERY_SIDES = (320, 450, 680)
"""A leak votes at several sizes (long side in px): nobody knows how much of the page it shows."""

PAGE_FEATURES = 900
_FORMAT = 1


@dataclass(frozen=True)
class PageIndex:
    """Signatures of every page of one publication, sorted by bucket.

    Attributes:
        key: uint16 (m,), ascending.
        signature: uint8 (m, 16).
        page: uint16 (m,), zero-based.
        angle: float16 (m,), degrees.
        scale: float16 (m,), px at INDEX_DPI.
        pages: how many pages there are.
    """

    key: NDArray[np.uint16]
    signature: NDArray[np.uint8]
    page: NDArray[np.uint16]
    angle: NDArray[np.float16]
    scale: NDArray[np.float16]
    pages: int

    def save(self, path: Path) -> None:
        """Write the index as a whole: temporary file, then rename."""
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            with temporary.open("wb") as file:
                np.savez(
                    file, form=_FORMAT, pages=self.pages, key=self.key, signature=self.signature,
                    page=self.page, angle=self.angle, scale=self.scale,
                )  # fmt: skip
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def bucket_keys(bits: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Give the bucket of each signature, (n,) of (n, bytes)."""
    return (bits[:, 0].astype(np.uint16) << np.uint16(8)) | bits[:, 1]


def build_index(pages: Pages, *, progress: Callable[[int, int], None] | None = None) -> PageIndex:
    """Describe every page of a master; about 0.2 s a page."""
    parts = []
    total = len(pages.sizes)
    for page in range(total):
        found = detect(pages.drawing(page, INDEX_DPI), PAGE_FEATURES)
        parts.append((page, found))
        if progress is not None:
            progress(page + 1, total)
    return _pack(parts, total)


def _pack(parts: list[tuple[int, Features]], total: int) -> PageIndex:
    described = np.concatenate([f.descriptors for _, f in parts]) if parts else np.zeros((0, 128), np.float32)
    bits = signatures(described)[0]
    page = np.concatenate([np.full(len(f), p, np.uint16) for p, f in parts] or [np.zeros(0, np.uint16)])
    angle = np.concatenate([f.angle for _, f in parts] or [np.zeros(0, np.float32)]).astype(np.float16)
    scale = np.concatenate([f.scale for _, f in parts] or [np.zeros(0, np.float32)]).astype(np.float16)
    key = bucket_keys(bits)
    order = np.argsort(key, kind="stable")
    return PageIndex(key[order], bits[order], page[order], angle[order], scale[order], total)


def load_index(path: Path) -> PageIndex:
    """Read an index; raises LeakError when it is not whole, and it is then made anew by the caller."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
            if int(data["form"]) != _FORMAT:
                raise LeakError("The page index has another form and is made anew.")
            columns = {name: data[name] for name in ("key", "signature", "page", "angle", "scale")}
            return PageIndex(pages=int(data["pages"]), **columns)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        raise LeakError("The page index is damaged and is made anew.") from exc


def query_features(image: Grey) -> list[Features]:
    """Describe a leak at each of the sizes at which it votes."""
    longest = max(image.shape)
    sides = sorted({min(side, longest) for side in QUERY_SIDES})
    return [detect(scaled(image, side / longest), 2 * PAGE_FEATURES) for side in sides]
