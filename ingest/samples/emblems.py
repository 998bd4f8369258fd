"""Small drawings for chapters: one idea in a circle of unit size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def draw_emblem(canvas: Any, name: str, x: float, y: float, size: float) -> None:
    """Draw the named emblem with its centre at (x, y), `size` points wide, in the canvas's fill colour."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(size / 2, size / 2)
    canvas.setLineWidth(0.12)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    _EMBLEMS[name](canvas)
    canvas.restoreState()


def _polygon(canvas: Any, *points: tuple[float, float]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _hills(canvas: Any) -> None:
    _polygon(canvas, (-0.95, -0.6), (-0.35, 0.45), (0.0, -0.1), (0.3, 0.3), (0.95, -0.6))
    canvas.circle(0.45, 0.65, 0.2, stroke=0, fill=1)


def _columns(canvas: Any) -> None:
    _polygon(canvas, (-0.9, 0.35), (0, 0.9), (0.9, 0.35))
    for x in (-0.7, -0.25, 0.2, 0.5):
        canvas.rect(x, -0.5, 0.2, 0.75, stroke=0, fill=1)
    canvas.rect(-0.9, -0.75, 1.8, 0.18, stroke=0, fill=1)


def _people(canvas: Any) -> None:
    for x, y, size in ((-0.55, -0.05, 0.75), (0.55, -0.05, 0.75), (0, 0.1, 1.0)):
        canvas.circle(x, y + 0.42 * size, 0.24 * size, stroke=0, fill=1)
        canvas.roundRect(x - 0.3 * size, y - 0.75 * size, 0.6 * size, 0.85 * size, 0.22 * size, stroke=0, fill=1)


def _book(canvas: Any) -> None:
    for side in (-1, 1):
        path = canvas.beginPath()
        path.moveTo(side * 0.05, -0.55)
        path.curveTo(side * 0.35, -0.35, side * 0.7, -0.4, side * 0.95, -0.5)
        path.lineTo(side * 0.95, 0.55)
        path.curveTo(side * 0.7, 0.65, side * 0.35, 0.7, side * 0.05, 0.45)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def _leaf(canvas: Any) -> None:
    path = canvas.beginPath()
    path.moveTo(-0.75, -0.75)
    path.curveTo(-0.9, 0.4, 0.0, 0.9, 0.85, 0.85)
    path.curveTo(0.9, 0.0, 0.4, -0.9, -0.75, -0.75)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _gear(canvas: Any) -> None:
    teeth = 9
    points = []
    for step in range(teeth * 4):
        angle = 2 * math.pi * step / (teeth * 4)
        reach = 0.9 if step % 4 in (0, 1) else 0.68
        points.append((reach * math.cos(angle), reach * math.sin(angle)))
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    path.circle(0, 0, 0.3)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def _coin(canvas: Any) -> None:
    for n in range(3):
        canvas.roundRect(-0.85, -0.75 + n * 0.3, 1.0, 0.22, 0.1, stroke=0, fill=1)
    canvas.circle(0.4, 0.25, 0.5, stroke=0, fill=1)


def _compass(canvas: Any) -> None:
    path = canvas.beginPath()
    path.circle(0, 0, 0.9)
    path.circle(0, 0, 0.74)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    _polygon(canvas, (0.5, 0.5), (-0.18, 0.12), (-0.5, -0.5), (0.12, -0.18))


def _bars(canvas: Any) -> None:
    for n, height in enumerate((0.5, 0.85, 0.7, 1.2, 1.55)):
        canvas.rect(-0.9 + n * 0.38, -0.75, 0.26, height, stroke=0, fill=1)


_EMBLEMS: dict[str, Callable[[Any], None]] = {
    "hills": _hills,
    "columns": _columns,
    "people": _people,
    "book": _book,
    "leaf": _leaf,
    "gear": _gear,
    "coin": _coin,
    "compass": _compass,
    "bars": _bars,
}
