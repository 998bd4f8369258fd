"""Files in: by one form with all of them, or, where scripts run, file by file into a batch that was opened before."""

from __future__ import annotations

import hashlib
from typing import BinaryIO, cast

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from library.catalogue.incoming import BATCH, SINGLE, Intent, Origin, TooManyBytes
from library.errors import BadForm, LibraryError
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import FIELD
from webapp.rooms.bench.batches import show_bench
from webapp.rooms.bench.blueprint import blueprint
from webapp.security import audience
from webapp.security.bodies import takes_files

MOST_EXPECTED = 100_000


@blueprint.post("/bench")
@audience.right(Right.INGEST)
@takes_files
def receive() -> ResponseReturnValue:
    """Take files in; one that cannot be kept does not stop the others, and the same form makes one batch."""
    files = [file for file in request.files.getlist("files") if file.filename]
    token = request.form.get(FIELD, "")
    if not files or not token:
        return show_bench(_("Choose at least one file."), 422)
    batch = _batch_of_form(token)
    _open(batch, len(files), files[0].filename or "")
    for file in files:  # also when the form comes again: what was cut off comes with it, and twice is once
        _receive(file, batch, "", len(files))
    current_library().workers.wake()
    return redirect(url_for("bench.batch", batch_id=batch), 303)


@blueprint.post("/bench/batches")
@audience.right(Right.INGEST)
def open_batch() -> ResponseReturnValue:
    """Open a batch into which files come one by one; the same form opens one. Answers with its addresses.

    Raises:
        BadForm: the form carries no token.
    """
    token = request.form.get(FIELD, "")
    if not token:
        raise BadForm({FIELD: "form-token"})
    batch = _batch_of_form(token)
    expected = request.form.get("expected", 0, type=int)
    _open(batch, min(max(expected, 0), MOST_EXPECTED), request.form.get("name", ""))
    return jsonify(
        files=url_for("bench.receive_file", batch_id=batch),
        received=url_for("bench.received", batch_id=batch),
        page=url_for("bench.batch", batch_id=batch),
    )


@blueprint.post("/bench/batches/<batch_id>/files")
@audience.right(Right.INGEST)
@takes_files
def receive_file(batch_id: str) -> ResponseReturnValue:
    """Take one file of a batch in; sent again it is the same one.

    Raises:
        BadForm: it brings none.
        NotFound, NotAllowed: there is no such batch, or it is another office's.
        StorageFailed: the disk refused; it may be sent again.
    """
    batch = current_library().batches.admit(batch_id, signed_in_visitor().id)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadForm({"file": "required"})
    item = _receive(file, batch_id, request.form.get("path", ""), batch.expected, batch.office)
    current_library().workers.wake()
    return jsonify(item=item)


@blueprint.get("/bench/batches/<batch_id>/received")
@audience.right(Right.INGEST)
def received(batch_id: str) -> ResponseReturnValue:
    """Say what has come of a batch, so that a sender who was cut off sends the rest.

    Raises:
        NotFound, NotAllowed: there is no such batch, or it is another office's.
    """
    library = current_library()
    library.batches.admit(batch_id, signed_in_visitor().id)
    return jsonify(files=library.batches.received(batch_id))


def _batch_of_form(token: str) -> str:
    # The batch's id comes from the form's token: sending it again finds the files that are there already.
    return hashlib.sha256(f"{signed_in_visitor().id} {token}".encode()).hexdigest()[:16]


def _open(batch: str, expected: int, name: str) -> None:
    office, by = _office(), signed_in_visitor().id
    current_library().batches.open(name, office, source="upload", by=by, expected=expected, batch_id=batch)


def _office() -> str:
    library, chosen = current_library(), request.form.get("office", "")
    return chosen if chosen in library.offices else signed_in_visitor().office or library.first_office.code


def _receive(file: FileStorage, batch: str, path: str, expected: int, office: str = "") -> str | None:
    """Take one file in, or list it with the reason why not."""
    library, name = current_library(), file.filename or ""
    access = "restricted" if request.form.get("access") == "restricted" else "open"
    priority = SINGLE if expected == 1 else BATCH
    intent = Intent(office=office or _office(), access=access, created_by=signed_in_visitor().id, priority=priority)
    origin = Origin(path=path)
    try:
        return library.incoming.receive(cast("BinaryIO", file.stream), name, intent, batch, origin)
    except TooManyBytes:
        size = file.stream.seek(0, 2)
        params = {"size": size, "limit": library.incoming.max_bytes}
        return library.incoming.refuse(name, intent, batch, origin, "too-large", params)
    except LibraryError as problem:
        if path or request.endpoint == "bench.receive_file":
            raise  # its sender tries again
        flash(problem.sentence(choose_language()), "bad")
        return None
