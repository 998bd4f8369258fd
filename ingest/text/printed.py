"""Which number is printed on which page: "Kecamatan Ajung Dalam Angka 2022  xi", "12  Ajung in Figures"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.text.lines import Line

_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,8}")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_FEWEST = 3  # pages that must agree


@dataclass(frozen=True)
class PrintedNumbers:
    """How far the printed numbers lag behind the file's, for Arabic and for Roman ones; None where too few agree."""

    arabic: int | None
    roman: int | None

    def page(self, printed: str) -> int | None:
        """Give the page of the file on which a number is printed."""
        text = printed.strip().lower()
        if text.isdecimal():
            return None if self.arabic is None else int(text) + self.arabic
        value = roman_value(text)
        return None if value is None or self.roman is None else value + self.roman


def printed_numbers(rows: Mapping[int, Sequence[Sequence[Line]]]) -> PrintedNumbers:
    """Learn from the first and last row of every page what is printed there."""
    lags: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    for page, page_rows in rows.items():
        for word in set(_edge_words(page_rows)):
            if word.isdecimal():
                lags[True][page - int(word)] += 1
            elif (value := roman_value(word)) is not None:
                lags[False][page - value] += 1
    return PrintedNumbers(_agreed(lags[True]), _agreed(lags[False]))


def roman_value(text: str) -> int | None:
    """Give the value of a Roman number in small letters, None for what is none."""
    if not re.fullmatch(r"[ivxlc]{1,8}", text):
        return None
    values = [_VALUES[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _edge_words(rows: Sequence[Sequence[Line]]) -> list[str]:
    """Give what may be a page number: the outermost words of the first and the last row."""
    found = []
    for row in [rows[0], rows[-1]] if rows else []:
        words = " ".join(line.text for line in row).split()
        found += [word for word in (words[:1] + words[-1:]) if _NUMBER.fullmatch(word)]
    return found


def _agreed(lags: Counter[int]) -> int | None:
    best = lags.most_common(1)
    return best[0][0] if best and best[0][1] >= _FEWEST else None
