"""Posting lists as arrays, and how they lie in a file.

A list is n page numbers (uint32), then n frequencies (uint16), then, in fields with positions, the word positions
of every occurrence (uint16), page after page; all little-endian. A keyword's list is the page numbers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.uint16]

MOST_WORDS: Final = 60_000
"""Words of a page that are indexed; positions and frequencies fit in 16 bits."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where one term stands: page numbers within a segment, rising; how often; at which words."""

    ids: Ids
    counts: Counts
    positions: Counts

    def to_bytes(self) -> bytes:
        """Return the list as it lies in the file."""
        return self.ids.tobytes() + self.counts.tobytes() + self.positions.tobytes()


def from_bytes(data: bytes, pages: int) -> Postings:
    """Read a list of `pages` page numbers. Raise ValueError if the bytes are not one."""
    ids = np.frombuffer(data, "<u4", pages)
    if len(data) == 4 * pages:
        return Postings(ids, np.ones(pages, np.uint16), np.empty(0, np.uint16))
    counts = np.frombuffer(data, "<u2", pages, 4 * pages)
    return Postings(ids, counts, np.frombuffer(data, "<u2", -1, 6 * pages))
