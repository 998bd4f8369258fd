"""What `pustaka doctor` asks of the reading side: Tesseract, its languages, and the sandbox."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from library.care.doctor import Check
from library.settings import Settings


def ingest_checks(settings: Settings) -> Iterator[Check]:
    """Check what reading files needs."""
    yield from _tesseract(settings)


def _tesseract(settings: Settings) -> Iterator[Check]:
    program = shutil.which("tesseract")
    if program is None:
        yield Check("tesseract", "fault", "not installed", "Install the package tesseract-ocr.")
        return
    answer = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    there = set(answer.stdout.split())
    for wanted in settings.ocr_languages.split("+"):
        if wanted in there:
            yield Check("tesseract", "ok", f"language {wanted}")
        else:
            advice = f"Install the package tesseract-ocr-{wanted}."
            yield Check("tesseract", "fault", f"language {wanted} is missing", advice)
