"""Where the stamp goes, found on the drawn page when the master is made: it never hides anything.

White space in a margin; else a white band where the page is flat colour, as on covers; else a foot that the page gets
for it (`watermark.footing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from watermark.pdf.matrix import Matrix
from watermark.stamp.margin import SIDES, Room, Side, Strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.pdf.geometry import Sheet

Area: TypeAlias = tuple[float, float, float, float]

LINE: Final = 8.0  # pt: height of the line of text
CODE: Final = 26.0  # pt: side of the QR code; 29 modules give 0.3 mm each
GAP: Final = 4.0  # pt: between text and code
_LENGTHS: Final = (460.0, 400.0, 340.0, 290.0, 240.0, 200.0)  # pt: line with code, longest first
_TERMS: Final = ((330.0, 25.0), (260.0, 32.0), (200.0, 42.0))  # pt: width and height of the block of terms
_MARGIN: Final = 0.16  # share of the page's depth that counts as margin
_HEAD: Final = 0.3  # the same for the block of terms on the first page
_INK: Final = 0.06  # ink above which a pixel is not white
_STEP: Final = 0.1  # of ink from pixel to pixel, above which it is drawing; skies and gradients stay below 0.05
_SEEN: Final = 1000.0  # cost of hiding a pixel of a word or of drawing; flat colour of a whole band costs less than 300
_FOOT_ABOVE: Final = 4.0  # pt: between the page and the stamp in its foot
_FOOT_EDGE: Final = 9.0  # pt: between the stamp and the paper's edge; printers cannot reach further out
_FOOT_TERMS: Final = 25.0  # pt: height of the terms in a foot


@dataclass(frozen=True)
class Block:
    """Room for the terms of use: map to user space, width and height in pt, whether it needs a white band."""

    matrix: Matrix
    width: float
    height: float
    backed: bool


@dataclass(frozen=True)
class Placement:
    """The stamp's place on one page.

    Attributes:
        matrix: from the stamp's own space (x along the line from its start, y up from its foot, pt) to the user
            space of the page.
        length: pt, room for the text.
        code: (x, y) of the QR code's lower left corner in the stamp's own space.
        backed: a white band is needed because the page has no white space.
        terms: the block of terms, on the first page.
    """

    matrix: Matrix
    length: float
    code: tuple[float, float]
    backed: bool
    terms: Block | None = None

    def areas(self) -> list[Area]:
        """Rectangles x0 y0 x1 y1 that line and code cover, in user space."""
        x, y = self.code
        return [self.matrix.box(0, 0, self.length, LINE), self.matrix.box(x, y, x + CODE, y + CODE)]


def scale_of(sheet: Sheet) -> float:
    """Give the size of the stamp on a page; 1 on A5 paper."""
    return float(np.clip(min(sheet.width, sheet.height) / 420, 0.55, 3.0))


@dataclass(frozen=True)
class Look:
    """A page as drawn for this purpose.

    Attributes:
        ink: float32 (H, W), 0 … 1, as seen.
        sheet: the sheet that it shows.
        words: gives the boxes x0 y0 x1 y1 of the page's words, pt as seen; asked only where there is no white space.
    """

    ink: NDArray[np.float32]
    sheet: Sheet
    words: Callable[[], Iterable[Area]] = tuple

    @property
    def scale(self) -> float:
        return scale_of(self.sheet)

    @property
    def pixels(self) -> float:
        """Pixels per pt of the stamp's own space."""
        return float(self.ink.shape[1] / self.sheet.width * self.scale)

    def busy(self) -> NDArray[np.float32]:
        """1 where the page is not white."""
        return (self.ink > _INK).astype(np.float32)

    def hidden(self) -> NDArray[np.float32]:
        """Tell what a white band would hide at each pixel: flat colour costs little, words and drawing `_SEEN`."""
        steps = np.zeros_like(self.ink)
        steps[1:] += np.abs(np.diff(self.ink, axis=0))
        steps[:, 1:] += np.abs(np.diff(self.ink, axis=1))
        seen = steps > _STEP
        grid = self.ink.shape[1] / self.sheet.width
        for x0, y0, x1, y1 in self.words():
            seen[_pixels(y0 * grid, y1 * grid), _pixels(x0 * grid, x1 * grid)] = True
        return np.where(seen, np.float32(_SEEN), steps + np.float32(0.02) * self.ink)


def _pixels(low: float, high: float) -> slice:
    return slice(max(0, int(low)), max(0, int(high) + 1))


def find_place(look: Look, *, terms: bool) -> Placement | None:
    """Choose the place of the stamp on a page, with `terms` that of the terms of use too.

    None where the page has no place that hides nothing.
    """
    placement = _white_line(look) or _calm_line(look)
    if placement is None or not terms:
        return placement
    block = _block(look, placement)
    if block is None:
        return None
    return Placement(placement.matrix, placement.length, placement.code, placement.backed, block)


def foot_height(sheet: Sheet, *, terms: bool) -> float:
    """Give the height of the foot that a page without white space gets, pt as seen."""
    tall = LINE + _FOOT_ABOVE + _FOOT_TERMS if terms else CODE
    return (_FOOT_EDGE + tall + _FOOT_ABOVE) * scale_of(sheet)


def place_in_foot(sheet: Sheet, lengthened: Sheet, *, terms: bool) -> Placement:
    """Place the stamp in the foot of a page: `sheet` is as the page was, `lengthened` as it is."""
    scale = scale_of(sheet)
    wide = sheet.width / scale
    total = min(_LENGTHS[0], max(GAP + CODE + 1, wide - 2 * _FOOT_EDGE))
    along, text = max(1.0, (wide - total) / 2), total - GAP - CODE
    line, above = (
        Matrix(scale, 0, 0, scale, 0, 0)
        @ SIDES[0].to_seen(lengthened, along * scale, depth * scale, 0)
        @ lengthened.to_user
        for depth in (_FOOT_EDGE, _FOOT_EDGE + LINE + _FOOT_ABOVE)
    )
    block = Block(above, text, _FOOT_TERMS, backed=False) if terms else None
    return Placement(line, text, (text + GAP, 0.0), backed=False, terms=block)


def _white_line(look: Look) -> Placement | None:
    """Find a white place, the longest line first, the foot of the page before its other sides."""
    busy = look.busy()
    strip_of = lru_cache(lambda side: Strip(side.view(busy), look.pixels, _MARGIN))
    for total in _LENGTHS:
        for side in SIDES:
            room = strip_of(side).find(_shape(total), most=0)
            if room:
                return _placement(look, side, total, room, backed=False)
    return None


def _calm_line(look: Look) -> Placement | None:
    """Find the place where a white band hides least; None where it would hide words or drawing."""
    hidden, total = look.hidden(), _LENGTHS[-1]
    strips = [(side, Strip(side.view(hidden), look.pixels, _MARGIN).find(_shape(total))) for side in SIDES]
    found = [(room.cost, order) for order, (_, room) in enumerate(strips) if room and room.cost < _SEEN]
    if not found:
        return None
    side, room = strips[min(found)[1]]
    assert room is not None
    return _placement(look, side, total, room, backed=True)


def _shape(total: float) -> tuple[tuple[float, float, float], ...]:
    """Give the parts of the stamp as (start along the line, length, height), pt."""
    text = total - GAP - CODE
    return (0.0, text, LINE), (text + GAP, CODE, CODE)


def _placement(look: Look, side: Side, total: float, room: Room, *, backed: bool) -> Placement:
    """Turn room in a margin into the stamp's matrix; line and code share the edge that faces the page's edge."""
    scale, text = look.scale, total - GAP - CODE
    along, depth = round(room.along * scale, 1), round(room.depth * scale, 1)
    height = LINE if side.hangs else 0.0
    to_seen = Matrix(scale, 0, 0, scale, 0, 0) @ side.to_seen(look.sheet, along, depth, height * scale)
    code = (text + GAP, LINE - CODE if side.hangs else 0.0)
    return Placement(to_seen @ look.sheet.to_user, text, code, backed)


def _block(look: Look, stamp: Placement) -> Block | None:
    """Find room for the terms at the foot or the head of the page, away from the stamp, hiding nothing."""
    taken = np.zeros_like(look.ink)
    grid = look.ink.shape[1] / look.sheet.width
    to_seen = look.sheet.to_seen
    for area in stamp.areas():
        x0, y0, x1, y1 = (value * grid for value in to_seen.box(*area))
        taken[max(0, int(y0) - 2) : int(y1) + 3, max(0, int(x0) - 2) : int(x1) + 3] = 1
    busy = look.busy() + taken
    strips = [(side, Strip(side.view(busy), look.pixels, _HEAD)) for side in SIDES[:2]]
    for width, height in _TERMS:
        for side, strip in strips:
            room = strip.find(((0.0, width, height),), most=0)
            if room:
                return _block_at(look, side, room, (width, height), backed=False)
    hidden = look.hidden() + np.float32(_SEEN) * taken
    size = (max(20.0, min(_TERMS[0][0], look.ink.shape[1] / look.pixels - 20)), _TERMS[0][1])
    found = [
        (room.cost, order, room)
        for order, side in enumerate(SIDES[:2])
        if (room := Strip(side.view(hidden), look.pixels, _MARGIN).find(((0.0, *size),))) and room.cost < _SEEN
    ]
    if not found:
        return None
    _, order, room = min(found)
    return _block_at(look, SIDES[order], room, size, backed=True)


def _block_at(look: Look, side: Side, room: Room, size: tuple[float, float], *, backed: bool) -> Block:
    scale = look.scale
    height = size[1] if side.hangs else 0.0
    to_seen = side.to_seen(look.sheet, room.along * scale, room.depth * scale, height * scale)
    return Block(Matrix(scale, 0, 0, scale, 0, 0) @ to_seen @ look.sheet.to_user, *size, backed)
