"""What `pustaka doctor` asks of the reading side: Tesseract, its languages, and the layers of the sandbox."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.doctor import check_machine
from ingest.limits import OcrOptions
from library.care.doctor import Check
from library.settings import Settings


def ingest_checks(settings: Settings) -> Iterator[Check]:
    """Check what reading files needs; a missing layer of the sandbox is a warning, a missing language a fault."""
    options = OcrOptions(languages=tuple(settings.ocr_languages.split("+")))
    for found in check_machine(options, "en"):
        if found.ok:
            yield Check(found.name, "ok", found.detail or "active")
        elif found.name.startswith("sandbox"):
            yield Check(found.name, "warning", "not available here", "Hostile files are shut in less tightly.")
        else:
            yield Check(found.name, "fault", found.detail, "Install it and run pustaka doctor again.")
