"""Breaking texts that people wrote into lines that fit; nothing in them is taken for markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth


class Breaker:
    """Breaks texts for one typeface, `font`, at one `size` (pt).

    The same words come again and again, and measuring them takes most of the time: it remembers the widths of the
    document that it is made for, and no longer.
    """

    def __init__(self, font: str, size: float) -> None:
        self._width: Callable[[str], float] = lru_cache(maxsize=1 << 14)(lambda text: stringWidth(text, font, size))

    def lines(self, text: str, room: float) -> Iterator[str]:
        """Give lines of at most `room` pt, broken at spaces where there are any; what cannot be drawn is left out."""
        for paragraph in text.splitlines() or [""]:
            shown = paragraph if paragraph.isprintable() else "".join(c if c.isprintable() else " " for c in paragraph)
            yield from self._broken(shown.encode("utf-8", "replace").decode(), room)

    def _broken(self, text: str, room: float) -> Iterator[str]:
        line, width, space = "", 0.0, self._width(" ")
        for word in text.split(" "):
            more = self._width(word)
            if not line and more <= room:
                line, width = word, more
            elif line and width + space + more <= room:
                line, width = f"{line} {word}", width + space + more
            else:
                if line:
                    yield line
                *full, line = self._pieces(word, room)
                yield from full
                width = self._width(line)
        yield line

    def _pieces(self, word: str, room: float) -> list[str]:
        """Cut a word that is wider than a line; never empty."""
        pieces, piece, width = [], "", 0.0
        for letter in word:
            more = self._width(letter)
            if piece and width + more > room:
                pieces.append(piece)
                piece, width = "", 0.0
            piece, width = piece + letter, width + more
        return [*pieces, piece]
