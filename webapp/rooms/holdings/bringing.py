"""Copies by file: brought in from a table or MARC, and given out as both."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from ingest.exchange.copies import marc_with_copies, read_copies, write_copies
from ingest.exchange.reading import LARGEST
from library.catalogue.records import Record, of_work
from library.errors import BadInput, NotFound
from library.holdings import copies, importing
from library.holdings.copies import NAMES, CopyForm
from library.holdings.importing import Outcome
from library.readers.roles import Right
from library.store.models import Holding
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import REASONS
from webapp.rooms.holdings.blueprint import blueprint, office_choices, office_of_shelf, tabs
from webapp.rooms.holdings.words import field_label
from webapp.rooms.works.records import names_of, web_address
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to

FORMATS = {"csv": "text/csv; charset=utf-8", "mrc": "application/marc"}
_AT_ONCE = 200
"""copies that are entered in one go; others write in between"""
_SHOWN = 200
"""refused lines that are named"""
PER_PIECE = 1_000
"""copies that are read at once for a file"""


@blueprint.get("/file")
@audience.right(Right.RELEASE)
def bring_form() -> ResponseReturnValue:
    """Show where copies come in and go out."""
    return _show()


@blueprint.post("/file")
@audience.right(Right.RELEASE)
@takes_files_up_to(LARGEST)
def bring() -> ResponseReturnValue:
    """Enter the copies of a file, and say of each line that was refused why."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _show(str(REASONS["required"]))
    try:
        brought = read_copies(file.stream.read(LARGEST + 1))
    except BadInput as problem:
        return _show(problem.sentence(choose_language()))
    library, actor, office, whole = current_library(), signed_in_visitor().id, office_of_shelf(), Outcome()
    for start in range(0, len(brought), _AT_ONCE):
        with library.database.write() as records:
            part = importing.bring(records, library.clock(), office, brought[start : start + _AT_ONCE], actor)
        whole.works, whole.copies = whole.works + part.works, whole.copies + part.copies
        whole.changed += part.changed
        whole.refused += part.refused
    library.workers.wake()
    return _show(outcome=whole)


def _show(error: str = "", outcome: Outcome | None = None) -> ResponseReturnValue:
    lines = outcome.refused[:_SHOWN] if outcome else []
    refused = [
        (each.line, each.title, field_label(each.field), str(REASONS.get(each.reason, each.reason))) for each in lines
    ]
    return page(
        "holdings/bring.html",
        status=422 if error else 200,
        view="staff",
        tabs=tabs("bring_form"),
        error=error,
        outcome=outcome,
        refused=refused,
        offices=office_choices(),
        formats=list(FORMATS),
    )


@blueprint.get("/all.<form>")
@audience.right(Right.RELEASE)
def give(form: str) -> ResponseReturnValue:
    """Give the copies of one's office, or of all, as a table or in MARC with field 852."""
    if form not in FORMATS:
        raise NotFound(what=form)
    rows = _rows()
    pieces: Iterator[bytes] = (
        (text.encode() for text in write_copies(rows))
        if form == "csv"
        else (marc_with_copies(record, [copy]) for record, copy in rows)
    )
    answer = Response(stream_with_context(pieces), content_type=FORMATS[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="pustaka-print.{form}"'
    return answer


def _rows() -> Iterator[tuple[Record, CopyForm]]:
    office, after = signed_in_visitor().office, None
    while True:
        piece = _piece(office, after)
        yield from ((record, _form(copy)) for record, copy in piece)
        if len(piece) < PER_PIECE:
            return
        after = piece[-1][1]


def _piece(office: str | None, after: Holding | None) -> list[tuple[Record, Holding]]:
    """Read some copies and let go of the database: whoever takes the file in slowly keeps no writer waiting."""
    with current_library().database.read() as records:
        return [
            (of_work(records, work, address=web_address(work), names=names_of(work)), copy)
            for copy, work in copies.following(records, office, after, PER_PIECE)
        ]


def _form(copy: Holding) -> CopyForm:
    return CopyForm(**{name: getattr(copy, name) for name in NAMES})
