"""Votes of a picture's key points for the pages of a whole shelf.

H. Jégou, M. Douze, C. Schmid, "Hamming embedding and weak geometric consistency", ECCV 2008: a point votes for the
pages that have points of about the same signature, and votes count together only when they agree on how the picture
is turned and scaled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.features import KEY_BITS, Features, hamming, signatures
from watermark.trace.index import bucket_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.trace.index import PageIndex

_PROBED_BITS = 4  # a query also looks into the buckets of its least certain bits
_NEAR = 26  # bits of 128 that may differ
_ANGLES, _SCALES = 16, 12
_LEAST_BEST = 8.0  # votes: a size at which no page gets more says little


def votes(queries: Sequence[Features], indices: Sequence[PageIndex]) -> NDArray[np.float64]:
    """Count the votes of a picture for every page of every index, float (pages of all,).

    Each of the sizes at which the picture is looked at (`index.query_features`) counts alike.
    """
    rows = []
    for query in queries:
        row = votes_of(query, indices)
        rows.append(row / max(float(np.sort(row)[-2:].mean()), _LEAST_BEST))
    return np.asarray(np.sum(rows, axis=0))


def votes_of(query: Features, indices: Sequence[PageIndex]) -> NDArray[np.float64]:
    """Count the agreeing votes of one query for every page of every index, float (pages of all,)."""
    probes = _Probes.of(query)
    near = [probes.near(index) for index in indices]
    # A point that resembles many others says little (like the inverse document frequency of a word). They are counted
    # over the whole shelf: within its own book a thin one's points would each seem to say less than a thick one's.
    pages = sum(index.pages for index in indices)
    alike = np.sum([np.bincount(rows, minlength=len(query)) for rows, _ in near], axis=0)
    weight = np.log(4 * pages / np.clip(alike, 1, 3.9 * pages)) ** 2
    each = [_agreeing(query, weight, index, *found) for index, found in zip(indices, near, strict=True)]
    return np.concatenate(each)


@dataclass(frozen=True)
class _Probes:
    """What a query looks up: its own buckets, and those with one of its least certain bits turned.

    Attributes:
        bits: uint8 (n, bytes), signatures of the query's points.
        keys: uint16 (m,), buckets to look into, ascending, so that an index is read from front to back.
        rows: int64 (m,), the point that looks into each.
    """

    bits: NDArray[np.uint8]
    keys: NDArray[np.uint16]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, query: Features) -> _Probes:
        bits, projected = signatures(query.descriptors)
        own = bucket_keys(bits)
        doubtful = np.argsort(np.abs(projected[:, :KEY_BITS]), axis=1)[:, :_PROBED_BITS]
        turned = own[:, None] ^ (np.uint16(1) << (KEY_BITS - 1 - doubtful).astype(np.uint16))
        keys = np.concatenate([own[:, None], turned], axis=1)
        rows = np.repeat(np.arange(len(own)), keys.shape[1])
        order = np.argsort(keys.ravel(), kind="stable")
        return cls(bits, keys.ravel()[order], rows[order])

    def near(self, index: PageIndex) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Find pairs (row of the query, entry of the index) whose signatures are near."""
        first = np.searchsorted(index.key, self.keys, side="left")
        count = np.searchsorted(index.key, self.keys, side="right") - first
        rows = np.repeat(self.rows, count)
        entries = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
        near = hamming(self.bits[rows], index.signature[entries]) <= _NEAR
        return rows[near], entries[near]


def _agreeing(
    query: Features,
    weight: NDArray[np.float64],
    index: PageIndex,
    rows: NDArray[np.int64],
    entries: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Weigh an index's pairs; give each page the votes of the turn and scale with most of them, float (pages,)."""
    angle = (query.angle[rows] - index.angle[entries].astype(np.float32)) % 360
    ratio = np.log2(query.scale[rows] / index.scale[entries].astype(np.float32))
    turn = np.floor(angle * _ANGLES / 360).astype(np.int64) % _ANGLES
    zoom = np.clip(np.floor(ratio * 1.5 + _SCALES / 2), 0, _SCALES - 1).astype(np.int64)
    cell = (index.page[entries].astype(np.int64) * _ANGLES + turn) * _SCALES + zoom
    flat = np.bincount(cell, weight[rows], minlength=index.pages * _ANGLES * _SCALES)
    table = flat.reshape(index.pages, _ANGLES, _SCALES)
    near = table + np.roll(table, 1, axis=1)
    near[:, :, 1:] += near[:, :, :-1].copy()
    return np.asarray(near.reshape(index.pages, -1).max(axis=1))
