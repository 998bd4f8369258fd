"""Straight edges that a content stream paints: rectangles and single lines, with the numbers that put them there.

Paths are ISO 32000-2, 8.5. Whatever is curved, slanted, or a polyline is a *mark*: it may say a number by its form, so
it is never moved and only its place is kept.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from watermark.pdf.matrix import Matrix

if TYPE_CHECKING:
    from collections.abc import Callable

    from watermark.pdf.lexer import Operation, Token

_THIN: Final = 1.6  # pt: a filled rectangle no thicker than this is a rule
_THICK, _LONG = 4.0, 25.0  # pt, times its thickness: so is a thicker one that is very long
_STRAIGHT: Final = 0.02  # pt: a line that leaves its level by less is level
_FILLS: Final = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_STROKES: Final = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})

Box = tuple[float, float, float, float]
Knob = tuple["Token", float]  # a number of the content, and what it changes for a movement of 1 pt right or down


@dataclass(frozen=True)
class Side:
    """A straight edge along the page as seen, pt.

    `axis` is the direction in which it can move: 0 sideways (it stands upright), 1 up and down (it lies). It stands at
    `level` of that axis, goes from `start` to `stop` on the other, and is `width` thick (0: the edge of a fill).
    `knobs` move it.
    """

    axis: int
    level: float
    start: float
    stop: float
    width: float
    knobs: tuple[Knob, ...]


@dataclass(frozen=True)
class Panel:
    """A filled rectangle: its box as seen, pt, and its sides left, right, top, bottom."""

    box: Box
    sides: tuple[Side, Side, Side, Side]


@dataclass
class Shapes:
    """What was painted: filled rectangles, rules (lines, thin rectangles, frames), and the boxes of marks."""

    panels: list[Panel] = field(default_factory=list)
    rules: list[Side] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)


@dataclass(frozen=True)
class _Point:
    """A corner as seen, with the numbers that move it along x and along y of the content."""

    x: float
    y: float
    across: Token
    up: Token


@dataclass
class _Path:
    """A subpath; `sized` are the width and height tokens of a rectangle operator."""

    points: list[_Point] = field(default_factory=list)
    curved: bool = False
    sized: tuple[Token, Token] | None = None
    corner: Box = (0.0, 0.0, 0.0, 0.0)


class PathMachine:
    """Runs over the operations of one stream; `shapes` are what it painted, as seen."""

    def __init__(self, data: bytes, to_seen: Matrix) -> None:
        """Take decoded content and the map from its space to the page as seen."""
        self.shapes = Shapes()
        self._data, self._ctm, self._width = data, to_seen, 1.0
        self._stack: list[tuple[Matrix, float]] = []
        self._paths: list[_Path] = []

    def run(self, operations: list[Operation]) -> Shapes:
        for operation in operations:
            try:
                self._step(operation)
            except (ValueError, IndexError, ZeroDivisionError):  # operands that make no sense: readers skip it
                continue
        return self.shapes

    def _numbers(self, operation: Operation, count: int) -> list[float]:
        values = [float(self._data[token.start : token.end]) for token in operation.operands[-count:]]
        if len(values) < count:
            raise ValueError(operation.operator)
        return values

    def _step(self, operation: Operation) -> None:
        match operation.operator:
            case b"q":
                self._stack.append((self._ctm, self._width))
            case b"Q" if self._stack:
                self._ctm, self._width = self._stack.pop()
            case b"cm":
                self._ctm = Matrix(*self._numbers(operation, 6)) @ self._ctm
            case b"w":
                self._width = self._numbers(operation, 1)[0]
            case b"re" | b"m" | b"l" | b"c" | b"v" | b"y":
                self._draw(operation)
            case b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"S" | b"s":
                self._paint(operation.operator)
            case b"n":
                self._paths = []

    def _draw(self, operation: Operation) -> None:
        match operation.operator:
            case b"re":
                self._rectangle(operation)
            case b"m":
                self._paths.append(_Path([self._point(operation)]))
            case b"l" if self._paths and self._paths[-1].sized is None:
                self._paths[-1].points.append(self._point(operation))
            case _ if self._paths:
                count = 6 if operation.operator == b"c" else 4
                values = self._numbers(operation, count)
                tokens = operation.operands[-count:]
                for index in range(0, count, 2):
                    at = self._ctm.point(values[index], values[index + 1])
                    self._paths[-1].points.append(_Point(*at, tokens[index], tokens[index + 1]))
                self._paths[-1].curved = True

    def _point(self, operation: Operation) -> _Point:
        x, y = self._numbers(operation, 2)
        return _Point(*self._ctm.point(x, y), operation.operands[-2], operation.operands[-1])

    def _rectangle(self, operation: Operation) -> None:
        x, y, width, height = self._numbers(operation, 4)
        across, up, wide, tall = operation.operands[-4:]
        near, far = self._ctm.point(x, y), self._ctm.point(x + width, y + height)
        points = [_Point(*near, across, up), _Point(*far, across, up)]
        self._paths.append(_Path(points, sized=(wide, tall), corner=(x, y, width, height)))

    def _paint(self, operator: bytes) -> None:
        paths, self._paths = self._paths, []
        for path in paths:
            sides = self._sides(path)
            if sides and operator in _FILLS:
                self._add_panel(sides)
            elif sides:
                self.shapes.rules += [self._stroked(side) for side in sides]
            elif operator in _STROKES and operator not in _FILLS and (line := self._line(path)):
                self.shapes.rules.append(line)
            else:
                self.shapes.marks += _segments(path)

    def _factors(self) -> tuple[int, float, float] | None:
        """Seen axis of the content's x, and the factors of x and y; None where the content stands slanted."""
        dx, dy = self._ctm.vector(1, 0), self._ctm.vector(0, 1)
        if max(abs(dx[1]), abs(dy[0])) < 1e-6 * abs(dx[0]):
            return 0, 1 / dx[0], 1 / dy[1]
        if max(abs(dx[0]), abs(dy[1])) < 1e-6 * abs(dx[1]):
            return 1, 1 / dx[1], 1 / dy[0]
        return None

    def _sides(self, path: _Path) -> tuple[Side, Side, Side, Side] | None:
        """Give the sides of a rectangle: left, right, top, bottom as seen."""
        factors = self._factors()
        if factors is None or path.curved:
            return None
        if path.sized is None and not _is_box(path.points):
            return None
        x0, x1 = min(p.x for p in path.points), max(p.x for p in path.points)
        y0, y1 = min(p.y for p in path.points), max(p.y for p in path.points)
        knobs = self._knobs_of_operator(path, factors) if path.sized else _knobs_of_corners(path, factors)
        left, right, top, bottom = (knobs(axis, low=low) for axis in (0, 1) for low in (True, False))
        return (
            Side(0, x0, y0, y1, 0, left), Side(0, x1, y0, y1, 0, right),
            Side(1, y0, x0, x1, 0, top), Side(1, y1, x0, x1, 0, bottom),
        )  # fmt: skip

    def _knobs_of_operator(self, path: _Path, factors: tuple[int, float, float]) -> Callable[..., tuple[Knob, ...]]:
        """Give what moves a side of ``re``: its far side by the size alone, its near side by both numbers."""
        assert path.sized is not None

        def knobs(axis: int, *, low: bool) -> tuple[Knob, ...]:
            own = axis != factors[0]  # 0: the content's x serves this axis, 1: its y
            factor = factors[2] if own else factors[1]
            origin, size = (path.points[0].up if own else path.points[0].across), path.sized[own]  # type: ignore[index]
            positive = (path.corner[2 + own] > 0) == (factor > 0)  # the near corner stands at the lower level
            return ((origin, factor), (size, -factor)) if low == positive else ((size, factor),)

        return knobs

    def _line(self, path: _Path) -> Side | None:
        """Give a path of one straight piece along the page's edge."""
        factors = self._factors()
        if factors is None or path.curved or len(path.points) != 2:
            return None
        one, other = path.points
        axis = 1 if abs(one.y - other.y) <= _STRAIGHT else 0
        if axis == 0 and abs(one.x - other.x) > _STRAIGHT:
            return None
        ends = sorted((one.x, other.x) if axis else (one.y, other.y))
        knobs = tuple(_knob(point, axis, factors) for point in path.points)
        return self._stroked(Side(axis, one.y if axis else one.x, ends[0], ends[1], 0, knobs))

    def _stroked(self, side: Side) -> Side:
        x, y = self._ctm.vector(self._width, 0)
        return Side(side.axis, side.level, side.start, side.stop, max(0.1, abs(x) + abs(y)), side.knobs)

    def _add_panel(self, sides: tuple[Side, Side, Side, Side]) -> None:
        left, right, top, bottom = sides
        wide, tall = right.level - left.level, bottom.level - top.level
        thin = min(wide, tall)
        if thin > _THIN and not (thin <= _THICK and max(wide, tall) > _LONG * thin):
            self.shapes.panels.append(Panel((left.level, top.level, right.level, bottom.level), sides))
            return
        near, far = (top, bottom) if wide >= tall else (left, right)
        middle, width = (near.level + far.level) / 2, far.level - near.level
        knobs = _together(near.knobs + far.knobs)
        self.shapes.rules.append(Side(near.axis, middle, near.start, near.stop, width, knobs))


def _together(knobs: tuple[Knob, ...]) -> tuple[Knob, ...]:
    """Add what is said twice about one number; a number that need not change is left out."""
    sums: dict[int, Knob] = {}
    for token, factor in knobs:
        before = sums[token.start][1] if token.start in sums else 0.0
        sums[token.start] = (token, before + factor)
    return tuple((token, factor) for token, factor in sums.values() if abs(factor) > 1e-9)


def _is_box(points: list[_Point]) -> bool:
    """Whether four corners, the first perhaps said again at the end, go round a rectangle."""
    corners = points[:4]
    if len(points) not in (4, 5) or (len(points) == 5 and _apart(points[4], points[0]) > _STRAIGHT):
        return False
    steps = [
        (abs(one.x - other.x), abs(one.y - other.y))
        for one, other in zip(corners, corners[1:] + corners[:1], strict=True)
    ]
    return all(min(step) <= _STRAIGHT for step in steps) and all(
        (one[0] > one[1]) != (other[0] > other[1]) for one, other in itertools.pairwise(steps)
    )


def _apart(one: _Point, other: _Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _knob(point: _Point, axis: int, factors: tuple[int, float, float]) -> Knob:
    return (point.across, factors[1]) if axis == factors[0] else (point.up, factors[2])


def _knobs_of_corners(path: _Path, factors: tuple[int, float, float]) -> Callable[..., tuple[Knob, ...]]:
    """Give what moves a side that runs between corners."""

    def knobs(axis: int, *, low: bool) -> tuple[Knob, ...]:
        levels = [point.y if axis else point.x for point in path.points]
        middle = (min(levels) + max(levels)) / 2
        chosen = [point for point, level in zip(path.points, levels, strict=True) if (level < middle) == low]
        return tuple(_knob(point, axis, factors) for point in chosen)

    return knobs


def _segments(path: _Path) -> list[Box]:
    """Box the pieces of a path that is left alone."""
    points = path.points
    pairs = [(points[0], points[-1])] if path.curved and len(points) < 3 else list(itertools.pairwise(points))
    return [(min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)) for a, b in pairs]
