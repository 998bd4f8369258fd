"""Readings of one or several pages as regions, each slot once, ready to be scored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from watermark.codes import biases
from watermark.scores import Readings
from watermark.trace.readings import SlotReadings

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SLOTS = 20_000
"""A whole book is more than enough evidence: the clearest pages are taken until so many slots are read."""


@dataclass(frozen=True)
class PageReading:
    """What one picture says about one master.

    Attributes:
        file_page: which picture of the leak, counted over all files.
        master: index of the master.
        page: zero-based page of it.
        readings: of the page's slots.
        share: of the allowed error; 0 where all regions share alike.
    """

    file_page: int
    master: int
    page: int
    readings: SlotReadings
    share: float = 0.0


@dataclass(frozen=True)
class Region:
    """A part of the leak that may come from one copy: one page, or all pages of one master.

    `share` is that of the allowed error which its names may use up.
    """

    name: str
    master: int
    readings: SlotReadings
    share: float


def regions(pages: Sequence[PageReading]) -> list[Region]:
    """Single pages first, then each master's pages together: of each picture the first page given, the likeliest.

    Where readings bring no shares of their own all regions share alike.
    """
    out = [Region(f"page {one.page + 1}", one.master, one.readings, one.share) for one in pages]
    best: dict[tuple[int, int], PageReading] = {}
    for one in pages:
        best.setdefault((one.file_page, one.master), one)
    for master in sorted({one.master for one in pages}):
        mine = _clearest([one for one in best.values() if one.master == master])
        if len(mine) > 1:
            out.append(Region("all pages", master, merge([one.readings for one in mine]), 0.0))
    return out if out and all(one.share for one in out) else [replace(one, share=1 / len(out)) for one in out]


def _clearest(pages: Sequence[PageReading]) -> list[PageReading]:
    taken, slots = [], 0
    for one in sorted(pages, key=lambda page: -page.readings.clear):
        taken.append(one)
        slots += len(one.readings.slots)
        if slots >= MOST_SLOTS:
            break
    return taken


def merge(readings: Sequence[SlotReadings]) -> SlotReadings:
    """Merge readings so that each slot enters once, weighed by its noise."""
    slots = np.concatenate([one.slots for one in readings])
    value = np.concatenate([one.value for one in readings])
    noise = np.concatenate([one.noise for one in readings])
    unique, row = np.unique(slots, return_inverse=True)
    weight = np.where(np.isfinite(noise), 1 / np.maximum(noise, 1e-3) ** 2, 0.0)
    total = np.bincount(row, weight, len(unique))
    mean = np.bincount(row, weight * value, len(unique)) / np.maximum(total, 1e-12)
    spread = np.where(total > 0, 1 / np.sqrt(np.maximum(total, 1e-12)), np.inf)
    return SlotReadings(unique, np.where(total > 0, mean, 0.0), spread)


def keyed(readings: SlotReadings, key: bytes) -> Readings:
    """Put the biases of one key beside the readings."""
    return Readings(readings.slots, biases(key, readings.slots), readings.value, readings.noise)
