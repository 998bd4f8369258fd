"""What of a work goes into a package."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.exchange.dublin_core import to_dublin_core
from ingest.exchange.marc import to_marcxml
from library import Library
from library.catalogue import descriptions
from library.catalogue.records import of_work
from library.errors import BadInput, NotFound
from library.holdings import copies
from library.preservation import packed_works
from library.store.blobs import CHUNK, file_sha256
from library.store.models import Work, WorkFile
from library.store.session import Session

_UNSAFE = re.compile(r"[^\w.\- ]+")


def write_work(library: Library, session: Session, work: Work, folder: Path) -> int:
    """Write all of a work below `folder`; give the bytes of its files.

    Raises:
        BadInput: a file is missing or damaged; repair it first.
    """
    folder.mkdir(parents=True)
    record = of_work(session, work, address=f"{library.settings.base_url.rstrip('/')}/works/{work.id}")
    for name, element in (("dublin-core.xml", to_dublin_core(record)), ("marc.xml", to_marcxml(record))):
        (folder / name).write_bytes(etree.tostring(element, encoding="utf-8", xml_declaration=True, pretty_print=True))
    plain = _plain(session, work)
    (folder / "record.json").write_text(json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    files = packed_works.versions(session, work.id)
    return sum(_write_version(library, session, file, folder / f"v{file.version}") for file in files)


def _write_version(library: Library, session: Session, file: WorkFile, folder: Path) -> int:
    original = folder / "original" / _safe(file.name, file.media_type)
    size = _take(library, file.original, original)
    if archived := packed_works.archive_blob(session, file.id):
        size += _take(library, archived, folder / "pdfa.pdf")
    (folder / "text").mkdir()
    for number, text in packed_works.texts(session, file.id):
        (folder / "text" / f"{number:04d}.txt").write_text(text, "utf-8")
    return size


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


def _plain(session: Session, work: Work) -> dict[str, Any]:
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
        "versions": list(_versions(session, work)),
        "copies": [_copy(copy) for copy in copies.of_edition(session, work, all_states=True)],
    }


def _values(session: Session, work: Work) -> Iterator[dict[str, Any]]:
    for field, row in sorted(descriptions.of(session, work.id).items()):
        told = {"field": field, "value": row.value, "raw": row.raw, "origin": row.origin, "source": row.source}
        yield {**told, "page": row.page, "confidence": row.confidence}


def _versions(session: Session, work: Work) -> Iterator[dict[str, Any]]:
    for file in packed_works.versions(session, work.id):
        told = {"version": file.version, "name": file.name, "media_type": file.media_type, "pages": file.pages}
        yield {**told, "sha256": file.original, "came_at": _time(file.created_at)}


def _copy(copy: Any) -> dict[str, Any]:
    names = [name for name in copies.NAMES if name != "note"]
    return {"office": copy.office, **{name: getattr(copy, name) for name in names}}


def _time(at: Any) -> str | None:
    return at.isoformat() if at else None
