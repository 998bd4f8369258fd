"""Edges that move together: what shares a border, lies over it, or stands so close that a gap would show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.carriers.ruling.tables import cell_axes
from watermark.pdf.paths import Box, Panel, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_CLOSE: Final = 2.0  # pt: edges nearer than this are one border, whose thickness shall stay
_LEVEL: Final = 0.5  # pt: pieces of one rule stand at one level
_GAP: Final = 3.0  # pt: and follow each other
_LEAST_RULE: Final = 72.0  # pt: shorter rules may be marks of a chart
_LEAST_PIECE: Final = 24.0  # pt: shorter pieces move with their neighbour
_REACH: Final = 1.0  # pt: marks nearer than this hold an edge
_BACKDROP: Final = 0.5  # of the page: larger panels stand behind everything
_HELD: Final = -1  # in place of a stream: this side stays, and what shares its border, too


@dataclass(frozen=True)
class Sheaf:
    """Edges that move as one; `sides` with the index of the stream each comes from."""

    axis: int
    sides: tuple[tuple[int, Side], ...]

    @property
    def low(self) -> float:
        return min(side.level - side.width / 2 for _, side in self.sides)

    @property
    def high(self) -> float:
        return max(side.level + side.width / 2 for _, side in self.sides)

    @property
    def start(self) -> float:
        return min(side.start for _, side in self.sides)

    @property
    def stop(self) -> float:
        return max(side.stop for _, side in self.sides)


@dataclass(frozen=True)
class Painted:
    """What one stream painted, with the stream's index: panels, rules, marks."""

    panels: list[tuple[int, Panel]]
    rules: list[tuple[int, Side]]
    marks: list[Box]


@dataclass(frozen=True)
class Border:
    """Sheaves that follow each other on one level; `whole` tells that nothing else goes on at the ends."""

    sheaves: list[Sheaf]
    whole: bool


def movable_borders(painted: Painted, page: tuple[float, float]) -> list[Border]:
    """Give the edges of a page (width, height in pt) that may move: of cells, and long rules that no mark touches."""
    axes = cell_axes([panel for _, panel in painted.panels])
    marks = list(painted.marks)
    sides: dict[int, list[tuple[int, Side]]] = {0: [], 1: []}
    for (stream, panel), free in zip(painted.panels, axes, strict=True):
        x0, y0, x1, y1 = panel.box
        if not free and (x1 - x0) * (y1 - y0) > _BACKDROP * page[0] * page[1]:
            continue
        for side in panel.sides:
            if free:
                sides[side.axis].append((stream if side.axis in free else _HELD, side))
            else:
                marks.append(_box(side))
    for stream, rule in painted.rules:
        sides[rule.axis].append((stream, rule))
    held = np.array(marks, np.float64).reshape(-1, 4)
    return [border for axis in (0, 1) for border in _of_axis(axis, sides[axis], held)]


def _of_axis(axis: int, sides: list[tuple[int, Side]], marks: NDArray[np.float64]) -> list[Border]:
    sheaves = [Sheaf(axis, tuple(sides[i] for i in group)) for group in _groups(sides, _is_one_border, _CLOSE)]
    return [border for chain in _chains(sheaves) for border in _free_parts(_long_enough(chain), marks)]


def _free_parts(chain: list[Sheaf], marks: NDArray[np.float64]) -> list[Border]:
    """Cut a chain where something holds it."""
    parts: list[list[Sheaf]] = [[]]
    for sheaf in chain:
        if _is_held(sheaf, marks):
            parts.append([])
        else:
            parts[-1].append(sheaf)
    return [Border(part, len(parts) == 1) for part in parts if part]


def joined(sheaves: list[Sheaf]) -> Sheaf:
    """Make one of several, which then move together."""
    return Sheaf(sheaves[0].axis, tuple(side for sheaf in sheaves for side in sheaf.sides))


def _groups(items: Sequence[tuple[int, Side]], belong: Callable[[Side, Side], bool], reach: float) -> list[list[int]]:
    """Join items that belong together, directly or through others; `reach` bounds the distance of their levels."""
    order = sorted(range(len(items)), key=lambda index: items[index][1].level)
    parent = list(range(len(items)))
    widest = max((side.width for _, side in items), default=0.0)

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for position, one in enumerate(order):
        for other in order[position + 1 :]:
            if items[other][1].level - items[one][1].level > reach + widest:
                break
            if belong(items[one][1], items[other][1]):
                parent[root(one)] = root(other)
    groups: dict[int, list[int]] = {}
    for index in range(len(items)):
        groups.setdefault(root(index), []).append(index)
    return list(groups.values())


def _is_one_border(one: Side, other: Side) -> bool:
    near = other.level - one.level <= _CLOSE + (one.width + other.width) / 2
    return near and min(one.stop, other.stop) - max(one.start, other.start) > _LEVEL


def _chains(sheaves: list[Sheaf]) -> list[list[Sheaf]]:
    """Put sheaves that follow each other on one level into chains, each in its order."""
    rough = [(0, Side(sheaf.axis, (sheaf.low + sheaf.high) / 2, sheaf.start, sheaf.stop, 0.0, ())) for sheaf in sheaves]
    groups = _groups(rough, _follows, _LEVEL)
    return [sorted((sheaves[i] for i in group), key=lambda sheaf: sheaf.start) for group in groups]


def _follows(one: Side, other: Side) -> bool:
    return abs(one.level - other.level) <= _LEVEL and (max(one.start, other.start) - min(one.stop, other.stop) <= _GAP)


def _long_enough(chain: list[Sheaf]) -> list[Sheaf]:
    """Join short pieces with what follows; leave out a rule that is short in all and bounds no cell."""
    is_rule = all(side.width > 0 for sheaf in chain for _, side in sheaf.sides)
    if is_rule and max(sheaf.stop for sheaf in chain) - chain[0].start < _LEAST_RULE:
        return []
    pieces: list[list[Sheaf]] = [[]]
    for sheaf in chain:
        if pieces[-1] and pieces[-1][-1].stop - pieces[-1][0].start >= _LEAST_PIECE:
            pieces.append([])
        pieces[-1].append(sheaf)
    if len(pieces) > 1 and pieces[-1][-1].stop - pieces[-1][0].start < _LEAST_PIECE:
        rest = pieces.pop()
        pieces[-1] += rest
    return [joined(piece) for piece in pieces]


def _box(side: Side) -> Box:
    low, high = side.level - side.width / 2, side.level + side.width / 2
    return (low, side.start, high, side.stop) if side.axis == 0 else (side.start, low, side.stop, high)


def _is_held(sheaf: Sheaf, marks: NDArray[np.float64]) -> bool:
    """Whether a mark touches the sheaf, or a side that stays is in it."""
    if any(stream == _HELD for stream, _ in sheaf.sides):
        return True
    x0, y0, x1, y1 = marks.T
    for _, side in sheaf.sides:
        left, top, right, bottom = _box(side)
        across = (x0 <= right + _REACH) & (x1 >= left - _REACH)
        if bool((across & (y0 <= bottom + _REACH) & (y1 >= top - _REACH)).any()):
            return True
    return False
