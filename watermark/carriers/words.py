"""Word height and word place: which words of a page move, and by how much.

*Height*: a unit of one or more words on a line stands 0.2 pt higher or lower. Where the file places the unit anyway
(a line, a cell of a table) this costs nothing but digits; where it does not, the line is cut before a word.
*Place*: a word inside a line stands 0.2 pt further left or right, taken back behind it. Words that open or close a
line keep both margins straight, and words with digits never move sideways, so columns of figures stay aligned.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from watermark.carriers import HEIGHT, PLACE
from watermark.carriers.candidate import Box, Candidate

if TYPE_CHECKING:
    from watermark.pdf.matrix import Matrix
    from watermark.pdf.text import Show, Word

AMPLITUDE: Final = 0.2  # pt
_OF_SIZE: Final = 0.035  # em: small print moves less
_TITLE: Final = 12.0  # pt: larger type moves less, too; its strokes are long, so that it is read as well
_OF_GAP: Final = 0.1  # of the narrower gap beside a word: two neighbours may move towards each other
_LEAST: Final = 0.09  # pt: less would be lost in print
_SMALLEST, _LARGEST = 3.5, 90.0  # pt: sizes that carry
_WIDEST_GAP: Final = 0.9  # em: a wider gap is a column's, not a word's
_FREE, _NUMBER, _INSERTED, _SPLIT = 2.4, 2.4, 4.4, 13.0  # bytes that a slot adds to a packed page, measured


@dataclass
class _Mover:
    """A show that may carry, with its map to the seen page."""

    show: Show
    to_seen: Matrix

    @property
    def size(self) -> float:
        """Font size as seen, pt."""
        x, y = self.to_seen.vector(0, self.show.size)
        return abs(x) + abs(y)

    def amplitude(self) -> float:
        # The energy between the two renderings grows with size x amplitude^2: a title needs less to be read, and an
        # uneven title is what an eye sees first.
        return min(AMPLITUDE, _OF_SIZE * self.size) * min(1.0, math.sqrt(_TITLE / self.size))

    def sideways(self, word: Word, behind: Word) -> float:
        """Give the amplitude of a word's place, pt, so that no gap closes visibly."""
        x, y = self.to_seen.vector(min(word.gap, behind.gap), 0)
        return min(AMPLITUDE, _OF_SIZE * self.size, _OF_GAP * (abs(x) + abs(y)))

    def box(self, word: Word) -> Box:
        size, rise, reach = self.show.size, self.show.rise, self.amplitude()
        x0, y0, x1, y1 = self.to_seen.box(word.x0, rise - 0.25 * size, word.x1, rise + 0.85 * size)
        return x0 - reach, y0 - reach, x1 + reach, y1 + reach

    def shift(self, x: float, y: float, amplitude: float) -> tuple[float, float]:
        """Scale a direction of text space to the movement from A to B."""
        dx, dy = self.to_seen.vector(x, y)
        factor = 2 * amplitude / (abs(dx) + abs(dy))
        return dx * factor, dy * factor

    def line(self) -> tuple[int, int, int]:
        """Name the line of text: direction and distance from the page's corner."""
        x, y = self.to_seen.point(0, 0)
        dx, dy = self.to_seen.vector(1, 0)
        level = y if abs(dx) > abs(dy) else x
        return round(2 * level), (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)


class WordPlan:
    """Chooses the slots of one page; words get their `height`, `place` and `split`."""

    def __init__(self, to_seen: Matrix, budget: float) -> None:
        """Take the map from the page's content to the page as seen and the bytes the page may grow by."""
        self.candidates: list[Candidate] = []
        self._to_seen, self._budget = to_seen, budget
        self._lines: dict[tuple[int, int, int], int] = {}

    def choose(self, shows: list[Show]) -> None:
        """Choose among all shows of the page, in the order in which they are painted."""
        every = [self._mover(show) for show in shows]
        movers = [mover for mover in every if mover]
        self._budget -= _FREE * self._natural_units(movers)
        sideways = [pair for mover in movers for pair in _inner_words(mover)]
        self._take_places(sideways)
        self._take_splits([pair for mover in movers for pair in _splittable(mover)])
        self._number_heights(every)

    def _mover(self, show: Show) -> _Mover | None:
        if not (show.visible and show.words and show.plain and show.is_upright(self._to_seen)):
            return None
        mover = _Mover(show, show.to_page @ self._to_seen)
        return mover if _SMALLEST <= mover.size <= _LARGEST else None

    def _natural_units(self, movers: list[_Mover]) -> int:
        return sum(1 for mover in movers if mover.show.placer >= 0 and not mover.show.words[0].joined)

    def _take_places(self, words: list[tuple[_Mover, Word]]) -> None:
        costs = [_NUMBER if word.number else _INSERTED for _, word in words]
        afford = self._budget / max(1e-9, sum(costs) / max(1, len(costs)))
        for mover, word in _spread(words, int(afford)):
            behind = mover.show.words[mover.show.words.index(word) + 1]
            word.place = self._add(PLACE, mover, mover.sideways(word, behind), [mover.box(word)])
            self._budget -= _NUMBER if word.number else _INSERTED

    def _take_splits(self, words: list[tuple[_Mover, Word]]) -> None:
        for _, word in _spread(words, int(self._budget / _SPLIT)):
            word.split = True

    def _number_heights(self, movers: list[_Mover | None]) -> None:
        """Give every unit its slot: it begins where a line is placed or cut and goes on until the next."""
        unit = -1
        for mover in movers:
            if mover is None:  # text that stays where it is
                unit = -1
                continue
            first = mover.show.words[0]
            if not first.joined and mover.show.start == 0:
                unit = -1
            for word in mover.show.words:
                begins = word.split or (word is first and mover.show.placer >= 0 and not first.joined)
                if begins:
                    unit = self._add(HEIGHT, mover, mover.amplitude(), [])
                word.height = unit
                if unit >= 0:
                    self.candidates[unit].parts.append(mover.box(word))

    def _add(self, carrier: str, mover: _Mover, amplitude: float, parts: list[Box]) -> int:
        group = self._lines.setdefault(mover.line(), len(self._lines))
        direction = (0, 1) if carrier == HEIGHT else (1, 0)
        self.candidates.append(Candidate(carrier, mover.shift(*direction, amplitude), amplitude, group, parts))
        return len(self.candidates) - 1


def _inner_words(mover: _Mover) -> list[tuple[_Mover, Word]]:
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


def _splittable(mover: _Mover) -> list[tuple[_Mover, Word]]:
    """Words before which a line may be cut."""
    words = mover.show.words if mover.show.exact else []
    return [
        (mover, word)
        for before, word in itertools.pairwise(words)
        if before.glyphs > 1 and word.glyphs > 1 and word.gap > 0
    ]


def _spread(items: list[tuple[_Mover, Word]], count: int) -> list[tuple[_Mover, Word]]:
    """Take `count` of the items, evenly over the page."""
    if count >= len(items):
        return items
    return [items[index * len(items) // count] for index in range(count)] if count > 0 else []
