"""One spelling for all the ways a word can be written."""

from __future__ import annotations

import unicodedata

LONGEST_TERM = 64
"""Characters of a term that count; longer runs are noise from broken fonts or attacks."""
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t\r"}


def fold(text: str) -> str:
    """Lower case, NFKC, without diacritics; only letters and digits stay.

    NFKC first, so that ligatures and full-width forms become letters; case folding next (Unicode 15, 3.13);
    then the decomposed marks are dropped: `Kiếm` → `kiem`.
    """
    if text.isascii() and text.isalnum():
        return text[:LONGEST_TERM].lower()
    wide = unicodedata.normalize("NFKC", text[: 2 * LONGEST_TERM]).casefold()
    plain = unicodedata.normalize("NFKD", wide)
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST_TERM]


def printable(text: str) -> str:
    """Turn control characters into spaces, keeping line ends and the length of the text."""
    return text.translate(_CONTROLS)
