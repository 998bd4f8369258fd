"""The key ring: secrets from which every publication's code keys are derived.

A ring is one small JSON file, mode 0600, that holds one secret per rotation. The newest key marks what is
prepared from now on; retired keys stay, because copies marked with them must still be traced. A key id is
derived from its secret, so a damaged secret is noticed and never silently traces to the wrong person.
"""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from watermark.errors import KeyRingError

SECRET_BYTES = 32
_FORMAT = 1


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class KeyEntry:
    """One secret of the ring; its text form never shows the secret."""

    id: str
    created: str
    secret: bytes = field(repr=False)


def _hkdf(secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256 (RFC 5869); the salt is empty because the secret is uniform already."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def _entry(secret: bytes, created: str) -> KeyEntry:
    return KeyEntry(id=_hkdf(secret, b"pustaka key id", 6).hex(), created=created, secret=secret)


def _label(*parts: str) -> bytes:
    """Join parts so that no two different lists of parts give the same bytes."""
    raw = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in raw)


class KeyRing:
    """The keys of one installation, oldest first; the last is the active one."""

    def __init__(self, path: Path, entries: tuple[KeyEntry, ...]) -> None:
        self._path = path
        self._entries = entries

    def __repr__(self) -> str:
        return f"KeyRing({str(self._path)!r}, keys={list(self.ids)})"

    @property
    def active(self) -> str:
        """The id of the key that marks publications prepared now."""
        return self._entries[-1].id

    @property
    def ids(self) -> tuple[str, ...]:
        """Every key id, retired ones included, oldest first."""
        return tuple(entry.id for entry in self._entries)

    def derive(self, key_id: str, publication: str, purpose: str) -> bytes:
        """Give the 32-byte key of one publication version for one purpose.

        Raises:
            KeyRingError: the ring holds no key of that id.
        """
        for entry in self._entries:
            if entry.id == key_id:
                return _hkdf(entry.secret, _label("pustaka", publication, purpose), SECRET_BYTES)
        raise KeyRingError(f"The key ring holds no key {key_id}; restore the ring from its back-up.")

    def rotate(self, *, now: Callable[[], datetime] = _utc_now) -> KeyRing:
        """Add a fresh active key, keep the old ones for tracing, and give the ring read anew."""
        with _locked(self._path):
            entries = (*_read(self._path), _fresh(now))
            _write(self._path, entries)
        return KeyRing(self._path, entries)


def open_key_ring(path: Path, *, now: Callable[[], datetime] = _utc_now) -> KeyRing:
    """Open the ring at ``path``; the first call in an empty place makes it with one key.

    Raises:
        KeyRingError: the file is damaged, of another format, or readable by other users.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        if not path.exists():
            _write(path, (_fresh(now),))
        return KeyRing(path, _read(path))


def _fresh(now: Callable[[], datetime]) -> KeyEntry:
    return _entry(secrets.token_bytes(SECRET_BYTES), now().isoformat(timespec="seconds"))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time make or rotate a ring."""
    descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(path: Path) -> tuple[KeyEntry, ...]:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyRingError(f"Other users may read the key ring; run: chmod 600 {path}")
    try:
        document = json.loads(path.read_bytes())
        if document["format"] != _FORMAT:
            raise KeyRingError(f"The key ring {path} has format {document['format']}, not {_FORMAT}.")
        entries = tuple(_parse(row) for row in document["keys"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as exc:
        # The cause is dropped: a JSON error can quote the text around it, and that text is secret.
        raise KeyRingError(f"The key ring {path} is damaged ({type(exc).__name__}); restore it.") from None
    if not entries:
        raise KeyRingError(f"The key ring {path} holds no key; restore it from its back-up.")
    return entries


def _parse(row: dict[str, str]) -> KeyEntry:
    entry = _entry(base64.b64decode(row["secret"], validate=True), row["created"])
    if entry.id != row["id"] or len(entry.secret) != SECRET_BYTES:
        raise ValueError("a secret does not fit its id")
    return entry


def _write(path: Path, entries: tuple[KeyEntry, ...]) -> None:
    """Replace the file as a whole: temporary file, fsync, rename, fsync of the folder."""
    rows = [{"id": e.id, "created": e.created, "secret": base64.b64encode(e.secret).decode()} for e in entries]
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(json.dumps({"format": _FORMAT, "keys": rows}, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
