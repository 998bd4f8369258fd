"""Timing of things that write a file, and a table of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Row:
    """One line: what it is, seconds of every round, the file it wrote."""

    name: str
    seconds: list[float]
    file: Path


def timed(
    way: Callable[[Path], object], out: Path, rounds: int, *, without: Callable[[Path], float] | None = None
) -> list[float]:
    """Run a way `rounds` times after one to warm up; `without` measures what shall not count, in the same round."""
    if rounds > 1:
        way(out)
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        way(out)
        seconds.append(time.perf_counter() - start - (without(out) if without else 0.0))
    return seconds


def table(rows: list[Row], size: int) -> str:
    """Write a table in Markdown; ratios are to the first row, by median and by best round."""
    first = rows[0]
    lines = ["| | median s | best s | ratio of medians | ratio of bests | size |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = median(row.seconds) / median(first.seconds)
        best = min(row.seconds) / min(first.seconds)
        growth = row.file.stat().st_size / size
        times = f"{median(row.seconds):.4f} | {min(row.seconds):.4f} | {ratio:.2f} | {best:.2f}"
        lines.append(f"| {row.name} | {times} | {growth:.3f} |")
    return "\n".join(lines)
