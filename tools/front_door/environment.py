"""The virtual environment `.venv`, filled from a lock file whose every package has a checksum."""

from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.front_door.console import Failed, Missing, Step, run, step
from tools.front_door.places import DEV_LOCK, ROOT, RUN_LOCK, STAMP, VENV, digest

PYTHON = VENV / "bin" / "python"
PROJECT = ROOT / "pyproject.toml"


def prepare(lock: Path) -> None:
    """Have `.venv` hold what `lock` names, and the `pustaka` command; nothing to do where the stamp says so.

    Raises:
        Missing: the packages could not be had.
    """
    with _alone():
        stamp = _stamp()
        if stamp.get("place", str(VENV)) != str(VENV) or not _works():  # moved scripts name the old place
            stamp = {}
            _make()
        if stamp.get(lock.name) != digest(lock):
            _install(lock)
            stamp |= {"place": str(VENV), lock.name: digest(lock)}
            if lock == DEV_LOCK:  # it holds the other whole
                stamp[RUN_LOCK.name] = digest(RUN_LOCK)
            else:
                stamp.pop(DEV_LOCK.name, None)
            stamp.pop("project", None)
        if stamp.get("project") != digest(PROJECT):
            _install_project()
            stamp["project"] = digest(PROJECT)
            STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other front door of this clone installs."""
    with PROJECT.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _works() -> bool:
    """Say whether the environment's own Python runs; after a system upgrade it may not."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    with step("Virtual environment .venv") as shown:
        try:
            run([sys.executable, "-m", "venv", "--clear", str(VENV)], shown)
        except Failed as exc:
            raise Missing(f"The virtual environment could not be made: {exc.reason('Error:')}") from exc


def _install(lock: Path) -> None:
    number = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    with step(f"Python packages ({number} in {lock.relative_to(ROOT)}, by checksum)") as shown:
        _pip(shown, "--require-hashes", "--only-binary", ":all:", "-r", str(lock))


def _install_project() -> None:
    with step("The command .venv/bin/pustaka") as shown:
        _pip(shown, "--no-deps", "--no-build-isolation", "-e", str(ROOT))


def _pip(shown: Step, *arguments: str) -> None:
    options = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")
    try:
        run([str(PYTHON), "-m", "pip", "install", *options, *arguments], shown)
    except Failed as exc:
        reason = exc.reason("ERROR:").removeprefix("ERROR:").strip()
        raise Missing(f"pip could not install the Python packages: {reason} (Is there a network?)") from exc
