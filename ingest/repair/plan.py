"""What is to be done to a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.ocr.facts import PageFacts
from ingest.repair.record import Repair, RepairKind

_NOISE = 0.005
"""by which the confidence of the same page differs from one encoding of its picture to another"""
_FEWEST_KEPT = 0.97
"""share of the sure letters that a better reading still has"""


@dataclass(frozen=True)
class Plan:
    """Repairs of one page, done in this order; the plan without any leaves it as it came."""

    turn: int = 0
    """degrees clockwise: 0, 90, 180 or 270"""
    skew: float = 0.0
    """degrees that lines sink to the right once it is turned"""
    gutter: float | None = None
    """fraction of the width at which a double page is parted"""
    despeckle: bool = False
    """for recognition only"""
    reasons: tuple[tuple[RepairKind, str], ...] = ()
    """what measured each repair"""

    @property
    def is_drawn(self) -> bool:
        """Whether the page's picture is made anew; a turn is written beside it and costs nothing."""
        return bool(self.skew) or self.gutter is not None

    @property
    def parts(self) -> int:
        """How many pages come of it."""
        return 1 if self.gutter is None else 2

    def because(self, kind: RepairKind) -> str:
        """Say what measured a repair."""
        return dict(self.reasons).get(kind, "hand")

    def told(self, *, beyond: Plan, kept: bool, before: float | None, after: float | None) -> Iterator[Repair]:
        """Tell the repairs that this plan has and the one before it had not."""
        values: tuple[tuple[RepairKind, float, bool], ...] = (
            ("turn", float(self.turn), self.turn != beyond.turn),
            ("deskew", round(self.skew, 2), self.skew != beyond.skew),
            ("despeckle", 1.0, self.despeckle and not beyond.despeckle),
            ("split", round(self.gutter or 0.0, 3), self.gutter != beyond.gutter),
        )
        for kind, value, new in values:
            if new:
                yield Repair(kind, value, self.because(kind), kept, before, after)


def confidence_of(facts: Sequence[PageFacts]) -> float | None:
    """Give the confidence of a page in one or two parts, each weighing as much as its letters."""
    read = [part for part in facts if part.confidence is not None]
    letters = sum(part.letters for part in read)
    if not read:
        return None
    if not letters:
        return sum(part.confidence or 0.0 for part in read) / len(read)
    return sum((part.confidence or 0.0) * part.letters for part in read) / letters


def is_better(after: Sequence[PageFacts], before: Sequence[PageFacts]) -> bool:
    """Tell whether a repaired page is read at least as surely as it was, and no fewer of its letters.

    Mean confidence alone could rise because half of the page was lost.
    """
    now, then = confidence_of(after), confidence_of(before)
    letters_now, letters_then = (sum(part.letters for part in each) for each in (after, before))
    if now is None:
        return False
    return now >= (then or 0.0) - _NOISE and letters_now >= _FEWEST_KEPT * letters_then
