"""The report as files."""

from __future__ import annotations

from flask import Response, g
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from library.readers.roles import Right
from library.reports import words as say
from library.reports.document import draw_report
from library.reports.open_data import open_data
from library.reports.tables import tables
from library.reports.workbook import workbook
from library.reports.written import period_name
from webapp.current import current_library
from webapp.language.formats import moment
from webapp.language_choice import choose_language
from webapp.rooms.reports.asked import Asked, asked
from webapp.rooms.reports.blueprint import blueprint
from webapp.security import audience

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/report.pdf")
@audience.right(Right.SEE_DAY)
def pdf() -> ResponseReturnValue:
    """Give the report to be printed."""
    wanted, language = asked(), choose_language()
    report = wanted.make()
    made = f"{say.MADE.in_language(language)} {moment(report.made_at, get_locale(), g.zone)}"
    lines = (wanted.name, period_name(wanted.period, language), made)
    found = tables(report, language, current_library().settings.catalog)
    return _file(draw_report(found, say.TITLE.in_language(language), lines, language), "application/pdf", wanted, "pdf")


@blueprint.get("/report.xlsx")
@audience.right(Right.SEE_DAY)
def xlsx() -> ResponseReturnValue:
    """Give the report as a spreadsheet."""
    wanted, language = asked(), choose_language()
    title = f"{say.TITLE.in_language(language)} – {wanted.name} – {period_name(wanted.period, language)}"
    found = tables(wanted.make(), language, current_library().settings.catalog)
    return _file(workbook(found, title), XLSX, wanted, "xlsx")


@blueprint.get("/open-data.csv")
@audience.right(Right.SEE_DAY)
def csv() -> ResponseReturnValue:
    """Give the counts as open data: whoever publishes them publishes nobody."""
    wanted = asked()
    return _file(open_data(wanted.make()).encode(), "text/csv; charset=utf-8", wanted, "csv")


def _file(data: bytes, mimetype: str, wanted: Asked, ending: str) -> Response:
    answer = Response(data, content_type=mimetype)
    name = f"pustaka-{'all' if wanted.over_all else wanted.office.code}-{wanted.period.key}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
