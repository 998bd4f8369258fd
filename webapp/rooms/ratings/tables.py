"""The numbers behind the ratings, as rows of tables and columns of charts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.feedback.rounding import half_up
from library.feedback.scores import Score, Scores
from library.offices.lists import ListName, load_choices
from library.periods import Period
from webapp.charts import ColumnChart, draw_columns
from webapp.chosen_period import month_name
from webapp.language.formats import number
from webapp.rooms.door.words import SERVICES, say

Row = dict[str, object]
GROUPINGS: dict[str, LazyString] = {"gender": _l("Gender"), "age": _l("Age"), "education": _l("Education")}


def decimals(value: Fraction | None) -> str:
    """Write a score with two decimals, half rounded up; a dash for none."""
    return "–" if value is None else number(float(half_up(value, 2)), get_locale(), digits=2)


def elements(scores: Scores, language: str) -> list[Row]:
    """Give each question's means."""
    names = {question.code: question.name.in_language(language) for question in scores.instrument.question}
    total = scores.total
    if total.index is not None:
        return [{"what": names[code], "mean": decimals(mean)} for code, mean in total.index.means.items()]
    if total.survey is not None:
        return [
            {
                "what": names[code],
                "importance": decimals(item.importance),
                "mean": decimals(item.satisfaction),
                "gap": decimals(item.gap),
            }
            for code, item in total.survey.items.items()
        ]
    return []


def services(scores: Scores) -> list[Row]:
    """Give each service's score."""
    return [_row(say(SERVICES, code), score) for code, score in scores.by_service.items()]


def groups(scores: Scores, catalog: Path, language: str) -> list[tuple[str, list[Row], int]]:
    """Give the groups of people that may be shown, and how many answers may not, by grouping."""
    found = []
    for name, label in GROUPINGS.items():
        labels, parts = load_choices(catalog, cast("ListName", name)), scores.groups[name]
        rows = [_row(labels.label(code, language) if code else str(_("Not stated")), parts[code]) for code in parts]
        found.append((str(label), rows, scores.hidden[name]))
    return found


def _row(name: str, score: Score) -> Row:
    grade = score.index.grade if score.index else ""
    return {"what": name, "answers": score.answers, "score": decimals(score.exact), "grade": grade}


def month_chart(scores: Scores, year: Period) -> ColumnChart:
    """Draw the months of a year."""
    found = ((month, scores.by_month.get(month.key)) for month in year.months)
    values = [(month_name(month), _value(score), decimals(score.exact) if score else "–") for month, score in found]
    return draw_columns(values, 100.0 if scores.instrument.kind == "skm" else 10.0)


def _value(score: Score | None) -> float | None:
    return None if score is None or score.exact is None else float(score.exact)
