"""The typeface of the PDFs that we draw ourselves: the family that the pages use, embedded."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Pustaka", "Pustaka-Bold"
_FILES = {REGULAR: "Regular", BOLD: "Bold"}
SMALLEST = 5.0
"""pt"""


@cache
def register_typeface() -> None:
    """Make the typeface known to reportlab; once a process."""
    folder = files("font_source_sans_pro") / "files"
    for name, file in _FILES.items():
        registerFont(TTFont(name, str(folder / f"SourceSansPro-{file}.ttf")))


def fit(text: str, font: str, size: float, room: float) -> float:
    """Give the size (pt) at which a line fits into `room` pt, at most `size`."""
    width = stringWidth(text, font, size)
    return size if width <= room else max(SMALLEST, size * room / width)


def clip(text: str, font: str, size: float, room: float) -> str:
    """Cut a line that does not fit into `room` pt, with an ellipsis at its end."""
    if stringWidth(text, font, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = stringWidth(f"{text[:middle].rstrip()}…", font, size) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{text[:low].rstrip()}…"
