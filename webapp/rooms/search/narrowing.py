"""Ways to narrow the hits: each choice with its count, and a press on a chosen one takes it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from search import Results
from webapp.rooms.search.wanted import Wanted
from webapp.shown_works import kind_name, language_name, office_name

MOST = 12
Naming = Callable[[str], str]


def groups(results: Results, sought: Wanted) -> list[dict[str, Any]]:
    """Give the groups of `facets`; one with a single choice that is not chosen says nothing and is left out."""
    made = [
        {"title": _("Office"), "items": _items(results, sought, "office", office_name)},
        {"title": _("Year"), "items": _years(results, sought)},
        {"title": _("Kind"), "items": _items(results, sought, "kind", kind_name)},
        {"title": _("Language"), "items": _items(results, sought, "language", language_name)},
    ]
    return [group for group in made if len(group["items"]) > 1 or any(item["selected"] for item in group["items"])]


def _items(results: Results, sought: Wanted, name: str, naming: Naming) -> list[dict[str, Any]]:
    chosen = getattr(sought, name)
    counts = [(facet.value, facet.count) for facet in results.facets.get(name, ())][:MOST]
    if chosen and chosen not in {value for value, _count in counts}:
        counts.append((chosen, 0))
    return [
        {
            "label": naming(value),
            "count": count,
            "selected": value == chosen,
            "url": sought.url(**{name: "" if value == chosen else value}),
        }
        for value, count in counts
    ]


def _years(results: Results, sought: Wanted) -> list[dict[str, Any]]:
    single = sought.year_from if sought.year_from == sought.year_to else None
    items = []
    for facet in results.facets.get("year", ())[:MOST]:
        year = int(facet.value)
        taken = None if year == single else year
        url = sought.url(year_from=taken, year_to=taken)
        items.append({"label": facet.value, "count": facet.count, "selected": year == single, "url": url})
    return items
