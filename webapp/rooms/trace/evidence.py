"""What lets a person check an answer: pictures and the report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import cast

from flask import Response, abort
from flask.typing import ResponseReturnValue

from library.readers.roles import Right
from library.tracing.pictures import Side, evidence_picture
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.rooms.trace.blueprint import blueprint
from webapp.security import audience

SIDES = ("leak", "original")


@blueprint.get("/<case_id>/evidence/<int:number>/<side>.png")
@audience.right(Right.TRACE)
def evidence(case_id: str, number: int, side: str) -> ResponseReturnValue:
    """Draw a page of the leak or of the original, with the marks that were read."""
    if side not in SIDES:
        abort(404)
    shown = current_library().traces.evidence(case_id, number - 1, actor=signed_in_visitor().id)
    return Response(evidence_picture(shown, cast("Side", side)), mimetype="image/png")


@blueprint.get("/<case_id>/report.pdf")
@audience.right(Right.TRACE)
def report(case_id: str) -> ResponseReturnValue:
    """Hand the evidence report over in the language of the page that asked.

    It is written anew each time, with the names as the records have them now.
    """
    library = current_library()
    with tempfile.TemporaryDirectory(dir=library.folders.work, prefix="report-") as folder:
        out = Path(folder) / "report.pdf"
        library.traces.write_report(case_id, out, actor=signed_in_visitor().id, language=choose_language())
        answer = Response(out.read_bytes(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="trace-{case_id}.pdf"'
    return answer
