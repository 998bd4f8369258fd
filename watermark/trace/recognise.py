"""Which page of which master a picture shows, verified by laying it over the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.align import lay
from watermark.trace.locate import ENOUGH, LOCATE_DPI, MOST_POINTS, Described, Placement, describe_page, place
from watermark.trace.rivals import LEAST_LIKENESS, Found, Rivals, Rough, finely, most_alike_first
from watermark.trace.votes import votes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watermark.trace.masters import KnownMaster
    from watermark.trace.pixels import Grey

SHORTLIST = 10
"""Pages that are compared point by point."""

_DEEPER = 12  # pages more, where none of those was it: copies of copies and small crops vote faintly

CLEAR_LIKENESS = 0.6
MOST_ALIGNMENTS = 6  # books of one kind share pages of explanations: each of them may be the one
_FAR_FROM_BEST = 0.85  # likeness of a rival page, in parts of the best one's, as soon as both are laid roughly
_SOME_POINTS = 0.3  # matched points of a rival page, in parts of the best one's
_LEAST_KEPT = 10  # points kept of a page that match; all its points are asked then
_CLEAR, _RIVAL, _POOR = 60, 0.4, 3  # matched points of a clear page; a rival's in parts; pages without one, to stop
_LEAST_CONTRAST = 4.0  # grey levels: below, a picture is blank


def recognise(picture: Grey, masters: Sequence[KnownMaster]) -> Rivals | None:
    """Find the pages that a picture may show; None if it shows none of them.

    The picture is tried as it is, with the likeliest pages and then with some more; then turned to its negative,
    mirrored, and both. Where the likeliest page is clear its rivals wait: whoever reads may need none of them.
    """
    if not worth_a_look(picture):
        return None
    first, *others = _variants(picture)
    likely = _shortlist([first], masters, SHORTLIST + _DEEPER)
    rough = _rough(likely[:SHORTLIST], masters)
    best = _alike(rough[:1], masters)
    if best and best[0].aligned.likeness >= CLEAR_LIKENESS:
        return Rivals(masters, tuple(best), tuple(rough[1:]))
    best += _alike(rough[1:], masters)
    best = best or _alike(_rough(likely[SHORTLIST:], masters), masters)
    if max((one.aligned.likeness for one in best), default=0.0) < CLEAR_LIKENESS:
        best += _alike(_rough(_shortlist(others, masters, SHORTLIST), masters), masters)
    return Rivals(masters, tuple(most_alike_first(best))) if best else None


def worth_a_look(picture: Grey) -> bool:
    """A blank page, a single pixel or a flat colour shows nothing."""
    return bool(min(picture.shape) >= 32 and np.ptp(np.percentile(picture, [0.2, 99.8])) > _LEAST_CONTRAST)


def _variants(picture: Grey) -> list[Grey]:
    """Paper is mostly bright: a dark picture is more likely a negative."""
    negative = np.asarray(255 - picture, np.uint8)
    first, second = (negative, picture) if np.median(picture) < 90 else (picture, negative)
    return [first, first[:, ::-1].copy(), second, second[:, ::-1].copy()]


@dataclass(frozen=True)
class _Guess:
    """A page that a picture got votes for."""

    picture: Described
    master: int
    page: int


@dataclass(frozen=True)
class _Placed:
    """A page that was found in the picture by the points that are kept of it."""

    guess: _Guess
    placement: Placement


def _rough(guesses: Sequence[_Guess], masters: Sequence[KnownMaster]) -> list[Rough]:
    """Lay the picture over each page roughly, most alike first; leave out those far less alike than the best one."""
    placed = _placed(guesses, masters)
    rough = [laid for laid in (_lay(one, masters) for one in placed + _other_versions(placed, masters)) if laid]
    rough.sort(key=lambda one: -one.laid.likeness)
    best = max((one.laid.likeness for one in rough), default=0.0)
    # Below that it is too rough to tell.
    return [one for one in rough if best < LEAST_LIKENESS or one.laid.likeness >= _FAR_FROM_BEST * best]


def _alike(rough: Sequence[Rough], masters: Sequence[KnownMaster]) -> list[Found]:
    """Lay the picture over pages finely; keep those that it resembles at all."""
    return [one for one in (finely(each, masters) for each in rough) if one.aligned.likeness >= LEAST_LIKENESS]


def _lay(placed: _Placed, masters: Sequence[KnownMaster]) -> Rough | None:
    """Lay the picture over a page; where few points matched the page is asked for all its points first."""
    guess, placement = placed.guess, placed.placement
    pages = masters[guess.master].pages
    drawing, size = pages.drawing(guess.page, LOCATE_DPI), pages.sizes[guess.page]
    if placement.inliers < ENOUGH:
        closer = place(guess.picture, describe_page(drawing, MOST_POINTS), size)
        if closer is None:
            return None
        placement = closer
    page = np.asarray(drawing / np.float32(255), np.float32)
    laid = lay(guess.picture.picture, page, LOCATE_DPI, size, placement)
    return Rough(guess.master, guess.page, laid, placement.inliers)


def _placed(guesses: Sequence[_Guess], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Compare point by point until pages come that are far behind one that is clear; keep the few best."""
    placed: list[_Placed] = []
    best, poor = 0, 0
    for guess in guesses:
        found = _place(guess, masters)
        placed += found
        points = found[0].placement.inliers if found else 0
        best, poor = max(best, points), poor + 1 if points < _RIVAL * max(best, points) else 0
        if best >= _CLEAR and poor >= _POOR:
            break
    placed.sort(key=lambda one: -one.placement.inliers)
    return [one for one in placed if one.placement.inliers >= _SOME_POINTS * best][:MOST_ALIGNMENTS]


def _shortlist(pictures: Sequence[Grey], masters: Sequence[KnownMaster], most: int) -> list[_Guess]:
    """The pages with most votes, over all masters, all sizes, and all ways of holding the picture."""
    sizes = [master.page_index.pages for master in masters]
    owner = np.repeat(np.arange(len(masters)), sizes)
    page = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])
    if not len(page):
        return []
    indices = [master.page_index for master in masters]
    totals = np.stack([votes(picture, indices) for picture in pictures])
    order = np.argsort(-totals.ravel(), kind="stable")[:most]
    held, row = np.divmod(order, len(page))
    described = {int(i): Described(pictures[int(i)]) for i in set(held.tolist())}
    chosen = [(int(i), int(j)) for i, j in zip(held, row, strict=True) if totals[i, j] > 0]
    return [_Guess(described[i], int(owner[j]), int(page[j])) for i, j in chosen]


def _place(guess: _Guess, masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Look for one page in the picture; give where it lies, if it is there."""
    master = masters[guess.master]
    placement = place(guess.picture, master.points.of(guess.page), master.pages.sizes[guess.page], _LEAST_KEPT)
    return [] if placement is None else [_Placed(guess, placement)]


def _other_versions(placed: Sequence[_Placed], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """The same page of every other version of the work that fits best: any of them may have gone out."""
    if not placed:
        return []
    first = placed[0].guess
    known = {(one.guess.master, one.guess.page) for one in placed}
    guesses = [
        _Guess(first.picture, other, first.page)
        for other, master in enumerate(masters)
        if master.work == masters[first.master].work
        and (other, first.page) not in known
        and first.page < len(master.pages.sizes)
    ]
    return [one for guess in guesses for one in _place(guess, masters)]
