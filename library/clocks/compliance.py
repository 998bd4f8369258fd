"""Was the promise kept? The rate over many clocks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from library.clocks.clock import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from library.clocks.clock import Clock


@dataclass(frozen=True, slots=True)
class Compliance:
    """Counts of closed clocks. Excluded ones are shown beside the rate and never inside it."""

    met: int
    breached: int
    excluded: int

    @property
    def rate(self) -> Fraction | None:
        """Met / (met + breached); None when nothing was promised yet."""
        judged = self.met + self.breached
        return Fraction(self.met, judged) if judged else None


def compliance(clocks: Iterable[Clock]) -> Compliance:
    """Count the verdicts of the clocks that have one."""
    verdicts = Counter(clock.result for clock in clocks)
    return Compliance(verdicts[Result.MET], verdicts[Result.BREACHED], verdicts[Result.EXCLUDED])
