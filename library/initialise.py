"""Making a data folder, and bringing an older one up to date. Doing it twice changes nothing."""

from __future__ import annotations

import os
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from library.errors import BadInput
from library.offices import Office, load_offices, standard_document
from library.settings import Settings
from library.store import revisions
from library.store.engine import Database
from library.store.folders import DataFolder
from library.store.models import OfficeVersion
from watermark.keys import open_key_ring


def initialise(settings: Settings, now: datetime) -> tuple[Office, ...]:
    """Make the folders, the tables, the keys, and note the offices' standards; give the offices.

    Raises:
        OfficeFileError: an office's file has errors; each is named.
        BadInput: the database was written by a newer version of the program.
    """
    offices = load_offices(settings.catalog / "offices")
    folders = DataFolder(settings.data)
    folders.make()
    open_key_ring(folders.keys)
    _make_secret(folders)
    database = Database(folders.database)
    try:
        _bring_up(database)
        note_standards(database, offices, now)
    finally:
        database.close()
    return offices


def is_initialised(settings: Settings) -> bool:
    """Say whether the data folder holds a database of this version."""
    folders = DataFolder(settings.data)
    if not folders.database.is_file() or not folders.secret.is_file():
        return False
    database = Database(folders.database)
    try:
        return revisions.current_revision(database.engine) == revisions.head_revision()
    finally:
        database.close()


def _bring_up(database: Database) -> None:
    from library.store import schema  # Alembic, which a start does not need

    revision = revisions.current_revision(database.engine)
    if revision is not None and not schema.is_known(revision):
        raise BadInput(what=f"basis data dari versi yang lebih baru / the database is of a newer version ({revision})")
    schema.upgrade(database.engine)
    database.path.chmod(0o600)


def _make_secret(folders: DataFolder) -> None:
    try:
        handle = os.open(folders.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_urlsafe(48))
        stream.flush()
        os.fsync(stream.fileno())


def note_standards(database: Database, offices: tuple[Office, ...], now: datetime) -> None:
    """Keep every version of a standard that was ever in force: what was opened under it stays under it."""
    with database.read() as session:
        if all(_is_noted(session, office) for office in offices):
            return
    with database.write() as session:
        for office in offices:
            if not _is_noted(session, office):
                body = standard_document(office.standard)
                session.add(OfficeVersion(office=office.code, version=office.version, body=body, loaded_at=now))


def _is_noted(session: Session, office: Office) -> bool:
    return session.get(OfficeVersion, (office.code, office.version)) is not None
