"""The clean environment of a child: what it needs to find its programs, nothing that the server knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_KEPT = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TZ")


def clean_environment(workdir: Path) -> dict[str, str]:
    """Give PATH, a UTF-8 locale, temporary files inside `workdir`, and one thread for each numeric library."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    environment |= dict.fromkeys(("LANG", "LC_ALL"), "C.UTF-8")
    environment |= dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(workdir / "tmp"))
    environment |= dict.fromkeys(("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
    # Each thread's own arena of malloc would count against the address space.
    environment["MALLOC_ARENA_MAX"] = "2"
    return environment
