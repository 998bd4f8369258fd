"""Where the words of a query stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from search.errors import BadQuery
from search.language.lists import stop_words
from search.language.words import TOKEN, Form, forms_of
from search.queries.nodes import Part, Phrase, Prefix, Tree, Word
from search.queries.parser import parse

_JOINTS = dict.fromkeys(map(ord, ".,-"))


@dataclass(frozen=True)
class Wanted:
    """What counts as a match: a word whose folded form or stem is among `terms`, or that begins so."""

    terms: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    _seen: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def word_of(self, token: str) -> str:
        """Return the word (stem, if it has one) for which a raw token is a match, or ""."""
        # The pages of one list repeat most of their tokens, so each is looked at once.
        word = self._seen.get(token)
        if word is None:
            word = self._word_of(forms_of(token)) if self._may_match(token) else ""
            self._seen[token] = word
        return word

    def _may_match(self, token: str) -> bool:
        """Say whether a token deserves a close look, which takes a hundred times as long.

        A yearbook's page is full of numbers, and mostly none is sought. Of other plain words those are left out that
        lack the inside of every word sought: of what it leaves, stemming changes the first letter and the last two.
        """
        if token[:1].isdecimal() and token.translate(_JOINTS).isdecimal():
            return self._numbers
        if not (token.isascii() and token.isalpha()):
            return True
        letters = token.lower()
        return any(inside in letters for inside in self._insides)

    @cached_property
    def _numbers(self) -> bool:
        return any(term[:1].isdecimal() for term in (*self.terms, *self.prefixes))

    @cached_property
    def _insides(self) -> frozenset[str]:
        return frozenset((*map(inside_of, self.terms), *self.prefixes))

    def _word_of(self, forms: tuple[Form, ...]) -> str:
        for form in forms:
            if form.stem in self.terms or form.exact in self.terms:
                return form.stem or form.exact
            if self.prefixes and form.exact.startswith(self.prefixes):
                return form.exact
        return ""


def inside_of(term: str) -> str:
    """Return the letters of a stem that every word with this stem has in a row."""
    return term[1:-2] if len(term) >= 5 else term[1:-1]


def mark_terms(query_words: str | Iterable[str], text: str) -> list[tuple[int, int]]:
    """Return the spans (start, end) in `text`, in characters, of words that match the query's words.

    `query_words` is a query as it was typed, with its syntax (excluded words and conditions are not marked), or
    plain words. A word matches in the form it was typed or in any form of the same stem; the words of a phrase
    match as typed. Stop words match only if the query has nothing else. Spans are in order and do not overlap.
    """
    wanted = wanted_by(query_words if isinstance(query_words, str) else " ".join(query_words))
    return spans(wanted, text)


def spans(wanted: Wanted, text: str) -> list[tuple[int, int]]:
    """Return the spans of `text` whose words match."""
    return [match.span() for match in TOKEN.finditer(text) if wanted.word_of(match.group())]


@lru_cache(maxsize=32)
def wanted_by(query_words: str) -> Wanted:
    """Return what a typed query marks; nothing for one that cannot be understood.

    A page of results marks the same words in each of its titles, so the last queries are kept.
    """
    try:
        return wanted_of(parse(query_words))
    except BadQuery:
        return Wanted()


def wanted_of(tree: Tree) -> Wanted:
    """Return what a parsed query marks."""
    parts = [choice.part for clause in tree.clauses for choice in clause.choices]
    terms = frozenset(term for part in parts for term in _terms(part))
    return Wanted(terms, tuple(part.letters for part in parts if isinstance(part, Prefix)))


def _terms(part: Part) -> Iterator[str]:
    if isinstance(part, Word):
        yield part.stem or part.exact
    elif isinstance(part, Phrase):
        telling = [word for word in part.words if word not in stop_words()]
        yield from telling or part.words
