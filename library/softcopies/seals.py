"""The office's seal: off unless a setting names it; which certificates ever sealed a copy is on record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.errors import BadInput, BadSettings, Unavailable
from library.settings import Settings, variable
from library.store.models import SealCertificate
from watermark.errors import BadInputError

if TYPE_CHECKING:
    from watermark.seal_keys import Seal


class Seals:
    """The seals at hand: the first is in use, the others are earlier ones."""

    def __init__(self, seals: Sequence[Seal] = ()) -> None:
        self._seals = tuple(seals)

    @property
    def current(self) -> Seal | None:
        """The seal that new copies get; None where copies bear none."""
        return self._seals[0] if self._seals else None

    def of(self, fingerprint: str) -> Seal:
        """Find the seal whose certificate has this fingerprint.

        Raises:
            Unavailable: it is not here any more.
        """
        for seal in self._seals:
            if seal.fingerprint == fingerprint:
                return seal
        raise Unavailable(f"the seal {fingerprint} is not named by {variable('seal')} any more")

    def for_new_copy(self, session: Session, now: datetime) -> tuple[str | None, datetime | None]:
        """Choose seal and time for a copy, and put the certificate on record; give its fingerprint and the time."""
        seal = self.current
        if seal is None:
            return None, None
        if session.get(SealCertificate, seal.fingerprint) is None:
            session.add(SealCertificate(fingerprint=seal.fingerprint, certificate=seal.certificate, first_at=now))
        return seal.fingerprint, now.replace(microsecond=0)


def recorded_certificates(session: Session) -> list[bytes]:
    """List every certificate that sealed a copy, DER, the newest first."""
    return list(session.scalars(select(SealCertificate.certificate).order_by(SealCertificate.first_at.desc())))


def open_seals(settings: Settings) -> Seals:
    """Open the seals that the settings name.

    Raises:
        BadSettings: one of them cannot be used.
    """
    paths = [Path(name).expanduser() for name in settings.seal.split(os.pathsep) if name]
    if not paths:
        return Seals()
    # Certificates take a while to load; most libraries have none.
    from watermark.seal_keys import open_seal

    passwords = _passwords(settings.seal_password_file, len(paths))
    try:
        return Seals([open_seal(path, password) for path, password in zip(paths, passwords, strict=True)])
    except BadInputError as exc:
        raise BadSettings(name=variable("seal"), why=f"{str(exc).rstrip('.')} ({exc.advice.rstrip('.')})") from exc


def make_own_seal(path: Path, office: str, now: datetime) -> Seal:
    """Make a key and a certificate that vouches for itself, for trying out; an existing file stays as it is.

    Raises:
        BadInput: it cannot be written, or another file stands there.
    """
    from watermark.seal_keys import make_seal, open_seal

    try:
        return open_seal(make_seal(path, office, now))
    except (OSError, BadInputError) as exc:
        raise BadInput(str(exc), what=str(exc).rstrip(".")) from exc


def _passwords(name: str, count: int) -> list[bytes | None]:
    """Read a password for each seal; the lines that are not there are empty."""
    if not name:
        return [None] * count
    try:
        lines = Path(name).expanduser().read_bytes().splitlines()
    except OSError as exc:
        raise BadSettings(name=variable("seal_password_file"), why=str(exc.strerror)) from exc
    if len(lines) > count:
        raise BadSettings(name=variable("seal_password_file"), why=f"has {len(lines)} lines for {count} seals")
    return [line or None for line in lines] + [None] * (count - len(lines))
