"""Joining series, and taking editions out of one."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.catalogue import series
from library.errors import BadForm
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.reasons import field_errors
from webapp.rooms.bench.blueprint import blueprint
from webapp.security import audience


@blueprint.post("/bench/series/<series_id>/merge")
@audience.right(Right.RELEASE)
def merge_series(series_id: str) -> ResponseReturnValue:
    """Put all editions into another series."""
    library, into = current_library(), request.form.get("into", "")
    try:
        with library.database.write() as records:
            made = series.merge(records, library.clock(), series_id, into, signed_in_visitor().id)
    except BadForm as problem:
        return _refused(series_id, problem)
    flash(_("Joined. The old address leads here."), "good")
    return redirect(url_for("works.series", series_id=made.id), 303)


@blueprint.post("/bench/series/<series_id>/split")
@audience.right(Right.RELEASE)
def split_series(series_id: str) -> ResponseReturnValue:
    """Make a series of their own of some editions."""
    library, chosen = current_library(), request.form.getlist("works")
    try:
        with library.database.write() as records:
            made = series.split(records, library.clock(), series_id, chosen, signed_in_visitor().id)
    except BadForm as problem:
        return _refused(series_id, problem)
    flash(_("Taken out: this is their own series now."), "good")
    return redirect(url_for("works.series", series_id=made.id), 303)


def _refused(series_id: str, problem: BadForm) -> ResponseReturnValue:
    flash(" ".join(field_errors(problem).values()), "bad")
    return redirect(url_for("works.series", series_id=series_id), 303)
