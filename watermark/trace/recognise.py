"""Which page of which master a picture shows, verified by laying it over the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from watermark.trace.align import READ_DPI, Aligned, align
from watermark.trace.index import query_features
from watermark.trace.locate import LOCATE_DPI, Described, Placement, describe_page, describe_picture, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watermark.trace.masters import KnownMaster
    from watermark.trace.pixels import Grey
    from watermark.trace.views import View

SHORTLIST = 8
"""Pages that are compared point by point."""

LEAST_LIKENESS = 0.3
CLEAR_LIKENESS = 0.6
MOST_ALIGNMENTS = 3
_LEAST_CONTRAST = 4.0  # grey levels: below, a picture is blank


@dataclass(frozen=True)
class Found:
    """A page of a master laid under a picture.

    Attributes:
        master: index into the masters given.
        page: zero-based page of the master.
        view: the page drawn in every way.
        aligned: the picture laid over it.
        inliers: matched points that agree.
    """

    master: int
    page: int
    view: View
    aligned: Aligned
    inliers: int


@dataclass(frozen=True)
class _Guess:
    master: int
    page: int
    placement: Placement
    picture: Grey


def recognise(picture: Grey, masters: Sequence[KnownMaster]) -> list[Found]:
    """Find the pages that a picture may show, most alike first; empty if it shows none of them.

    The picture is tried as it is, then turned to its negative, mirrored, and both.
    """
    if not worth_a_look(picture):
        return []
    best: list[Found] = []
    for variant in _variants(picture):
        found = _recognise_as_is(variant, masters)
        best = sorted([*best, *found], key=lambda one: -one.aligned.likeness)
        if best and best[0].aligned.likeness >= CLEAR_LIKENESS:
            break
    return [one for one in best if one.aligned.likeness >= 0.6 * best[0].aligned.likeness][:MOST_ALIGNMENTS]


def worth_a_look(picture: Grey) -> bool:
    """A blank page, a single pixel or a flat colour shows nothing."""
    return bool(min(picture.shape) >= 32 and np.ptp(np.percentile(picture, [0.2, 99.8])) > _LEAST_CONTRAST)


def _variants(picture: Grey) -> list[Grey]:
    """Paper is mostly bright: a dark picture is more likely a negative."""
    negative = np.asarray(255 - picture, np.uint8)
    first, second = (negative, picture) if np.median(picture) < 90 else (picture, negative)
    return [first, first[:, ::-1].copy(), second, second[:, ::-1].copy()]


def _recognise_as_is(picture: Grey, masters: Sequence[KnownMaster]) -> list[Found]:
    described = describe_picture(picture)
    guesses = _with_versions(_guesses(described, masters), described, masters)
    found = [_lay(guess, masters) for guess in guesses]
    return [one for one in found if one.aligned.likeness >= LEAST_LIKENESS]


def _guesses(picture: Described, masters: Sequence[KnownMaster]) -> list[_Guess]:
    placed = []
    for master, page in _shortlist(picture.picture, masters):
        placement = _place_on(picture, masters[master], page)
        if placement is not None:
            placed.append(_Guess(master, page, placement, picture.picture))
            if placement.inliers > 250:
                break
    placed.sort(key=lambda one: -one.placement.inliers)
    return [one for one in placed if one.placement.inliers >= 0.3 * placed[0].placement.inliers][:MOST_ALIGNMENTS]


def _shortlist(picture: Grey, masters: Sequence[KnownMaster]) -> list[tuple[int, int]]:
    """The pages with most votes, over all masters and over all sizes of the picture."""
    queries = query_features(picture)
    votes = []
    for master in masters:
        index = master.page_index
        votes.append(np.stack([index.votes(query) for query in queries]) if index.pages else np.zeros((1, 0)))
    if not votes:
        return []
    owner = np.repeat(np.arange(len(masters)), [one.shape[1] for one in votes])
    page = np.concatenate([np.arange(one.shape[1]) for one in votes])
    table = np.concatenate(votes, axis=1)
    total = (table / np.maximum(table.max(axis=1, keepdims=True, initial=0), 1)).sum(axis=0)
    order = np.argsort(-total, kind="stable")[:SHORTLIST]
    return [(int(owner[i]), int(page[i])) for i in order if total[i] > 0]


def _place_on(picture: Described, master: KnownMaster, page: int) -> Placement | None:
    drawing = master.pages.drawing(page, LOCATE_DPI)
    return place(picture, describe_page(drawing), master.pages.sizes[page])


def _with_versions(guesses: list[_Guess], picture: Described, masters: Sequence[KnownMaster]) -> list[_Guess]:
    """Add the same page of every other version of the works found: any of them may have gone out."""
    known = {(one.master, one.page) for one in guesses}
    added = []
    for guess in guesses[:1]:
        for other, master in enumerate(masters):
            same = master.work == masters[guess.master].work and (other, guess.page) not in known
            if same and guess.page < len(master.pages.sizes):
                placement = _place_on(picture, master, guess.page)
                if placement is not None:
                    added.append(_Guess(other, guess.page, placement, picture.picture))
    return guesses + added


def _lay(guess: _Guess, masters: Sequence[KnownMaster]) -> Found:
    pages = masters[guess.master].pages
    view = pages.view(guess.page, READ_DPI)
    aligned = align(guess.picture, view.middle, pages.sizes[guess.page], guess.placement)
    return Found(guess.master, guess.page, view, aligned, guess.placement.inliers)
