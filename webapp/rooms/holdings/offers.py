"""Readers' scans of printed editions that are offered to the collection. Whose they are is not told here."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ingest import IngestError
from library.catalogue import pages
from library.errors import BadForm, NotFound
from library.holdings import scans
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.holdings.blueprint import blueprint, tabs
from webapp.security import audience
from webapp.thumbnails import thumbnail

SHOWN = 12
"""pages of an offer that are shown in small"""


@blueprint.get("/offers")
@audience.right(Right.RELEASE)
def offers() -> ResponseReturnValue:
    """List what is offered."""
    return _show()


def _show(problem: BadForm | None = None, item_id: str = "") -> ResponseReturnValue:
    with current_library().database.read() as records:
        rows = scans.waiting(records, signed_in_visitor().office)
    return page(
        "holdings/offers.html",
        status=422 if problem else 200,
        view="staff",
        tabs=tabs("offers"),
        rows=rows,
        shown=SHOWN,
        errors=field_errors(problem) if problem else {},
        refused=item_id,
        typed={name: request.form.get(name, "") for name in ("access", "rights", "reason")},
    )


@blueprint.get("/offers/<item_id>/<int(max=12):number>.jpg")
@audience.right(Right.RELEASE)
def offered_page(item_id: str, number: int) -> ResponseReturnValue:
    """Give a page of an offer in small, as long as it waits."""
    with current_library().database.read() as records:
        file = scans.offered_file(records, item_id, signed_in_visitor().id)
        lines = pages.lines(records, file.id, number, 1)
    if not lines:
        raise NotFound(what=f"halaman / page {number}")
    try:
        picture = thumbnail(file.shown, lines[0])
    except IngestError:
        abort(404)
    answer: Response = send_file(picture, "image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/offers/<item_id>/accept")
@audience.right(Right.RELEASE)
def accept_offer(item_id: str) -> ResponseReturnValue:
    """Take the pages into the collection: from here they go the way of every file."""
    library = current_library()
    if request.form.get("rights") != "yes":
        return _show(BadForm({"rights": "declaration-required"}), item_id)
    try:
        library.offers.accept(item_id, request.form.get("access", ""), signed_in_visitor().id)
    except BadForm as problem:
        return _show(problem, item_id)
    library.workers.wake()
    flash(_("Taken. It is being read, and then waits for your review beside its edition."), "good")
    return redirect(url_for("holdings.offers"), 303)


@blueprint.post("/offers/<item_id>/decline")
@audience.right(Right.RELEASE)
def decline_offer(item_id: str) -> ResponseReturnValue:
    """Leave the pages to their reader."""
    library, reason = current_library(), request.form.get("reason", "")
    try:
        with library.database.write() as records:
            scans.decline(records, library.clock(), item_id, reason, signed_in_visitor().id)
    except BadForm as problem:
        return _show(problem, item_id)
    flash(_("Declined. The reader keeps her copy."), "info")
    return redirect(url_for("holdings.offers"), 303)
