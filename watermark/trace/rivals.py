"""Pages that a picture may show: laid under it roughly, and finely one after another when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watermark.trace.align import READ_DPI, Aligned, Laid, align
from watermark.trace.remainder import is_beside
from watermark.trace.tone import tone_of, toned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watermark.trace.locate import Described
    from watermark.trace.masters import KnownMaster
    from watermark.trace.views import View

LEAST_LIKENESS = 0.3
MOST_READ = 4
_NEAR_BEST = 0.93  # likeness of a rival page, in parts of the best one's


@dataclass(frozen=True)
class Rough:
    """A page of a master over which a picture was laid roughly.

    Attributes:
        master: index into the masters given.
        page: zero-based page of the master.
        laid: the picture laid over it.
        inliers: matched points that agree.
        picture: the picture, held as it was laid.
    """

    master: int
    page: int
    laid: Laid
    inliers: int
    picture: Described


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
class Rivals:
    """The pages that one part of a picture may show.

    Attributes:
        masters: that pages are counted in.
        found: laid finely, most alike first; at least one.
        waiting: laid roughly only, most alike first; none of them is alike so clearly that it must be the one.
    """

    masters: Sequence[KnownMaster]
    found: tuple[Found, ...]
    waiting: tuple[Rough, ...] = ()

    @property
    def first(self) -> Found:
        """The page that the picture shows most likely."""
        return self.found[0]

    def may_be_read(self) -> list[int]:
        """List the master of every page that :meth:`in_turn` may give, which is at most MOST_READ of them."""
        # A page that waits may be the most alike: the bar is only known for those that are laid finely.
        near = [one for one in self.found if one.aligned.likeness >= _NEAR_BEST * self.first.aligned.likeness]
        return [one.master for one in near] + [one.master for one in self.waiting]

    def in_turn(self) -> Iterator[Found]:
        """Give the pages to read, the likeliest first; one that waits is laid finely only when it is its turn."""
        best, given = 0.0, 0
        for one in self._finely():
            best = max(best, one.aligned.likeness)
            if one.aligned.likeness >= _NEAR_BEST * best and not self._beside(one):
                yield one
                given += 1
            if given == MOST_READ:
                return

    def all(self) -> list[Found]:
        """Lay all of them finely, and give those to read, most alike first."""
        every = most_alike_first(self._finely())
        near = [one for one in every if one.aligned.likeness >= _NEAR_BEST * every[0].aligned.likeness]
        return [one for one in near if not self._beside(one)][:MOST_READ]

    def _beside(self, one: Found) -> bool:
        return one is not self.first and is_beside(self.first.aligned, one.aligned)

    def _finely(self) -> Iterator[Found]:
        yield from self.found
        for rough in self.waiting:
            found = finely(rough, self.masters)
            if found.aligned.likeness >= LEAST_LIKENESS:
                yield found


def most_alike_first(found: Iterator[Found] | Sequence[Found]) -> list[Found]:
    """Sort pages by how alike the picture is to them."""
    return sorted(found, key=lambda one: -one.aligned.likeness)


def finely(rough: Rough, masters: Sequence[KnownMaster]) -> Found:
    """Lay a picture over a page finely, in the picture's own tone where that is bent."""
    view = masters[rough.master].pages.view(rough.page, READ_DPI)
    aligned = align(rough.laid, view.middle)
    curve = tone_of(view, aligned)
    if curve is not None:
        view = toned(view, curve)
        aligned = align(replace(rough.laid, lattice=aligned.lattice), view.middle)
    return Found(rough.master, rough.page, view, aligned, rough.inliers)
