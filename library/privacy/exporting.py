"""Exports as files: JSON for a program, PDF for a person, or both with the files that she sent, in one ZIP."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Literal

from library.errors import NotFound
from library.privacy import gathering
from library.privacy.erasing import Doors
from library.privacy.export_json import write_json
from library.privacy.export_pdf import write_pdf
from library.privacy.gathering import Section

Form = Literal["json", "pdf", "zip"]
FORMS: tuple[Form, ...] = ("json", "pdf", "zip")
IN_MEMORY = 1 << 20
"""bytes; what is longer lies in a file without a name, which is gone when it is closed"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: of whom (`subjects`), in which form, language and time zone."""

    subject: str
    form: Form
    language: str
    zone: str


def export(doors: Doors, wanted: Wanted) -> IO[bytes]:
    """Write an export and give the file, at its beginning; closing it deletes it.

    Raises:
        NotFound: there is no such subject.
    """
    out: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        _WRITERS[wanted.form](doors, wanted, out)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _sections(doors: Doors, subject: str) -> Iterator[Section]:
    kind, _colon, key = subject.partition(":")
    return _GATHERED[kind](doors, key)


def _json(doors: Doors, wanted: Wanted, out: IO[bytes]) -> None:
    write_json(_sections(doors, wanted.subject), out, subject=wanted.subject, made_at=doors.clock())


def _pdf(doors: Doors, wanted: Wanted, out: IO[bytes]) -> None:
    write_pdf(
        _sections(doors, wanted.subject),
        out,
        catalog=doors.floor.catalog,
        language=wanted.language,
        zone=wanted.zone,
        made_at=doors.clock(),
    )


def _zip(doors: Doors, wanted: Wanted, out: IO[bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, write in (("data.json", _json), ("data.pdf", _pdf)):
            with SpooledTemporaryFile(max_size=IN_MEMORY) as part:
                write(doors, wanted, part)
                part.seek(0)
                with pack.open(name, "w") as entry:
                    shutil.copyfileobj(part, entry)
        for n, sent in enumerate(gathering.sent_files(doors, wanted.subject), 1):
            with suppress(NotFound, FileNotFoundError):  # taken away meanwhile; the list in data.json names it
                pack.write(doors.consultations.attachments.path_of(sent.sha256), f"files/{n:03}-{_entry(sent.name)}")


def _entry(name: str) -> str:
    """Write a file's name so that no program that unpacks it leaves its folder."""
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in Path(name).name)
    return kept.lstrip(".")[-120:] or "file"


_GATHERED: dict[str, Callable[[Doors, str], Iterator[Section]]] = {
    "account": gathering.of_account,
    "visit": gathering.of_visit,
    "case": gathering.of_case,
    "complaint": gathering.of_complaint,
}
_WRITERS: dict[str, Callable[[Doors, Wanted, IO[bytes]], None]] = {"json": _json, "pdf": _pdf, "zip": _zip}
