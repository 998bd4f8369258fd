"""The register of complaints, without names and words: on screen and as CSV."""

from __future__ import annotations

from flask import Response, request
from flask.typing import ResponseReturnValue

from library.feedback.complaints.lists import label
from library.feedback.complaints.register import Entry, as_csv
from library.readers.roles import Right
from webapp.chosen_period import chosen_period, offered_periods, period_name
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.complaints import words
from webapp.rooms.complaints.blueprint import blueprint
from webapp.rooms.complaints.staff import address
from webapp.rooms.door.post import choices, own_office
from webapp.rooms.door.words import say
from webapp.security import audience

PER_PAGE = 50


@blueprint.get("/complaints/register")
@audience.right(Right.SEE_DAY)
def register() -> ResponseReturnValue:
    """Show the register of a month or a year."""
    office = own_office()
    period = chosen_period(office)
    complaints = current_library().complaints
    pages = max(1, -(-complaints.registered(office.code, period) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    entries = complaints.register(office.code, period, start=(number - 1) * PER_PAGE, most=PER_PAGE)
    return page(
        "complaints/register.html",
        view="staff",
        office=office,
        floor_office=office,
        office_choices=choices(),
        language=choose_language(),
        period=period,
        period_name=period_name(period),
        periods=offered_periods(office, period),
        rows=[_row(entry) for entry in entries],
        address=address,
        number=number,
        pages=pages,
        url_for_page=lambda wanted: address("complaints.register", period=period.key, page=str(wanted)),
    )


@blueprint.get("/complaints/register.csv")
@audience.right(Right.SEE_DAY)
def register_csv() -> ResponseReturnValue:
    """Give the same as a file."""
    office = own_office()
    period = chosen_period(office)
    answer = Response(as_csv(current_library().complaints.register(office.code, period)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="complaints-{office.code}-{period.key}.csv"'
    return answer


def _row(entry: Entry) -> dict[str, object]:
    catalog, language = current_library().settings.catalog, choose_language()
    return {
        "number": entry.number,
        "received": entry.received,
        "channel": say(words.CHANNELS, entry.channel),
        "topic": label(catalog, "topic", entry.topic, language) if entry.topic else "–",
        "state": say(words.STATES, entry.state),
        "due": entry.due,
        "settled": entry.settled,
        "in_time": entry.in_time,
        "lapor": entry.lapor,
    }
