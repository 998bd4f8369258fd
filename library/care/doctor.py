"""`pustaka doctor`: is this installation fit to serve? Each check says what is wrong and what to do."""

from __future__ import annotations

import re
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from library.care import parked_mail
from library.offices import OfficeFileError, load_offices
from library.settings import Settings
from library.store import revisions
from library.store.engine import Database, wal_is_safe
from library.store.folders import DataFolder

State = Literal["ok", "warning", "fault"]
LOW_DISK = 2 << 30
# What the schema of OAI-PMH 2.0 (emailType) takes for the address of an administrator.
_WITH_DOMAIN = re.compile(r"\S+@(\S+\.)+\S+")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `advice` is empty where all is well."""

    name: str
    state: State
    found: str
    advice: str = ""


Checker = Callable[[Settings], Iterator[Check]]


def check_up(settings: Settings, *more: Checker) -> list[Check]:
    """Run all checks; none of them changes anything, and none stops the others."""
    checks: list[Check] = []
    for checker in (_python, _sqlite, _offices, _data_folder, _schema, _mail, _sender, _disk, _address, *more):
        try:
            checks.extend(checker(settings))
        except Exception as exc:  # noqa: BLE001 - a check that breaks down is itself a finding
            checks.append(Check(checker.__name__.strip("_"), "fault", repr(exc)[:300], "Report this as a defect."))
    return checks


def _python(_settings: Settings) -> Iterator[Check]:
    version = sys.version.split()[0]
    fine = sys.version_info >= (3, 11)
    yield Check("python", "ok" if fine else "fault", version, "" if fine else "Install Python 3.11 or newer.")


def _sqlite(_settings: Settings) -> Iterator[Check]:
    mode = "write-ahead log" if wal_is_safe() else "rollback journal (this release's WAL has a known fault)"
    yield Check("sqlite", "ok", f"{sqlite3.sqlite_version}, {mode}")


def _offices(settings: Settings) -> Iterator[Check]:
    try:
        offices = load_offices(settings.catalog / "offices")
    except OfficeFileError as exc:
        for line in str(exc).splitlines():
            yield Check("offices", "fault", line, "Correct the named line of the office's file.")
    else:
        yield Check("offices", "ok", ", ".join(f"{office.code} {office.name.id}" for office in offices))


def _data_folder(settings: Settings) -> Iterator[Check]:
    folders = DataFolder(settings.data)
    if not folders.database.is_file():
        yield Check("data", "warning", f"{settings.data} holds no library yet", "Run: pustaka init")
        return
    yield Check("data", "ok", str(settings.data))
    for secret in (folders.keys, folders.secret, folders.database):
        mode = stat.S_IMODE(secret.stat().st_mode) if secret.is_file() else 0
        if not secret.is_file():
            yield Check("keys", "fault", f"{secret.name} is missing", "Restore it from the back-up.")
        elif mode & 0o077:
            yield Check("keys", "fault", f"{secret.name} is open to other users", f"Run: chmod 600 {secret}")


def _schema(settings: Settings) -> Iterator[Check]:
    path = DataFolder(settings.data).database
    if not path.is_file():
        return
    database = Database(path)
    try:
        revision, head = revisions.current_revision(database.engine), revisions.head_revision()
    finally:
        database.close()
    advice = "" if revision == head else "Run: pustaka init"
    yield Check("schema", "ok" if revision == head else "fault", f"{revision} (newest: {head})", advice)


def _mail(settings: Settings) -> Iterator[Check]:
    path = DataFolder(settings.data).database
    if not path.is_file():
        return
    database = Database(path)
    try:
        if revisions.current_revision(database.engine) != revisions.head_revision():
            return
        with database.read() as session:
            held = parked_mail.parked(session)
    finally:
        database.close()
    advice = "They may have been sent before the restore. Run: pustaka mail release, or pustaka mail discard"
    yield Check("mail", "warning" if held else "ok", f"{held} held back since a restore", advice if held else "")


def _sender(settings: Settings) -> Iterator[Check]:
    address = parseaddr(settings.mail_from)[1]
    fits = _WITH_DOMAIN.fullmatch(address) is not None
    advice = "Set PUSTAKA_MAIL_FROM to an address with a full domain: mails come from it, and harvesters are told it."
    yield Check("sender", "ok" if fits else "warning", address, "" if fits else advice)


def _disk(settings: Settings) -> Iterator[Check]:
    folder = settings.data if settings.data.exists() else settings.data.absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    low = free < LOW_DISK
    yield Check("disk", "warning" if low else "ok", f"{free >> 20} MiB free", "Make room." if low else "")


def _address(settings: Settings) -> Iterator[Check]:
    parts = urlsplit(settings.base_url)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if local:
        yield Check("address", "ok", f"{settings.base_url} (this machine only)")
    elif parts.scheme != "https" or not settings.secure_cookies:
        advice = "Serve over HTTPS and set PUSTAKA_SECURE_COOKIES=1."
        yield Check("address", "warning", f"{settings.base_url} is reached without encryption", advice)
    else:
        yield Check("address", "ok", settings.base_url)
