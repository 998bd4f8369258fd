"""Ways to narrow the hits: each choice with its count, and a press on a chosen one takes it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from search import FacetCount
from webapp.current import current_library
from webapp.rooms.search.wanted import Wanted
from webapp.shown_works import available_name, kind_name, language_name, office_name, subject_words

MOST = 12
Naming = Callable[[str], str]
Facets = Mapping[str, Sequence[FacetCount]]


def groups(facets: Facets, sought: Wanted) -> list[dict[str, Any]]:
    """Give the groups of `facets`; one with a single choice that is not chosen says nothing and is left out."""
    made = [
        {"title": _("Year"), "items": _years(facets, sought)},
        {"title": _("Subject"), "items": _items(facets, sought, "subject", subject_words)},
        {"title": _("Region"), "items": _items(_known_regions(facets, sought), sought, "region", _region_name)},
        {"title": _("Office"), "items": _items(facets, sought, "office", office_name)},
        {"title": _("Language"), "items": _items(facets, sought, "language", language_name)},
    ]
    if not sought.find:  # headings are counted by their own kind, in the tabs
        made.append({"title": _("Kind"), "items": _items(facets, sought, "kind", kind_name)})
        made.append({"title": _("Available as"), "items": _items(facets, sought, "available", available_name)})
    return [group for group in made if len(group["items"]) > 1 or any(item["selected"] for item in group["items"])]


def _known_regions(facets: Facets, sought: Wanted) -> Facets:
    """Leave out the regions that have no name: a bare code helps nobody to choose."""
    named = [each for each in facets.get("region", ()) if _region_name(each.value) != each.value]
    chosen = [each for each in facets.get("region", ()) if each.value == sought.region and each not in named]
    return {"region": [*named, *chosen]}


def _region_name(code: str) -> str:
    """Name a region shortly; what it lies in is said on the work's page."""
    places = current_library().describer.tables.regions.place(code)
    return places[0].name if places else code


def _items(facets: Facets, sought: Wanted, name: str, naming: Naming) -> list[dict[str, Any]]:
    chosen = getattr(sought, name)
    counts = [(facet.value, facet.count) for facet in facets.get(name, ())][:MOST]
    if chosen and chosen not in {value for value, _count in counts}:
        counts.append((chosen, 0))
    return [
        {
            "label": naming(value) or value,
            "count": count,
            "selected": value == chosen,
            "url": sought.url(**{name: "" if value == chosen else value}),
        }
        for value, count in counts
    ]


def _years(facets: Facets, sought: Wanted) -> list[dict[str, Any]]:
    single = sought.year_from if sought.year_from == sought.year_to else None
    items = []
    for facet in facets.get("year", ())[:MOST]:
        year = int(facet.value)
        taken = None if year == single else year
        url = sought.url(year_from=taken, year_to=taken)
        items.append({"label": facet.value, "count": facet.count, "selected": year == single, "url": url})
    return items


def finds(sought: Wanted, pages: int | None, kinds: Mapping[str, int]) -> list[dict[str, Any]]:
    """Give the tabs: pages, and each kind of heading that the words find; `pages` is None where none were counted."""
    names = {"table": _("Tables"), "figure": _("Figures"), "chapter": _("Chapters")}
    icons = {"table": "table", "figure": "chart-column", "chapter": "book-open"}
    made = [{"label": _("Pages"), "count": pages, "url": sought.url(find=""), "icon": "file-text", "kind": ""}]
    # Headings know nothing of how a work was made and in which form it is there.
    alone = {kind: sought.url(find=kind, kind="", available="") for kind in names}
    made += [
        {"label": name, "count": kinds.get(kind, 0), "url": alone[kind], "icon": icons[kind], "kind": kind}
        for kind, name in names.items()
        if kinds.get(kind) or kind == sought.find
    ]
    return [{**each, "current": each["kind"] == sought.find} for each in made]
