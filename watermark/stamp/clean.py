"""Text from people made safe to set on a page: visible characters only, of bounded length."""

from __future__ import annotations

import unicodedata
from typing import Final

ELLIPSIS: Final = "…"
_JOINERS: Final = "\u200c\u200d"  # needed inside words of Indic and Arabic scripts
_MOST_MARKS: Final = 3  # combining marks on one letter; more is decoration that climbs over the page


def clean(text: str, longest: int) -> str:
    """Give one line of visible text of at most `longest` characters.

    Control characters, direction overrides, surrogates, private-use and unassigned characters are dropped,
    white space becomes single spaces, and what is too long ends in an ellipsis.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: longest * 8]):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if char.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif marks <= _MOST_MARKS and (category[0] != "C" or char in _JOINERS):
            kept.append(char)
    return shorten(" ".join("".join(kept).split()), longest)


def shorten(text: str, longest: int) -> str:
    """Cut to at most `longest` characters, the last one an ellipsis if anything was cut."""
    if len(text) <= longest:
        return text
    return text[: max(0, longest - 1)].rstrip() + ELLIPSIS
