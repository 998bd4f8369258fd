"""Changing an office piece by piece: each form drafts a version, whose preview says what follows."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadInput
from library.offices.merging import Table
from library.readers.roles import Right
from library.revisions import office_edits
from library.revisions import offices as edited
from library.store.models import Revision
from webapp.current import current_library, signed_in_visitor
from webapp.errors import sentence_of
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.rooms.administration.offices import back_to, known_office, show_office
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to

CONTACT = ("address", "phone", "site")
NUMBERS = (
    ("floor", "counters", 1, 50),
    ("floor", "lockers", 0, 500),
    ("queue", "last_ticket_minutes", 0, 240),
    ("feedback", "rating_days", 1, 90),
    ("feedback", "complaint_working_days", 1, 60),
)
"""What the form of the desk holds: group and key of the rule, its least and its most."""


@blueprint.post("/offices/<code>/hours")
@audience.right(Right.MANAGE_DATA)
def change_hours(code: str) -> ResponseReturnValue:
    """Draft other opening hours."""
    return _draft(code, {"calendar": {"hours": office_edits.read_week(request.form)}})


@blueprint.post("/offices/<code>/overrides")
@audience.right(Right.MANAGE_DATA)
def add_override(code: str) -> ResponseReturnValue:
    """Draft other hours from one day to another, such as those of Ramadan."""
    found = known_office(code)
    first, last = _date("first"), _date("last")
    name = _line("name_id")
    if first is None or last is None or last < first or not name:
        wrong = {"first": _("Choose the first and the last day, and a name.")}
        return show_office(found, status=422, errors=wrong, values=request.form)
    entry = {
        "name": {"id": name, "en": _line("name_en") or name},
        "first": first.isoformat(),
        "last": last.isoformat(),
        "hours": office_edits.read_week(request.form, keep_blank=True),
    }
    return _draft(code, {"calendar": {"overrides": [*_overrides(code), entry]}})


@blueprint.post("/offices/<code>/overrides/<int:place>/remove")
@audience.right(Right.MANAGE_DATA)
def remove_override(code: str, place: int) -> ResponseReturnValue:
    """Draft the calendar without one of its overrides; `place` counts from 1."""
    kept = [entry for number, entry in enumerate(_overrides(code), start=1) if number != place]
    return _draft(code, {"calendar": {"overrides": kept}})


@blueprint.post("/offices/<code>/contact")
@audience.right(Right.MANAGE_DATA)
def change_contact(code: str) -> ResponseReturnValue:
    """Draft another address, telephone, site. The head as printed stays what was printed."""
    typed: Table = {key: _line(key) for key in CONTACT if _line(key)}
    typed["postal_codes"] = [part for part in _line("postal_codes").replace(",", " ").split() if part]
    return _draft(code, {"letterhead": typed})


@blueprint.post("/offices/<code>/desk")
@audience.right(Right.MANAGE_DATA)
def change_desk(code: str) -> ResponseReturnValue:
    """Draft other numbers of the room; what stays as it is stays a default where it is one."""
    found = known_office(code)
    rules: Table = {}
    for group, key, least, most in NUMBERS:
        number = request.form.get(key, type=int)
        if number is None or not least <= number <= most:
            said = {key: _("Write a number from %(least)s to %(most)s.", least=str(least), most=str(most))}
            return show_office(found, status=422, errors=said, values=request.form)
        if number != getattr(getattr(found.rules, group), key).value:
            rules.setdefault(group, {})[key] = number
    return _draft(code, {"rules": rules}) if rules else back_to(found)


@blueprint.post("/offices/file")
@audience.right(Right.MANAGE_DATA)
@takes_files_up_to(office_edits.MAX_BYTES)
def receive_office_file() -> ResponseReturnValue:
    """Draft a whole office by its file: a known one from a day on, or a new one."""
    sent, library = request.files.get("file"), current_library()
    try:
        text = _text(sent.stream.read(office_edits.MAX_BYTES + 1) if sent else b"")
        code, body = office_edits.as_whole(text)
        row = _whole(body, code) if code in library.offices else _new(body, text)
    except BadInput as problem:
        return _refused(sentence_of(problem))
    return redirect(url_for("administration.change", number=row.id), 303)


def _whole(body: Table, code: str) -> Revision:
    actor = signed_in_visitor().id
    return current_library().editing.draft(
        edited.KIND, code, body, actor, note=_line("note"), valid_from=_date("valid_from")
    )


def _new(body: Table, text: str) -> Revision:
    slug, actor = office_edits.slug_of(body), signed_in_visitor().id
    return current_library().editing.draft(edited.NEW, slug, {"text": text}, actor, note=_line("note"))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadInput(what="berkas bukan teks UTF-8 / the file is not UTF-8 text") from exc


def _refused(sentence: str) -> ResponseReturnValue:
    library = current_library()
    return page(
        "administration/offices.html",
        status=422,
        view="staff",
        tabs=tabs("offices"),
        offices=list(library.offices.values()),
        changed=set(),
        errors={"file": sentence},
    )


def _draft(code: str, piece: Table) -> ResponseReturnValue:
    library, found = current_library(), known_office(code)
    # Several forms stand on one page: the fields that all of them have bear the form's name.
    part = request.form.get("part", "")[:20]
    valid_from = _date(f"valid_from_{part}")
    day = max(valid_from or date.min, library.clock().date())
    with library.database.read() as records:
        body = office_edits.with_piece(records, day, found.code, piece)
    actor = signed_in_visitor().id
    row = library.editing.draft(edited.KIND, found.code, body, actor, note=_line(f"note_{part}"), valid_from=valid_from)
    return redirect(url_for("administration.change", number=row.id), 303)


def _overrides(code: str) -> list[Table]:
    library = current_library()
    with library.database.read() as records:
        table = library.offices_in_force.table(records, library.clock().date(), known_office(code).code)
    return list(table.get("calendar", {}).get("overrides", ()))


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:300]


def _date(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
