"""Texts that move sideways as a whole: labels, headings and ticks that stand alone, and columns, which move as one.

The eye finds a text out of place by what it is flush with. So texts whose edges agree move together, figures above each
other always do, whatever their edges, and lines of a paragraph stay, since their margin is what is seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.carriers.connected import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.carriers.mover import Mover
    from watermark.pdf.text import Word

_FLUSH: Final = 0.3  # pt: edges nearer than that are meant to be equal
_FAR: Final = 15.0  # em: edges further up or down are not compared by the eye
_ROWS: Final = 4.0  # em: figures no further above each other are a column's
_LEVEL: Final = 0.5  # em: texts whose baselines differ less stand beside each other
_PROSE: Final = 3  # words beside each other, in several lines: running text
_MOST: Final = 1500  # texts of a page that are compared
_STRIP: Final = 32  # of them at once, so that what is computed stays in the processor's cache


@dataclass
class Run:
    """What one placing of the file puts there: words that follow each other on a line.

    Attributes:
        members: its words with what maps each to the page.
        fixed: it cannot move as a whole: a column's gap inside, or words that move by themselves.
    """

    members: list[tuple[Mover, Word]]
    fixed: bool = False

    @property
    def first(self) -> Mover:
        return self.members[0][0]

    @property
    def figures(self) -> bool:
        return all(word.digits for _, word in self.members)


def runs_of(movers: Sequence[Mover | None], gap: float) -> list[Run]:
    """Cut a page's shows (None: text that stays) into runs; a gap inside wider than so many em fixes a run."""
    runs: list[Run] = []
    open_run: Run | None = None
    for mover in movers:
        if mover is None:
            if open_run:
                open_run.fixed = True
            open_run = None
            continue
        first = mover.show.words[0]
        if not first.joined and (mover.show.placer >= 0 or open_run is None):
            open_run = Run([], fixed=mover.show.placer < 0)
            runs.append(open_run)
        elif open_run is None:
            open_run = Run([], fixed=True)
            runs.append(open_run)
        elif mover.show.placer < 0 and first.x0 - open_run.members[-1][1].x1 > gap * abs(mover.show.size):
            open_run.fixed = True
        open_run.fixed |= any(word.gap > gap * abs(mover.show.size) for word in mover.show.words[1:])
        open_run.members += [(mover, word) for word in mover.show.words]
    return runs


def movable(runs: Sequence[Run], gap: float) -> list[list[Run]]:
    """Find what may move sideways as one, the smallest first: lists of runs that keep step."""
    found: list[list[Run]] = []
    for direction in sorted({run.first.direction() for run in runs}):
        mine = [run for run in runs if run.first.direction() == direction]
        if len(mine) <= _MOST:
            found += _groups(mine, gap)
    return sorted(found, key=len)


def _groups(runs: list[Run], gap: float) -> list[list[Run]]:
    place = np.array([_place(run) for run in runs])
    beside, together = _related(place, np.array([run.figures for run in runs]), gap)
    line, group = components(beside), components(beside | together)
    words = np.bincount(line, [len(run.members) for run in runs])
    out = []
    for name in np.unique(group):
        rows = np.flatnonzero(group == name)
        lines = np.unique(line[rows])
        prose = len(lines) > 1 and words[lines].max() >= _PROSE
        if not prose and not any(runs[row].fixed for row in rows):
            out.append([runs[row] for row in rows])
    return out


def _place(run: Run) -> tuple[float, float, float, float]:
    """Give where a run begins and ends along its line, where its line is, and its size; pt, as seen."""
    ends = [mover.along(x) for mover, word in run.members for x in (word.x0, word.x1)]
    return min(ends), max(ends), run.first.level(), max(mover.size for mover, _ in run.members)


def _related(
    place: NDArray[np.float64], figures: NDArray[np.bool_], gap: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which runs stand beside each other in one line, and which must keep step for other reasons; bool (n, n)."""
    beside, together = np.zeros((2, len(place), len(place)), bool)
    for top in range(0, len(place), _STRIP):
        rows = slice(top, top + _STRIP)
        beside[rows], together[rows] = _compared(place[rows], figures[rows], place, figures, gap)
    return beside, together


def _compared(
    these: NDArray[np.float64],
    are_figures: NDArray[np.bool_],
    place: NDArray[np.float64],
    figures: NDArray[np.bool_],
    gap: float,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Compare some runs (m) with all (n); bool (m, n) each."""
    (own_start, own_stop, own_level, own_size), (start, stop, level, size) = these.T[:, :, None], place.T
    em = np.maximum(own_size, size)
    apart = np.abs(own_level - level)
    between = np.maximum(own_start, start) - np.minimum(own_stop, stop)  # negative where they overlap
    beside = (apart < _LEVEL * em) & (between < gap * em)
    flush = (np.abs(own_start - start) < _FLUSH) | (np.abs(own_stop - stop) < _FLUSH)
    both = are_figures[:, None] & figures
    flush |= both & (np.abs((own_start + own_stop) / 2 - (start + stop) / 2) < _FLUSH)
    column = both & (between < 0) & (apart < _ROWS * em)
    over = (between < 0) & (apart < em)
    return beside, (flush & (apart < _FAR * em)) | column | over
