"""A slot before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


@dataclass
class Candidate:
    """A place that could be drawn in two ways.

    Attributes:
        carrier: name of the carrier.
        shift: movement from A to B in pt, as seen.
        amplitude: half of the difference, pt or grey levels.
        group: line, table or picture it belongs to.
        parts: boxes x0 y0 x1 y1 in pt, as seen, that A and B draw differently.
        foretold: the least energy that the page shows there as it was, 0 where nobody asked (`energy.shorten`).
    """

    carrier: str
    shift: tuple[float, float]
    amplitude: float
    group: int
    parts: list[Box] = field(default_factory=list)
    foretold: float = 0.0
