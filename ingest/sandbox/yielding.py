"""Reading a file takes minutes and nobody waits for it at a counter: it gives way to the copies and pages of people."""

from __future__ import annotations

import os

_STEPS = 10  # of 19: behind all that serves people, and never starved by it


def give_way() -> None:
    """Let this process, and each one it starts, have the processor when nobody else wants it."""
    os.nice(_STEPS)
