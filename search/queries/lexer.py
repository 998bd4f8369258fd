"""Typed text → pieces: signs, fields, quoted and bare values. Nothing that can be typed is an error here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.language.folding import printable
from search.queries.fields import FIELDS, NUMBER_FIELDS

MOST_CHARACTERS = 2_000
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂″", '"'))
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:(?P<field>[^\W\d_]{1,20}):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
# "tahun: 2021" is typed as often as "tahun:2021", and cannot mean anything else.
_APART = re.compile(rf"(?<!\S)(?P<field>-?(?:{'|'.join(NUMBER_FIELDS)})):\s+(?=[<>≤≥]?=?\d)", re.IGNORECASE)
_OR = {"OR", "ATAU", "|", "||"}
_AND = {"AND", "DAN", "&", "&&", "+"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One value with what stands before it. `field` is a known field's own name or ""."""

    text: str
    quoted: bool = False
    negated: bool = False
    field: str = ""
    either: bool = False


def pieces(words: str) -> Iterator[Piece]:
    """Yield the pieces of a query; of a very long one, those of its first 2,000 characters.

    `either` marks a piece that an OR joins with the one before it. A field that does not exist is a plain word.
    """
    either, negate, first = False, False, True
    typed = printable(words[:MOST_CHARACTERS].translate(_QUOTES))
    for match in _PIECE.finditer(_APART.sub(r"\g<field>:", typed)):
        bare = match["bare"]
        if bare in _OR and not match["field"]:
            either = not first
        elif bare == "NOT" and not match["field"]:
            negate = True
        elif not (bare in _AND and not match["field"]):
            yield _piece(match, either=either, negate=negate)
            either, negate, first = False, False, False


def _piece(match: re.Match[str], *, either: bool, negate: bool) -> Piece:
    name = (match["field"] or "").lower()
    quoted = match["quoted"] is not None
    value = match["quoted"] if quoted else match["bare"]
    if name and name not in FIELDS:
        value, name = f"{match['field']} {value}", ""
    return Piece(value, quoted, negate or bool(match["minus"]), name, either)
