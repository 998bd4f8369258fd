"""What became of each leak that several readers made together: one row a leak of `bench.trace.joint`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.trace.shares import markdown


@dataclass(frozen=True)
class JointLeak:
    """Pages of one book, mixed from several copies, damaged, and traced.

    Attributes:
        copies: how many readers put their copies together.
        version: of the code that made master, leak and verdict (`bench.trace.versions`).
        leaked, slots: pages of the leak, and slots that they have in the master.
        read_pages, read: pages and slots that the trace read before it stopped.
        right, wrong: how many of them were identified, and how many others.
        log10_bound: of the surest name, 0 without one.
        cpu: seconds of processor time of the trace, the processes that decode not counted.
    """

    copies: int
    strategy: str
    book: str
    run: int
    version: str
    leaked: int
    slots: int
    read_pages: int
    read: int
    right: int
    wrong: int
    log10_bound: float
    cpu: float

    @property
    def key(self) -> tuple[int, str, str, int]:
        return self.copies, self.strategy, self.book, self.run

    def told(self) -> str:
        """Say it in a line."""
        return (
            f"{self.copies} {self.strategy:36} {self.book[5:-4]:26} {self.read_pages:2} of {self.leaked:2} pages, "
            f"{self.read:5} of {self.slots:5} slots, {self.right} right, {self.wrong} wrong, "
            f"10^{self.log10_bound:.0f}, {self.cpu:.0f} s"
        )


def joint_table(rows: Sequence[JointLeak]) -> str:
    """One line for each number of copies and strategy; of equal leaks the last counts."""
    rows = list({row.key: row for row in rows}.values())
    cases = list(dict.fromkeys((row.copies, row.strategy) for row in sorted(rows, key=lambda row: row.copies)))
    head = [
        "copies", "strategy", "one named", "named in the mean", "wrong", "pages read", "slots read", "weakest bound",
        "s, most",
    ]  # fmt: skip
    return markdown(head, [_line([row for row in rows if row.key[:2] == case]) for case in cases])


def _line(rows: Sequence[JointLeak]) -> list[str]:
    named = [row for row in rows if row.right]
    return [
        str(rows[0].copies),
        rows[0].strategy,
        f"{len(named)}/{len(rows)}",
        f"{np.mean([row.right for row in rows]):.1f}",
        str(sum(row.wrong for row in rows)),
        _range([row.read_pages for row in rows]),
        _range([row.read for row in rows]),
        f"10^{max(row.log10_bound for row in named):.0f}" if named else "–",
        f"{max(row.cpu for row in rows):.0f}",
    ]


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}–{high}"
