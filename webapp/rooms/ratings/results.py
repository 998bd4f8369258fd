"""What the ratings of an office say, in a month or a year."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from library.feedback.groups import LEAST
from library.feedback.scores import Score, Scores
from library.readers.roles import Right
from webapp.chosen_period import chosen_period, offered_periods, period_name
from webapp.current import current_library
from webapp.language.formats import number
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.door.post import choices, own_office
from webapp.rooms.ratings import tables
from webapp.rooms.ratings.blueprint import blueprint
from webapp.security import audience


@blueprint.get("/ratings")
@audience.right(Right.SEE_DAY)
def results() -> ResponseReturnValue:
    """Show the month in which we are, or the period in `?period=`."""
    office, ratings = own_office(), current_library().ratings
    period, language = chosen_period(office), choose_language()
    scores = ratings.scores([office.code], period, ratings.instrument(office.code, period))
    return page(
        "ratings/results.html",
        view="staff",
        office=office,
        floor_office=office,
        office_choices=choices(),
        language=language,
        period=period,
        period_name=period_name(period),
        periods=offered_periods(office, period),
        scores=scores,
        shown=score_words(scores.total),
        sure=_sure(scores),
        least=LEAST,
        elements=tables.elements(scores, language),
        chart=tables.month_chart(scores, period) if period.month is None else None,
        services=tables.services(scores),
        groups=tables.groups(scores, current_library().settings.catalog, language),
        remarks=ratings.remarks(office.code, period),
        poster=lambda code: url_for("ratings.poster", slug=office.slug, key=period.key, language=code, office=None),
    )


def score_words(score: Score) -> str:
    """Write a score with two decimals as people here do; a dash for none."""
    return tables.decimals(score.exact)


def _sure(scores: Scores) -> str:
    if scores.interval is None:
        return ""
    low, high = (number(limit, get_locale(), digits=2) for limit in (scores.interval.low, scores.interval.high))
    return str(_("%(low)s to %(high)s", low=low, high=high))
