"""Abbreviations of official statistics: the short form finds the long one and the other way round."""

from __future__ import annotations

from collections.abc import Iterable

from search.language.lists import abbreviations, synonyms
from search.language.words import stem_of
from search.queries.nodes import Choice, Clause, Part, Phrase, Word

SYNONYM_WEIGHT = 0.8
_LONGEST_PHRASE = 6


def long_forms(word: Word) -> tuple[Choice, ...]:
    """Return the phrases that an abbreviation stands for."""
    return tuple(Choice(Phrase(phrase, word.field), SYNONYM_WEIGHT) for phrase in synonyms().get(word.exact, ()))


def also_sought(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """Return what is sought besides the words that were typed, as a reader may read it."""
    choices = [choice for clause in clauses for choice in clause.choices[1:] if choice.weight < 1]
    return tuple(dict.fromkeys(_readable(choice.part) for choice in choices))


def _readable(part: Part) -> str:
    if isinstance(part, Phrase):
        return " ".join(part.words)
    return part.exact.upper() if isinstance(part, Word) else part.letters


def short_forms(words: list[Word]) -> dict[int, Choice]:
    """Return, for words in a row that spell an abbreviation out, the abbreviation as a choice for each of them.

    Its weight is shared among the words, so that a page with the abbreviation gets it once.
    """
    found: dict[int, Choice] = {}
    exact = tuple(word.exact for word in words)
    table = abbreviations()
    for start in range(len(exact)):
        for size in range(2, min(_LONGEST_PHRASE, len(exact) - start) + 1):
            short = table.get(exact[start : start + size])
            if short:
                choice = Choice(Word(short, stem_of(short)), SYNONYM_WEIGHT / size)
                found.update(dict.fromkeys(range(start, start + size), choice))
    return found
