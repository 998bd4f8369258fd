"""What parent and worker say to each other: a length, a JSON header, and bytes."""

from __future__ import annotations

import json
import struct
from typing import Any

_LENGTHS = struct.Struct("=II")
HEADER_BYTES = _LENGTHS.size
LONGEST = 256 << 20
"""bytes of one message; a longer one is no message of ours"""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Write a message."""
    text = json.dumps(header).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def lengths(head: bytes) -> tuple[int, int]:
    """Read the lengths of header and body, bytes.

    Raises:
        ValueError: when they are absurd.
    """
    text, body = _LENGTHS.unpack(head)
    if text + body > LONGEST:
        raise ValueError("a message of absurd length")
    return text, body
