"""What a reader asks for, as it stands in the address of a results page."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from flask import g, request, url_for

from search import Query

PER_PAGE = 20
# Nobody reads the hits beyond; the words have to become narrower.
LAST_PAGE = 50
LONGEST = 200
SORTS = ("relevance", "newest", "oldest")
FINDS = ("table", "figure", "chapter")
NO_SYNONYMS = "no"
# What says how the hits are shown, and narrows nothing.
_MANNER = ("q", "sort", "page", "find", "also", "cut")

# The signs that need no escape within a query, as in the addresses that the router makes.
_SAFE = "!$'()*,/:;?@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words and filters of a search; "" and None do not filter. `page` counts from 1.

    `find` is the kind of heading that is sought instead of pages; `also` is "no" where abbreviations find only
    themselves; `cut` says that more was typed than is sought.
    """

    q: str = ""
    office: str = ""
    year_from: int | None = None
    year_to: int | None = None
    kind: str = ""
    language: str = ""
    subject: str = ""
    region: str = ""
    available: str = ""
    work: str = ""
    find: str = ""
    also: str = ""
    sort: str = "relevance"
    page: int = 1
    cut: bool = False

    def query(self) -> Query:
        """Say it in the words of the engine."""
        return Query(
            self.q,
            office=self.office or None,
            year_from=self.year_from,
            year_to=self.year_to,
            kind=self.kind or None,
            language=self.language or None,
            subject=self.subject or None,
            region=self.region or None,
            available=self.available or None,
            work=self.work or None,
            limit=PER_PAGE,
            offset=(self.page - 1) * PER_PAGE,
            sort=self.sort,
            synonyms=self.also != NO_SYNONYMS,
        )

    def url(self, **changes: object) -> str:
        """Give the address of this search with something changed; it starts again at the first page."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type] # the names are this class's own
        # A page has a hundred such addresses, and the router takes long for each.
        return f"{_address()}?{urlencode(changed.values(), safe=_SAFE)}"

    def values(self) -> dict[str, str]:
        """Give what differs from an empty search, for an address or hidden fields."""
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "cut"}
        empty = {field.name: field.default for field in fields(self)}
        return {name: str(value) for name, value in given.items() if value != empty[name]}

    @property
    def filters(self) -> dict[str, str]:
        """Give what narrows the search, without words, order and page."""
        return {name: value for name, value in self.values().items() if name not in _MANNER}

    @property
    def kept(self) -> dict[str, str]:
        """Give what a saved search keeps besides its words."""
        return {name: value for name, value in self.values().items() if name not in ("q", "page", "work")}


def _address() -> str:
    if "search_address" not in g:
        g.search_address = url_for("search.results")
    return str(g.search_address)


def wanted() -> Wanted:
    """Read the address; what cannot be meant is left out."""
    args = request.values
    words = " ".join(args.get("q", "").split())
    first, last = _years()
    return Wanted(
        q=words[:LONGEST],
        cut=len(words) > LONGEST,
        office=args.get("office", "")[:8],
        year_from=first,
        year_to=last,
        kind=args.get("kind", "")[:16],
        language=args.get("language", "")[:8],
        subject=args.get("subject", "")[:8],
        region=args.get("region", "")[:8],
        available=args.get("available", "")[:8],
        work=args.get("work", "")[:10],
        find=args["find"] if args.get("find") in FINDS else "",
        also=NO_SYNONYMS if args.get("also") == NO_SYNONYMS else "",
        sort=args["sort"] if args.get("sort") in SORTS else "relevance",
        page=min(_whole("page") or 1, LAST_PAGE),
    )


def _years() -> tuple[int | None, int | None]:
    """Read the first and the last year; whoever wrote them the other way round means the same span."""
    first, last = _year("year_from"), _year("year_to")
    return (last, first) if first and last and first > last else (first, last)


def _year(name: str) -> int | None:
    year = _whole(name)
    return year if year is not None and 1800 <= year <= 2100 else None


def _whole(name: str) -> int | None:
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) <= 6 and int(text) > 0 else None
