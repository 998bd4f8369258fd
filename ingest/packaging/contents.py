"""What of a work goes into a package."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.exchange.dublin_core import to_dublin_core
from ingest.exchange.marc import to_marcxml
from library import Library
from library.catalogue import descriptions
from library.catalogue.records import Record, of_work
from library.errors import BadInput, NotFound
from library.holdings import copies
from library.preservation import packed_works
from library.store.blobs import CHUNK, file_sha256
from library.store.models import Work, WorkFile
from library.store.session import Session

_UNSAFE = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True, slots=True)
class Version:
    """A file of a work: its folder, the blob of its PDF/A copy (empty: none), and number and words of each page."""

    folder: str
    archived: str
    texts: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is written of a work: read at once, so that no read stays open while files are copied."""

    record: Record
    told: dict[str, Any]
    """what `record.json` says"""
    originals: dict[str, str]
    """blob → where it is written below the work's folder; a page that was mended makes a version of the same bytes"""
    versions: list[Version]


def read_work(library: Library, session: Session, work: Work) -> Contents:
    """Read what is known of a work, and name the files that go with it."""
    files = packed_works.versions(session, work.id)
    originals: dict[str, str] = {}
    for file in files:
        originals.setdefault(file.original, f"v{file.version}/original/{_safe(file.name, file.media_type)}")
    return Contents(
        of_work(session, work, address=f"{library.settings.base_url.rstrip('/')}/works/{work.id}"),
        _plain(session, work, files, originals),
        originals,
        [_version(session, file) for file in files],
    )


def _version(session: Session, file: WorkFile) -> Version:
    texts = list(packed_works.texts(session, file.id))
    return Version(f"v{file.version}", packed_works.archive_blob(session, file.id), texts)


def write_work(library: Library, contents: Contents, folder: Path) -> int:
    """Write all of a work below `folder`; give the bytes of its files.

    Raises:
        BadInput: a file is missing or damaged; repair it first.
    """
    folder.mkdir(parents=True)
    elements = (("dublin-core.xml", to_dublin_core(contents.record)), ("marc.xml", to_marcxml(contents.record)))
    for name, element in elements:
        (folder / name).write_bytes(etree.tostring(element, encoding="utf-8", xml_declaration=True, pretty_print=True))
    told = json.dumps(contents.told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "record.json").write_text(told, "utf-8")
    size = sum(_take(library, sha256, folder / place) for sha256, place in contents.originals.items())
    return size + sum(_write_version(library, version, folder / version.folder) for version in contents.versions)


def _write_version(library: Library, version: Version, folder: Path) -> int:
    (folder / "text").mkdir(parents=True)
    for number, text in version.texts:
        (folder / "text" / f"{number:04d}.txt").write_text(text, "utf-8")
    return _take(library, version.archived, folder / "pdfa.pdf") if version.archived else 0


def _take(library: Library, sha256: str, target: Path) -> int:
    """Copy a file of the store, and look at what was written: a package must not carry a loss on."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with library.blobs.path(sha256).open("rb") as source, target.open("xb") as out:
            shutil.copyfileobj(source, out, CHUNK)
    except NotFound as exc:
        raise BadInput(what=f"blob {sha256} hilang / is missing: pustaka verify --repair") from exc
    if file_sha256(target) != sha256:
        raise BadInput(what=f"blob {sha256} rusak / is damaged: pustaka verify --repair")
    return target.stat().st_size


def _safe(name: str, media_type: str) -> str:
    """Give a name that every system can keep; a file without one is called after what it is."""
    clean = _UNSAFE.sub("_", name).strip(" .")[:120]
    return clean or {"application/pdf": "original.pdf", "image/tiff": "original.tif"}.get(media_type, "original")


def _plain(session: Session, work: Work, files: list[WorkFile], originals: dict[str, str]) -> dict[str, Any]:
    """Say of a work what may leave: nothing of who entered, accepted or decided."""
    return {
        "id": work.id,
        "office": work.office,
        "state": work.state,
        "access": work.access,
        "kind": work.kind,
        "language": work.language,
        "released_at": _time(work.released_at),
        "withdrawn_at": _time(work.withdrawn_at) if work.state == "withdrawn" else None,
        "withdrawn_for": work.withdrawn_for if work.state == "withdrawn" else "",
        "embargo_until": _time(work.embargo_until),
        "superseded_by": packed_works.superseded_by(session, work.id),
        "values": list(_values(session, work)),
        "versions": list(_versions(files, originals)),
        "copies": [_copy(copy) for copy in copies.of_edition(session, work, all_states=True)],
    }


def _values(session: Session, work: Work) -> Iterator[dict[str, Any]]:
    for field, row in sorted(descriptions.of(session, work.id).items()):
        told = {"field": field, "value": row.value, "raw": row.raw, "origin": row.origin, "source": row.source}
        yield {**told, "page": row.page, "confidence": row.confidence}


def _versions(files: list[WorkFile], originals: dict[str, str]) -> Iterator[dict[str, Any]]:
    for file in files:
        told = {"version": file.version, "name": file.name, "media_type": file.media_type, "pages": file.pages}
        kept = {"sha256": file.original, "original": originals[file.original]}
        yield {**told, **kept, "came_at": _time(file.created_at)}


def _copy(copy: Any) -> dict[str, Any]:
    names = [name for name in copies.NAMES if name != "note"]
    return {"office": copy.office, **{name: getattr(copy, name) for name in names}}


def _time(at: Any) -> str | None:
    return at.isoformat() if at else None
