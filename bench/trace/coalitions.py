"""What became of each coalition of readers: one row a run of `bench.trace.collusion`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.trace.shares import interval, markdown


@dataclass(frozen=True)
class Coalition:
    """One run: codes drawn, mixed by a strategy, read with noise, and accused.

    Attributes:
        copies: how many readers put their copies together.
        noise: standard deviation of a reading; 1 is half of the way from A to B.
        version: of the accusing code.
        right, wrong: how many of them were identified, and how many others.
        log10_bound: of the surest name, 0 without one.
        cpu: seconds of processor time.
    """

    copies: int
    strategy: str
    slots: int
    noise: float
    run: int
    version: str
    right: int
    wrong: int
    log10_bound: float
    cpu: float

    @property
    def key(self) -> tuple[int, str, int, float, int]:
        return self.copies, self.strategy, self.slots, self.noise, self.run


def coalition_table(rows: Sequence[Coalition]) -> str:
    """One line for each number of copies, strategy, number of slots and noise; of equal runs the last counts."""
    rows = list({row.key: row for row in rows}.values())
    cases = sorted({(row.copies, row.strategy, row.slots, row.noise) for row in rows})
    head = [
        "copies",
        "strategy",
        "slots",
        "noise",
        "one named",
        "interval",
        "named in the mean",
        "wrong",
        "weakest bound",
    ]
    return markdown(head, [_line([row for row in rows if row.key[:4] == case]) for case in cases])


def _line(rows: Sequence[Coalition]) -> list[str]:
    first, hits = rows[0], sum(row.right > 0 for row in rows)
    low, high = interval(hits, len(rows))
    return [
        str(first.copies), first.strategy, str(first.slots), f"{first.noise:g}", f"{hits}/{len(rows)}",
        f"{100 * low:.0f}–{100 * high:.0f} %", f"{np.mean([row.right for row in rows]):.1f}",
        str(sum(row.wrong for row in rows)), f"10^{max(row.log10_bound for row in rows):.0f}",
    ]  # fmt: skip
