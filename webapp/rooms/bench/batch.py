"""One batch, live: its files, how far they are, the time left, and what may be done about them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from library.catalogue.batches import DEEDS
from library.errors import NotFound
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.numbers import page_number
from webapp.pages import page
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.items import entries_of
from webapp.rooms.bench.sifting import PER_PAGE, address_values, sieve, wanted
from webapp.security import audience


@blueprint.get("/bench/batches/<batch_id>")
@audience.right(Right.INGEST)
def batch(batch_id: str) -> ResponseReturnValue:
    """Show a batch, live."""
    return page("bench/batch.html", view="staff", limit=current_library().settings.max_bytes, **_seen(batch_id))


@blueprint.get("/bench/batches/<batch_id>/part")
@audience.right(Right.INGEST)
def batch_part(batch_id: str) -> ResponseReturnValue:
    """Give the part of the page that changes."""
    return render_template("bench/entries.html", **_seen(batch_id))


def _seen(batch_id: str) -> dict[str, Any]:
    number, library = page_number(), current_library()
    files, total = library.batches.files(wanted(batch_id), PER_PAGE, (number - 1) * PER_PAGE)
    address: dict[str, Any] = {**address_values(), "batch_id": batch_id}
    return {
        "view_of": library.batches.get(batch_id),
        "entries": entries_of(files),
        "sieve": sieve(batch_id),
        "number": number,
        "pages": -(-total // PER_PAGE),
        "page_url": lambda n: url_for("bench.batch", **address, page=n),
        "part_url": url_for("bench.batch_part", **address, page=number),
    }


@blueprint.get("/bench/files")
@audience.right(Right.INGEST)
def files() -> ResponseReturnValue:
    """List the files of all batches, newest first."""
    number, library = page_number(), current_library()
    found, total = library.batches.files(wanted(), PER_PAGE, (number - 1) * PER_PAGE)
    return page(
        "bench/files.html",
        view="staff",
        entries=entries_of(found),
        total=total,
        sieve=sieve(),
        number=number,
        pages=-(-total // PER_PAGE),
        page_url=lambda n: url_for("bench.files", **address_values(), page=n),
    )


@blueprint.post("/bench/batches/<batch_id>/<deed>")
@audience.right(Right.INGEST)
def decide_batch(batch_id: str, deed: str) -> ResponseReturnValue:
    """Pause, resume, retry or put away the files of a batch.

    Raises:
        NotFound, NotAllowed, LostRace: see `Batches.decide`.
    """
    if deed not in DEEDS:
        raise NotFound(what=deed)
    library = current_library()
    number = library.batches.decide(batch_id, deed, signed_in_visitor().id)
    library.workers.wake()
    flash(_deed_done(deed, number), "info")
    return redirect(url_for("bench.batch", batch_id=batch_id), 303)


@blueprint.post("/bench/items/<item_id>/<deed>")
@audience.right(Right.INGEST)
def decide_file(item_id: str, deed: str) -> ResponseReturnValue:
    """Pause, resume, retry or put away one file.

    Raises:
        NotFound, NotAllowed, LostRace: see `IncomingFiles`.
    """
    library, actor = current_library(), signed_in_visitor().id
    deeds = {
        "pause": library.incoming.pause,
        "resume": library.incoming.resume,
        "retry": library.incoming.retry,
        "dismiss": library.incoming.dismiss,
    }
    if deed not in deeds:
        raise NotFound(what=deed)
    item = library.incoming.get(item_id)
    deeds[deed](item_id, actor)
    library.workers.wake()
    if deed == "dismiss":
        flash(_("“%(name)s” was put away.", name=item.name), "info")
    return redirect(url_for("bench.batch", batch_id=item.batch), 303)


def _deed_done(deed: str, number: int) -> str:
    if deed == "pause":
        return str(ngettext("One file waits now.", "%(num)s files wait now.", number))
    if deed == "resume":
        return str(ngettext("One file goes on.", "%(num)s files go on.", number))
    if deed == "retry":
        return str(ngettext("One file is read once more.", "%(num)s files are read once more.", number))
    return str(ngettext("One file was put away.", "%(num)s files were put away.", number))
