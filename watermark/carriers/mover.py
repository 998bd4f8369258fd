"""A show of text that may carry: how large it is seen, where it stands, and how far it may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from watermark.carriers.candidate import Box
    from watermark.pdf.matrix import Matrix
    from watermark.pdf.text import Show, Word

AMPLITUDE: Final = 0.16  # pt: what a single figure needs; words of more energy move less
_OF_SIZE: Final = 0.035  # em: small print moves less
_OF_GAP: Final = 0.1  # of the narrower gap beside a word: two neighbours may move towards each other


@dataclass
class Mover:
    """A show that may carry, with its map to the seen page and its font size as seen, pt."""

    show: Show
    to_seen: Matrix
    size: float = field(init=False)

    def __post_init__(self) -> None:
        x, y = self.to_seen.vector(0, self.show.size)
        self.size = abs(x) + abs(y)

    def amplitude(self) -> float:
        """Give half of the distance that it may move as a whole at most, pt."""
        return min(AMPLITUDE, _OF_SIZE * self.size)

    def sideways(self, word: Word, behind: Word) -> float:
        """Give the amplitude of a word's place, pt, so that no gap closes visibly."""
        x, y = self.to_seen.vector(min(word.gap, behind.gap), 0)
        return min(self.amplitude(), _OF_GAP * (abs(x) + abs(y)))

    def box(self, word: Word) -> Box:
        """Bound a word however it moves, pt as seen."""
        size, rise, reach = self.show.size, self.show.rise, self.amplitude()
        x0, y0, x1, y1 = self.to_seen.box(word.x0, rise - 0.25 * size, word.x1, rise + 0.85 * size)
        return x0 - reach, y0 - reach, x1 + reach, y1 + reach

    def shift(self, x: float, y: float, amplitude: float) -> tuple[float, float]:
        """Scale a direction of text space to the movement from A to B."""
        dx, dy = self.to_seen.vector(x, y)
        factor = 2 * amplitude / (abs(dx) + abs(dy))
        return dx * factor, dy * factor

    def direction(self) -> tuple[int, int]:
        """Name the edge of the page along which it runs."""
        dx, dy = self.to_seen.vector(1, 0)
        return (0, (dy > 0) - (dy < 0)) if abs(dy) > abs(dx) else ((dx > 0) - (dx < 0), 0)

    def along(self, x: float) -> float:
        """Give how far along its direction a distance on the line lies, pt as seen."""
        dx, dy = self.direction()
        at = self.to_seen.point(x, 0)
        return at[0] * dx + at[1] * dy

    def level(self) -> float:
        """Give where its baseline lies, pt as seen from the page's corner."""
        x, y = self.to_seen.point(0, self.show.rise)
        return y if self.direction()[0] else x

    def line(self) -> tuple[int, int, int]:
        """Name the line of text: direction and distance from the page's corner."""
        x, y = self.to_seen.point(0, 0)
        dx, dy = self.to_seen.vector(1, 0)
        level = y if abs(dx) > abs(dy) else x
        return round(2 * level), (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)
