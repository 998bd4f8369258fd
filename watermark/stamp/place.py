"""Where the stamp goes: white space in a margin, found on the drawn page when the master is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.pdf.matrix import Matrix
from watermark.stamp.margin import SIDES, Room, Side, Strip

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.pdf.geometry import Sheet

LINE: Final = 8.0  # pt: height of the line of text
CODE: Final = 26.0  # pt: side of the QR code; 29 modules give 0.3 mm each
GAP: Final = 4.0  # pt: between text and code
_LENGTHS: Final = (460.0, 400.0, 340.0, 290.0, 240.0, 200.0)  # pt: line with code, longest first
_TERMS: Final = ((330.0, 25.0), (260.0, 32.0), (200.0, 42.0))  # pt: width and height of the block of terms
_MARGIN: Final = 0.16  # share of the page's depth that counts as margin
_HEAD: Final = 0.3  # the same for the block of terms on the first page
_INK: Final = 0.06  # ink above which a pixel is not white


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

    def areas(self) -> list[tuple[float, float, float, float]]:
        """Rectangles x0 y0 x1 y1 that line and code cover, in user space."""
        x, y = self.code
        return [self.matrix.box(0, 0, self.length, LINE), self.matrix.box(x, y, x + CODE, y + CODE)]


@dataclass(frozen=True)
class Look:
    """A page as drawn for this purpose: ink (float32 (H, W), 0 … 1, as seen) and the sheet it shows."""

    ink: NDArray[np.float32]
    sheet: Sheet

    @property
    def scale(self) -> float:
        """Size of the stamp on this page; 1 on A5 paper."""
        return float(np.clip(min(self.sheet.width, self.sheet.height) / 420, 0.55, 3.0))

    @property
    def pixels(self) -> float:
        """Pixels per pt of the stamp's own space."""
        return float(self.ink.shape[1] / self.sheet.width * self.scale)

    def busy(self) -> NDArray[np.float32]:
        """1 where the page is not white."""
        return (self.ink > _INK).astype(np.float32)

    def unrest(self) -> NDArray[np.float32]:
        """Tell how much a white band would hide at each pixel: edges weigh most, flat colour little."""
        steps = np.zeros_like(self.ink)
        steps[1:] += np.abs(np.diff(self.ink, axis=0))
        steps[:, 1:] += np.abs(np.diff(self.ink, axis=1))
        return steps + np.float32(0.02) * self.ink


def find_place(look: Look, *, terms: bool) -> Placement:
    """Choose the place of the stamp on a page, with `terms` that of the terms of use too."""
    placement = _white_line(look) or _backed_line(look)
    if not terms:
        return placement
    block = _block(look, placement)
    return Placement(placement.matrix, placement.length, placement.code, placement.backed, block)


def _white_line(look: Look) -> Placement | None:
    """Find a white place, the longest line first, the foot of the page before its other sides."""
    busy = look.busy()
    for total in _LENGTHS:
        for side in SIDES:
            room = Strip(side.view(busy), look.pixels, _MARGIN).find(_shape(total))
            if room and room.cost == 0:
                return _placement(look, side, total, room, backed=False)
    return None


def _backed_line(look: Look) -> Placement:
    """Find the place where a white band hides least; on a page smaller than the stamp, its foot."""
    unrest, total = look.unrest(), _LENGTHS[-1]
    strips = [(side, Strip(side.view(unrest), look.pixels, _MARGIN).find(_shape(total))) for side in SIDES]
    found = [(room.cost, order) for order, (_, room) in enumerate(strips) if room]
    if found:
        side, room = strips[min(found)[1]]
        assert room is not None
        return _placement(look, side, total, room, backed=True)
    total = max(GAP + CODE + 1, look.ink.shape[1] / look.pixels - 2)
    return _placement(look, SIDES[0], total, Room(0.0, 1.0, 1.0), backed=True)


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


def _block(look: Look, stamp: Placement) -> Block:
    """Find room for the terms at the foot or the head of the page, away from the stamp."""
    taken = np.zeros_like(look.ink)
    grid = look.ink.shape[1] / look.sheet.width
    to_seen = look.sheet.to_seen
    for area in stamp.areas():
        x0, y0, x1, y1 = (value * grid for value in to_seen.box(*area))
        taken[max(0, int(y0) - 2) : int(y1) + 3, max(0, int(x0) - 2) : int(x1) + 3] = 1
    busy = look.busy() + taken
    for width, height in _TERMS:
        for side in SIDES[:2]:
            room = Strip(side.view(busy), look.pixels, _HEAD).find(((0.0, width, height),))
            if room and room.cost == 0:
                return _block_at(look, side, room, (width, height), backed=False)
    unrest = look.unrest() + 10 * taken
    size = (max(20.0, min(_TERMS[0][0], look.ink.shape[1] / look.pixels - 20)), _TERMS[0][1])
    found = [
        (room.cost, order, room)
        for order, side in enumerate(SIDES[:2])
        if (room := Strip(side.view(unrest), look.pixels, _MARGIN).find(((0.0, *size),)))
    ]
    _, order, room = min(found, default=(0.0, 0, Room(0.0, 1.0, 1.0)))
    return _block_at(look, SIDES[order], room, size, backed=True)


def _block_at(look: Look, side: Side, room: Room, size: tuple[float, float], *, backed: bool) -> Block:
    scale = look.scale
    height = size[1] if side.hangs else 0.0
    to_seen = side.to_seen(look.sheet, room.along * scale, room.depth * scale, height * scale)
    return Block(Matrix(scale, 0, 0, scale, 0, 0) @ to_seen @ look.sheet.to_user, *size, backed)
