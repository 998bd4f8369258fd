"""Every way to complain that an office states, as it states it, and our own form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from library.offices import ComplaintChannel, Office
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.complaints.blueprint import blueprint
from webapp.rooms.guest.entrance import office_of
from webapp.security import audience

ICONS = {"box": "archive", "website": "globe", "email": "mail", "whatsapp": "message-circle", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class ShownChannel:
    """A channel: `text` verbatim (Indonesian), `en` our rendering, and where a touch leads."""

    text: str
    en: str
    icon: str
    url: str


@blueprint.get("/complaints")
@audience.public
def offices() -> ResponseReturnValue:
    """Ask which office it is about."""
    return page("complaints/offices.html", offices=list(current_library().offices.values()))


@blueprint.get("/complaints/<slug>")
@audience.public
def channels(slug: str) -> ResponseReturnValue:
    """Show the ways to complain to an office."""
    office = office_of(slug)
    days = office.rules.feedback.complaint_working_days
    return page(
        "complaints/channels.html",
        office=office,
        it=office,
        language=choose_language(),
        channels=stated_channels(office),
        days=days.value,
        days_are_default=days.is_default,
    )


def stated_channels(office: Office) -> list[ShownChannel]:
    """Give the channels of all the office's documents; the same one printed twice is shown once."""
    found: dict[tuple[str, ...], ShownChannel] = {}
    for service in office.standard.services.values():
        for channel in service.complaints:
            key = (channel.kind, *channel.values) if channel.values else (channel.kind, channel.text)
            found.setdefault(key, _shown(channel))
    return list(found.values())


def _shown(channel: ComplaintChannel) -> ShownChannel:
    value = channel.values[0] if channel.values else ""
    return ShownChannel(channel.text, channel.en, ICONS[channel.kind], _link(channel.kind, value))


def _link(kind: str, value: str) -> str:
    if not value:
        return ""
    if kind == "email":
        return f"mailto:{value}"
    digits = re.sub(r"\D", "", value)
    if kind == "whatsapp":
        return f"https://wa.me/{international(digits)}"
    if kind == "phone":
        return f"tel:{digits}"
    return value if value.startswith(("https://", "http://")) else f"https://{value}"


def international(digits: str) -> str:
    """Write an Indonesian number as it is dialled from anywhere: 0821… is 62821… there."""
    return f"62{digits[1:]}" if digits.startswith("0") else digits
