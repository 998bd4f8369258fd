"""What people write in their own words: several lines, kept as written but for what no reader ever sees."""

from __future__ import annotations

import unicodedata

_KEPT = "\n"


def tidy(text: str) -> str:
    """Compose characters, keep line breaks, take out control and direction characters and trailing blanks."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c if c in _KEPT or unicodedata.category(c)[0] != "C" else " " for c in lines)
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip()
