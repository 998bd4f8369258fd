"""What a trace has found out so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watermark.accusation import Suspects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watermark.trace.evidence import Sketch
    from watermark.trace.masters import KnownMaster
    from watermark.trace.regions import PageReading
    from watermark.trace.verdict import TracedPage


@dataclass
class Case:
    """One trace.

    Attributes:
        masters: to choose from.
        everyone: every identity, each once.
        alone: whether the leak is one page.
        pages: what is told of each page that the leak shows.
        readings: of those pages, in every way and on every page of a master that was read.
        sketches: pictures of the first pages.
        unread: reads one more page of a master that the leak's only page may be, and gives its readings.
        possible: regions × keys that may be scored if all of `unread` is read; counted before anything is scored.
        trials: regions × keys × looks that may be scored; what each bound was multiplied by depends on its share.
    """

    masters: Sequence[KnownMaster]
    everyone: tuple[str, ...]
    alone: bool = False
    pages: list[TracedPage] = field(default_factory=list)
    readings: list[PageReading] = field(default_factory=list)
    sketches: dict[int, list[Sketch]] = field(default_factory=dict)
    unread: Iterator[list[PageReading]] = field(default_factory=lambda: iter(()))
    possible: int = 0
    trials: int = 0
    _suspects: Suspects | None = None

    def suspects(self, master: KnownMaster) -> Suspects:
        """Give who may be named as a reader of a master; the last ones are kept, with the codes drawn of them."""
        if self._suspects is None or self._suspects.candidates != master.candidates:
            self._suspects = Suspects(self.everyone, master.candidates)
        return self._suspects
