"""Breaking texts that people wrote into lines that fit; nothing in them is taken for markup."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase.pdfmetrics import stringWidth


def wrapped(text: str, font: str, size: float, room: float) -> Iterator[str]:
    """Break a text into lines of at most `room` pt, at spaces where there are any; what cannot be drawn is left out."""
    for paragraph in text.splitlines() or [""]:
        clean = "".join(c if c.isprintable() else " " for c in paragraph).encode("utf-8", "replace").decode()
        yield from _broken(clean, font, size, room)


def _broken(text: str, font: str, size: float, room: float) -> Iterator[str]:
    line, width, space = "", 0.0, stringWidth(" ", font, size)
    for word in text.split(" "):
        more = stringWidth(word, font, size)
        if not line and more <= room:
            line, width = word, more
        elif line and width + space + more <= room:
            line, width = f"{line} {word}", width + space + more
        else:
            if line:
                yield line
            *full, line = _pieces(word, font, size, room)
            yield from full
            width = stringWidth(line, font, size)
    yield line


def _pieces(word: str, font: str, size: float, room: float) -> list[str]:
    """Cut a word that is wider than a line; never empty."""
    pieces, piece, width = [], "", 0.0
    for letter in word:
        more = stringWidth(letter, font, size)
        if piece and width + more > room:
            pieces.append(piece)
            piece, width = "", 0.0
        piece, width = piece + letter, width + more
    return [*pieces, piece]
