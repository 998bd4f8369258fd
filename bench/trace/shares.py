"""Shares with their uncertainty, and tables of text."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import beta

_CONFIDENCE = 0.95


def interval(hits: int, n: int) -> tuple[float, float]:
    """Two-sided interval of a share, exact for the binomial: C. Clopper, E. Pearson, Biometrika 26 (1934)."""
    rest = (1 - _CONFIDENCE) / 2
    low = float(beta.ppf(rest, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - rest, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


def markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Write a table."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, *body)]
    return "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]])
