"""Who may sign the guest book, from where: a paired screen, the desk, and a phone that saw today's code at the door."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import ClassVar, Literal

from flask import current_app, session, url_for

from library.errors import NotFound, Refused, Texts
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, current_visitor, may, use_office
from webapp.security import devices
from webapp.shell import View

DOOR = "door"
"""Where a phone's session keeps the token that it saw."""
_LENGTH = 26  # hexadecimal figures: 104 bits


class NotAtTheDoor(Refused):
    """The guest book is signed in the office, not at home."""

    code = "not-at-the-door"
    texts: ClassVar[Texts] = {
        "id": "Buku tamu diisi di kantor. Pindai kode QR hari ini di pintu masuk, atau pakai layar di ruang pelayanan.",
        "en": "The guest book is signed at the office. Scan today's QR code at the entrance, or use the screen there.",
    }


@dataclass(frozen=True, slots=True)
class Entrance:
    """At which office, through which channel, and who is on record as having done it."""

    office: Office
    channel: Literal["terminal", "desk", "phone"]
    by: str
    device: str | None = None

    @property
    def view(self) -> View:
        """The frame of its pages."""
        return "kiosk" if self.kiosk else "public"

    @property
    def kiosk(self) -> bool:
        """A screen that strangers use after each other."""
        return self.channel == "terminal"


def office_of(slug: str) -> Office:
    """Find an office by its name in addresses, and show times in its zone.

    Raises:
        NotFound: there is none.
    """
    for office in current_library().offices.values():
        if office.slug == slug:
            return use_office(office.code)
    raise NotFound(what=slug)


def enter(slug: str) -> Entrance:
    """Let in who stands in the office.

    Raises:
        NotFound: there is no such office.
        NotAtTheDoor: nothing shows that she is there.
    """
    office = office_of(slug)
    device, visitor = devices.current_device(), current_visitor()
    if device is not None and device.office == office.code:
        return Entrance(office, "terminal", f"device:{device.id}", device.id)
    if visitor is not None and may(Right.SERVE_VISITORS) and visitor.office in (None, office.code):
        return Entrance(office, "desk", visitor.id)
    if is_todays(office, str(session.get(DOOR, ""))):
        return Entrance(office, "phone", "visitor")
    raise NotAtTheDoor(slug)


def door_token(office: Office) -> str:
    """Give today's token of the office's door: worth nothing tomorrow, and not to be guessed."""
    return _token(office, office.calendar.local_date(current_library().clock()))


def is_todays(office: Office, token: str) -> bool:
    """Say whether a token is the one that hangs at the door today."""
    return hmac.compare_digest(door_token(office).encode(), token.encode())


def _token(office: Office, day: date) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"door:{office.code}:{day.isoformat()}".encode(), sha256).hexdigest()[:_LENGTH]


def door_address(office: Office) -> str:
    """Give the address in the QR code at the door."""
    path = url_for("guest.door", slug=office.slug, token=door_token(office))
    return current_library().settings.base_url.rstrip("/") + path
