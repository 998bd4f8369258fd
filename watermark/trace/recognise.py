"""Which page of which master a picture shows, verified by laying it over the page."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.align import lay, lay_as
from watermark.trace.index import query_features
from watermark.trace.locate import (
    ENOUGH,
    LOCATE_DPI,
    MOST_POINTS,
    Described,
    Placement,
    describe_coarsely,
    describe_page,
    place,
)
from watermark.trace.rivals import LEAST_LIKENESS, Found, Rivals, Rough, finely, most_alike_first
from watermark.trace.turned import mirrored, negative
from watermark.trace.votes import votes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watermark.trace.features import Features
    from watermark.trace.masters import KnownMaster
    from watermark.trace.pixels import Grey, Plane

SHORTLIST = 22
"""Pages that are compared point by point, unless one is clear before."""

_TURNED = 10  # pages of a picture held otherwise
_COARSELY = 6  # pages that are compared as they look from further away, where none is alike
CLEAR_LIKENESS = 0.6
MOST_ALIGNMENTS = 6  # books of one kind share pages of explanations: each of them may be the one
_FAR_FROM_BEST = 0.85  # likeness of a rival page, in parts of the best one's, as soon as both are laid roughly
_FAR_WITH_FEW = 0.65  # the same, laid by the points that are kept of it alone
_DOUBTFUL = 3  # pages that are laid finely where none is alike roughly
_SAME_LAYOUT = 0.97  # likeness, in parts of the first page's, when laid as that one lies
_MOST_POINTS = 0.65  # matched points of a rival page, in parts of those of a page that the picture clearly shows
_SOME_POINTS = 0.3  # matched points of a rival page, in parts of the best one's
_LEAST_KEPT = 10  # points kept of a page that match; all its points are asked then
_CLEAR, _RIVAL, _POOR = 60, 0.4, 3  # matched points of a clear page; a rival's in parts; pages without one, to stop
_SURE = 20  # matched points of a page that others are compared with
_TWIN, _MOST_TWINS = 0.2, 24  # votes of a page for a page that looks like it, in parts of its own; such pages tried
_DARK = 90  # grey level in the middle of a picture that may be a negative
_LEAST_CONTRAST = 4.0  # grey levels: below, a picture is blank


def recognise(picture: Grey, masters: Sequence[KnownMaster], *, as_held: bool = False) -> Rivals | None:
    """Find the pages that a picture may show; None if it shows none of them.

    Args:
        picture: to be recognised.
        masters: whose pages it may show.
        as_held: it is known not to be mirrored, nor a negative of paper, for it lies beside a page that was found: one
            that is not even roughly alike is no page beside it, either.

    The picture is tried as it is; where no page is clear, turned to its negative, mirrored, and both. Where the
    likeliest page is clear its rivals wait: whoever reads may need none of them. Pages with few points in the picture
    take long to be laid: where one is clear in a picture turned, that one is laid first.
    """
    if not worth_a_look(picture):
        return None
    likely = _likely_ways(picture)
    guesses = _shortlist(likely, masters, SHORTLIST)
    placed = _with_twins(_placed(guesses, masters), masters)
    otherwise = None if _points(placed) >= _CLEAR else _placed_otherwise(likely, masters, as_held=as_held)
    if otherwise and _points(otherwise) >= _CLEAR:
        rough = _rough(_with_twins(otherwise, masters), masters)
        best = _alike(_first_alike(rough), masters)
        if _is_clear(best):
            return Rivals(masters, tuple(best), tuple(rough[1:]))
    rough = _rough(placed, masters)
    told = _first_alike(rough)
    if not told:
        rough = _likeliest([*_rough(_placed_coarsely(guesses[:_COARSELY], masters), masters), *rough])
        told = _first_alike(rough)
    if as_held and not told:
        return None
    best = _alike(told, masters)
    if _is_clear(best):
        return Rivals(masters, tuple(best), tuple(rough[1:]))
    turned = _rough(_placed_otherwise(likely, masters, as_held=as_held) if otherwise is None else otherwise, masters)
    # No more of them at once: each is drawn in every way, which takes up to 150 MB.
    best += _alike(_likeliest([*rough[len(told) :], *turned], told)[:MOST_ALIGNMENTS], masters)
    return Rivals(masters, tuple(most_alike_first(best))) if best else None


def _points(placed: Sequence[_Placed]) -> int:
    """Count the matched points of the likeliest page."""
    return placed[0].placement.inliers if placed else 0


def _is_clear(best: Sequence[Found]) -> bool:
    return bool(best) and best[0].aligned.likeness >= CLEAR_LIKENESS


def _first_alike(rough: Sequence[Rough]) -> list[Rough]:
    return [one for one in rough[:1] if one.laid.likeness >= LEAST_LIKENESS]


def worth_a_look(picture: Grey) -> bool:
    """A blank page, a single pixel or a flat colour shows nothing."""
    return bool(min(picture.shape) >= 32 and np.ptp(np.percentile(picture, [0.2, 99.8])) > _LEAST_CONTRAST)


@dataclass(frozen=True)
class _Held:
    """A picture held in one way, with its key points at the sizes at which it votes, and those for matching."""

    described: Described
    queries: Sequence[Features]

    def turned(self, picture: Grey, how: Callable[[Features], Features]) -> _Held:
        """Hold it otherwise: its key points become those of `picture`, none is looked for."""
        return _Held(Described(picture, (self.described, how)), [how(query) for query in self.queries])

    def mirrored(self) -> _Held:
        picture = self.described.picture
        return self.turned(picture[:, ::-1].copy(), partial(mirrored, width=picture.shape[1]))

    def negative(self) -> _Held:
        return self.turned(_inverse(self.described.picture), negative)


def _likely_ways(picture: Grey) -> list[_Held]:
    """Take a picture as it is; paper is mostly bright, so a dark one may be a negative, or a cover."""
    held = _Held(Described(picture), query_features(picture))
    return [held, held.negative()] if np.median(picture) < _DARK else [held]


def _other_ways(likely: Sequence[_Held]) -> list[_Held]:
    """Hold it in every other way."""
    negative = [likely[0].negative()] if len(likely) == 1 else []
    return [*negative, *(way.mirrored() for way in (*likely, *negative))]


def _inverse(picture: Grey) -> Grey:
    return np.asarray(255 - picture, np.uint8)


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


def _rough(placed: Sequence[_Placed], masters: Sequence[KnownMaster]) -> list[Rough]:
    """Lay the picture over each page roughly, most alike first; leave out those far less alike than the best one.

    Beside a page that is clearly shown, those that share less than most of its points share its headline or its form.
    """
    rough: list[Rough] = []
    least = 0.0
    for one in [*placed, *_other_versions(placed, masters)]:
        if one.placement.inliers < least:
            continue
        laid = _lay_as(rough[0], one, masters) if rough else None
        if laid is None and not (least and _is_far(one, rough, masters)):
            laid = _lay(one, masters)
        rough += [laid] if laid else []
        if laid and laid.laid.likeness >= CLEAR_LIKENESS:
            least = max(least, _MOST_POINTS * one.placement.inliers)
    return _likeliest(rough)


def _is_far(placed: _Placed, rough: Sequence[Rough], masters: Sequence[KnownMaster]) -> bool:
    """Whether a rival of a page that is clear is so much less alike, laid by the points kept, that all would not help.

    To find all its points takes five times longer than to lay it.
    """
    if placed.placement.inliers >= ENOUGH:
        return False
    guess = placed.guess
    size = masters[guess.master].pages.sizes[guess.page]
    laid = lay(guess.picture.picture, _drawn(masters, guess), LOCATE_DPI, size, placed.placement)
    return laid.likeness < _FAR_WITH_FEW * max(one.laid.likeness for one in rough)


def _likeliest(rough: Sequence[Rough], known: Sequence[Rough] = ()) -> list[Rough]:
    """Sort pages, most alike first; leave out those far less alike than the best of them and of those known."""
    best = max((one.laid.likeness for one in (*rough, *known)), default=0.0)
    ordered = sorted(rough, key=lambda one: -one.laid.likeness)
    if best < LEAST_LIKENESS:  # too rough to tell
        return ordered[:_DOUBTFUL]
    return [one for one in ordered if one.laid.likeness >= _FAR_FROM_BEST * best]


def _alike(rough: Sequence[Rough], masters: Sequence[KnownMaster]) -> list[Found]:
    """Lay the picture over pages finely; keep those that it resembles at all."""
    return [one for one in (finely(each, masters) for each in rough) if one.aligned.likeness >= LEAST_LIKENESS]


def _lay_as(first: Rough, placed: _Placed, masters: Sequence[KnownMaster]) -> Rough | None:
    """Lay the picture over a page that is set like the first one; None where it is set otherwise.

    Books of one kind share pages but for a line: laid alike, their likeness differs by that line and by nothing else.
    """
    guess, before = placed.guess, masters[first.master].pages.sizes[first.page]
    pages = masters[guess.master].pages
    if guess.picture is not first.picture or pages.sizes[guess.page] != before:
        return None
    laid = lay_as(first.laid, _drawn(masters, guess), LOCATE_DPI)
    if laid.likeness < max(_SAME_LAYOUT * first.laid.likeness, LEAST_LIKENESS):
        return None
    return Rough(guess.master, guess.page, laid, placed.placement.inliers, guess.picture)


def _drawn(masters: Sequence[KnownMaster], guess: _Guess) -> Plane:
    """Draw a page at LOCATE_DPI, float32 (H, W), black 0 … white 1."""
    drawing = masters[guess.master].pages.drawing(guess.page, LOCATE_DPI)
    return np.asarray(drawing / np.float32(255), np.float32)


def _lay(placed: _Placed, masters: Sequence[KnownMaster]) -> Rough | None:
    """Lay the picture over a page; where few points matched the page is asked for all its points first."""
    guess, placement = placed.guess, placed.placement
    pages = masters[guess.master].pages
    drawing, size = pages.drawing(guess.page, LOCATE_DPI), pages.sizes[guess.page]
    if placement.inliers < ENOUGH:
        closer = place(guess.picture, describe_page(drawing, MOST_POINTS), size)
        if closer is None or closer.inliers < ENOUGH:
            ways = [closer, place(guess.picture, describe_coarsely(drawing, MOST_POINTS), size)]
            closer = max((way for way in ways if way is not None), key=lambda way: way.inliers, default=None)
        if closer is None:
            return None
        placement = closer
    page = np.asarray(drawing / np.float32(255), np.float32)
    laid = lay(guess.picture.picture, page, LOCATE_DPI, size, placement)
    return Rough(guess.master, guess.page, laid, placement.inliers, guess.picture)


def _placed(guesses: Sequence[_Guess], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Compare point by point until pages come that are far behind one that is clear; keep the few best."""
    placed: list[_Placed] = []
    best, poor, side = 0, 0, 0
    for guess in guesses:
        # Beside a page with that many matches, one that has few where that one has them is no rival.
        found = _place(guess, masters, only=side)
        placed += found
        points = found[0].placement.inliers if found else 0
        best, poor = max(best, points), poor + 1 if points < _RIVAL * max(best, points) else 0
        if points == best and best > ENOUGH:
            side = found[0].placement.side
        if best >= _CLEAR and poor >= _POOR:
            break
    placed.sort(key=lambda one: -one.placement.inliers)
    return [one for one in placed if one.placement.inliers >= _SOME_POINTS * best][:MOST_ALIGNMENTS]


def _with_twins(placed: list[_Placed], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Put before the likeliest page those of its book that look like it and share more points with the picture.

    A yearbook has dozens of tables of one form, which differ in a few figures: on a poor copy all of them get about as
    many votes, and the one that it shows may not be on the shortlist.
    """
    best = None
    while placed and placed[0] is not best and placed[0].placement.inliers >= _SURE:
        best = placed[0]
        better = [one for one in _twins(placed, masters) if one.placement.inliers > best.placement.inliers]
        placed = sorted([*better, *placed], key=lambda one: -one.placement.inliers)[:MOST_ALIGNMENTS]
    return placed


def _twins(placed: Sequence[_Placed], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Look in the picture for pages that look like the first one placed, and that are not placed yet."""
    first, side = placed[0].guess, placed[0].placement.side
    master, asked = masters[first.master], {(one.guess.master, one.guess.page) for one in placed}
    alike = votes([master.points.of(first.page)], [master.page_index])
    pages = [int(page) for page in np.argsort(-alike, kind="stable") if alike[page] >= _TWIN * alike[first.page]]
    guesses = (_Guess(first.picture, first.master, page) for page in pages if (first.master, page) not in asked)
    return [one for guess in itertools.islice(guesses, _MOST_TWINS) for one in _place(guess, masters, only=side)]


def _placed_otherwise(likely: Sequence[_Held], masters: Sequence[KnownMaster], *, as_held: bool) -> list[_Placed]:
    """Compare the picture held in every way that is not likely; in none where it is known how it is held."""
    return [] if as_held else _placed(_shortlist(_other_ways(likely), masters, _TURNED), masters)


def _placed_coarsely(guesses: Sequence[_Guess], masters: Sequence[KnownMaster]) -> list[_Placed]:
    """Compare with pages as they look from further away; keep the few best."""
    placed: list[_Placed] = []
    for guess in guesses:
        pages = masters[guess.master].pages
        page = describe_coarsely(pages.drawing(guess.page, LOCATE_DPI), MOST_POINTS)
        found = place(guess.picture, page, pages.sizes[guess.page])
        placed += [] if found is None else [_Placed(guess, found)]
    placed.sort(key=lambda one: -one.placement.inliers)
    return [one for one in placed if one.placement.inliers >= _SOME_POINTS * placed[0].placement.inliers]


def _shortlist(ways: Sequence[_Held], masters: Sequence[KnownMaster], most: int) -> list[_Guess]:
    """The pages with most votes, over all masters and all ways of holding the picture."""
    sizes = [master.page_index.pages for master in masters]
    owner = np.repeat(np.arange(len(masters)), sizes)
    page = np.concatenate([np.arange(size) for size in sizes] or [np.zeros(0, np.int64)])
    if not len(page):
        return []
    indices = [master.page_index for master in masters]
    totals = np.stack([votes(held.queries, indices) for held in ways])
    order = np.argsort(-totals.ravel(), kind="stable")[:most]
    way, row = np.divmod(order, len(page))
    chosen = [(int(i), int(j)) for i, j in zip(way, row, strict=True) if totals[i, j] > 0]
    return [_Guess(ways[i].described, int(owner[j]), int(page[j])) for i, j in chosen]


def _place(guess: _Guess, masters: Sequence[KnownMaster], *, only: int = 0) -> list[_Placed]:
    """Look for one page in the picture (at one size of it, if that is told); give where it lies, if it is there."""
    master = masters[guess.master]
    page, size = master.points.of(guess.page), master.pages.sizes[guess.page]
    placement = place(guess.picture, page, size, _LEAST_KEPT, only=only)
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
    # At the size at which the first one was found: their matched points are compared.
    return [one for guess in guesses for one in _place(guess, masters, only=placed[0].placement.side)]
