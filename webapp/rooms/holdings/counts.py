"""The inventory check: begin, read labels, see what is missing, end."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from library.holdings import copies, counting
from library.readers.roles import Right
from library.store.models import StockCount
from library.store.records import found
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.pages import page
from webapp.rooms.holdings import words
from webapp.rooms.holdings.blueprint import blueprint, office_choices, office_of_shelf, tabs
from webapp.security import audience

SHOWN = 500


@blueprint.get("/counts")
@audience.right(Right.RELEASE)
def counts() -> ResponseReturnValue:
    """List the counts, and let one begin."""
    with current_library().database.read() as records:
        rows = counting.recent(records, signed_in_visitor().office)
        places = copies.places(records, office_of_shelf())
    rooms = list(dict.fromkeys(room for room, _cabinet in places if room))
    cabinets = list(dict.fromkeys(cabinet for _room, cabinet in places if cabinet))
    return page(
        "holdings/counts.html",
        view="staff",
        tabs=tabs("counts"),
        rows=rows,
        rooms=[(room, room) for room in rooms],
        cabinets=[(cabinet, cabinet) for cabinet in cabinets],
        offices=office_choices(),
    )


@blueprint.post("/counts")
@audience.right(Right.RELEASE)
def begin_count() -> ResponseReturnValue:
    """Begin to count."""
    library = current_library()
    room, cabinet = request.form.get("room", ""), request.form.get("cabinet", "")
    with library.database.write() as records:
        made = counting.begin(records, library.clock(), office_of_shelf(), room, cabinet, signed_in_visitor().id)
        count_id = made.id
    return redirect(url_for("holdings.count", count_id=count_id), 303)


@blueprint.get("/counts/<count_id>")
@audience.right(Right.RELEASE)
def count(count_id: str) -> ResponseReturnValue:
    """Show how a count stands."""
    with current_library().database.read() as records:
        row = found(records, StockCount, count_id)
        tally = counting.tally(records, row)
    return page(
        "holdings/count.html",
        view="staff",
        office=use_office(row.office),
        count=row,
        tally=tally,
        shown=SHOWN,
        say=words,
    )


@blueprint.post("/counts/<count_id>")
@audience.right(Right.RELEASE)
def mark_count(count_id: str) -> ResponseReturnValue:
    """Take numbers in: typed, read by a barcode reader, or a whole list."""
    library = current_library()
    numbers = request.form.get("numbers", "").replace(",", "\n").replace(";", "\n").splitlines()
    with library.database.write() as records:
        marked = counting.mark(records, library.clock(), count_id, numbers, signed_in_visitor().id)
    seen = ngettext("%(num)s copy noted.", "%(num)s copies noted.", marked.seen)
    flash(seen, "good" if marked.seen else "info")
    if marked.unknown:
        flash(_("No copy has these numbers: %(numbers)s", numbers=", ".join(marked.unknown[:20])), "warn")
    return redirect(url_for("holdings.count", count_id=count_id), 303)


@blueprint.post("/counts/<count_id>/end")
@audience.right(Right.RELEASE)
def end_count(count_id: str) -> ResponseReturnValue:
    """End the count; what was not seen is missing from now on."""
    library = current_library()
    final = counting.end(library.database, library.clock(), count_id, signed_in_visitor().id)
    library.workers.wake()
    lost = ngettext("%(num)s copy is missing.", "%(num)s copies are missing.", final.missing)
    flash(lost if final.missing else _("Nothing is missing."), "warn" if final.missing else "good")
    return redirect(url_for("holdings.count", count_id=count_id), 303)
