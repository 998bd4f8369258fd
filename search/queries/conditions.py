"""`tahun:2019..2022`, `halaman:>10`, `bahasa:id`: conditions on a page's values."""

from __future__ import annotations

import re

from search.errors import BadQuery
from search.queries.fields import BOTH, KEYWORD_FIELDS, LANGUAGES, NUMBER_FIELDS
from search.queries.lexer import Piece
from search.queries.nodes import Between, Condition, Value

_RANGE = re.compile(r"(?P<low>\d{1,6})?\s*(?:\.\.+|…|-|–|—)\s*(?P<high>\d{1,6})?")
_COMPARED = re.compile(r"(?P<sign>[<>]=?|[≤≥])(?P<number>\d{1,6})")
_SIGNS = {"≤": "<=", "≥": ">="}


def conditions(piece: Piece) -> tuple[Condition, ...]:
    """Return the conditions of a piece whose field is a keyword or a number. Raise BadQuery for a bad value."""
    value = piece.text.strip()
    if not value:
        raise BadQuery("missing_value", field=piece.field)
    if piece.field in KEYWORD_FIELDS:
        field = KEYWORD_FIELDS[piece.field]
        values = _languages(value) if field == "language" else (value,)
        return tuple(Value(field, each, not piece.negated) for each in values)
    low, high = _bounds(value, piece.field)
    return (Between(NUMBER_FIELDS[piece.field], low, high, not piece.negated),)


def _languages(value: str) -> tuple[str, ...]:
    """Return the codes that a language is in: its own, and that of works in both; a yearbook is in English too."""
    code = LANGUAGES.get(value.lower(), value.lower())
    return (code, BOTH) if code in LANGUAGES.values() else (code,)


def _bounds(value: str, field: str) -> tuple[int | None, int | None]:
    if value.isdecimal() and len(value) <= 6:
        return int(value), int(value)
    if compared := _COMPARED.fullmatch(value):
        return _compared(_SIGNS.get(compared["sign"], compared["sign"]), int(compared["number"]))
    between = _RANGE.fullmatch(value)
    if not between or not (between["low"] or between["high"]):
        raise BadQuery("bad_number", field=field, value=value[:40])
    low = int(between["low"]) if between["low"] else None
    high = int(between["high"]) if between["high"] else None
    if low is not None and high is not None and low > high:
        raise BadQuery("bad_range", field=field, value=value[:40])
    return low, high


def _compared(sign: str, number: int) -> tuple[int | None, int | None]:
    bounds = {">": (number + 1, None), ">=": (number, None), "<": (None, number - 1), "<=": (None, number)}
    return bounds[sign]
