"""Files in: the drop zone, and the batches with their progress."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from library.catalogue import descriptions, duplicates, works
from library.catalogue.incoming import Intent
from library.errors import LibraryError
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import FIELD, form_token
from webapp.pages import page
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.items import batch_of, recent_batches
from webapp.security import audience
from webapp.security.bodies import takes_files
from webapp.shown_works import office_name

RECENT = 60
IN_REVIEW = 100


@blueprint.get("/bench")
@audience.right(Right.INGEST)
def batches() -> ResponseReturnValue:
    """Show where to drop files, what is being read, and what waits for review."""
    return _bench()


def _bench(error: str = "", status: int = 200) -> ResponseReturnValue:
    library, visitor = current_library(), signed_in_visitor()
    with library.database.read() as records:
        review = works.shelf(records, state="review", office=visitor.office, limit=IN_REVIEW)
        doubtful = defaultdict(int, descriptions.to_check(records, [work.id for work in review.works]))
        alike = len(duplicates.waiting(records, visitor.office))
    return page(
        "bench/batches.html",
        status=status,
        view="staff",
        token=form_token(),
        error=error,
        batches=recent_batches(RECENT),
        review=review,
        doubtful=doubtful,
        alike=alike,
        office=library.offices.get(visitor.office or ""),
        offices=[(code, office_name(code)) for code in library.offices],
        own=visitor.office or library.first_office.code,
        limit=library.settings.max_bytes,
    )


@blueprint.post("/bench")
@audience.right(Right.INGEST)
@takes_files
def receive() -> ResponseReturnValue:
    """Take files in; one that cannot be kept does not stop the others, and the same form makes one batch."""
    files = [file for file in request.files.getlist("files") if file.filename]
    token = request.form.get(FIELD, "")
    if not files or not token:
        return _bench(_("Choose at least one file."), 422)
    # The batch's name comes from the form's token: sending it again finds the files that are there already.
    batch = hashlib.sha256(f"{signed_in_visitor().id} {token}".encode()).hexdigest()[:16]
    if not current_library().incoming.batch(batch):
        _receive_all(files, batch)
    return redirect(url_for("bench.batch", batch_id=batch), 303)


def _receive_all(files: list[FileStorage], batch: str) -> None:
    library, visitor = current_library(), signed_in_visitor()
    chosen = request.form.get("office", "")
    office = chosen if chosen in library.offices else visitor.office or library.first_office.code
    access = "restricted" if request.form.get("access") == "restricted" else "open"
    intent = Intent(office=office, access=access, created_by=visitor.id)
    for file in files:
        try:
            library.incoming.receive(cast("BinaryIO", file.stream), file.filename or "", intent, batch)
        except LibraryError as problem:
            flash(problem.sentence(choose_language()), "bad")
    library.workers.wake()


@blueprint.get("/bench/batches/<batch_id>")
@audience.right(Right.INGEST)
def batch(batch_id: str) -> ResponseReturnValue:
    """Show a batch, live."""
    return page("bench/batch.html", view="staff", batch=batch_of(batch_id))


@blueprint.get("/bench/batches/<batch_id>/part")
@audience.right(Right.INGEST)
def batch_part(batch_id: str) -> ResponseReturnValue:
    """Give the part of the page that changes."""
    return render_template("bench/entries.html", batch=batch_of(batch_id))


@blueprint.post("/bench/items/<item_id>/retry")
@audience.right(Right.INGEST)
def retry(item_id: str) -> ResponseReturnValue:
    """Read a file once more."""
    library = current_library()
    item = library.incoming.get(item_id)
    library.incoming.retry(item_id, signed_in_visitor().id)
    library.workers.wake()
    return redirect(url_for("bench.batch", batch_id=item.batch), 303)


@blueprint.post("/bench/items/<item_id>/dismiss")
@audience.right(Right.INGEST)
def dismiss(item_id: str) -> ResponseReturnValue:
    """Give a file up that could not be read."""
    library = current_library()
    item = library.incoming.get(item_id)
    library.incoming.dismiss(item_id, signed_in_visitor().id)
    flash(_("“%(name)s” was put away.", name=item.name), "info")
    return redirect(url_for("bench.batches"), 303)
