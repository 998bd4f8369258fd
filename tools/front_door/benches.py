"""Measurements, in an environment of their own: the packages that we compare with are never depended on."""

from __future__ import annotations

import os
from typing import NoReturn

from tools.front_door import system
from tools.front_door.console import Missing
from tools.front_door.environment import Environment
from tools.front_door.places import ROOT, RUN_LOCK

BENCH = ROOT / "bench"
ENVIRONMENT = Environment(ROOT / "var" / "bench" / "venv")


def measure(name: str, arguments: list[str]) -> NoReturn:
    """Set up, and become the bench.

    Raises:
        Missing: there is no such bench, or its environment could not be made.
    """
    known = sorted(main.parent.name for main in BENCH.glob("*/__main__.py"))
    if name not in known:
        raise Missing(f"There is no bench “{name}”; there are: {', '.join(known)}.")
    system.provide(system.TO_TEST)
    ENVIRONMENT.folder.parent.mkdir(parents=True, exist_ok=True)
    ENVIRONMENT.prepare(RUN_LOCK)
    ENVIRONMENT.add(BENCH / "requirements.txt")
    os.chdir(ROOT)
    python = str(ENVIRONMENT.python)
    path = f"{ENVIRONMENT.python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.execve(python, [python, "-m", f"bench.{name}", *arguments], {**os.environ, "PATH": path})
