"""What a reader means by "tabel 3.2.4 2021": a kind of heading, its number, and words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS = {
    **dict.fromkeys(("tabel", "table", "tables"), "table"),
    **dict.fromkeys(("gambar", "figure", "figures", "grafik", "graph", "peta", "map"), "figure"),
    **dict.fromkeys(("bab", "chapter", "chapters"), "chapter"),
}
_WORD = "|".join(_KINDS)
_NUMBER = r"[a-z]?\.?\d{1,3}(?:[.,]\d{1,3})*[a-z]?|[ivxlc]{1,6}"
_CALLED = re.compile(rf"(?<!\S)(?P<word>{_WORD})\s+(?:no\.?\s*)?(?P<number>{_NUMBER})\.?(?!\S)", re.IGNORECASE)
_KIND_FIRST = re.compile(rf"\s*(?P<word>{_WORD})\s+(?=\S)", re.IGNORECASE)
_OF_PAGES = re.compile(r"(?<!\S)-?(?:halaman|page|jenis|kind|bentuk|available):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """A search for headings in the words of the engine; `kind` is "" where any will do."""

    words: str
    kind: str


def understand(typed: str) -> Call:
    """Take the kind and the number out of what was typed; what has a syntax of its own stays as it is."""
    called = _CALLED.search(typed)
    if called and not (called["word"].lower() not in ("bab", "chapter") and called["number"].isalpha()):
        rest = f"{typed[: called.start()]} {typed[called.end() :]}"
        number = called["number"].replace(",", ".")
        return Call(" ".join(f"nomor:{number} {rest}".split()), _KINDS[called["word"].lower()])
    first = _KIND_FIRST.match(typed)
    if first:
        return Call(typed[first.end() :], _KINDS[first["word"].lower()])
    return Call(typed, "")


def about_pages(typed: str) -> bool:
    """Say whether a condition was typed that pages alone can meet: a heading has no file, and its number is no page."""
    return bool(_OF_PAGES.search(typed))
