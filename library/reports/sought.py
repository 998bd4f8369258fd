"""What readers sought and did not find: words and how often, never who."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from library.reports.span import SpanOf
from library.store.models import SoughtInVain

MAX_WORDS = 80
LEAST_TIMES, LEAST_DAYS = 3, 2
"""Words that were sought less often are not shown: they may be about one person, or from one who tried again."""
MOST = 20
MOST_LINES = 5000
"""Different words kept for an office and month: nobody fills the disk by searching."""
# An e-mail address, or figures as long as a telephone or identity number.
_PERSONAL = re.compile(r"@|(?:\d[\s.-]?){8,}")
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Missed:
    """Words, how often they were sought in vain, and on how many days."""

    words: str
    times: int
    days: int


def note(session: Session, office: str, day: date, words: str) -> None:
    """Count a search that found nothing; words that look like somebody's own are not kept."""
    plain = plain_words(words)
    if not plain:
        return
    row = session.get(SoughtInVain, (office, f"{day:%Y-%m}", plain))
    if row is None:
        if _lines(session, office, f"{day:%Y-%m}") < MOST_LINES:
            session.add(SoughtInVain(office=office, month=f"{day:%Y-%m}", words=plain, times=1, days=1, last_day=day))
        return
    row.times += 1
    row.days += row.last_day != day
    row.last_day = day


def _lines(session: Session, office: str, month: str) -> int:
    query = select(func.count()).where(SoughtInVain.office == office, SoughtInVain.month == month)
    return session.scalar(query) or 0


def plain_words(words: str) -> str:
    """Fold words so that the same search is the same line; empty where they are not to be kept."""
    text = unicodedata.normalize("NFKC", words).casefold()
    plain = " ".join("".join(c if c.isalnum() or c in "-.@" else " " for c in text).split())
    return "" if len(plain) > MAX_WORDS or _PERSONAL.search(_YEARS.sub("", plain)) else plain


def missed(session: Session, span: SpanOf, most: int = MOST) -> list[Missed]:
    """Give what was sought in vain most often in the period."""
    times, days = func.sum(SoughtInVain.times), func.sum(SoughtInVain.days)
    # One day at two offices is one day.
    several_days = or_(
        func.max(SoughtInVain.days) >= LEAST_DAYS, func.min(SoughtInVain.last_day) != func.max(SoughtInVain.last_day)
    )
    query = (
        select(SoughtInVain.words, times, days)
        .where(
            SoughtInVain.office.in_(span.codes),
            SoughtInVain.month.between(f"{span.period.first:%Y-%m}", f"{span.period.last:%Y-%m}"),
        )
        .group_by(SoughtInVain.words)
        .having(times >= LEAST_TIMES, several_days)
        .order_by(times.desc(), SoughtInVain.words)
        .limit(most)
    )
    return [Missed(*row) for row in session.execute(query)]
