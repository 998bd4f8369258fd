"""Which works a feed shows: the newest, those of one office, or those whose pages hold some words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import abort, request

from library.exchange.listing import PLACE, Listed, Wanted, place_of, read_place
from library.searching.released import search_released
from search import Query, SearchError
from webapp.current import current_library

PER_PAGE = 50
LAST_PAGE = 10_000
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a feed; `number` counts from 1, `place` is where the next one begins if works come and go."""

    listed: Listed
    number: int
    place: str = ""

    @property
    def onward(self) -> dict[str, str]:
        """The parameters of the next page."""
        return {"page": str(self.number + 1)} | ({"after": self.place} if self.place else {})

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.listed.total // PER_PAGE))

    @property
    def first_item(self) -> int:
        """The place of its first work among all, from 1."""
        return (self.number - 1) * PER_PAGE + 1


def newest(office: str = "") -> Shelf:
    """Give works by the time of their release; an office that is not here is not found."""
    library = current_library()
    if office and office not in library.offices:
        abort(404)
    number = _number()
    after = request.args.get("after", "")
    place = read_place(after) if re.match(PLACE, after) else None
    listed = library.public_list.page(Wanted(office, files_only=True), PER_PAGE, (number - 1) * PER_PAGE, place)
    return Shelf(listed, number, place_of(listed.works[-1]) if listed.works else "")


def holding(words: str) -> Shelf:
    """Give works whose pages hold the words, the best first; nothing where the words cannot be looked for."""
    library, number = current_library(), _number()
    typed = " ".join(words.split())[:_LONGEST]
    query = Query(typed, limit=PER_PAGE, offset=(number - 1) * PER_PAGE, by_work=True)
    try:
        found = search_released(library.database, library.search, query) if typed else None
    except SearchError:
        found = None
    if found is None:
        return Shelf(library.public_list.these(()), 1)
    return Shelf(replace(library.public_list.these([hit.work for hit in found.hits]), total=found.works), number)


def _number() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
