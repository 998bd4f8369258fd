"""Abbreviations of official statistics: the short form finds the long one and the other way round."""

from __future__ import annotations

from search.language.lists import abbreviations, synonyms
from search.language.words import stem_of
from search.queries.nodes import Choice, Phrase, Word

SYNONYM_WEIGHT = 0.8


def long_forms(word: Word) -> tuple[Choice, ...]:
    """Return the phrases that an abbreviation stands for."""
    return tuple(Choice(Phrase(phrase, word.field), SYNONYM_WEIGHT) for phrase in synonyms().get(word.exact, ()))


def short_forms(words: list[Word]) -> dict[int, Choice]:
    """Return, for words in a row that spell an abbreviation out, the abbreviation as a choice for each of them.

    Its weight is shared among the words, so that a page with the abbreviation gets it once.
    """
    found: dict[int, Choice] = {}
    exact = [word.exact for word in words]
    for phrase, short in abbreviations().items():
        for start in _starts(exact, phrase):
            choice = Choice(Word(short, stem_of(short)), SYNONYM_WEIGHT / len(phrase))
            found.update(dict.fromkeys(range(start, start + len(phrase)), choice))
    return found


def _starts(words: list[str], phrase: tuple[str, ...]) -> list[int]:
    size = len(phrase)
    return [start for start in range(len(words) - size + 1) if tuple(words[start : start + size]) == phrase]
