"""The bench: where files go in, what is under way, and what waits for review; and the list of all batches."""

from __future__ import annotations

from collections import defaultdict

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import descriptions, duplicates, works
from library.catalogue.batches import Wanted
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.numbers import page_number
from webapp.once import form_token
from webapp.pages import page
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.sifting import PER_PAGE, address_values, sieve, wanted
from webapp.security import audience
from webapp.shown_works import office_name

RECENT = 6
IN_REVIEW = 100


@blueprint.get("/bench")
@audience.right(Right.INGEST)
def batches() -> ResponseReturnValue:
    """Show where to drop files, what is being read, and what waits for review."""
    return show_bench()


@blueprint.get("/bench/part")
@audience.right(Right.INGEST)
def batches_part() -> ResponseReturnValue:
    """Give the part of the bench that changes by itself."""
    return render_template("bench/recent_part.html", batches=current_library().batches.recent(Wanted(), RECENT)[0])


def show_bench(error: str = "", status: int = 200) -> ResponseReturnValue:
    """Show the bench, with what is wrong with the files that were given."""
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
        batches=library.batches.recent(Wanted(), RECENT)[0],
        review=review,
        doubtful=doubtful,
        alike=alike,
        office=library.offices.get(visitor.office or ""),
        offices=[(code, office_name(code)) for code in library.offices],
        own=visitor.office or library.first_office.code,
        limit=library.settings.max_bytes,
    )


@blueprint.get("/bench/batches")
@audience.right(Right.INGEST)
def all_batches() -> ResponseReturnValue:
    """List the batches in which there is a file of the wanted sort, newest first."""
    number = page_number()
    found, total = current_library().batches.recent(wanted(), PER_PAGE, (number - 1) * PER_PAGE)
    return page(
        "bench/all_batches.html",
        view="staff",
        batches=found,
        total=total,
        sieve=sieve(),
        number=number,
        pages=-(-total // PER_PAGE),
        page_url=lambda n: url_for("bench.all_batches", **address_values(), page=n),
    )
