"""What must come from the operating system: looked for by what it does, installed by apt where that is allowed."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tools.front_door.console import Failed, Missing, run, say, step

APT = ("apt-get", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")


@dataclass(frozen=True, slots=True)
class Need:
    """A package of Debian and Ubuntu, and how to see that what it gives is there."""

    package: str
    there: Callable[[], bool]


def program(name: str) -> Callable[[], bool]:
    """Look for a program on the path."""
    return lambda: shutil.which(name) is not None


def tesseract_language(name: str) -> Callable[[], bool]:
    """Ask Tesseract for a language pack."""

    def there() -> bool:
        if shutil.which("tesseract") is None:
            return False
        command = ["tesseract", "--list-langs"]
        told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return name in (told.stdout + told.stderr).split()

    return there


def shared_library(name: str) -> Callable[[], bool]:
    """Try to load a shared library."""

    def there() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def _makes_environments() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


TO_RUN = (
    Need(f"python3.{sys.version_info.minor}-venv", _makes_environments),
    Need("tesseract-ocr", program("tesseract")),
    Need("tesseract-ocr-ind", tesseract_language("ind")),
    Need("tesseract-ocr-eng", tesseract_language("eng")),
)
TO_TEST = (
    *TO_RUN,
    Need("chromium", program("chromium")),
    Need("libatomic1", shared_library("libatomic.so.1")),  # for the node inside Playwright
    Need("qpdf", program("qpdf")),
    Need("poppler-utils", program("pdftotext")),
    Need("ghostscript", program("gs")),
)


# What the site can do without: then it says so and goes on.
WISHED = (Need("espeak-ng", program("espeak-ng")),)


def offer(needs: Iterable[Need] = WISHED) -> None:
    """Install what would be good to have, where that is allowed; nothing stops for it."""
    try:
        provide(needs)
    except Missing as exc:
        say(f"! {exc} (optional: without it the board of the room calls numbers without a voice)")


def provide(needs: Iterable[Need]) -> None:
    """Install what is missing.

    Raises:
        Missing: something is, and may or can not be installed here; the line names the packages.
    """
    needs = tuple(needs)
    packages = [need.package for need in needs if not need.there()]
    if not packages:
        return
    front = _rights()
    wanted = " ".join(packages)
    if front is None:
        raise Missing(f"Missing on this machine: {wanted}. Install with: sudo apt-get install {wanted}")
    with step(f"System packages ({wanted})") as shown:
        try:
            run([*front, *APT, "update"], shown)
            run([*front, *APT, "install", *packages], shown)
        except Failed as exc:
            reason = exc.reason("E:")
            raise Missing(f"apt-get could not install {wanted}: {reason} (Is there a network?)") from exc
    _look_again(needs)


def _look_again(needs: Iterable[Need]) -> None:
    importlib.invalidate_caches()
    left = " ".join(need.package for need in needs if not need.there())
    if left:
        raise Missing(f"apt-get installed {left}, but what it should bring is still not to be found on the PATH.")


def _rights() -> list[str] | None:
    """Give what stands before `apt-get` so that it may install; None where it may not or is not there."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n", *quiet] if asked.returncode == 0 else None
