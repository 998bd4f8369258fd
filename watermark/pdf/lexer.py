"""Content streams as operations with the byte ranges they came from.

Nothing is re-serialised: a carrier changes the bytes of a number in place, everything else stays as it was written.
The grammar is ISO 32000-2, 7.2 (lexical conventions) and 8.9.7 (inline images); what readers forgive is forgiven.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHITE: Final = rb"\x00\t\n\x0c\r "
_REGULAR: Final = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_TOKEN: Final = re.compile(
    rb"(?P<skip>[" + _WHITE + rb"]+|%[^\r\n]*)"
    rb"|(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?!" + _REGULAR + rb"))"
    rb"|(?P<name>/" + _REGULAR + rb"*)"
    rb"|(?P<string>\((?:[^()\\]|\\[\s\S])*\))"
    rb"|(?P<nested>\()"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    rb"|(?P<hex><[0-9A-Fa-f" + _WHITE + rb"]*>)"
    rb"|(?P<word>" + _REGULAR + rb"+)"
    rb"|(?P<stray>[\s\S])"
)
_IMAGE_END: Final = re.compile(rb"[" + _WHITE + rb"]EI(?=[" + _WHITE + rb"/\[(<]|$)")
_PARENTHESIS: Final = re.compile(rb"\\[\s\S]|[()]")
_LOOK_AHEAD: Final = 24  # bytes after EI that must look like content, not like image data


@dataclass(frozen=True, slots=True)
class Token:
    """One operand: `kind` is number, name, string, hex, open, close or word; `start:end` its bytes."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with its operands; `start:end` covers both. An inline image is one operation ``BI``."""

    operator: bytes
    operands: tuple[Token, ...]
    start: int
    end: int


def operations(data: bytes) -> Iterator[Operation]:
    """Read a content stream; what is cut off at its end is left out."""
    operands: list[Token] = []
    depth = position = 0
    while match := _TOKEN.match(data, position):
        kind, start, position = str(match.lastgroup), match.start(), match.end()
        if kind == "nested":
            kind, position = "string", _string_end(data, start)
            if position < 0:
                return
        if kind in ("skip", "stray"):
            continue
        depth += (kind == "open") - (kind == "close" and depth > 0)
        if kind != "word" or depth or match[0] in (b"true", b"false", b"null"):
            operands.append(Token(kind, start, position))
            continue
        operator = match[0]
        if operator == b"BI":
            operands.append(Token("word", start, position))
            continue
        if operator == b"ID" and any(data[token.start : token.end] == b"BI" for token in operands):
            operator, position = b"BI", _image_end(data, position)
            if position < 0:
                return
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
