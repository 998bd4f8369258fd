"""The page index: which page of which publication a picture may show, out of many thousands.

One file per master version, made from its pages at preparation and derived: it can be deleted and made anew.
A picture's key points vote for pages through short binary signatures in hash buckets (H. Jégou, M. Douze,
C. Schmid, "Hamming embedding and weak geometric consistency", ECCV 2008): votes count together only when they
agree on how the picture is turned and scaled.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.errors import LeakError
from watermark.trace.features import KEY_BITS, Features, detect, hamming, signatures
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
_PROBED_BITS = 4  # a query also looks into the buckets of its least certain bits
_NEAR = 26  # bits of 128 that may differ
_ANGLES, _SCALES = 16, 12


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

    def votes(self, query: Features) -> NDArray[np.float64]:
        """Count the agreeing votes for each page, float (pages,)."""
        rows, entries = self._candidates(query)
        angle = (query.angle[rows] - self.angle[entries].astype(np.float32)) % 360
        ratio = np.log2(query.scale[rows] / self.scale[entries].astype(np.float32))
        turn = np.floor(angle * _ANGLES / 360).astype(np.int64) % _ANGLES
        zoom = np.clip(np.floor(ratio * 1.5 + _SCALES / 2), 0, _SCALES - 1).astype(np.int64)
        page = self.page[entries].astype(np.int64)
        # A point that resembles many others says little (like the inverse document frequency of a word).
        alike = np.bincount(rows, minlength=len(query))[rows]
        weight = np.log(4 * self.pages / np.minimum(alike, 3.9 * self.pages)) ** 2
        cell = (page * _ANGLES + turn) * _SCALES + zoom
        flat = np.bincount(cell, weight, minlength=self.pages * _ANGLES * _SCALES)
        table = flat.reshape(self.pages, _ANGLES, _SCALES)
        near = table + np.roll(table, 1, axis=1)
        near[:, :, 1:] += near[:, :, :-1].copy()
        return np.asarray(near.reshape(self.pages, -1).max(axis=1))

    def _candidates(self, query: Features) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Pairs (row of the query, entry of the index) whose signatures are near."""
        bits, projected = signatures(query.descriptors)
        keys, rows = _probes(bits, projected)
        first = np.searchsorted(self.key, keys, side="left")
        count = np.searchsorted(self.key, keys, side="right") - first
        rows = np.repeat(rows, count)
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        entries = np.repeat(first, count) + offset
        near = hamming(bits[rows], self.signature[entries]) <= _NEAR
        return rows[near], entries[near]

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


def _probes(bits: NDArray[np.uint8], projected: NDArray[np.float32]) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
    """Keys to look up: each query's own, and those with one of its least certain bits turned."""
    own = _key(bits)
    order = np.argsort(np.abs(projected[:, :KEY_BITS]), axis=1)[:, :_PROBED_BITS]
    turned = own[:, None] ^ (np.uint16(1) << (KEY_BITS - 1 - order).astype(np.uint16))
    keys = np.concatenate([own[:, None], turned], axis=1)
    rows = np.repeat(np.arange(len(own)), keys.shape[1])
    return keys.reshape(-1), rows


def _key(bits: NDArray[np.uint8]) -> NDArray[np.uint16]:
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
    key = _key(bits)
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
