"""Which edges of a page become slots, and how far each moves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.carriers import RULING
from watermark.carriers.candidate import Box, Candidate
from watermark.carriers.ruling.edges import Border, Painted, Sheaf, joined, movable_borders
from watermark.pdf.paths import PathMachine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from watermark.carriers.streams import Stream
    from watermark.pdf.geometry import Sheet
    from watermark.pdf.lexer import Token

AMPLITUDE: Final = 0.2  # pt, of faint edges
# Contrast (of 1) up to which an edge moves by the whole amplitude, and pt by which black on white moves: an edge that
# stands alone; and a piece of a border, which the eye compares with the next (0.1 pt is a quarter pixel at 200 %).
_ALONE: Final = (0.25, 0.1)
_IN_LINE: Final = (0.06, 0.05)
# Contrast above which an edge stays: a black rule outweighs the words around it when a leak is laid over the page, so
# its movement is followed instead of read. A first look (two pages, one code each) points that way; it settles nothing.
_STRONG: Final = 0.5
_REACH: Final = 1.5  # pt beside an edge that belong to its slot
_LEAST_ENERGY: Final = 1.5  # of the estimate, at 150 dpi: fainter edges are not worth their bytes
_NUMBER, _SLOT = 2.6, 1.0  # bytes that a number and a slot add to a packed page, measured
_SHARE: Final = 0.6  # of the page's budget
_MOST: Final = 3000  # shapes; a page with more is a map


@dataclass(frozen=True)
class Shift:
    """What one slot changes in a number of the content: `amount` is added for B and taken off for A."""

    token: Token
    slot: int
    amount: float


@dataclass
class RulePlan:
    """The chosen slots: candidates, and for each stream of the page what changes in it."""

    candidates: list[Candidate] = field(default_factory=list)
    shifts: dict[int, list[Shift]] = field(default_factory=dict)
    spent: float = 0.0


def plan_rules(streams: list[Stream], sheet: Sheet, page: NDArray[np.uint8], budget: float) -> RulePlan:
    """Choose edges.

    Args:
        streams: of the page.
        sheet: its geometry.
        page: how it is drawn, uint8 (H, W), 0 black … 255 white.
        budget: bytes by which the packed page may grow.
    """
    plan, shapes = RulePlan(), [PathMachine(s.data, s.at @ sheet.to_seen).run(s.operations) for s in streams]
    painted = Painted(
        [(i, panel) for i, shape in enumerate(shapes) for panel in shape.panels],
        [(i, rule) for i, shape in enumerate(shapes) for rule in shape.rules],
        [mark for shape in shapes for mark in shape.marks],
    )
    if not painted.panels + painted.rules or len(painted.panels) + len(painted.rules) > _MOST:
        return plan
    zoom = page.shape[1] / sheet.width
    borders = movable_borders(painted, (sheet.width, sheet.height))
    found = [item for border in borders for item in _measured(border, page, zoom)]
    taken: list[Box] = []
    for energy, sheaf, amplitude in sorted(found, key=lambda item: -item[0] / _cost(item[1])):
        affordable = plan.spent + _cost(sheaf) <= _SHARE * budget
        if affordable and energy >= _LEAST_ENERGY:
            _add(plan, sheaf, amplitude, taken)
    return plan


def _measured(border: Border, page: NDArray[np.uint8], zoom: float) -> list[tuple[float, Sheaf, float]]:
    """Cut a border into slots that show enough; give the energy, the sheaf and the amplitude of each."""
    pieces: list[tuple[float, list[Sheaf]]] = [(0.0, [])]
    for sheaf in border.sheaves:
        contrast = _contrast(sheaf, page, zoom)
        if pieces[-1][0] >= _LEAST_ENERGY:
            pieces.append((0.0, []))
        energy = _energy(sheaf, contrast, _amplitude(contrast, *_IN_LINE))
        pieces[-1] = (pieces[-1][0] + energy, [*pieces[-1][1], sheaf])
    if len(pieces) > 1 and pieces[-1][0] < _LEAST_ENERGY:
        _, rest = pieces.pop()
        pieces[-1] = (pieces[-1][0], pieces[-1][1] + rest)
    alone = border.whole and len(pieces) == 1
    found = []
    for _, members in pieces:
        sheaf = joined(members)
        contrast = _contrast(sheaf, page, zoom)
        amplitude = _amplitude(contrast, *(_ALONE if alone else _IN_LINE))
        if contrast <= _STRONG:
            found.append((_energy(sheaf, contrast, amplitude), sheaf, amplitude))
    return found


def renumbered(shifts: Mapping[int, Sequence[Shift]], numbers: Mapping[int, int]) -> dict[int, list[Shift]]:
    """Give the slots of shifts new numbers; those without one are left out."""
    return {
        stream: [replace(shift, slot=numbers[shift.slot]) for shift in of_stream if shift.slot in numbers]
        for stream, of_stream in shifts.items()
    }


def _amplitude(contrast: float, full: float, least: float) -> float:
    """Give how far an edge moves, pt: the eye sees a step in a black rule sooner than one in a tint."""
    return max(least, AMPLITUDE * min(1.0, math.sqrt(full / max(contrast, 1e-6))))


def _energy(sheaf: Sheaf, contrast: float, amplitude: float) -> float:
    """Estimate Σ (A − B)² at 150 dpi from the step that moves and the length along which it does."""
    step = min(1.0, 2 * amplitude * 150 / 72)
    return (contrast * step) ** 2 * (sheaf.stop - sheaf.start) * 150 / 72


def _cost(sheaf: Sheaf) -> float:
    return _SLOT + _NUMBER * sum(len(side.knobs) for _, side in sheaf.sides)


def _contrast(sheaf: Sheaf, page: NDArray[np.uint8], zoom: float) -> float:
    """Measure the steps of grey across an edge: the root of their squares' sum, averaged along it (0 … 1.4)."""
    low, high = int((sheaf.low - 0.7) * zoom), int(np.ceil((sheaf.high + 0.7) * zoom))
    start, stop = int(sheaf.start * zoom), int(np.ceil(sheaf.stop * zoom))
    view = page if sheaf.axis else page.T
    strip = view[max(0, low) : high, max(0, start) : stop].astype(np.float32) / 255
    if min(strip.shape) < 2:
        return 0.0
    # Words that reach into the strip are no part of the edge: a robust mean over its length.
    along = (np.diff(strip, axis=0) ** 2).sum(axis=0)
    return float(np.sqrt(np.median(along)))


def _add(plan: RulePlan, sheaf: Sheaf, amplitude: float, taken: list[Box]) -> None:
    parts = [piece for piece in _parts(sheaf, amplitude) for piece in _without(piece, taken, sheaf.axis)]
    numbers = {token.start for _, side in sheaf.sides for token, _ in side.knobs}
    if not parts or not numbers:
        return
    taken += parts
    slot = len(plan.candidates)
    shift = (2 * amplitude, 0.0) if sheaf.axis == 0 else (0.0, 2 * amplitude)
    plan.candidates.append(Candidate(RULING, shift, amplitude, -1, parts))
    for stream, side in sheaf.sides:
        for token, factor in side.knobs:
            plan.shifts.setdefault(stream, []).append(Shift(token, slot, amplitude * factor))
    plan.spent += _cost(sheaf)


def _parts(sheaf: Sheaf, amplitude: float) -> list[Box]:
    reach = amplitude + _REACH
    low, high = sheaf.low - reach, sheaf.high + reach
    return [(low, sheaf.start, high, sheaf.stop) if sheaf.axis == 0 else (sheaf.start, low, sheaf.stop, high)]


def _without(part: Box, taken: list[Box], axis: int) -> list[Box]:
    """Cut out of an edge's box, along it, what other slots have."""
    along = 1 - axis
    spans = [(part[along], part[along + 2])]
    for box in taken:
        if box[0] < part[2] and part[0] < box[2] and box[1] < part[3] and part[1] < box[3]:
            spans = [piece for span in spans for piece in _cut(span, (box[along], box[along + 2]))]
    return [
        (part[0], low, part[2], high) if axis == 0 else (low, part[1], high, part[3])
        for low, high in spans
        if high - low > 1.0
    ]


def _cut(span: tuple[float, float], hole: tuple[float, float]) -> list[tuple[float, float]]:
    pieces = [(span[0], min(span[1], hole[0])), (max(span[0], hole[1]), span[1])]
    return [(low, high) for low, high in pieces if high > low]
