"""A virtual environment, filled from a lock file whose every package has a checksum."""

from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.front_door.console import Failed, Missing, Step, run, step
from tools.front_door.places import DEV_LOCK, ROOT, RUN_LOCK, VENV, digest

PROJECT = ROOT / "pyproject.toml"
# Published without a wheel; built here, by what the lock file names for building, after everything else is there.
FROM_SOURCE = ("bagit",)
QUIET = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment and the stamp in it that says what it holds, by checksum."""

    folder: Path = VENV

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """What was installed last, as JSON: name of the source, checksum."""
        return self.folder / ".pustaka.json"

    def prepare(self, lock: Path) -> None:
        """Hold what `lock` names, and the `pustaka` command; nothing to do where the stamp says so.

        Raises:
            Missing: the packages could not be had.
        """
        with _alone():
            stamp = self._read_stamp()
            if stamp.get("place", str(self.folder)) != str(self.folder) or not self._works():
                stamp = {}  # scripts of a moved environment name the old place
                self._make()
            if stamp.get(lock.name) != digest(lock):
                self.fill(lock)
                stamp = {"place": str(self.folder), **_held(lock)}
            if stamp.get("project") != digest(PROJECT):
                self._install_project()
                self._write_stamp(stamp | {"project": digest(PROJECT)})

    def fill(self, lock: Path) -> None:
        """Install what `lock` names, and nothing that it does not.

        Raises:
            Missing: a package could not be had, or is not the one whose checksum stands there.
        """
        written = lock.read_text(encoding="utf-8")
        number = len(re.findall(r"^[\w.-]+==", written, re.MULTILINE))
        with step(f"Python packages ({number} in {lock.parent.name}/{lock.name}, by checksum)") as shown:
            wheels, sources = _parted(written)
            with TemporaryDirectory() as folder:
                for name, part, how in (
                    ("wheels", wheels, ("--only-binary", ":all:")),
                    ("sources", sources, ("--no-build-isolation", "--no-binary", ",".join(FROM_SOURCE))),
                ):
                    listed = Path(folder, f"{name}.txt")
                    listed.write_text(part, encoding="utf-8")
                    # The lock is complete, so pip need not look for dependencies. The pip of Debian 12 would: asked
                    # for `pikepdf[pdfa]` it leaves the pinned pikepdf as soon as a newer one is published, and fails.
                    self._pip(shown, "--no-deps", "--require-hashes", *how, "-r", str(listed))

    def add(self, requirements: Path) -> None:
        """Add packages that have a version and no checksum: those that benches compare with.

        Raises:
            Missing: they could not be had.
        """
        with _alone():
            stamp = self._read_stamp()
            if stamp.get(requirements.name) != digest(requirements):
                with step(f"Packages of {requirements.relative_to(ROOT)}") as shown:
                    self._pip(shown, "-r", str(requirements))
                self._write_stamp(stamp | {requirements.name: digest(requirements)})

    def _read_stamp(self) -> dict[str, str]:
        try:
            return dict(json.loads(self.stamp.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def _write_stamp(self, stamp: dict[str, str]) -> None:
        self.stamp.write_text(json.dumps(stamp, indent=1), encoding="utf-8")

    def _works(self) -> bool:
        """Say whether its Python runs; after an upgrade of the system it may not."""
        try:
            return subprocess.run([self.python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def _make(self) -> None:
        with step(f"Virtual environment {self.folder.relative_to(ROOT)}") as shown:
            try:
                run([sys.executable, "-m", "venv", "--clear", str(self.folder)], shown)
            except Failed as exc:
                raise Missing(f"The virtual environment could not be made: {exc.reason('Error:')}") from exc

    def _install_project(self) -> None:
        with step(f"The command {self.folder.relative_to(ROOT)}/bin/pustaka") as shown:
            self._pip(shown, "--no-deps", "--no-build-isolation", "-e", str(ROOT))
            self._check(shown)

    def _check(self, shown: Step) -> None:
        """Let pip say whether each package has what it depends on, in a version that it takes.

        Raises:
            Missing: the lock file and the project no longer agree.
        """
        try:
            run([str(self.python), "-m", "pip", "check", QUIET[0]], shown)
        except Failed as exc:
            reason = exc.reason().strip()
            raise Missing(
                f"The lock files lack what the packages need: {reason} (`make lock` writes them anew)"
            ) from exc

    def _pip(self, shown: Step, *arguments: str) -> None:
        try:
            run([str(self.python), "-m", "pip", "install", *QUIET, *arguments], shown)
        except Failed as exc:
            reason = exc.reason("ERROR:").removeprefix("ERROR:").strip()
            raise Missing(f"pip could not install the Python packages: {reason} (Is there a network?)") from exc


def _parted(lock: str) -> tuple[str, str]:
    """Part the text of a lock file into what comes as wheels and what is built here."""
    entries = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)
    sources = [entry for entry in entries if entry.partition("==")[0] in FROM_SOURCE]
    return "".join(entry for entry in entries if entry not in sources), "".join(sources)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other front door of this clone installs."""
    with PROJECT.open() as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _held(lock: Path) -> dict[str, str]:
    """Say which lock files an environment satisfies after `lock`: the developers' holds the other whole."""
    locks = (RUN_LOCK, DEV_LOCK) if lock == DEV_LOCK else (lock,)
    return {each.name: digest(each) for each in locks}
