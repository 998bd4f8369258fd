"""Titles of tables and figures, in Indonesian and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from ingest.reading import Caption
from ingest.text.lines import Line

_KINDS: dict[str, Literal["table", "figure"]] = {
    "tabel": "table", "table": "table", "gambar": "figure", "figure": "figure", "grafik": "figure", "peta": "figure",
}  # fmt: skip
_START = re.compile(
    r"^\s*(?P<word>Tabel|Table|Gambar|Figure|Grafik|Peta)\s*[.:]?\s*(?P<number>\d+(?:\s?\.\s?\d+)*[a-z]?)\b[.:]?\s*"
    r"(?P<title>.*)$",
    re.IGNORECASE,
)


def page_captions(number: int, rows: list[list[Line]]) -> Iterator[Caption]:
    """Yield the captions of one page in reading order."""
    for row in rows:
        text = "  ".join(" ".join(line.text.split()) for line in row)
        found = _START.match(text)
        if found:
            digits = re.sub(r"\s", "", found["number"])
            yield Caption(number, _KINDS[found["word"].lower()], digits, found["title"].strip(), bbox=row[0].box)
