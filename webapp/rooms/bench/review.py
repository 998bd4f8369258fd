"""The review of a work: each value beside its place on the page; Enter accepts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import pages, works
from library.catalogue.pages import PageLine
from library.catalogue.trace_report import TraceReport, trace_report
from library.catalogue.traceability import accept_untraceable
from library.errors import BadForm
from library.readers.roles import Right
from library.store.models import Work, WorkFile
from library.store.session import Session
from webapp.current import current_library, current_role, signed_in_visitor, use_office
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.marks import shown_marks
from webapp.rooms.bench.values import FIELDS, pages_of, values_of
from webapp.rooms.bench.withdrawing import withdrawal_options
from webapp.security import audience
from webapp.shown_works import kind_name, language_name

# Below this the recogniser itself doubts what it read.
UNSURE = 0.75
GRID = 24


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A work with what its review shows."""

    work: Work
    file: WorkFile
    lines: dict[int, PageLine]
    unsure: list[PageLine]
    trace: TraceReport
    next_id: str
    waiting: int


@blueprint.get("/bench/works/<work_id>")
@audience.right(Right.RELEASE)
def review(work_id: str) -> ResponseReturnValue:
    """Show the values to check; those of a printed work stand with its copies."""
    with current_library().database.read() as records:
        if works.get(records, work_id, current_role()).kind == "print":
            return redirect(url_for("holdings.of_work", work_id=work_id), 303)
    return _show(work_id)


@blueprint.post("/bench/works/<work_id>")
@audience.right(Right.RELEASE)
def save(work_id: str) -> ResponseReturnValue:
    """Keep the values; with `release` also show the work to everybody and go on to the next one."""
    library, actor = current_library(), signed_in_visitor().id
    releasing = request.form.get("do") == "release"
    typed = {name: request.form.get(name, "") for name in (*FIELDS, "access") if name in request.form}
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            works.correct(records, library.clock(), work, typed, actor)
            if releasing:
                works.release(records, library.clock(), work_id, actor)
    except BadForm as problem:
        return _show(work_id, typed, field_errors(problem), 422)
    library.workers.wake()
    if not releasing:
        flash(_("Saved."), "good")
        return redirect(url_for("bench.review", work_id=work_id), 303)
    flash(_("Released: “%(title)s”.", title=typed.get("title", "")), "good")
    return _to_next()


def _to_next() -> ResponseReturnValue:
    with current_library().database.read() as records:
        waiting = works.shelf(records, state="review", office=signed_in_visitor().office, limit=1).works
    if not waiting:
        return redirect(url_for("bench.batches"), 303)
    return redirect(url_for("bench.review", work_id=waiting[0].id), 303)


@blueprint.post("/bench/works/<work_id>/withdraw")
@audience.right(Right.RELEASE)
def withdraw(work_id: str) -> ResponseReturnValue:
    """Take a work out of sight; it can be released again."""
    library, actor = current_library(), signed_in_visitor().id
    code, reason = request.form.get("code", ""), request.form.get("reason", "").strip()
    if code == "other" and not reason:
        return _show(work_id, errors=field_errors(BadForm({"reason": "required"})), status=422)
    try:
        with library.database.write() as records:
            works.withdraw(records, library.clock(), work_id, actor, reason, code=code)
    except BadForm as problem:
        return _show(work_id, errors=field_errors(problem), status=422)
    library.workers.wake()
    flash(_("Withdrawn. Readers find a notice in its place; you may release it again."), "info")
    return redirect(url_for("bench.review", work_id=work_id), 303)


@blueprint.post("/bench/works/<work_id>/accept")
@audience.right(Right.RELEASE)
def accept(work_id: str) -> ResponseReturnValue:
    """Keep a librarian's written word that copies may be given although a leak could not be traced."""
    library, actor = current_library(), signed_in_visitor().id
    try:
        with library.database.write() as records:
            work = works.get(records, work_id, current_role())
            shown, reason = request.form.get("master", ""), request.form.get("untraceable", "")
            accept_untraceable(records, library.clock(), work, shown, actor, reason)
    except BadForm as problem:
        return _show(work_id, errors=field_errors(problem), status=422)
    flash(_("Your reason stands with the work; copies may be given."), "good")
    return redirect(url_for("bench.review", work_id=work_id), 303)


def _show(
    work_id: str, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    with current_library().database.read() as records:
        seen = _look(records, work_id)
    work = seen.work
    return page(
        "bench/review.html",
        status=status,
        view="staff",
        office=use_office(work.office),
        seen=seen,
        marks=shown_marks(seen.trace),
        work=work,
        values=values_of(work, typed or {}, seen.lines),
        access=(typed or {}).get("access", work.access),
        errors=errors or {},
        reason=request.form.get("reason", ""),
        chosen_code=request.form.get("code", ""),
        withdrawal_options=withdrawal_options(),
        accepted=request.form.get("untraceable", ""),
        kind=kind_name(work.kind),
        languages=[(code, language_name(code)) for code in ("id", "en", "id+en")],
    )


def _look(records: Session, work_id: str) -> Reviewed:
    work = works.get(records, work_id, current_role())
    file = works.current_file(records, work_id)
    waiting = works.shelf(records, state="review", office=signed_in_visitor().office, limit=2)
    others = [other.id for other in waiting.works if other.id != work_id]
    return Reviewed(
        work=work,
        file=file,
        lines=_lines(records, file, pages_of(work)),
        unsure=pages.least_sure(records, file.id, UNSURE),
        trace=trace_report(records, file.id),
        next_id=others[0] if others else "",
        waiting=waiting.total,
    )


def _lines(records: Session, file: WorkFile, numbers: set[int]) -> dict[int, PageLine]:
    found = [line for number in sorted(numbers) for line in pages.lines(records, file.id, number, 1)]
    return {line.number: line for line in found}
