"""Drawn covers: landscapes and patterns from curves and colours, no pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import Color, linearlyInterpolatedColor

from ingest.samples.styles import WHITE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.samples.styles import Colours

    Painter = Callable[[Any, Colours, float, float], None]


def paint(canvas: Any, art: str, colours: Colours, width: float, height: float) -> None:
    """Fill the rectangle (0, 0, width, height) in points with the named art."""
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(0, 0, width, height)
    canvas.clipPath(frame, stroke=0, fill=0)
    _ART[art](canvas, colours, width, height)
    canvas.restoreState()


def _blend(a: Color, b: Color, part: float) -> Color:
    return linearlyInterpolatedColor(a, b, 0, 1, part)


def _sky(canvas: Any, top: Color, bottom: Color, height: float) -> None:
    canvas.linearGradient(0, height, 0, 0, (top, bottom), extend=False)


def _ridge(canvas: Any, colour: Color, width: float, base: float, swing: float, phase: float) -> None:
    """Draw a hill line over the whole width: two waves of different length."""
    path = canvas.beginPath()
    path.moveTo(0, 0)
    for step in range(61):
        x = width * step / 60
        wave = math.sin(2 * math.pi * (step / 60 * 1.3 + phase)) + 0.45 * math.sin(
            2 * math.pi * (step / 60 * 3.1 - phase)
        )
        path.lineTo(x, base + swing * wave)
    path.lineTo(width, 0)
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=0, fill=1)


def _terraces(canvas: Any, colours: Colours, width: float, height: float) -> None:
    _sky(canvas, colours.soft, WHITE, height)
    canvas.setFillColor(colours.accent)
    canvas.circle(width * 0.74, height * 0.7, width * 0.12, stroke=0, fill=1)
    for n in range(3):
        _ridge(
            canvas,
            _blend(colours.soft, colours.middle, 0.25 + n * 0.3),
            width,
            height * (0.58 - n * 0.08),
            height * 0.045,
            n * 0.31,
        )
    for n in range(11):
        part = n / 10
        base = height * (0.36 - part * 0.36)
        _ridge(
            canvas,
            _blend(colours.middle, colours.deep, part),
            width,
            base,
            height * (0.018 + 0.012 * part),
            0.18 + part * 0.55,
        )


def _sunrise(canvas: Any, colours: Colours, width: float, height: float) -> None:
    _sky(canvas, colours.strong, colours.soft, height)
    centre_x, centre_y = width * 0.5, height * 0.34
    for n in range(9, 0, -1):
        canvas.setFillColor(Color(1, 1, 1, alpha=0.055))
        canvas.circle(centre_x, centre_y, width * (0.1 + n * 0.07), stroke=0, fill=1)
    canvas.setFillColor(WHITE)
    canvas.circle(centre_x, centre_y, width * 0.13, stroke=0, fill=1)
    _skyline(canvas, _blend(colours.strong, colours.deep, 0.35), width, height * 0.2, height * 0.16, 3)
    _skyline(canvas, _blend(colours.strong, colours.deep, 0.7), width, height * 0.12, height * 0.17, 11)
    _ridge(canvas, colours.deep, width, height * 0.1, height * 0.02, 0.4)


def _skyline(canvas: Any, colour: Color, width: float, base: float, tallest: float, seed: int) -> None:
    """Draw houses side by side; their heights follow a short fixed sequence."""
    canvas.setFillColor(colour)
    x, n = 0.0, seed
    while x < width:
        n = (n * 37 + 11) % 101
        breadth = width * (0.045 + 0.0006 * n)
        tall = base + tallest * (0.25 + 0.75 * ((n * 13) % 101) / 101)
        canvas.rect(x, 0, breadth, tall, stroke=0, fill=1)
        if n % 3 == 0:
            roof = canvas.beginPath()
            roof.moveTo(x, tall)
            roof.lineTo(x + breadth / 2, tall + breadth * 0.55)
            roof.lineTo(x + breadth, tall)
            roof.close()
            canvas.drawPath(roof, stroke=0, fill=1)
        x += breadth + width * 0.008


def _harbour(canvas: Any, colours: Colours, width: float, height: float) -> None:
    _sky(canvas, colours.strong, colours.soft, height)
    canvas.setFillColor(Color(1, 1, 1, alpha=0.9))
    canvas.circle(width * 0.24, height * 0.74, width * 0.085, stroke=0, fill=1)
    _ridge(canvas, _blend(colours.middle, colours.soft, 0.35), width, height * 0.5, height * 0.035, 0.1)
    _ridge(canvas, colours.middle, width, height * 0.45, height * 0.03, 0.55)
    for n in range(9):
        part = n / 8
        _ridge(
            canvas,
            _blend(colours.strong, colours.deep, part),
            width,
            height * (0.36 - part * 0.34),
            height * 0.012,
            n * 0.23,
        )
    for x, y, size in ((0.62, 0.345, 1.0), (0.33, 0.27, 0.7), (0.82, 0.2, 0.85)):
        _boat(canvas, colours, width * x, height * y, width * 0.13 * size)


def _boat(canvas: Any, colours: Colours, x: float, y: float, size: float) -> None:
    hull = canvas.beginPath()
    hull.moveTo(x - size * 0.6, y)
    hull.curveTo(x - size * 0.3, y - size * 0.32, x + size * 0.3, y - size * 0.32, x + size * 0.68, y + size * 0.06)
    hull.close()
    canvas.setFillColor(colours.deep)
    canvas.drawPath(hull, stroke=0, fill=1)
    for colour, lean in ((colours.accent, 0.55), (WHITE, -0.45)):
        sail = canvas.beginPath()
        sail.moveTo(x, y + size * 0.06)
        sail.lineTo(x, y + size)
        sail.lineTo(x + size * lean, y + size * 0.12)
        sail.close()
        canvas.setFillColor(colour)
        canvas.drawPath(sail, stroke=0, fill=1)


def _weave(canvas: Any, colours: Colours, width: float, height: float) -> None:
    """Four-petalled tiles, in the manner of the kawung pattern."""
    canvas.setFillColor(colours.deep)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    tile = width / 7
    for row in range(math.ceil(height / tile) + 1):
        for column in range(8):
            shade = ((row * 5 + column * 3) % 7) / 6
            _petals(canvas, _blend(colours.strong, colours.soft, shade), column * tile, row * tile, tile * 0.46)
            canvas.setFillColor(colours.accent if (row + column) % 5 == 0 else colours.middle)
            canvas.circle(column * tile, row * tile, tile * 0.06, stroke=0, fill=1)


def _petals(canvas: Any, colour: Color, x: float, y: float, reach: float) -> None:
    canvas.setFillColor(colour)
    for turn in (45, 135, 225, 315):
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(turn)
        canvas.ellipse(reach * 0.2, -reach * 0.34, reach * 1.28, reach * 0.34, stroke=0, fill=1)
        canvas.restoreState()


def _orbit(canvas: Any, colours: Colours, width: float, height: float) -> None:
    """Rings and dots, like a chart that one looks at from afar."""
    _rings(canvas, colours, width, height, first_dot=0)


def _margin_rings(canvas: Any, colours: Colours, width: float, height: float) -> None:
    """The same with the left half left free for words."""
    _rings(canvas, colours, width, height, first_dot=width * 0.5)


def _rings(canvas: Any, colours: Colours, width: float, height: float, *, first_dot: float) -> None:
    _sky(canvas, colours.deep, colours.strong, height)
    centre_x, centre_y = width * 0.72, height * 0.42
    for n in range(13):
        canvas.setStrokeColor(Color(1, 1, 1, alpha=0.32 - n * 0.02))
        canvas.setLineWidth(0.6 + (n % 3) * 0.7)
        canvas.circle(centre_x, centre_y, width * (0.08 + n * 0.075), stroke=1, fill=0)
        angle = math.radians(70 + n * 47)
        distance = width * (0.08 + n * 0.075)
        if centre_x + distance * math.cos(angle) < first_dot:
            continue
        canvas.setFillColor(colours.accent if n % 3 == 0 else colours.soft)
        canvas.circle(
            centre_x + distance * math.cos(angle),
            centre_y + distance * math.sin(angle),
            width * (0.012 + 0.004 * (n % 4)),
            stroke=0,
            fill=1,
        )
    canvas.setFillColor(WHITE)
    canvas.circle(centre_x, centre_y, width * 0.035, stroke=0, fill=1)


_ART: dict[str, Painter] = {
    "terraces": _terraces,
    "sunrise": _sunrise,
    "harbour": _harbour,
    "weave": _weave,
    "orbit": _orbit,
    "rings": _margin_rings,
}
