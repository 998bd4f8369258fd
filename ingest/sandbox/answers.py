"""What a child has written: plain values that may hold anything but half characters.

A bookmark or a name may be any bytes, and halves of surrogate pairs go through JSON; no database, index or page takes
them (RFC 8259, 8.2).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_answer(path: Path) -> Any:
    """Read a file of JSON that a child has left.

    Raises:
        OSError, ValueError: there is none, or it is none.
    """
    return whole(json.loads(path.read_text("utf-8")))


def whole(value: Any) -> Any:
    """Give plain values with U+FFFD for what is half a character; two halves that meet are joined."""
    if isinstance(value, str):
        return value if _is_whole(value) else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {whole(name): whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [whole(inner) for inner in value]
    return value


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
