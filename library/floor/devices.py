"""Paired screens: terminals, boards and scanning stations. A device is known by its cookie, never by its address."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, LinkExpired, NotFound
from library.floor.codes import new_code, normal_code
from library.floor.views import DeviceView
from library.readers.accounts import clean_name
from library.readers.credentials import new_secret, secret_hash
from library.store.models import Device, SignIn

KINDS = ("terminal", "board", "scanner")
PAIR_WITHIN = timedelta(hours=1)
MAX_NAME = 60
# `seen_at` is written at most this often.
SEEN_EVERY = timedelta(minutes=1)


def add(session: Session, now: datetime, *, office: str, kind: str, name: str, actor: str) -> tuple[DeviceView, str]:
    """Announce a device; give it and the code that is typed on its screen within an hour.

    Raises:
        BadForm: no such kind, or no name.
    """
    problems = {} if kind in KINDS else {"kind": "choice-invalid"}
    if not clean_name(name):
        problems["name"] = "required"
    elif len(name) > MAX_NAME:
        problems["name"] = "too-long"
    if problems:
        raise BadForm(problems)
    code = new_code()
    device = Device(office=office, kind=kind, name=clean_name(name), created_by=actor, created_at=now)
    device.pairing = secret_hash(code)
    session.add(device)
    session.flush()
    audit.record(session, now, actor, "device.add", f"device:{device.id}", office=office, kind=kind)
    return _view(device), code


def renew_code(session: Session, now: datetime, device_id: str, actor: str) -> str:
    """Draw a new pairing code, for a screen that lost its cookie; the old screen is out at once.

    Raises:
        NotFound: there is no such device, or it was revoked.
    """
    device = _get(session, device_id)
    code = new_code()
    device.pairing, device.secret_hash, device.paired_at, device.created_at = secret_hash(code), None, None, now
    _sign_out(session, now, device_id)
    audit.record(session, now, actor, "device.renew", f"device:{device_id}")
    return code


def pair(session: Session, now: datetime, code: str) -> tuple[DeviceView, str]:
    """Pair the screen on which the code was typed; give the device and the secret for its cookie.

    Raises:
        LinkExpired: the code is unknown, used or older than an hour.
    """
    query = select(Device).where(Device.pairing == secret_hash(normal_code(code)), Device.revoked_at.is_(None))
    device = session.scalars(query).first()
    if device is None or now - device.created_at > PAIR_WITHIN:
        raise LinkExpired
    secret = new_secret()
    device.pairing, device.secret_hash, device.paired_at, device.seen_at = None, secret_hash(secret), now, now
    session.flush()
    audit.record(session, now, f"device:{device.id}", "device.pair", f"device:{device.id}")
    return _view(device), secret


def by_secret(session: Session, secret: str) -> DeviceView | None:
    """Say which device holds this secret; None when it was revoked or never was."""
    query = select(Device).where(Device.secret_hash == secret_hash(secret), Device.revoked_at.is_(None))
    device = session.scalars(query).first()
    return None if device is None else _view(device)


def is_stale(device: DeviceView, now: datetime) -> bool:
    """Say whether `seen_at` should be written again."""
    return device.seen_at is None or abs(now - device.seen_at) >= SEEN_EVERY


def touch(session: Session, now: datetime, device_id: str) -> None:
    """Remember that the device was here."""
    session.execute(update(Device).where(Device.id == device_id).values(seen_at=now))


def revoke(session: Session, now: datetime, device_id: str, actor: str) -> None:
    """Let a device in no more; whoever is signed in on it is signed out.

    Raises:
        NotFound: there is no such device, or it was revoked already.
    """
    device = _get(session, device_id)
    device.revoked_at, device.pairing = now, None
    _sign_out(session, now, device_id)
    audit.record(session, now, actor, "device.revoke", f"device:{device_id}")


def of_office(session: Session, office: str) -> list[DeviceView]:
    """List the devices of an office that are not revoked, by name."""
    query = select(Device).where(Device.office == office, Device.revoked_at.is_(None)).order_by(Device.name, Device.id)
    return [_view(device) for device in session.scalars(query)]


def _get(session: Session, device_id: str) -> Device:
    device = session.get(Device, device_id)
    if device is None or device.revoked_at is not None:
        raise NotFound(what=device_id)
    return device


def _sign_out(session: Session, now: datetime, device_id: str) -> None:
    session.execute(update(SignIn).where(SignIn.device_id == device_id, SignIn.ended_at.is_(None)).values(ended_at=now))


def _view(device: Device) -> DeviceView:
    state = "revoked" if device.revoked_at else "paired" if device.secret_hash else "waiting"
    return DeviceView(
        id=device.id,
        office=device.office,
        kind=device.kind,
        name=device.name,
        state=state,
        created_at=device.created_at,
        paired_at=device.paired_at,
        seen_at=device.seen_at,
    )
