"""Numbers written in the way of the file they stand in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DECIMALS = re.compile(rb"\.([0-9]+)$")


def usual_decimals(texts: Iterable[bytes], default: int) -> int:
    """Find how many decimals a file writes most often, of its numbers that have any."""
    counts = Counter(len(match[1]) for text in texts if (match := _DECIMALS.search(text)))
    return min(6, counts.most_common(1)[0][0]) if counts else default


def written(value: float, decimals: int) -> bytes:
    """Write a number with at most so many decimals."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return b"0" if text in ("-0", "") else text.encode()


def equally_long(values: list[float], decimals: int) -> list[bytes]:
    """Write numbers with the same number of characters: shorter ones show another decimal.

    Raises:
        ValueError: they cannot be written so (no finite numbers).
    """
    for digits in range(decimals, decimals + 4):
        texts = [_fixed(value, digits) for value in values]
        longest = max(map(len, texts))
        even = [_stretched(value, text, longest, digits) for value, text in zip(values, texts, strict=True)]
        if all(len(text) == longest for text in even):
            return [text.encode() for text in even]
    raise ValueError("numbers of different length")


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if text[0] == "-" and float(text) == 0 else text


def _stretched(value: float, text: str, longest: int, decimals: int) -> str:
    missing = longest - len(text)
    if missing == 0:
        return text
    if decimals == 0:  # the point itself takes one place
        return text + "." if missing == 1 else _fixed(value, missing - 1)
    return _fixed(value, decimals + missing)
