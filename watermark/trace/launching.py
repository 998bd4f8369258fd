"""Who starts the processes that decode leaks.

By default this package does, with limits of its own. A caller that has a tighter sandbox hands it in for the time of a
trace; this package stays free of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeAlias

Launch: TypeAlias = Callable[[str, Sequence[str], Path], bytes]
"""(module, its arguments, a folder of its own) → what the module says. The first argument is the hostile file, the only
one that the process has to read; it writes into the folder and nowhere else. Raises LeakError when it is ended."""

_SECONDS = 180
_ROOT = Path(__file__).resolve().parents[2]


def launch_plainly(module: str, arguments: Sequence[str], folder: Path) -> bytes:
    """Run `python -m module`; what it may use up is the module's own business.

    Raises:
        subprocess.TimeoutExpired: it took too long.
    """
    environment = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True, timeout=_SECONDS, check=False, env=environment, cwd=folder,
    )  # fmt: skip
    return done.stdout


_launch: ContextVar[Launch] = ContextVar("launch", default=launch_plainly)


@contextmanager
def launched_by(launch: Launch) -> Iterator[None]:
    """Have leaks decoded in the caller's sandbox until the block ends, in this thread."""
    before = _launch.set(launch)
    try:
        yield
    finally:
        _launch.reset(before)


def launched(module: str, arguments: Sequence[str], folder: Path) -> bytes:
    """Run a decoding module in whatever sandbox was handed in."""
    return _launch.get()(module, arguments, folder)
