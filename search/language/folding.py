"""One spelling for all the ways a word can be written."""

from __future__ import annotations

import unicodedata

LONGEST_TERM = 64
"""Characters of a term that count; longer runs are noise from broken fonts or attacks."""


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
    return "".join(" " if unicodedata.category(c) == "Cc" and c not in "\n\t\r" else c for c in text)
