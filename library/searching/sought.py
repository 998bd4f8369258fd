"""What was sought and not found, as a librarian works through it: what is there by now, what is being done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, NotFound
from library.readers.own_office import refuse_other_office
from library.reports.sought import LEAST_DAYS, LEAST_TIMES
from library.store.models import SoughtInVain, SoughtMark
from search import BadQuery, IndexTrouble, Query, SearchEngine

STATES = ("handled", "ordered")
MOST = 100
_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Sought:
    """Words, how often and on how many days they were sought, and what has become of them.

    `found` is how many pages have the words now; None while the index is away. `state` is open, handled or ordered.
    """

    words: str
    times: int
    days: int
    last: date
    found: int | None
    state: str
    note: str


def sought(session: Session, engine: SearchEngine, office: str, since: date) -> list[Sought]:
    """List what was sought in vain in an office, most often first; words of a single person stay out of sight."""
    marks = {row.words: row for row in session.scalars(select(SoughtMark).where(SoughtMark.office == office))}
    return [_sought(engine, row, marks.get(row[0])) for row in session.execute(_asked(office, since)).all()]


def _asked(office: str, since: date) -> Select[str, int, int, date]:
    times, days, last = func.sum(SoughtInVain.times), func.sum(SoughtInVain.days), func.max(SoughtInVain.last_day)
    several_days = or_(func.max(SoughtInVain.days) >= LEAST_DAYS, func.min(SoughtInVain.last_day) != last)
    return (
        select(SoughtInVain.words, times, days, last)
        .where(SoughtInVain.office == office, SoughtInVain.last_day >= since)
        .group_by(SoughtInVain.words)
        .having(times >= LEAST_TIMES, several_days)
        .order_by(times.desc(), SoughtInVain.words)
        .limit(MOST)
    )


def _sought(engine: SearchEngine, row: Sequence[object], mark: SoughtMark | None) -> Sought:
    words, times, days, last = row
    assert isinstance(last, date)
    # Sought again after it was settled, it is open again: what was done has not helped.
    settled = mark is not None and mark.last_day >= last
    state, note = (mark.state, mark.note) if mark is not None and settled else ("open", mark.note if mark else "")
    return Sought(str(words), int(str(times)), int(str(days)), last, _found(engine, str(words)), state, note)


def _found(engine: SearchEngine, words: str) -> int | None:
    try:
        return engine.search(Query(words, limit=1)).total
    except BadQuery:
        return 0
    except IndexTrouble:
        return None


def mark(session: Session, now: datetime, office: str, words: str, state: str, note: str, actor: str) -> None:
    """Say what is done about words: handled, ordered, or open again.

    Raises:
        BadForm: there is no such state.
        NotFound: nobody sought these words in vain here.
        NotAllowed: it is another office's list.
    """
    if state not in (*STATES, "open"):
        raise BadForm({"state": "choice-invalid"})
    refuse_other_office(session, actor, office)
    asked = (SoughtInVain.office == office, SoughtInVain.words == words)
    last = session.scalar(select(func.max(SoughtInVain.last_day)).where(*asked))
    if last is None:
        raise NotFound(what="kata / words")
    row = session.get(SoughtMark, (office, words))
    if state == "open":
        if row is not None:
            session.delete(row)
    else:
        values = {
            "state": state,
            "note": " ".join(note.split())[:_LONGEST_NOTE],
            "by": actor,
            "at": now,
            "last_day": last,
        }
        session.merge(SoughtMark(office=office, words=words, **values))
    audit.record(session, now, actor, "sought.mark", f"office:{office}", state=state)
