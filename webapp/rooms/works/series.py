"""A series: its editions by year, and the years that are missing."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import series
from library.errors import NotFound
from library.readers.roles import Right
from webapp.current import current_library, may
from webapp.pages import page
from webapp.rooms.works.blueprint import blueprint
from webapp.security import audience
from webapp.shown_works import cards, place_words


@blueprint.get("/series/<series_id>", endpoint="series")
@audience.public
def show_series(series_id: str) -> ResponseReturnValue:
    """Show the released editions of a series; one that was merged leads on to where they are."""
    staff = may(Right.RELEASE)
    with current_library().database.read() as records:
        found = series.get(records, series_id)
        editions = series.editions(records, found.id)
        all_editions = series.editions(records, found.id, states=("released", "review")) if staff else editions
        neighbours = series.neighbours(records, found) if staff else []
    if found.id != series_id:
        return redirect(url_for("works.series", series_id=found.id), 301)
    if not all_editions:
        raise NotFound(what=series_id)  # nothing of it is for everybody's eyes
    years = series.by_year(editions)
    return page(
        "works/series.html",
        series=found,
        place=place_words(found.region),
        years=[(year.year, cards(year.works)) for year in years],
        missing=sorted(year.year for year in years if not year.works),
        undated=cards(work for work in editions if work.year is None),
        total=len(editions),
        staff=staff,
        all_editions=all_editions,
        neighbours=neighbours,
        neighbour_options=[(each.id, " · ".join(filter(None, (each.title, each.number)))) for each in neighbours],
        edition_options=[(work.id, f"{work.title} {work.year or ''}".strip()) for work in all_editions],
    )
