"""The report on screen: pictures first, the numbers below."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from library.readers.roles import Right
from library.reports import words as say
from library.reports.floor import CLOCKS
from library.reports.report import Report
from library.reports.tables import Table, tables
from library.reports.written import write_value
from webapp.charts import ColumnChart, draw_columns
from webapp.chosen_period import month_name, offered_periods, period_name
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.door.post import choices
from webapp.rooms.reports.asked import asked
from webapp.rooms.reports.blueprint import blueprint
from webapp.security import audience

DRAWN = ("visits", "requested")


@blueprint.get("")
@audience.right(Right.SEE_DAY)
def show() -> ResponseReturnValue:
    """Show the report of this month, or of `?period=` and `?office=`."""
    wanted, language = asked(), choose_language()
    report = wanted.make()
    return page(
        "reports/show.html",
        view="staff",
        office=wanted.office,
        floor_office=None if wanted.over_all else wanted.office,
        office_choices=choices(),
        all_offices=say.ALL_OFFICES.in_language(language),
        language=language,
        name=wanted.name,
        period=wanted.period,
        period_name=period_name(wanted.period),
        periods=offered_periods(wanted.office, wanted.period),
        made_at=report.made_at,
        kept=_kept(report, language),
        charts=_charts(report, language) if wanted.period.month is None else [],
        tables=[_shown(table, language) for table in tables(report, language, current_library().settings.catalog)],
        file=lambda kind: url_for(f"reports.{kind}", period=wanted.period.key, office=wanted.office_value),
    )


def _kept(report: Report, language: str) -> list[dict[str, object]]:
    """Give each promise's share as a ring."""
    found = [(kind, report.compliance(kind)) for kind in (*CLOCKS, "complaint")]
    return [
        {
            "name": say.CLOCKS[kind].in_language(language),
            "rate": float(verdicts.rate),
            "met": verdicts.met,
            "all": verdicts.met + verdicts.breached,
        }
        for kind, verdicts in found
        if verdicts.rate is not None
    ]


def _charts(report: Report, language: str) -> list[tuple[str, ColumnChart]]:
    return [(say.MEASURES[measure].in_language(language), _chart(report, measure, language)) for measure in DRAWN]


def _chart(report: Report, measure: str, language: str) -> ColumnChart:
    numbers = ((month, report.counts.total(measure, month=month.key)) for month in report.period.months)
    return draw_columns(
        [(month_name(month), float(number), write_value(number, "count", language)) for month, number in numbers]
    )


def _shown(table: Table, language: str) -> dict[str, object]:
    """Give a table as the component takes it."""
    columns = [
        {"key": str(at), "label": column.label, "number": column.kind != "text"}
        for at, column in enumerate(table.columns)
    ]
    rows = [
        {
            str(at): _written(write_value(value, column.kind, language))
            for at, (value, column) in enumerate(zip(row, table.columns, strict=True))
        }
        for row in table.rows
    ]
    return {"code": table.code, "title": table.title, "columns": columns, "rows": rows}


def _written(text: str) -> str | Markup:
    """Move a part of the line above it in, as its spaces do where they count."""
    return Markup('<span class="report-part">{}</span>').format(text.strip()) if text.startswith("  ") else text
