"""The form of a breach, as typed and as the library takes it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from library.errors import BadForm
from library.privacy.breach import Scope
from library.privacy.breaches import BreachForm
from webapp.current import current_library

FIRST_YEAR, LAST_YEAR = 1900, 9990
"""Beyond these a time cannot be told in another zone, nor days be counted on from it."""
TEXTS = ("known_at", "first", "last", "office", "actor", "device", "what", "measures")


def read_form(form: MultiDict[str, str], zone: ZoneInfo) -> BreachForm:
    """Read what was typed; times are those of the office.

    Raises:
        BadForm: a time, an office, an address of the staff or a kind is none.
    """
    problems: dict[str, str] = {}
    times = {name: _time(form.get(name, ""), zone, name, problems) for name in ("known_at", "first", "last")}
    known = times["known_at"]
    if known is None and "known_at" not in problems:
        problems["known_at"] = "required"
    library = current_library()
    office, kinds = form.get("office", ""), tuple(form.getlist("kinds"))
    if office and office not in library.offices:
        problems["office"] = "choice-invalid"
    if set(kinds) - {each.code for each in library.privacy.register.activity}:
        problems["kinds"] = "choice-invalid"
    if problems or known is None:
        raise BadForm(problems)
    words = {name: form.get(name, "").strip()[:40] for name in ("actor", "device")}
    scope = Scope(first=times["first"], last=times["last"], office=office, kinds=kinds, **words)
    return BreachForm(known_at=known, scope=scope, what=form.get("what", ""), measures=form.get("measures", ""))


def _time(text: str, zone: ZoneInfo, name: str, problems: dict[str, str]) -> datetime | None:
    if not text.strip():
        return None
    try:
        typed = datetime.fromisoformat(text.strip())
    except ValueError:
        typed = None
    if typed is None or not FIRST_YEAR <= typed.year <= LAST_YEAR:
        problems[name] = "time-unknown"
        return None
    return typed.replace(tzinfo=zone)
