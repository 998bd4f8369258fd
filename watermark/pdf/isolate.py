"""Content that cannot disturb what is drawn after it.

Sources leave graphics states open, close more than they opened, and end in the middle of a word. The stamp is
written after them into the same stream, so first the stream is made whole; what it draws does not change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from watermark.pdf.lexer import operations

if TYPE_CHECKING:
    from watermark.pdf.lexer import Operation


class Isolated(NamedTuple):
    """Content made whole, and its operations as they stand in `read`, which may lack the pair around it."""

    content: bytes
    read: bytes
    operations: list[Operation]


def isolate(content: bytes) -> Isolated:
    """Wrap page content in q … Q with everything closed that it left open.

    A ``Q`` without its ``q`` is ignored by readers when the stack is empty; inside our pair it would take effect,
    so it is taken out. Operands and strings that are cut off at the end are dropped, as readers do.
    """
    pieces: list[bytes] = []
    states = marks = kept = end = 0
    in_text = False
    parsed = list(operations(content))
    for operation in parsed:
        end = operation.end
        if operation.operator != b"BI" and _opens_image(content, operation):
            pieces.append(content[kept : operation.start])
            kept = operation.end
            continue
        match operation.operator:
            case b"q":
                states += 1
            case b"Q" if states == 0:
                pieces.append(content[kept : operation.start])
                kept = operation.end
            case b"Q":
                states -= 1
            case b"BT":
                in_text = True
            case b"ET":
                in_text = False
            case b"BMC" | b"BDC":
                marks += 1
            case b"EMC":
                marks = max(0, marks - 1)
    pieces.append(content[kept:end])
    closing = b"\nET" * in_text + b"\nEMC" * marks + b"\nQ" * states
    whole = b"q\n" + b"".join(pieces).strip(b"\x00\t\n\x0c\r ") + closing + b"\nQ\n"
    untouched = len(pieces) == 1
    return Isolated(whole, content[:end], parsed) if untouched else Isolated(whole, whole, list(operations(whole)))


def _opens_image(content: bytes, operation: Operation) -> bool:
    """Whether an inline image begins here that never gets data: a reader would look for its end in the stamp."""
    return any(token.kind == "word" and content[token.start : token.end] == b"BI" for token in operation.operands)
