"""Checking a work value by value, each beside the picture of its place; Enter accepts and goes on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import checking, descriptions, duplicates, pages, rereading, works
from library.catalogue.fields import FIELDS
from library.catalogue.trace_report import TraceReport, trace_report
from library.errors import BadForm, NotFound
from library.readers.roles import Right
from library.store.models import Description, Work
from library.store.session import Session
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.marks import shown_marks
from webapp.rooms.bench.meanings import meaning, offered, origin_words
from webapp.rooms.bench.values import Crop, crop_of, label_of
from webapp.security import audience


@dataclass(frozen=True, slots=True)
class Step:
    """One value on the way: what it is, where it was read, and whether it is settled."""

    name: str
    label: str
    value: str
    raw: str
    seen: str
    words: str
    meaning: str
    doubtful: bool
    accepted: bool
    page: int | None
    crop: Crop | None


@dataclass(frozen=True, slots=True)
class Way:
    """A work with its values in the order in which they are looked at."""

    work: Work
    steps: list[Step]
    next_id: str
    waiting: int
    alike: list[duplicates.Pair]
    trace: TraceReport

    def at(self, name: str) -> Step | None:
        """Give the named value, else the first that is not accepted; None when all are."""
        named = next((step for step in self.steps if step.name == name), None)
        return named or next((step for step in self.steps if not step.accepted), None)

    def after(self, name: str) -> str:
        """Name the value to skip to."""
        names = [step.name for step in self.steps if not step.accepted or step.name == name]
        at = names.index(name) if name in names else -1
        return names[(at + 1) % len(names)] if names else ""

    @property
    def accepted(self) -> int:
        """How many values are settled."""
        return sum(step.accepted for step in self.steps)


@blueprint.get("/bench/works/<work_id>/values")
@audience.right(Right.RELEASE)
def check(work_id: str) -> ResponseReturnValue:
    """Show the value to look at, or that all are accepted."""
    return _show(work_id, request.args.get("field", ""))


@blueprint.post("/bench/works/<work_id>/values/<field>")
@audience.right(Right.RELEASE)
def accept_value(work_id: str, field: str) -> ResponseReturnValue:
    """Accept a value, as it is or as it was typed, and go on to the next."""
    library, actor = current_library(), signed_in_visitor().id
    if field not in FIELDS:
        raise NotFound(what=field)
    typed = request.form.get("value", "")
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            descriptions.accept(records, library.clock(), work, field, typed, actor, tables=library.describer.tables)
    except BadForm as problem:
        return _show(work_id, field, field_errors(problem).get(field, ""), typed, 422)
    library.workers.wake()
    return redirect(url_for("bench.check", work_id=work_id), 303)


@blueprint.post("/bench/works/<work_id>/read-again")
@audience.right(Right.RELEASE)
def read_again(work_id: str) -> ResponseReturnValue:
    """Have the values read from the pages once more; what was typed or accepted stays."""
    library = current_library()
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        rereading.order(records, library.clock(), work, signed_in_visitor().id)
    library.workers.wake()
    flash(_("The pages are being read again. What was typed or accepted stays."), "info")
    return redirect(url_for("bench.check", work_id=work_id), 303)


@blueprint.post("/bench/works/<work_id>/values")
@audience.right(Right.RELEASE)
def release_checked(work_id: str) -> ResponseReturnValue:
    """Show the checked work to everybody and go on to the next one."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        work = works.get(records, work_id, current_role())
        title, following = work.title, checking.next_work(records, work_id, visitor.office)
        works.release(records, library.clock(), work_id, visitor.id)
    library.workers.wake()
    flash(_("Released: “%(title)s”.", title=title), "good")
    if not following:
        return redirect(url_for("bench.batches"), 303)
    return redirect(url_for("bench.check", work_id=following), 303)


def _show(
    work_id: str, field: str, error: str = "", typed: str | None = None, status: int = 200
) -> ResponseReturnValue:
    with current_library().database.read() as records:
        way = _way(records, work_id)
    step = way.at(field)
    return page(
        "bench/check.html",
        status=status,
        view="staff",
        office=use_office(way.work.office),
        way=way,
        work=way.work,
        marks=shown_marks(way.trace),
        step=step,
        typed=typed if typed is not None else (step.value if step else ""),
        error=error,
        skip=way.after(step.name) if step else "",
        offered=offered(step.name) if step else [],
    )


def _way(records: Session, work_id: str) -> Way:
    work = works.get(records, work_id, current_role())
    rows = descriptions.of(records, work_id)
    file = works.current_file(records, work_id)
    lines = {
        number: line
        for number in sorted({row.page for row in rows.values() if row.page})
        for line in pages.lines(records, file.id, number, 1)
    }
    office = signed_in_visitor().office
    return Way(
        work=work,
        steps=[_step(name, rows.get(name), lines) for name in descriptions.in_order(rows)],
        next_id=checking.next_work(records, work_id, office),
        waiting=checking.waiting(records, office),
        alike=duplicates.of_work(records, work_id),
        trace=trace_report(records, file.id),
    )


def _step(name: str, row: Description | None, lines: dict[int, pages.PageLine]) -> Step:
    if row is None:
        return Step(name, label_of(name), "", "", "", _("Not found on the pages"), "", False, False, None, None)
    line = lines.get(row.page or 0)
    return Step(
        name=name,
        label=label_of(name),
        value=row.value,
        raw=row.raw if row.raw != row.value else "",
        seen=row.seen,
        words=origin_words(row),
        meaning=meaning(name, row.value),
        doubtful=descriptions.is_doubtful(row),
        accepted=row.accepted_at is not None,
        page=row.page if line else None,
        crop=crop_of(line, row.box) if line else None,
    )
