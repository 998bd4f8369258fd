"""Content over which readers stumble, each in its own way.

Poppler ends a page at some of it, MuPDF after a hundred faults, and words such as `1Q` are one word to this reader and
two to that one, so that states are closed here and open there. What stands behind, such as a stamp, may then not be
drawn. Such content is to be shut into a form: every reader goes on behind a form, whatever happened in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watermark.pdf.lexer import Operation

# ISO 32000-2, annex A: operators by the number of their operands.
_OPERANDS: Final = {
    operator.encode(): count
    for count, names in {
        0: "q Q h S s f F f* B B* b b* n W W* BT ET T* EMC BX EX BI",
        1: "w J j M ri i gs Tj TJ ' Tc Tw Tz TL Tr Ts g G cs CS sc SC scn SCN sh Do BMC MP",
        2: "m l d Td TD Tf BDC DP d0",
        3: 'rg RG "',
        4: "re v y k K",
        6: "c cm Tm d1",
    }.items()
    for operator in names.split()
}
_NAMED: Final = {b"Tf": "/Font", b"gs": "/ExtGState", b"Do": "/XObject", b"sh": "/Shading"}
_SPACE: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]*)*\Z")
_USUAL: Final = frozenset({b"", b" ", b"\n", b"\r\n"})  # of these nearly all spaces are
_PLAIN: Final = re.compile(rb"/[A-Za-z0-9_.+*:-]*")
_WORDS: Final = (b"true", b"false", b"null")


def is_irregular(content: bytes, operations: Iterable[Operation], resources: Any) -> bool:
    """Tell whether a page's content (decoded, and as operations) has anything in it that some reader may not get past.

    Unknown operators, missing operands, letters between operations, and names that the resources do not have.
    """
    end = 0
    for operation in operations:
        if not _is_space(content[end : operation.start]) or _is_faulty(content, operation):
            return True
        if operation.operator in _NAMED and _is_missing(content, operation, resources):
            return True
        end = operation.end
    return not _is_space(content[end:])


def _is_space(gap: bytes) -> bool:
    return gap in _USUAL or bool(_SPACE.match(gap))


def _is_faulty(content: bytes, operation: Operation) -> bool:
    wanted = _OPERANDS.get(operation.operator)
    if wanted is None or len(operation.operands) < wanted:
        return True
    if operation.operator == b"BI":
        return False
    end = operation.start
    for token in operation.operands:
        stray = not _is_space(content[end : token.start])
        if stray or (token.kind == "word" and content[token.start : token.end] not in _WORDS):
            return True
        end = token.end
    return not _is_space(content[end : operation.end - len(operation.operator)])


def _is_missing(content: bytes, operation: Operation, resources: Any) -> bool:
    names = [content[token.start : token.end] for token in operation.operands if token.kind == "name"]
    if not names:
        return True
    name = names[0]
    if not _PLAIN.fullmatch(name):
        return False  # written with escapes, whose meaning readers agree on
    known = resources.get(_NAMED[operation.operator])
    return not isinstance(known, pikepdf.Dictionary) or name.decode() not in known
