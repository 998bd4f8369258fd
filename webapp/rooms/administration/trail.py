"""The audit trail: who did what to what, by their ids."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from flask import Response, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from library.audit_reading import entries
from library.privacy.breach_files import safe_cell
from library.readers.roles import Right
from webapp.current import current_library
from webapp.numbers import row_before
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience

PER_PAGE = 100
PER_PIECE = 1_000
COLUMNS = ("seq", "at", "actor", "action", "subject", "details")


@blueprint.get("/trail")
@audience.right(Right.SEE_AUDIT)
def trail() -> ResponseReturnValue:
    """List entries, newest first."""
    sought = _sought()
    before = row_before()
    with current_library().database.read() as records:
        found = entries(records, **sought, before=before, limit=PER_PAGE)
    more = len(found) == PER_PAGE
    older = url_for("administration.trail", **_filled(sought), before=found[-1].seq) if more else ""  # type: ignore[arg-type] # names of filters, none of them url_for's own
    return page(
        "administration/trail.html",
        view="staff",
        tabs=tabs("trail"),
        entries=found,
        sought=sought,
        older=older,
        file=url_for("administration.trail_file", **_filled(sought)),  # type: ignore[arg-type] # names of filters
    )


@blueprint.get("/trail.csv")
@audience.right(Right.SEE_AUDIT)
def trail_file() -> ResponseReturnValue:
    """Give what was sought as a table, newest first, piece by piece: a trail of years is long."""
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
    return Response(stream_with_context(_lines(_sought())), mimetype="text/csv", headers=headers)


def _lines(sought: dict[str, str]) -> Iterator[str]:
    before: int | None = None
    yield ",".join(COLUMNS) + "\r\n"
    while True:
        with current_library().database.read() as records:
            found = entries(records, **sought, before=before, limit=PER_PIECE)
        out = io.StringIO()
        writer = csv.writer(out)
        for entry in found:
            details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""
            cells = (entry.actor, entry.action, entry.subject, details)
            writer.writerow([entry.seq, entry.at.isoformat(), *map(safe_cell, cells)])
        yield out.getvalue()
        if len(found) < PER_PIECE:
            return
        before = found[-1].seq


def _sought() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:60] for name in ("actor", "action", "subject")}


def _filled(sought: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sought.items() if value}
