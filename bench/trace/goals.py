"""What was promised beside what was measured: a line for each promise about attacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bench.trace.catalogue import INNOCENT
from bench.trace.results import Row
from bench.trace.shares import interval, markdown
from bench.trace.shelf import THREE_TABLES
from bench.trace.viewers import VIEWER_ATTACKS
from bench.trace.worn import WORN_ATTACKS

ALL_AT_ONCE: Final = "script: all at once, printed"
PAGES: Final = 30
"""Pages of each kind that a promise asks for."""


@dataclass(frozen=True)
class Goal:
    """So many of the leaks of a kind that `asks` about are to be identified."""

    text: str
    kind: str
    share: float
    asks: Callable[[str], bool]


def _whole(attack: str) -> bool:
    return not attack.startswith(("quarter", "half"))


def _whole_and_as_it_was(attack: str) -> bool:
    """Text that a script neutralised has promises of its own."""
    return _whole(attack) and not attack.startswith("script:")


GOALS: Final = (
    Goal("text, whole, every attack", "text", 0.99, _whole_and_as_it_was),
    Goal("text, a quarter", "text", 0.90, lambda attack: attack.startswith("quarter")),
    Goal("table, whole, every attack", "table", 0.90, _whole),
    Goal("three table pages, every attack", THREE_TABLES, 0.99, _whole),
    Goal("grey or colour scan, whole, every attack", "scan", 0.90, _whole),
    Goal(
        "bilevel scan, print–scan and photocopy", "bilevel", 0.80,
        lambda attack: attack.startswith(("print-scan", "photocopy")),
    ),
    Goal("cover or chart alone", "cover or chart", 0.60, _whole),
    Goal(
        "text from a PDF neutralised by script, each way", "text", 0.95,
        lambda attack: attack.startswith("script:") and attack != ALL_AT_ONCE,
    ),
    Goal("the same, all at once", "text", 0.60, lambda attack: attack == ALL_AT_ONCE),
)  # fmt: skip


def goals_table(rows: Sequence[Row]) -> str:
    """Each promise, the share measured with its interval, pages, and the attacks that alone did worse than promised."""
    head = ["promised", "goal", "identified", "interval", "pages", "attacks that alone are below it"]
    return markdown(head, [_line(goal, rows) for goal in GOALS])


def _line(goal: Goal, rows: Sequence[Row]) -> list[str]:
    beside = {*INNOCENT, *VIEWER_ATTACKS, *WORN_ATTACKS}
    mine = [row for row in rows if row.kind == goal.kind and row.attack not in beside and goal.asks(row.attack)]
    aim = f"≥ {100 * goal.share:.0f} %"
    if not mine:
        return [goal.text, aim, "–", "–", "0", "–"]
    low, high = interval(_hits(mine), len(mine))
    pages = len({row.page for row in mine}) * (3 if goal.kind == THREE_TABLES else 1)
    by_attack = {attack: [row for row in mine if row.attack == attack] for attack in {row.attack for row in mine}}
    below = [
        f"{attack} {_hits(of)}/{len(of)}"
        for attack, of in sorted(by_attack.items())
        if _hits(of) < goal.share * len(of)
    ]
    return [
        goal.text, aim, f"{_hits(mine)}/{len(mine)} = {100 * _hits(mine) / len(mine):.1f} %",
        f"{100 * low:.1f}–{100 * high:.1f} %", f"{pages} of {PAGES}" if pages < PAGES else str(pages),
        "; ".join(below) or "none",
    ]  # fmt: skip


def _hits(rows: Sequence[Row]) -> int:
    return sum(row.identified for row in rows)
