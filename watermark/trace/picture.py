"""Read what one picture of a leak shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.both_ways import read_both_ways
from watermark.trace.evidence import sketch
from watermark.trace.letters import read_letters
from watermark.trace.read import SlotReader, blur_of
from watermark.trace.readings import SlotReadings
from watermark.trace.recognise import CLEAR_LIKENESS, recognise, worth_a_look
from watermark.trace.regions import PageReading
from watermark.trace.remainder import MOST_SIDE_BY_SIDE, remainder
from watermark.trace.rivals import MOST_READ, Found, Rivals
from watermark.trace.screen import read_screen
from watermark.trace.shares import by_rank
from watermark.trace.snapped import with_snapped
from watermark.trace.verdict import TracedPage
from watermark.trace.window import lies_flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watermark.trace.align import Aligned
    from watermark.trace.case import Case
    from watermark.trace.glyphs import Glyphs
    from watermark.trace.leak import LeakPage
    from watermark.trace.screen import Drawn, Shown

_SKETCHED_PAGES = 24
_SAME_PLACE = 1.0  # px of the leak
_AS_LARGE = 1.0  # px of the leak by which pages shown alike differ in width, at most


def read_picture(leak: LeakPage, case: Case) -> None:
    """Read the page that a picture shows, then what it shows beside that page.

    Where the leak is one page, and nothing lies beside it, the pages of masters that it may be are read one after
    another while nobody is identified (`Case.unread`). Longer leaks are read whole: what their pages say together must
    not depend on whom a single one named.
    """
    told, rivals = TracedPage(leak.file.name, leak.number + 1), recognise(leak.picture, case.masters)
    if rivals is None:
        blank = not worth_a_look(leak.picture)
        why = "The picture is blank." if blank else "No page of the library was recognised."
        case.pages.append(replace(told, reason=why))
        return
    glyphs: Glyphs | None = leak.glyphs()
    seen: set[tuple[int, int]] = set()
    while rivals is not None:
        seen.add((rivals.first.master, rivals.first.page))
        beside = _beside(rivals, seen, case)
        one_page = case.alone and beside is None and len(seen) == 1
        shares = by_rank(min(len(rivals.may_be_read()), MOST_READ)) if one_page else []
        reading = _reading(rivals.in_turn() if one_page else iter(rivals.all()), glyphs, told, case, shares)
        if one_page and len(rivals.may_be_read()) > 1:
            case.possible = _possible(rivals, 1 if glyphs is None else 2, case)
            next(reading)
            case.unread = reading
        else:
            for _ in reading:
                pass
        rivals, glyphs = beside, None


def _beside(rivals: Rivals, seen: set[tuple[int, int]], case: Case) -> Rivals | None:
    """Find what the picture shows beside a page; None if that is nothing new, or if that page is not clear itself."""
    first = rivals.first.aligned
    rest = remainder(first) if first.likeness >= CLEAR_LIKENESS and len(seen) < MOST_SIDE_BY_SIDE else None
    found = None if rest is None else recognise(rest, case.masters, as_held=True)
    return None if found is None or (found.first.master, found.first.page) in seen else found


def _possible(rivals: Rivals, ways: int, case: Case) -> int:
    """Count what may be scored if all rivals are read: a function of the leak and the masters, not of any code.

    Each counts as read by its pixels, and by its letters if there are any.
    """
    keys = sorted((len(case.masters[one].keys) for one in rivals.may_be_read()), reverse=True)
    return ways * sum(keys[:MOST_READ])


def _reading(
    found: Iterator[Found], glyphs: Glyphs | None, told: TracedPage, case: Case, shares: Sequence[float]
) -> Iterator[list[PageReading]]:
    """Read one page in every way and on every page of a master that it may be; tell of the most alike.

    `shares` are those of the pages found, in their order; without any no reading has a share of its own.
    """
    number, best = len(case.pages), -1.0
    before = _Before()
    for turn, one in enumerate(found):
        ways, before = _read_one(one, number, glyphs, case, before)
        share = shares[turn] if shares else 0.0
        readings = [
            PageReading(number, one.master, one.page, way, share * part)
            for way, part in zip(ways, by_rank(len(ways)), strict=True)
        ]
        case.readings += readings
        if one.aligned.likeness > best:
            best = one.aligned.likeness
            case.pages[number:] = [_told(one, readings[0], told, case)]
        yield readings


@dataclass(frozen=True)
class _Before:
    """What pages of masters that were read before told of the leak, whichever page it shows.

    Attributes:
        order: that of the paper's curl, if it was asked.
        shown: how a screen showed the leak, if at all; known by a page of that size (pt) over which it lay so.
        size, aligned: of that page.
    """

    order: int | None = None
    shown: Shown | None = None
    size: tuple[float, float] = (0.0, 0.0)
    aligned: Aligned | None = None

    def shown_as(self, size: tuple[float, float], aligned: Aligned) -> Shown | Drawn | None:
        """Tell how a screen showed another page that is as large in the leak: where that one lay, or elsewhere."""
        mine = self.aligned
        if mine is None or self.shown is None or size != self.size:
            return None
        if mine.lattice.shape != aligned.lattice.shape or not np.array_equal(mine.source, aligned.source):
            return None
        if float(np.abs(mine.lattice - aligned.lattice).mean()) < _SAME_PLACE:
            return self.shown
        flat = [lies_flat(one) for one in (mine, aligned)]
        scales = [one[0] for one in flat if one is not None]
        return self.shown.drawn if len(scales) == 2 and abs(scales[0] - scales[1]) * size[0] < _AS_LARGE else None


def _read_one(
    found: Found, number: int, glyphs: Glyphs | None, case: Case, before: _Before
) -> tuple[list[SlotReadings], _Before]:
    """Read one page in every way, the likeliest first; and tell what is known of the leak then."""
    pages = case.masters[found.master].pages
    reader = SlotReader(found.view, blur_of(found.view.middle, found.aligned))
    pixels, aligned, order = read_both_ways(reader, found.aligned, before.order)
    told = replace(before, order=order)
    if not glyphs:  # a picture: where a program rounded every letter an alignment reads clearly, and often wrongly
        pixels = with_snapped(pixels, reader, aligned, lambda: pages.lettering(found.page))
        size = pages.sizes[found.page]
        pixels, shown = read_screen(found, aligned, pages, pixels, before.shown_as(size, aligned))
        if before.shown is None and shown is not None:
            told = _Before(order, shown, size, aligned)
    if number < _SKETCHED_PAGES:
        case.sketches.setdefault(number, []).append(sketch(replace(found, aligned=aligned)))
    return [*([] if glyphs is None else _by_letters(found, glyphs, pixels, case)), pixels], told


def _told(found: Found, reading: PageReading, told: TracedPage, case: Case) -> TracedPage:
    master = case.masters[found.master]
    slots = int(np.isfinite(reading.readings.noise).sum())
    why = "" if slots else "The page has no slot that could be read."
    return replace(
        told,
        work=master.work,
        version=master.version,
        page=found.page + 1,
        slots=slots,
        likeness=found.aligned.likeness,
        reason=why,
    )


def _by_letters(found: Found, glyphs: Glyphs, pixels: SlotReadings, case: Case) -> list[SlotReadings]:
    """Read from the places of letters; slots that are no letters keep the reading of their pixels.

    Letters that a script has set level show neither A nor B, and their pixels would only say so less clearly.
    """
    page = case.masters[found.master].pages.lettering(found.page)
    exact = None if page is None else read_letters(page, glyphs)
    if page is None or exact is None:
        return []
    told = page.lettered() | np.isfinite(exact.noise)
    value, noise = np.where(told, exact.value, pixels.value), np.where(told, exact.noise, pixels.noise)
    return [SlotReadings(exact.slots, value, noise)]
