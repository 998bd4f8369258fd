"""The distance between what stands on a page and what was read there (Levenshtein 1966)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def distance(truth: Sequence[str], read: Sequence[str]) -> int:
    """Count the fewest insertions, deletions and replacements of items that make `read` of `truth`."""
    codes: dict[str, int] = {}
    first = np.array([codes.setdefault(item, len(codes)) for item in truth], dtype=np.int64)
    second = np.array([codes.setdefault(item, len(codes)) for item in read], dtype=np.int64)
    steps = np.arange(len(second) + 1, dtype=np.int64)
    row = steps.copy()
    for item in first:
        replaced = np.concatenate(([row[0] + 1], np.minimum(row[1:] + 1, row[:-1] + (second != item))))
        # What is inserted costs one a step: the least cost so far, counted on.
        row = np.minimum.accumulate(replaced - steps) + steps
    return int(row[-1])


def error_rates(truth: Sequence[str], read: Sequence[str]) -> tuple[float, float]:
    """Give the rates of wrong characters and of wrong words, 0–1 and beyond, for two lists of words."""
    whole = " ".join(truth)
    letters = distance(whole, " ".join(read)) / max(1, len(whole))
    return letters, distance(truth, read) / max(1, len(truth))
