"""Holidays and joint leave: the nation's and an office's own, by year; by hand or from a file."""

from __future__ import annotations

from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, BadInput
from library.offices import SpecialDay, Words
from library.readers.roles import Right
from library.revisions import holidays as declared
from library.revisions.holiday_files import MAX_BYTES, read_holidays
from library.revisions.holidays import FIRST_YEAR, LAST_YEAR, NATION, HolidayYear
from webapp.current import current_library, signed_in_visitor
from webapp.errors import sentence_of
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to


@blueprint.get("/holidays")
@audience.right(Right.MANAGE_DATA)
def holidays() -> ResponseReturnValue:
    """Show the days of a year and how to change them."""
    return _show()


@blueprint.post("/holidays/day")
@audience.right(Right.MANAGE_DATA)
def declare_day() -> ResponseReturnValue:
    """Draft one more day; its preview says what moves."""
    try:
        typed = _typed_day()
        return _draft(_chosen().with_days([typed]))
    except BadForm as problem:
        return _show(errors=field_errors(problem), status=422)


@blueprint.post("/holidays/withdraw")
@audience.right(Right.MANAGE_DATA)
def withdraw_day() -> ResponseReturnValue:
    """Draft the year without what was declared of a day."""
    day = _date(request.form.get("day", ""))
    return _draft(_chosen().without(day)) if day else _show(status=422)


@blueprint.post("/holidays/complete")
@audience.right(Right.MANAGE_DATA)
def settle_year() -> ResponseReturnValue:
    """Draft whether the year's decree is known."""
    year = _chosen()
    return _draft(HolidayYear(year.scope, year.year, year.days, request.form.get("complete") == "yes"))


@blueprint.post("/holidays/file")
@audience.right(Right.MANAGE_DATA)
@takes_files_up_to(MAX_BYTES)
def import_days() -> ResponseReturnValue:
    """Draft the days of a file; those of other years are left out and said."""
    sent = request.files.get("file")
    year = _chosen()
    try:
        days = read_holidays(sent.stream.read(MAX_BYTES + 1) if sent else b"")
        fitting = [each for each in days if each.day.year == year.year]
        if not fitting:
            return _show(errors={"file": _("No day of this file is in %(year)s.", year=str(year.year))}, status=422)
        return _draft(year.with_days(fitting), note=(sent.filename or "")[:100] if sent else "")
    except BadInput as problem:
        return _show(errors={"file": sentence_of(problem)}, status=422)


def _draft(year: HolidayYear, note: str = "") -> ResponseReturnValue:
    note = note or request.form.get("note", "")
    row = current_library().editing.draft(declared.KIND, year.subject, year.body(), signed_in_visitor().id, note=note)
    return redirect(url_for("administration.change", number=row.id), 303)


def _chosen() -> HolidayYear:
    """Give the year and scope that the page is about, as they stand in force."""
    library = current_library()
    today = library.clock().date()
    year = request.values.get("year", today.year, type=int)
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    scope = request.values.get("scope", NATION)
    with library.database.read() as records:
        return declared.year_in_force(records, today, scope if scope in library.offices else NATION, year)


def _typed_day() -> SpecialDay:
    year, day = _chosen(), _date(request.form.get("day", ""))
    names = {key: " ".join(request.form.get(key, "").split()) for key in ("name_id", "name_en")}
    wrong = {} if day is not None and day.year == year.year else {"day": "day-of-year"}
    if not names["name_id"] or len(names["name_id"]) > declared.MAX_NAME:
        wrong["name_id"] = "required"
    if wrong or day is None:
        raise BadForm(wrong)
    name = Words(names["name_id"], names["name_en"][: declared.MAX_NAME] or names["name_id"])
    return SpecialDay(day, open=request.form.get("rests") == "open", name=name)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(*, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    year = _chosen()
    known = declared.is_known(year if year.scope == NATION else HolidayYear(NATION, year.year))
    return page(
        "administration/holidays.html",
        status=status,
        view="staff",
        tabs=tabs("holidays"),
        year=year,
        days=declared.shown_days(year),
        decreed=known,
        scopes=[(NATION, _("All of Indonesia")), *words.office_options()],
        years=[(str(each), str(each)) for each in range(year.year - 3, year.year + 4)],
        values=request.form,
        errors=errors or {},
    )
