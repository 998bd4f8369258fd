"""A case: its progress, then its answer."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from library.readers.roles import Right
from library.tracing.desk import KEEP_LEAKS
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.rooms.trace.answer import Answer, answer_of
from webapp.rooms.trace.blueprint import blueprint
from webapp.rooms.trace.words import state_chip
from webapp.security import audience
from webapp.seen import note, shown

MOVING = frozenset({"waiting", "running"})


@blueprint.get("/<case_id>")
@audience.right(Right.TRACE)
@shown("trace", "case_id")
def case(case_id: str) -> ResponseReturnValue:
    """Show a case; who looks at an answer is on record."""
    return page("trace/case.html", view="staff", **_shown(case_id))


@blueprint.get("/<case_id>/part")
@audience.right(Right.TRACE)
def case_part(case_id: str) -> ResponseReturnValue:
    """Give the part of the page that changes; the answer in it is a look as on the page."""
    shown_now = _shown(case_id)
    if shown_now["answer"] is not None:
        note("trace", case_id)
    return render_template("trace/state.html", **shown_now)


@blueprint.post("/<case_id>/retry")
@audience.right(Right.TRACE)
def retry(case_id: str) -> ResponseReturnValue:
    """Trace a case again that broke off."""
    library = current_library()
    library.traces.retry(case_id, actor=signed_in_visitor().id)
    library.workers.wake()
    return redirect(url_for("trace.case", case_id=case_id), 303)


def _shown(case_id: str) -> dict[str, Any]:
    library = current_library()
    found = library.traces.get(case_id)
    answer: Answer | None = None
    moving = found.state in MOVING
    if found.state == "done":
        answer = answer_of(found, library.traces.answer(case_id, actor=signed_in_visitor().id))
    return {
        "case": found,
        "chip_of_state": state_chip(found),
        "moving": moving,
        # They went out so lately that no round has described them yet.
        "new_books": library.tracing.without_index(found.work_id) if moving and not found.page else 0,
        "answer": answer,
        "days": KEEP_LEAKS.days,
    }
