"""How much memory a process group uses, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def group_memory(group: int) -> int:
    """Sum what the processes of one group hold alone: resident minus file-backed and shared pages, bytes."""
    return sum(_private_bytes(pid) for pid in members(group))


def members(group: int) -> list[int]:
    """List the processes of a group."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _group(entry) == group]


def _group(entry: Path) -> int:
    try:
        # The name in brackets may itself hold spaces and brackets.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[2])
    except (OSError, ValueError, IndexError):
        return -1


def _private_bytes(pid: int) -> int:
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return max(0, int(resident) - int(shared)) * _PAGE
