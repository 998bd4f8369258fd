"""Word height and word place: which words of a page move, and by how much.

*Height*: a unit of one or more words on a line stands a little higher or lower. Where the file places the unit anyway
(a line, a cell of a table) this costs nothing but digits; where it does not, the line is cut before a word.
*Place*: a word inside a line stands a little further left or right, taken back behind it. Words that open or close a
line keep both margins straight, and words with digits stay in their line. A text that stands alone moves as a whole,
and so does a column, all of whose cells are one slot: figures stay aligned. A line of display type stands straight:
its words rise and fall together. A slot moves by 0.16 pt at most either way, and what shows more by less
(:mod:`watermark.carriers.energy`).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from watermark.carriers import HEIGHT, PLACE
from watermark.carriers.candidate import Box, Candidate
from watermark.carriers.mover import Mover
from watermark.carriers.standing import Run, movable, runs_of

if TYPE_CHECKING:
    from watermark.pdf.matrix import Matrix
    from watermark.pdf.text import Show, Word

_LEAST: Final = 0.09  # pt: less would be lost in print
_SMALLEST, _LARGEST = 3.5, 90.0  # pt: sizes that carry
_WIDEST_GAP: Final = 0.9  # em: a wider gap is a column's, not a word's
_DISPLAY: Final = 12.5  # pt: in headings and on covers an uneven line is seen before it is read
_FEW: Final = 6  # texts that move as one and cost no more than a cut line
_FREE, _NUMBER, _INSERTED, _SPLIT = 2.4, 2.4, 4.4, 13.0  # bytes that a slot adds to a packed page, measured


class WordPlan:
    """Chooses the slots of one page; words get their `height`, `place` and `split`."""

    def __init__(self, to_seen: Matrix, budget: float, *, whole: bool = True) -> None:
        """Take the map from the page's content to the page as seen and the bytes the page may grow by.

        Without `whole` nothing but words inside lines moves sideways, and no line of a standard font is cut.
        """
        self.candidates: list[Candidate] = []
        self._whole = whole
        self._to_seen, self._budget = to_seen, budget
        self._lines: dict[tuple[int, int, int], int] = {}

    def choose(self, shows: list[Show]) -> None:
        """Choose among all shows of the page, in the order in which they are painted."""
        every = [self._mover(show) for show in shows if show.words]
        movers = [mover for mover in every if mover]
        self._budget -= _FREE * self._natural_units(movers)
        sideways = [pair for mover in movers for pair in _inner_words(mover)]
        standing = movable(_runs(every, sideways), _WIDEST_GAP) if self._whole else []
        few = [group for group in standing if len(group) <= _FEW]
        self._take_standing(few)
        self._take_places(sideways)
        self._take_splits([pair for mover in movers for pair in _splittable(mover, standard=self._whole)])
        self._take_standing(standing[len(few) :])
        self._number_heights(every)

    def _mover(self, show: Show) -> Mover | None:
        if not (show.visible and show.words and show.plain and show.is_upright(self._to_seen)):
            return None
        mover = Mover(show, show.to_page @ self._to_seen)
        return mover if _SMALLEST <= mover.size <= _LARGEST else None

    def _natural_units(self, movers: list[Mover]) -> int:
        return sum(1 for mover in movers if mover.show.placer >= 0 and not mover.show.words[0].joined)

    def _take_places(self, words: list[tuple[Mover, Word]]) -> None:
        costs = [_NUMBER if word.number else _INSERTED for _, word in words]
        afford = self._budget / max(1e-9, sum(costs) / max(1, len(costs)))
        for mover, word in _spread(words, int(afford)):
            behind = mover.show.words[mover.show.words.index(word) + 1]
            word.place = self._add(PLACE, mover, mover.sideways(word, behind), [mover.box(word)])
            self._budget -= _NUMBER if word.number else _INSERTED

    def _take_standing(self, groups: list[list[Run]]) -> None:
        """Let texts move as a whole, each group as one slot, while there is room."""
        for group in groups:
            cost = _FREE * len(group)
            amplitude = min(mover.amplitude() for run in group for mover, _ in run.members)
            if cost > self._budget or amplitude < _LEAST:
                continue
            self._budget -= cost
            members = [member for run in group for member in run.members]
            slot = self._add(PLACE, group[0].first, amplitude, [mover.box(word) for mover, word in members])
            for _, word in members:
                word.place = slot

    def _take_splits(self, words: list[tuple[Mover, Word]]) -> None:
        for _, word in _spread(words, int(self._budget / _SPLIT)):
            word.split = True

    def _number_heights(self, movers: list[Mover | None]) -> None:
        """Give every unit its slot: it begins where a line is placed or cut and goes on until the next."""
        unit, before = -1, None
        for mover in movers:
            if mover is None:  # text that stays where it is
                unit = -1
                continue
            first = mover.show.words[0]
            goes_on = unit >= 0 and before is not None and _one_line_of_display(before, mover)
            if not first.joined and mover.show.start == 0 and not goes_on:
                unit = -1
            before = mover
            for word in mover.show.words:
                begins = word.split or (word is first and mover.show.placer >= 0 and not first.joined)
                if begins and not goes_on:
                    unit = self._add(HEIGHT, mover, mover.amplitude(), [])
                word.height = unit
                if unit >= 0:
                    self.candidates[unit].parts.append(mover.box(word))

    def _add(self, carrier: str, mover: Mover, amplitude: float, parts: list[Box]) -> int:
        group = self._lines.setdefault(mover.line(), len(self._lines))
        direction = (0, 1) if carrier == HEIGHT else (1, 0)
        self.candidates.append(Candidate(carrier, mover.shift(*direction, amplitude), amplitude, group, parts))
        return len(self.candidates) - 1


def _runs(movers: list[Mover | None], sideways: list[tuple[Mover, Word]]) -> list[Run]:
    """Cut the page into runs; one in which words move by themselves stays where it is."""
    runs, alone = runs_of(movers, _WIDEST_GAP), {id(word) for _, word in sideways}
    for run in runs:
        run.fixed |= any(id(word) in alone for _, word in run.members)
    return runs


def _inner_words(mover: Mover) -> list[tuple[Mover, Word]]:
    """Words with a neighbour of the same line on both sides, a word's gap away."""
    words, limit = mover.show.words, _WIDEST_GAP * abs(mover.show.size)
    return [
        (mover, word)
        for before, word, behind in zip(words, words[1:-1], words[2:], strict=False)
        if not word.digits
        and min(before.glyphs, word.glyphs, behind.glyphs) > 1  # not inside letterspaced words
        and abs(word.gap) < limit
        and abs(behind.gap) < limit
        and mover.sideways(word, behind) >= _LEAST
    ]


def _splittable(mover: Mover, *, standard: bool) -> list[tuple[Mover, Word]]:
    """Words before which a line may be cut, with `standard` also in fonts that readers bring themselves."""
    show = mover.show
    words = show.words if show.exact or (standard and show.standard) else []
    if mover.size > _DISPLAY:
        return []
    return [
        (mover, word)
        for before, word in itertools.pairwise(words)
        if before.glyphs > 1 and word.glyphs > 1 and word.gap > 0
    ]


def _one_line_of_display(before: Mover, mover: Mover) -> bool:
    """Tell whether the words of a line of display type go on in another show."""
    if min(before.size, mover.size) <= _DISPLAY or before.line() != mover.line():
        return False
    gap = mover.along(mover.show.words[0].x0) - before.along(before.show.words[-1].x1)
    return abs(gap) < _WIDEST_GAP * mover.size


def _spread(items: list[tuple[Mover, Word]], count: int) -> list[tuple[Mover, Word]]:
    """Take `count` of the items, evenly over the page."""
    if count >= len(items):
        return items
    return [items[index * len(items) // count] for index in range(count)] if count > 0 else []
