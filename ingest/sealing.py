"""The seal of a file from outside, checked in a confined child."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from mmap import ACCESS_READ, mmap
from pathlib import Path

from ingest.decoding import launch
from ingest.limits import Limits
from watermark.errors import LeakError
from watermark.seal_check import SealFinding, SealState

# A visitor waits for the answer; a signature is found in a second.
_LIMITS = Limits(stall_seconds=15, wall_seconds=20, memory_bytes=1 << 30, address_bytes=2 << 30, output_bytes=1 << 20)
_SIGNED = b"/ByteRange"


def seal_of(file: Path, certificates: Sequence[bytes], folder: Path) -> SealFinding:
    """Tell what the seal in a file says; what cannot be read bears none.

    Args:
        file: from anybody.
        certificates: of the office, DER, the latest first.
        folder: an empty one, all that the child may write into.
    """
    if not certificates or not _is_signed(file):
        return SealFinding(SealState.UNKNOWN)
    arguments = [str(file.resolve()), *(b64encode(one).decode() for one in certificates)]
    try:
        return _finding(launch("watermark.seal_check", arguments, folder, _LIMITS))
    except (LeakError, ValueError, KeyError, TypeError):
        return SealFinding(SealState.UNKNOWN)


def _is_signed(file: Path) -> bool:
    """Look for a signature without reading what the file says: most files need no child."""
    try:
        with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            return data.find(_SIGNED) >= 0
    except (OSError, ValueError):  # an empty file cannot be mapped
        return False


def _finding(said: bytes) -> SealFinding:
    answer = json.loads(said)
    when = answer["sealed_at"]
    return SealFinding(SealState(answer["state"]), str(answer["certificate"]), when and datetime.fromisoformat(when))
