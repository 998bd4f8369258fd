"""`pustaka backup` and `pustaka restore`: the records, the blobs they name, and the keys, with a manifest.

A back-up is a folder:

    pustaka.db        a consistent copy of the database
    blobs/ab/cd/…     every blob that the database names and that cannot be made again
    quarantine/…      files that came in and were not read yet, or could not be
    erasures.jsonl    the ledger of erasures, so that what it brings back is erased again
    keys/…            the key ring and the web key: whoever holds them can forge marks, so guard the folder
    manifest.json     every file with size and SHA-256, and the head of the audit chain; written last

Originals leave the library only this way (and unmarked), so both are audited.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.care import parked_mail
from library.catalogue.incoming import KEPT
from library.errors import BadInput, NotFound, Refused
from library.privacy import ledger
from library.privacy.waiting import wait_anew
from library.settings import Settings
from library.store.blobs import CHUNK, FolderBlobs, file_sha256, sync_folder
from library.store.engine import Database, copy_database
from library.store.folders import DataFolder
from library.store.models import Blob, HalfSignIn, IngestItem, OneTimeLink, SignIn
from library.wiring import Library

FORMAT = "pustaka-backup 1"
MANIFEST = "manifest.json"
ProgressCallback = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a person has to look at after a restore: mails held back, files to be given again, erasures that wait."""

    mails: int
    lost: int
    waiting: int
    """erasures that were asked for before the back-up and wait their days again"""


@dataclass(frozen=True, slots=True)
class BackUp:
    """A finished back-up, or one that was restored."""

    folder: Path
    files: int
    bytes: int
    restored: Restored | None = None


def back_up(library: Library, target: Path, progress: ProgressCallback = lambda _done, _total: None) -> BackUp:
    """Write a back-up into a new folder below `target`, named by the time.

    Raises:
        BadInput: a blob is missing or damaged; the back-up is left unfinished, without a manifest.
    """
    now = library.clock()
    folder = target / f"pustaka-{now:%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True, mode=0o700)
    with library.database.write() as session:
        audit.record(session, now, "cli", "backup.write", "library")
        head = audit.head(session)
    database = folder / "pustaka.db"
    copy_database(library.folders.database, database)
    entries = {database.name: _entry(database)}
    entries |= _copy_keys(library.folders, folder)
    entries |= _copy_quarantine(library, database, folder)
    entries |= _copy_blobs(library.blobs, database, folder, progress)
    entries |= _copy_ledger(library.folders, folder)
    _write_manifest(folder, {"format": FORMAT, "made_at": now.isoformat(), "audit_head": list(head), "files": entries})
    return BackUp(folder, len(entries), sum(entry["size"] for entry in entries.values()))


def _entry(path: Path) -> dict[str, Any]:
    return {"sha256": file_sha256(path), "size": path.stat().st_size}


def _copy_keys(folders: DataFolder, folder: Path) -> dict[str, Any]:
    entries = {}
    for source in (folders.keys, folders.secret):
        copy = folder / "keys" / source.name
        copy.parent.mkdir(exist_ok=True, mode=0o700)
        _copy_durably(source, copy)
        entries[f"keys/{source.name}"] = _entry(copy)
    return entries


def _copy_blobs(blobs: FolderBlobs, database: Path, folder: Path, progress: ProgressCallback) -> dict[str, Any]:
    entries = {}
    names = _named_blobs(database)
    for done, name in enumerate(names, 1):
        place = Path("blobs") / name[:2] / name[2:4] / name
        copy = folder / place
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            _copy_durably(blobs.path(name), copy)
        except NotFound as exc:
            raise BadInput(f"blob {name} is missing", what=f"blob {name} hilang / is missing: pustaka verify") from exc
        entry = _entry(copy)
        if entry["sha256"] != name:
            raise BadInput(f"blob {name} is damaged", what=f"blob {name} rusak / is damaged: pustaka verify")
        entries[str(place)] = entry
        progress(done, len(names))
    return entries


def _copy_ledger(folders: DataFolder, folder: Path) -> dict[str, Any]:
    """Copy the ledger of erasures; last, so that it names at least whom the records know as erased."""
    copy = folder / ledger.FILE
    ledger.write(copy, ledger.read(folders.erasures))
    return {copy.name: _entry(copy)}


def _copy_quarantine(library: Library, database: Path, folder: Path) -> dict[str, Any]:
    """Copy what waits to be read; what was read since the database was copied lies in the store by now."""
    entries = {}
    for item, original in _unread(database):
        copy = folder / "quarantine" / item
        copy.parent.mkdir(exist_ok=True, mode=0o700)
        for source in (library.incoming.quarantined(item), library.blobs.place(original)):
            copy.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                _copy_durably(source, copy)
                entry = _entry(copy)
                if entry["sha256"] == original:
                    entries[f"quarantine/{item}"] = entry
                    break
        else:
            copy.unlink(missing_ok=True)  # restoring says so of the item
    return entries


def _unread(database: Path) -> list[tuple[str, str]]:
    """List the items whose file is still wanted, and its SHA-256."""
    copy = Database(database)
    try:
        with copy.read() as session:
            query = select(IngestItem.id, IngestItem.original).where(
                IngestItem.state.in_(KEPT), IngestItem.original.is_not(None)
            )
            return [(item, str(original)) for item, original in session.execute(query)]
    finally:
        copy.close()


def _named_blobs(database: Path) -> list[str]:
    """Read from the copy, so that the blobs are those of the same moment."""
    copy = Database(database)
    try:
        with copy.read() as session:
            return list(session.scalars(select(Blob.sha256).order_by(Blob.sha256)))
    finally:
        copy.close()


def _copy_durably(source: Path, target: Path) -> None:
    with source.open("rb") as origin, target.open("xb") as copy:
        shutil.copyfileobj(origin, copy, CHUNK)
        copy.flush()
        os.fsync(copy.fileno())
    target.chmod(0o600)


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    partial = folder / f".{MANIFEST}.part"
    with partial.open("w", encoding="utf-8") as stream:
        json.dump(manifest, stream, indent=1, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(folder / MANIFEST)
    sync_folder(folder)


def restore(
    folder: Path,
    data: Path,
    now: datetime,
    progress: ProgressCallback = lambda _done, _total: None,
    *,
    catalog: Path | None = None,
) -> BackUp:
    """Check a back-up whole, then bring it into an empty data folder. The index is rebuilt afterwards.

    Nobody is signed in afterwards, one-time links are void, and unsent mails are held back (`care.parked_mail`).
    Who was erased since is in the ledgers of this back-up, of the newer ones beside it, and in what lies in the data
    folder: they are joined, and `Retention.reapply` erases again whom they name. An erasure that waited when the
    back-up was made waits its days anew. `catalog` is the folder of the settings.

    Raises:
        Refused: the data folder holds a library already, or keys that are not those of the back-up.
        BadInput: there is no manifest, or a file is missing, damaged or not named in it; nothing was restored.
    """
    folders = DataFolder(data)
    if folders.database.exists():
        raise Refused(why=f"{data} sudah berisi perpustakaan / already holds a library")
    manifest = read_manifest(folder)
    entries: dict[str, Any] = manifest["files"]
    _check(folder, entries)
    _refuse_other_keys(folders, entries)
    erased = _erased_since(folders, folder)
    folders.make()
    # First of all: what is cut off from here on must not leave an older ledger, that of the back-up, alone behind.
    ledger.write(folders.erasures, erased)
    brought = [name for name in entries if name != ledger.FILE]
    ordered = sorted(brought, key=lambda name: name == "pustaka.db")  # the database last: until then it is empty
    for done, name in enumerate(ordered, 1):
        _bring(folder / name, data / name)
        progress(done, len(ordered))
    settled = _settle(folders, now, erased, catalog or Settings(data=data).catalog)
    return BackUp(folder, len(entries), sum(entry["size"] for entry in entries.values()), settled)


def _erased_since(folders: DataFolder, folder: Path) -> set[ledger.Entry]:
    """Join the ledgers that are at hand; of another back-up only a whole one counts."""
    erased = ledger.read(folders.erasures)
    for other in sorted(folder.absolute().parent.glob(f"*/{MANIFEST}")):
        with suppress(BadInput, OSError):
            known = read_manifest(other.parent)["files"].get(ledger.FILE)
            copy = other.parent / ledger.FILE
            if known is not None and file_sha256(copy) == known["sha256"]:
                erased |= ledger.read(copy)
    return erased


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a back-up's manifest.

    Raises:
        BadInput: there is none, or it is of another format.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as exc:
        raise BadInput(str(exc), what=f"{folder}: manifest.json tidak ada atau rusak / missing or damaged") from exc
    if manifest.get("format") != FORMAT:
        raise BadInput(what=f"{folder}: format tidak dikenal / unknown format")
    return manifest


def _check(folder: Path, entries: dict[str, Any]) -> None:
    for name, entry in entries.items():
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or path.is_symlink():
            raise BadInput(what=f"{name}: tidak ada dalam cadangan / missing from the back-up")
        if path.stat().st_size != entry["size"] or file_sha256(path) != entry["sha256"]:
            raise BadInput(what=f"{name}: rusak / damaged")
    if "pustaka.db" not in entries or "keys/mark.json" not in entries:
        raise BadInput(what="cadangan tidak lengkap / the back-up is incomplete")


def _refuse_other_keys(folders: DataFolder, entries: dict[str, Any]) -> None:
    """A ring that lies here may name readers of copies that this back-up does not know."""
    if folders.keys.is_file() and file_sha256(folders.keys) != entries["keys/mark.json"]["sha256"]:
        raise Refused(why=f"{folders.keys} bukan kunci cadangan ini / is not this back-up's; move it to a safe place")


def _bring(source: Path, target: Path) -> None:
    """Copy under another name first: a restore that is cut off leaves no half database, and can be begun again."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(f".{target.name}.part")
    partial.unlink(missing_ok=True)
    _copy_durably(source, partial)
    partial.replace(target)
    sync_folder(target.parent)


def _settle(folders: DataFolder, now: datetime, erased: set[ledger.Entry], catalog: Path) -> Restored:
    """Undo what the time since has overtaken: sign-ins, links, mails, erasures that wait, files not in the back-up."""
    database = Database(folders.database)
    try:
        with database.write() as session:
            session.execute(update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now))
            session.execute(update(HalfSignIn).where(HalfSignIn.ended_at.is_(None)).values(ended_at=now))
            session.execute(update(OneTimeLink).where(OneTimeLink.used_at.is_(None)).values(used_at=now))
            mails, lost = parked_mail.park(session, now), _mark_lost(session, folders, now)
            waiting = wait_anew(session, now, {entry.subject for entry in erased}, catalog)
            restored = Restored(mails, lost, waiting)
            audit.record(session, now, "cli", "backup.restore", "library", **asdict(restored))
    finally:
        database.close()
    return restored


def _mark_lost(session: Session, folders: DataFolder, now: datetime) -> int:
    """Say of each item whose file is not there that it has to be given again."""
    items = session.scalars(
        select(IngestItem).where(IngestItem.state.in_(KEPT), IngestItem.original.is_not(None))
    ).all()
    lost = [item for item in items if not (folders.quarantine / item.id).is_file()]
    for item in lost:
        item.state, item.error, item.error_params, item.changed_at = "failed", "missing", {}, now
    return len(lost)
