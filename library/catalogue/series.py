"""Series: the editions of a publication by year, recognised by catalogue number, region, and title without the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from library import audit
from library.catalogue.regions import region_of
from library.catalogue.works import is_superseded
from library.errors import BadForm, NotFound
from library.readers.own_office import refuse_other_office
from library.store.models import Series, SeriesPlace, Work

# How alike two titles of one number and region have to be; those of neighbouring districts are 0.85 alike.
_ALIKE = 0.7
_MOST_UNNUMBERED = 500  # works without a number among which a first partner is sought
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[-/–]\s*(?:(?:19|20)?\d\d))?|\b(?:tahun|year|volume\s+\w+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a series; without works it is one that is missing."""

    year: int
    works: tuple[Work, ...]


def title_key(title: str) -> str:
    """Give what stays of a title from year to year: its letters, without year and spaces."""
    return "".join(c for c in _YEARS.sub(" ", title).lower() if c.isalpha())[:200]


def get(session: Session, series_id: str) -> Series:
    """Give a series, or the one into which it was merged.

    Raises:
        NotFound: there is none.
    """
    series = session.get(Series, series_id)
    while series is not None and series.merged_into:
        series = session.get(Series, series.merged_into)
    if series is None:
        raise NotFound(what=series_id)
    return series


def of_work(session: Session, work_id: str) -> Series | None:
    """Give the series to which a work belongs."""
    query = select(Series).join(SeriesPlace, SeriesPlace.series_id == Series.id).where(SeriesPlace.work_id == work_id)
    return session.scalars(query).first()


def editions(session: Session, series_id: str, *, states: Sequence[str] = ("released",)) -> list[Work]:
    """List the works of a series by year, newest first; what a newer file has replaced is not among them."""
    query = (
        select(Work)
        .join(SeriesPlace, SeriesPlace.work_id == Work.id)
        .where(SeriesPlace.series_id == series_id, Work.state.in_(states), ~is_superseded())
        .order_by(Work.year.desc(), Work.title, Work.id)
    )
    return list(session.scalars(query))


def by_year(works: Iterable[Work]) -> list[Year]:
    """Put works under their years, newest first, with every year between the first and the last."""
    dated: dict[int, list[Work]] = {}
    for work in works:
        if work.year is not None:
            dated.setdefault(work.year, []).append(work)
    if not dated:
        return []
    return [Year(year, tuple(dated.get(year, ()))) for year in range(max(dated), min(dated) - 1, -1)]


def place(session: Session, now: datetime, work: Work) -> Series | None:
    """Put a work where it belongs, unless a librarian has done so; None for a work that stands alone."""
    known = session.get(SeriesPlace, work.id)
    if known and known.fixed:
        return session.get(Series, known.series_id)
    series = _recognise(session, now, work)
    if series is None:
        if known:
            session.delete(known)
        return None
    _put(session, work.id, series.id, fixed=False)
    return series


def _recognise(session: Session, now: datetime, work: Work) -> Series | None:
    key = title_key(work.title)
    number, region = work.catalogue_number.partition(".")[0][:7], work.region or region_of(work.catalogue_number)
    if not key:
        return None
    if not (number.isdecimal() and len(number) == 7):
        return _by_title(session, now, work, key)
    # One that was merged still says which works belong to where it leads; of equals, one that stands goes first.
    query = select(Series).where(Series.number == number, Series.region == region)
    known = sorted(session.scalars(query), key=lambda series: (-_likeness(series.key, key), bool(series.merged_into)))
    if known and _likeness(known[0].key, key) >= _ALIKE:
        return get(session, known[0].id)
    return _new(session, now, work, number, region)


def _by_title(session: Session, now: datetime, work: Work, key: str) -> Series | None:
    """Find the series of a work without a number: one of the same title, else one that begins with a second work."""
    alike = session.scalars(select(Series).where(Series.key == key, _near(work)).order_by(Series.id))
    known = {get(session, each.id) for each in alike}
    if len(known) == 1:
        return known.pop()
    partner = next((other for other in _unnumbered(session, work) if title_key(other.title) == key), None)
    if known or partner is None:
        return None
    series = _new(session, now, work, "", work.region)
    _put(session, partner.id, series.id, fixed=False)
    return series


def _near(work: Work) -> ColumnElement[bool]:
    """Say of a row of series whether it is of a work's region, or the work's office has an edition of it."""
    leads_to = func.coalesce(Series.merged_into, Series.id)
    placed = select(SeriesPlace.series_id).join(Work, Work.id == SeriesPlace.work_id).where(Work.office == work.office)
    here = leads_to.in_(placed)
    return or_(here, Series.region == work.region) if work.region else here


def _unnumbered(session: Session, work: Work) -> Sequence[Work]:
    query = (
        select(Work)
        .outerjoin(SeriesPlace, SeriesPlace.work_id == Work.id)
        .where(Work.office == work.office, Work.id != work.id, Work.catalogue_number == "")
        .where(Work.owner_id.is_(None), Work.year != work.year, SeriesPlace.work_id.is_(None))
        .limit(_MOST_UNNUMBERED)
    )
    return session.scalars(query).all()


def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()


def _new(session: Session, now: datetime, work: Work, number: str, region: str) -> Series:
    title = " ".join(_YEARS.sub(" ", work.title).split())
    series = Series(number=number, region=region, title=title, key=title_key(work.title), created_at=now)
    session.add(series)
    session.flush()
    return series


def _put(session: Session, work_id: str, series_id: str, *, fixed: bool) -> None:
    row = session.get(SeriesPlace, work_id)
    if row is None:
        session.add(SeriesPlace(work_id=work_id, series_id=series_id, fixed=fixed))
    else:
        row.series_id, row.fixed = series_id, fixed
    session.flush()


def neighbours(session: Session, series: Series, limit: int = 30) -> list[Series]:
    """List series that a librarian may want to join with this one: of the same number or title, or of its region."""
    alike = (Series.key == series.key) | ((Series.region == series.region) & (Series.region != ""))
    if series.number:
        alike |= (Series.number == series.number) & (Series.region == series.region)
    query = select(Series).where(alike, Series.id != series.id, Series.merged_into.is_(None))
    return list(session.scalars(query.order_by(Series.title, Series.id).limit(limit)))


def merge(session: Session, now: datetime, series_id: str, into_id: str, actor: str) -> Series:
    """Put all editions of a series into another, and let its address lead there.

    Raises:
        BadForm: both are the same.
        NotAllowed: some edition is another office's.
        NotFound: there is no such series.
    """
    series, into = get(session, series_id), get(session, into_id)
    if series.id == into.id:
        raise BadForm({"into": "choice-invalid"})
    for work in _all_works(session, series.id) + _all_works(session, into.id):
        refuse_other_office(session, actor, work.office)
    moved = update(SeriesPlace).where(SeriesPlace.series_id == series.id).values(series_id=into.id, fixed=True)
    session.execute(moved)
    session.execute(update(Series).where(Series.merged_into == series.id).values(merged_into=into.id))
    series.merged_into = into.id
    audit.record(session, now, actor, "series.merge", f"series:{series.id}", into=into.id)
    return into


def split(session: Session, now: datetime, series_id: str, work_ids: Sequence[str], actor: str) -> Series:
    """Take editions out of a series and make one of their own of them.

    Raises:
        BadForm: no edition of this series is named, or every one is.
        NotAllowed: some edition is another office's.
        NotFound: there is no such series.
    """
    series = get(session, series_id)
    works = _all_works(session, series.id)
    chosen = [work for work in works if work.id in set(work_ids)]
    if not chosen or len(chosen) == len(works):
        raise BadForm({"works": "required"})
    for work in chosen:
        refuse_other_office(session, actor, work.office)
    made = _new(session, now, chosen[0], series.number, series.region)
    for work in chosen:
        _put(session, work.id, made.id, fixed=True)
    audit.record(session, now, actor, "series.split", f"series:{series.id}", into=made.id, works=len(chosen))
    return made


def _all_works(session: Session, series_id: str) -> list[Work]:
    query = select(Work).join(SeriesPlace, SeriesPlace.work_id == Work.id).where(SeriesPlace.series_id == series_id)
    return list(session.scalars(query.order_by(Work.year, Work.id)))


def count(session: Session, series_id: str) -> int:
    """Count the released editions of a series."""
    query = select(func.count()).select_from(Work).join(SeriesPlace, SeriesPlace.work_id == Work.id)
    return session.scalar(query.where(SeriesPlace.series_id == series_id, Work.state == "released")) or 0
