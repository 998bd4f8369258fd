"""Whose floor a member of the staff works on: her own office's; an administrator may look at any."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import request

from library.errors import NotFound, Texts
from library.offices import Office
from library.readers.roles import Right
from webapp.current import current_library, current_visitor, may, signed_in_visitor, use_office

FIELD = "office"


class NoOffice(NotFound):
    """The account belongs to no office, so it has no floor to work on."""

    code = "no-office"
    texts: ClassVar[Texts] = {
        "id": "Akun Anda belum terhubung dengan satu kantor. Minta administrator untuk menghubungkannya.",
        "en": "Your account belongs to no office yet. Ask an administrator to name one.",
    }


def own_office() -> Office:
    """Give the office whose floor this request is about, and show times in its zone.

    Raises:
        NoOffice: the account belongs to none, and its holder may not choose.
    """
    offices, visitor = current_library().offices, signed_in_visitor()
    code = chosen_office() or visitor.office
    if code not in offices and may(Right.MANAGE_FLOOR):
        code = current_library().first_office.code
    if code is None or code not in offices:
        raise NoOffice(visitor.id)
    return use_office(code)


def chosen_office() -> str | None:
    """Give the office in the address, where an administrator chose one; anybody else's choice counts for nothing."""
    code = request.args.get(FIELD, "")
    chooses = current_visitor() is not None and may(Right.MANAGE_FLOOR) and code in current_library().offices
    return code if chooses else None


def carry_office(_endpoint: str, values: dict[str, Any]) -> None:
    """Keep the chosen office in the address of every page of the floor."""
    if FIELD not in values and (code := chosen_office()):
        values[FIELD] = code


def choices() -> list[Office]:
    """Give the offices among which this visitor may choose; none for whoever has one office only."""
    return list(current_library().offices.values()) if may(Right.MANAGE_FLOOR) else []
