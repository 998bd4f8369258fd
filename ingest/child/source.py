"""The file as it came, known to be one that the library takes, and the PDF that the next steps read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.child.joining import join, unpack
from ingest.errors import Damaged, Empty, TooLarge
from ingest.inspect.images import image_to_pdf
from ingest.inspect.kind import SHEETS, check_name, media_type
from ingest.inspect.pdf import inspect_pdf, repair
from ingest.limits import Limits

JOINED = "joined.pdf"


@dataclass(frozen=True)
class Source:
    """An accepted file."""

    path: Path
    sha256: str
    size: int
    media_type: str
    pdf: Path
    """the file itself, or a PDF made from it in the working folder"""
    pages: int
    warnings: tuple[str, ...] = ()
    about: dict[str, Any] = field(default_factory=dict)


def open_source(path: Path, name: str, workdir: Path, limits: Limits) -> Source:
    """Identify the file by its content and turn it into a sound PDF where it is none.

    Raises:
        NotAccepted, Damaged: any of their kinds.
    """
    size = path.stat().st_size
    if size == 0:
        raise Empty
    if size > limits.bytes:
        raise TooLarge(size=size, limit=limits.bytes)
    with path.open("rb") as file:
        found = media_type(file.read(1024))
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if found == SHEETS:
        pdf = workdir / JOINED
        return Source(path, sha256, size, found, pdf, _joined(path, pdf, limits))
    check_name(name, found)
    if found != "application/pdf":
        pdf = workdir / "wrapped.pdf"
        pages = image_to_pdf(path, found, pdf, limits)
        return Source(path, sha256, size, found, pdf, pages)
    facts = inspect_pdf(path, limits)
    pdf = path
    if "repaired" in facts.warnings:
        pdf = workdir / "repaired.pdf"
        repair(path, pdf)
    return Source(path, sha256, size, found, pdf, facts.pages, facts.warnings, facts.about)


def _joined(path: Path, pdf: Path, limits: Limits) -> int:
    """Make each file of the archive a sound PDF, as if it had come alone, and join their pages."""
    folder = pdf.parent / "tmp" / "sheets"
    folder.mkdir(parents=True)
    sheets = unpack(path, folder, limits)
    sound = {name: _sound(name, file, limits) for name, file in sheets.files.items()}
    return join(sheets.order, sound, pdf)


def _sound(name: str, file: Path, limits: Limits) -> Path:
    own = file.with_name(f"{file.name}.made")
    own.mkdir()
    source = open_source(file, name, own, limits)
    if source.media_type == SHEETS:
        raise Damaged("an archive in an archive")
    return source.pdf
