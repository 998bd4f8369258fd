"""Pages that are left over once somebody is identified: whether they show works that no page read so far shows.

A file may be put together from copies of two readers. Which pages are chosen follows from the leak and the masters
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.errors import LeakError
from watermark.trace.index import query_features
from watermark.trace.recognise import worth_a_look
from watermark.trace.votes import votes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from watermark.trace.case import Case
    from watermark.trace.leak import LeakFile

_LEAST: Final = 1.0  # votes of a page that is clearly there: a size at which it stands out gives it one
_CLEARER: Final = 1.2  # times the votes that the works read so far get: books of one kind share pages
_MOST_WORKS: Final = 6


def further_pages(
    places: Sequence[tuple[LeakFile, int]], case: Case, looked: Callable[[], None]
) -> list[tuple[LeakFile, int]]:
    """Choose one page of each further work, the clearest first; `looked` is called after each page."""
    known = {case.masters[one.master].work for one in case.readings}
    best: dict[str, tuple[float, tuple[LeakFile, int]]] = {}
    for place in places:
        for work, clear in _shown(place, case, known):
            if clear > best.get(work, (0.0, place))[0]:
                best[work] = clear, place
        looked()
    ordered = sorted(best.values(), key=lambda one: -one[0])[:_MOST_WORKS]
    return [place for _, place in ordered]


def _shown(place: tuple[LeakFile, int], case: Case, known: set[str]) -> Iterator[tuple[str, float]]:
    """Name the work that a page shows, and its votes, if it is none of those known."""
    file, number = place
    try:
        (leak,) = file.read([number])
    except LeakError:
        return
    if not worth_a_look(leak.picture):
        return
    indices = [master.page_index for master in case.masters]
    every = np.split(votes(query_features(leak.picture), indices), np.cumsum([index.pages for index in indices])[:-1])
    of_work: dict[str, float] = {}
    for master, own in zip(case.masters, every, strict=True):
        of_work[master.work] = max(of_work.get(master.work, 0.0), float(own.max(initial=0.0)))
    work = max(of_work, key=lambda one: of_work[one])
    bar = max([_LEAST, *(_CLEARER * of_work[one] for one in known if one in of_work)])
    if work not in known and of_work[work] >= bar:
        yield work, of_work[work]
