"""How much longer things take on a busy machine."""

from __future__ import annotations

import os


def slack() -> float:
    """Give the factor by which a time limit is stretched: processes that want to run for each processor, at least 1.

    A limit in seconds is there to end what hangs, not what has to wait its turn.
    """
    waiting = os.getloadavg()[0]
    return max(1.0, waiting / len(os.sched_getaffinity(0)))
