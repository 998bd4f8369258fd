"""From text to terms: the one analyser for indexing, queries and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.language.folding import LONGEST_TERM, fold
from search.language.lists import stop_words
from search.language.numbers import code_parts, split_list, value_of
from search.language.stemming import stem

# A run of letters and digits may go on over: a point or comma between digits; an apostrophe before a letter;
# a hyphen; a hyphen at the end of a line whose next line goes on in lower case. Soft hyphens, joiners and
# combining marks belong to the word they stand in.
_RUN = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+"
_JOINT = (
    r"(?:(?<=\d)[.,](?=\d)|['\u2019\u02bc](?=[^\W\d_])|[-\u2010\u2011](?=[^\W_])"
    r"|[-\u00ad][ \t]{0,4}\r?\n[ \t]{0,8}(?=[a-z]))"
)
TOKEN = re.compile(f"{_RUN}(?:{_JOINT}{_RUN})*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_LINE_BREAK = re.compile(r"[-\u00ad][ \t]{0,4}\r?\n[ \t]{0,8}")
_PART = re.compile(r"[-_\u2010\u2011]+")
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
_MOST_PARTS = 16
_CACHE_SIZE = 100_000


class Form(NamedTuple):
    """One term that a token stands for.

    `exact` is the folded word, `stem` its stem (empty for a stop word), `shift` its place inside the token.
    """

    exact: str
    stem: str
    shift: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token in a text: characters `start` to `end`, and the word `position` of its first part."""

    start: int
    end: int
    position: int
    forms: tuple[Form, ...]


_known: dict[str, tuple[Form, ...]] = {}


def forms_of(token: str) -> tuple[Form, ...]:
    """Return the terms of one raw token, as TOKEN finds them; nothing for a token without letters or digits."""
    known = _known.get(token)
    if known is None:
        if len(_known) >= _CACHE_SIZE:
            _known.clear()
        known = _known[token] = tuple(_analyse(token))
    return known


def width_of(forms: tuple[Form, ...]) -> int:
    """Return how many word positions the forms of a token take."""
    return max((form.shift for form in forms), default=-1) + 1


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text with their places."""
    position = 0
    for match in TOKEN.finditer(text):
        forms = forms_of(match.group())
        if forms:
            yield Token(match.start(), match.end(), position, forms)
            position += width_of(forms)


@lru_cache(maxsize=_CACHE_SIZE)
def stem_of(exact: str) -> str:
    """Return the stem of a folded word or number, empty for a stop word."""
    if exact in stop_words():
        return ""
    return value_of(exact) if exact[:1].isdigit() else stem(exact)


def _analyse(token: str) -> Iterator[Form]:
    parts = [part for part in _PART.split(_LINE_BREAK.sub("", token)) if part][:_MOST_PARTS]
    shift = 0
    folded: list[str] = []
    for part in parts:
        for word in _words(part):
            folded.append(word)
            yield Form(word, stem_of(word), shift)
            yield from (Form(code, code, shift) for code in code_parts(word))
            shift += 1
    joined = "".join(folded)[:LONGEST_TERM]
    if len(folded) > 1 and len(parts) > 1 and len(set(folded)) > 1:
        # "e-mail" is also found as "email", an ISBN also without its hyphens.
        yield Form(joined, stem_of(joined), 0)


def _words(part: str) -> Iterator[str]:
    digits = fold_digits(part)
    if _NUMBER.fullmatch(digits):
        yield from (number[:LONGEST_TERM] for number in split_list(digits))
        return
    word = fold(_POSSESSIVE.sub("", part))
    if word:
        yield word


def fold_digits(part: str) -> str:
    """Fold each run of digits and letters of a number, keeping its points and commas."""
    if part.isascii():
        return part.lower()
    return "".join(fold(piece) or piece for piece in re.split(r"([.,])", part))
