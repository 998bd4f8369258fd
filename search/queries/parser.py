"""Pieces → tree. The only errors are BadQuery, for what has no meaning; everything else is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from search.errors import BadQuery
from search.language.folding import LONGEST_TERM, fold
from search.language.words import Token, stem_of, tokens
from search.queries.conditions import conditions
from search.queries.fields import TEXT_FIELDS
from search.queries.lexer import MOST_CHARACTERS, Piece, pieces
from search.queries.nodes import ANY, Choice, Clause, Condition, Part, Phrase, Prefix, Tree, Word
from search.queries.synonyms import also_sought, long_forms, short_forms

MOST_CLAUSES = 24
MOST_CHOICES = 16
MOST_EXCLUDED = 16
MOST_PHRASE_WORDS = 24
SHORTEST_PREFIX = 3


def parse(words: str, *, synonyms: bool = True) -> Tree:
    """Read a query. Raise BadQuery if nothing in it can be sought."""
    builder = _Builder(synonyms=synonyms)
    for piece in pieces(words):
        builder.take(piece)
    return builder.tree(shortened=len(words) > MOST_CHARACTERS)


class _Builder:
    def __init__(self, *, synonyms: bool) -> None:
        self._synonyms = synonyms
        self._clauses: list[Clause] = []
        self._excluded: list[Part] = []
        self._conditions: list[Condition] = []
        self._dropped = False

    def take(self, piece: Piece) -> None:
        if piece.field and piece.field not in TEXT_FIELDS:
            self._conditions.extend(conditions(piece))
            return
        field = TEXT_FIELDS.get(piece.field, ANY)
        parts = list(parts_of(piece, field))
        if piece.field and not parts:
            raise BadQuery("missing_value", field=piece.field)
        if piece.negated:
            self._excluded.extend(parts)
        elif piece.either and parts and self._clauses:
            joined = self._clauses[-1].choices + tuple(Choice(part) for part in parts)
            self._clauses[-1] = Clause(joined[:MOST_CHOICES], strict=True)
        else:
            strict = piece.quoted or bool(field)
            self._clauses.extend(
                Clause(_choices(part, quoted=piece.quoted, synonyms=self._synonyms), strict) for part in parts
            )

    def tree(self, *, shortened: bool) -> Tree:
        clauses = _meaningful(_with_short_forms(self._clauses) if self._synonyms else self._clauses)
        unique = tuple(dict.fromkeys(clauses))
        if not unique and not self._conditions:
            raise BadQuery("only_exclusions" if self._excluded else "empty")
        cut = shortened or len(unique) > MOST_CLAUSES or len(self._excluded) > MOST_EXCLUDED
        kept = unique[:MOST_CLAUSES]
        order = tuple(word for clause in kept for word in _plain_word(clause))
        kept_conditions = tuple(dict.fromkeys(self._conditions))[:MOST_CLAUSES]
        notes = ("shortened",) if cut else ()
        return Tree(kept, tuple(self._excluded[:MOST_EXCLUDED]), kept_conditions, order, notes, also_sought(kept))


def parts_of(piece: Piece, field: str) -> Iterable[Part]:
    """Yield what a piece asks for: a phrase, a word with `*`, or its words one by one."""
    found = [token for token, _ in zip(tokens(piece.text), range(4 * MOST_CLAUSES), strict=False)]
    if piece.quoted:
        words = tuple(word.exact for token in found for word in _row(token))[:MOST_PHRASE_WORDS]
        if words:  # a single word in quotes is a phrase too: wanted in this form only
            yield Phrase(words, field)
        return
    if len(found) == 1 and piece.text.endswith("*") and len(fold(piece.text)) >= SHORTEST_PREFIX:
        yield Prefix(fold(piece.text), field)
        return
    for token in found:
        yield from _token_parts(token, field)


def _row(token: Token) -> list[Word]:
    """Return the words of a token one after the other, without the joined form and the parts of a code."""
    first: dict[int, Word] = {}
    for form in token.forms:
        first.setdefault(form.shift, Word(form.exact, form.stem))
    return list(first.values())


def _token_parts(token: Token, field: str) -> Iterable[Part]:
    words = [replace(word, field=field) for word in _row(token)]
    last = token.forms[-1]
    if len(words) > 1 and last.shift == 0:
        yield Phrase(tuple(word.exact for word in words), field)
    else:
        yield from dict.fromkeys(words)


def _choices(part: Part, *, quoted: bool, synonyms: bool) -> tuple[Choice, ...]:
    if isinstance(part, Word):
        return (Choice(part), *(long_forms(part) if synonyms else ()))
    if isinstance(part, Phrase) and not quoted:
        joined = "".join(part.words)[:LONGEST_TERM]
        return (Choice(part), Choice(Word(joined, stem_of(joined), part.field)))
    return (Choice(part),)


def _with_short_forms(clauses: list[Clause]) -> list[Clause]:
    words = [clause.choices[0].part for clause in clauses]
    row = [
        word if isinstance(word, Word) and not clause.strict else Word("", "")
        for word, clause in zip(words, clauses, strict=True)
    ]
    added = short_forms(row)
    return [replace(c, choices=(*c.choices, added[i])) if i in added else c for i, c in enumerate(clauses)]


def _meaningful(clauses: list[Clause]) -> list[Clause]:
    """Leave stop words out, unless there is nothing else."""
    kept = [clause for clause in clauses if not _is_stop(clause)]
    return kept or clauses


def _is_stop(clause: Clause) -> bool:
    part = clause.choices[0].part
    return len(clause.choices) == 1 and isinstance(part, Word) and not part.stem


def _plain_word(clause: Clause) -> tuple[Word, ...]:
    part = clause.choices[0].part
    return (part,) if isinstance(part, Word) and not part.field else ()
