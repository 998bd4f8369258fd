"""Content streams as operations with the byte ranges they came from.

Nothing is re-serialised: a carrier changes the bytes of a number in place, everything else stays as it was written.
The grammar is ISO 32000-2, 7.2 (lexical conventions) and 8.9.7 (inline images); what readers forgive is forgiven.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE: Final = rb"\x00\t\n\x0c\r "
_REGULAR: Final = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_KINDS: Final = ("", "number", "name", "string", "nested", "open", "close", "hex", "word", "stray", "end")
_NUMBER, _NAME, _STRING, _NESTED, _OPEN, _CLOSE, _HEX, _WORD, _STRAY, _END = range(1, len(_KINDS))
_TOKEN: Final = re.compile(  # one group for each kind, in the order of `_KINDS`
    rb"(?:[" + _WHITE + rb"]++|%[^\r\n]*+)*+"  # possessive: white space is never tried twice
    rb"(?:([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?!" + _REGULAR + rb"))"
    rb"|(/" + _REGULAR + rb"*)"
    rb"|(\((?:[^()\\]|\\[\s\S])*\))"
    rb"|(\()"
    rb"|(<<|\[)|(>>|\])"
    rb"|(<[0-9A-Fa-f" + _WHITE + rb"]*>)"
    rb"|(" + _REGULAR + rb"+)"
    rb"|([\s\S])|(\Z))"  # so it matches wherever it is asked, and a search never goes on
)
_PLAIN: Final = frozenset({_NUMBER, _NAME, _STRING, _HEX})  # operands wherever they stand
_IMAGE_END: Final = re.compile(rb"[" + _WHITE + rb"]EI(?=[" + _WHITE + rb"/\[(<]|$)")
_PARENTHESIS: Final = re.compile(rb"\\[\s\S]|[()]")
_VALUES: Final = frozenset({b"true", b"false", b"null"})
_LOOK_AHEAD: Final = 24  # bytes after EI that must look like content, not like image data


class Token(NamedTuple):
    """One operand: `kind` is number, name, string, hex, open, close or word; `start:end` its bytes."""

    kind: str
    start: int
    end: int


class Operation(NamedTuple):
    """An operator with its operands; `start:end` covers both. An inline image is one operation ``BI``."""

    operator: bytes
    operands: tuple[Token, ...]
    start: int
    end: int


def operations(data: bytes) -> Iterator[Operation]:
    """Read a content stream; what is cut off at its end is left out."""
    operands: list[Token] = []
    depth = position = 0
    tokens = _TOKEN.finditer(data)
    while (kind := (match := next(tokens)).lastindex or _END) != _END:
        start, position = match.span(kind)
        if kind in _PLAIN:
            operands.append(Token(_KINDS[kind], start, position))
            continue
        if kind == _NESTED:
            kind, position = _STRING, _string_end(data, start)
            if position < 0:
                return
            tokens = _TOKEN.finditer(data, position)
        elif kind == _STRAY:
            continue
        depth += (kind == _OPEN) - (kind == _CLOSE and depth > 0)
        operator = match[kind] if kind == _WORD else b""
        if not operator or depth or operator in _VALUES:
            operands.append(Token(_KINDS[kind], start, position))
            continue
        if operator == b"BI":
            operands.append(Token("word", start, position))
            continue
        if operator == b"ID" and any(data[token.start : token.end] == b"BI" for token in operands):
            operator, position = b"BI", _image_end(data, position)
            if position < 0:
                return
            tokens = _TOKEN.finditer(data, position)
        yield Operation(operator, tuple(operands), operands[0].start if operands else start, position)
        operands, depth = [], 0


def _string_end(data: bytes, start: int) -> int:
    """Find the end of a string with parentheses in it; −1 when it is never closed."""
    depth = 0
    for match in _PARENTHESIS.finditer(data, start):
        depth += (match[0] == b"(") - (match[0] == b")")
        if depth == 0:
            return match.end()
    return -1


def _image_end(data: bytes, start: int) -> int:
    """Find the end of an inline image's data: an EI after which text follows, not more image."""
    for match in _IMAGE_END.finditer(data, start):
        after = data[match.end() : match.end() + _LOOK_AHEAD]
        if all(32 <= byte < 127 or byte in b"\t\n\r\x0c" for byte in after):
            return match.end()
    return -1
