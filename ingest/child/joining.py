"""Pages of several files become one PDF: what a reader scanned in one sitting (`library.catalogue.pages_file`)."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import pikepdf

from ingest.errors import Damaged, NoSuchPage, TooManyPages
from ingest.limits import Limits

ORDER = "pages.json"
_BROKEN = (BadZipFile, OSError, ValueError, TypeError, KeyError, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Sheets:
    """The files of an archive, unpacked, and its pages: the name of a file and the number of its page."""

    files: dict[str, Path]
    order: list[tuple[str, int]]


def unpack(path: Path, folder: Path, limits: Limits) -> Sheets:
    """Unpack the archive into `folder`; no name of an entry becomes a path, and nothing grows on the way.

    Raises:
        TooManyPages, Damaged.
    """
    try:
        with ZipFile(path) as archive:
            _check_stored(archive, limits)
            order = _order(json.loads(archive.read(ORDER)), limits)
            files: dict[str, Path] = {}
            for name in dict.fromkeys(name for name, _ in order):
                files[name] = folder / f"sheet-{len(files)}"
                with archive.open(name) as packed, files[name].open("xb") as out:
                    shutil.copyfileobj(packed, out)
    except _BROKEN as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error
    return Sheets(files, order)


def _check_stored(archive: ZipFile, limits: Limits) -> None:
    """Entries that are packed, or that share their bytes, would unpack to more than the file has."""
    entries = archive.infolist()
    if any(entry.compress_type != ZIP_STORED for entry in entries):
        raise Damaged("a packed entry")
    if sum(entry.file_size for entry in entries) > limits.bytes:
        raise Damaged("entries of absurd size")


def _order(plain: Any, limits: Limits) -> list[tuple[str, int]]:
    if len(plain) > limits.pages:
        raise TooManyPages(pages=len(plain), limit=limits.pages)
    return [(str(name), int(number)) for name, number in plain]


def join(order: list[tuple[str, int]], sound: dict[str, Path], out: Path) -> int:
    """Write the pages of the sound PDFs into one, and give their number; the same pages give the same bytes.

    Raises:
        NoSuchPage, Damaged.
    """
    try:
        with ExitStack() as opened, pikepdf.new() as whole:
            files = {name: opened.enter_context(pikepdf.open(path)) for name, path in sound.items()}
            for name, number in order:
                pages = files[name].pages
                if not 1 <= number <= len(pages):
                    raise NoSuchPage(page=number, pages=len(pages))
                whole.pages.append(pages[number - 1])
            whole.save(out, deterministic_id=True)
    except pikepdf.PdfError as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error
    return len(order)
