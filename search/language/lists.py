"""Word lists: stop words, one a line, `#` starting a comment, and the abbreviations of official statistics."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from search.language.folding import fold

# With the other facts about official statistics: it names its sources and is read by people too.
_SYNONYMS = files("catalog_data") / "synonyms.toml"


@cache
def stop_words() -> frozenset[str]:
    """Return the folded words that say nothing about a page's subject, in Indonesian and English."""
    return frozenset(fold(word) for name in ("stop_id.txt", "stop_en.txt") for word in _lines(name))


@cache
def synonyms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return for each folded abbreviation the phrases it stands for, each a tuple of folded words."""
    return {
        fold(short): tuple(_words(phrase) for phrase in phrases)
        for group in tomllib.loads(_SYNONYMS.read_text(encoding="utf-8"))["group"]
        for short, phrases in group["abbreviations"].items()
    }


@cache
def abbreviations() -> dict[tuple[str, ...], str]:
    """Return for each phrase of `synonyms` its abbreviation."""
    return {phrase: short for short, phrases in synonyms().items() for phrase in phrases}


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in phrase.replace("-", " ").split())


def _lines(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in _read(name).splitlines())
    return [line for line in lines if line]


def _read(name: str) -> str:
    return (files("search") / "language" / "data" / name).read_text(encoding="utf-8")
