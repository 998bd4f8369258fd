"""Why a promise was broken: asked of the officer for every breach, given once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Select, func, select, update

from library.errors import BadForm, LostRace
from library.floor.step import Step
from library.offices.lists import load_choices
from library.store.models import ClockRow
from library.store.records import found

MOST = 500  # characters


def give_reason(step: Step, clock_id: str, code: str, text: str, catalog: Path) -> None:
    """Say why; what the clock stored stays as it is.

    Raises:
        BadForm: no such reason, or "other" without a word.
        NotFound: there is no such clock.
        LostRace: it is no breach, or somebody has given its reason already.
    """
    choices = load_choices(catalog, "breach_reason")
    asks_on = next((item.free_text for item in choices if item.code == code), None)
    problems = {} if asks_on is not None else {"reason": "choice-invalid"}
    if len(text.strip()) > MOST:
        problems["reason_text"] = "too-long"
    elif asks_on and not text.strip():
        problems["reason_text"] = "required"
    if problems:
        raise BadForm(problems)
    row = found(step.session, ClockRow, clock_id)
    open_breach = (ClockRow.id == clock_id, ClockRow.result == "breached", ClockRow.reason == "")
    values = {"reason": code, "reason_text": text.strip(), "reason_by": step.officer}
    if step.session.execute(update(ClockRow).where(*open_breach).values(**values)).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"clock {clock_id} waits for no reason")
    step.note_room("reason", row.office, clock=clock_id, reason=code)


def unexplained(office: str) -> Select[ClockRow]:
    """Find the breaches that wait for a reason, the newest first."""
    breaches = (ClockRow.office == office, ClockRow.result == "breached", ClockRow.reason == "")
    return select(ClockRow).where(*breaches).order_by(ClockRow.stopped_at.desc(), ClockRow.id)


def count_unexplained(step: Step, office: str) -> int:
    """Count them."""
    return step.session.scalar(select(func.count()).select_from(unexplained(office).order_by(None).subquery())) or 0
