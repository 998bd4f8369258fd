"""Lay a leak over a page that carries little: by one surface of low order for the whole page.

Where few slots share a window, a local alignment (:mod:`watermark.trace.align`) follows the marks themselves: a label
alone in its window says nothing but where it stands. A surface has a few dozen numbers for all slots together, so that
their movements cancel, and what is left of a page's curl is told by its order. Fitted by least squares over the whole
page (B. Lucas, T. Kanade, IJCAI 1981, with Legendre polynomials in place of windows), read, and fitted again to the
page as it was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.polynomial import legendre

from watermark.trace.align import Aligned, Frame, laid_again, level, sharpened, shown_part
from watermark.trace.flow import gradient_sums, moved
from watermark.trace.pixels import projected, spread
from watermark.trace.read import expected
from watermark.trace.readings import SlotReadings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.trace.pixels import Plane
    from watermark.trace.read import SlotReader
    from watermark.trace.views import View

_LOCAL_WEIGHT: Final = 0.5  # a local alignment follows the marks a little, and looks clearer than it is
LIES, _CURLS = 2, 5  # order beyond a plane seen from anywhere: a sheet that lies; a sheet that curls
_ORDERS: Final = (LIES, _CURLS)
_LIKELY: Final = 0.5  # times as clear as the clearest order, before they are laid again
_EARNED: Final = 1.5  # times as clear as the lower order: a higher one fits whatever stands there a little better
_STEPS, _STEPS_AGAIN = 3, 2  # towards the page, and towards the page as it was read
_AGAIN = 2  # times that it is laid over the page as it was read
_DPI: Final = 150
_TREND_RADIUS: Final = 150.0  # pt: what the surface leaves over is followed no finer


def read_stiffly(reader: SlotReader, aligned: Aligned, order: int | None = None) -> tuple[SlotReadings, Aligned, int]:
    """Read every slot of a page with the leak laid over it stiffly, by the order of surface that reads most clearly.

    Args:
        reader: of the page.
        aligned: the leak over it, laid finely: where the surface is sought.
        order: that of the surface, if another page of a master has told it: it is the paper's, not the page's.

    Returns:
        The readings, the leak as it was laid for them, and the order of the surface.
    """
    orders = _ORDERS if order is None else (order,)
    told = [_read(_Surface(reader.view, one), reader, aligned) for one in orders]
    clearest = max(readings.clear for _, readings, _ in told)
    likely = [one for one in told if one[1].clear >= _LIKELY * clearest]
    del told  # each holds the leak once more
    # Which one follows the paper shows once each lies over the page as it was read.
    for index, one in enumerate(likely):
        likely[index] = _again(one, reader, aligned)
    surface, readings, laid = _most_clearly(likely)
    return readings, laid, surface.order


def followed_again(reader: SlotReader, laid: Aligned, page: Plane, order: int) -> tuple[Aligned, SlotReadings]:
    """Lay a leak that lies stiffly over a page anew over the page as it was read, and read it."""
    surface = _Surface(reader.view, order)
    laid = laid_again(laid, surface.followed(laid.source, page, laid.lattice, _STEPS_AGAIN))
    return laid, reader.read(laid, _TREND_RADIUS)


def between(local: SlotReadings, stiff: SlotReadings) -> SlotReadings:
    """Weigh what a page says as it was laid locally, and stiffly.

    Most of their noise is the same, so the mean is hardly less noisy by what they say themselves; but each of them has
    places where it lies badly, and those are not the same.
    """
    weights = [_LOCAL_WEIGHT * _precision(local), _precision(stiff)]
    total = np.maximum(weights[0] + weights[1], 1e-12)
    value = (weights[0] * local.value + weights[1] * stiff.value) / total
    noise = np.sqrt((_LOCAL_WEIGHT * np.isfinite(local.noise) + np.isfinite(stiff.noise)) / total)
    read = np.isfinite(local.noise) | np.isfinite(stiff.noise)
    return SlotReadings(local.slots, np.where(read, value, 0.0), np.where(read, noise, np.inf))


def _precision(readings: SlotReadings) -> NDArray[np.float64]:
    return 1 / np.maximum(readings.noise, 1e-3) ** 2


_Told: TypeAlias = "tuple[_Surface, SlotReadings, Aligned]"


def _most_clearly(told: Sequence[_Told]) -> _Told:
    """Take the lowest order unless a higher one has earned it."""
    # Judged by the readings alone: a surface that does not follow the paper leaves them scattered.
    best, *others = told
    for other in others:
        best = other if other[1].clear > _EARNED * best[1].clear else best
    return best


def _again(told: _Told, reader: SlotReader, aligned: Aligned) -> _Told:
    surface, readings, laid = told
    for _ in range(_AGAIN):
        lattice = surface.followed(aligned.source, expected(reader.view, readings), laid.lattice, _STEPS_AGAIN)
        laid = laid_again(aligned, lattice)
        readings = reader.read(laid, _TREND_RADIUS)
    return surface, readings, laid


def _read(surface: _Surface, reader: SlotReader, aligned: Aligned) -> _Told:
    lattice = surface.followed(aligned.source, reader.view.middle, surface.through(aligned), _STEPS)
    laid = laid_again(aligned, lattice)
    return surface, reader.read(laid, _TREND_RADIUS), laid


@dataclass(frozen=True)
class _Surface:
    """Surfaces of one order over one page."""

    view: View
    order: int

    def through(self, aligned: Aligned) -> NDArray[np.float32]:
        """Put the surface through a lattice, weighed by what the page shows at each of its points."""
        rows, columns = aligned.lattice.shape[:2]
        page = sharpened(level(self.view.middle, _DPI / self.view.dpi), _DPI)
        sums = gradient_sums(page, page, np.ones_like(page))
        weight = np.maximum(spread(np.ascontiguousarray(sums[:, :, 0] + sums[:, :, 2]), (columns, rows)), 0).ravel()
        weight = weight.astype(np.float64) + 1e-6 * float(weight.max()) + 1e-12
        across, down = np.linspace(-1, 1, columns), np.linspace(-1, 1, rows)
        target = aligned.lattice.reshape(-1, 2).astype(np.float64)
        plane = _plane(np.stack([np.tile(across, rows), np.repeat(down, columns)], axis=1), target, weight)
        basis = self._basis(across, down)
        weighed = basis * weight[:, None]
        bend = basis @ _solved(weighed.T @ basis, weighed.T @ (target - plane))
        return np.asarray((plane + bend).reshape(rows, columns, 2), np.float32)

    def followed(self, source: Plane, page: Plane, lattice: NDArray[np.float32], steps: int) -> NDArray[np.float32]:
        """Move a lattice by surfaces until the leak (`source`) lies over the page (float32 (H, W))."""
        aim = sharpened(level(page, _DPI / self.view.dpi), _DPI)
        frame = Frame.of(source, lattice, aim.shape, _DPI)
        aim = aim[frame.part]
        shown = shown_part(aim, sharpened(frame.laid(source, lattice)[0], _DPI), _DPI)
        for _ in range(steps):
            laid, seen = frame.laid(source, lattice)
            weight = seen.astype(np.float32) if shown is None else seen * shown
            sums = frame.over_all(gradient_sums(aim, sharpened(laid, _DPI, shown), weight))
            lattice = moved(lattice, self._flow(sums), frame.shape)
        return lattice

    def _flow(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """Displacement (px) of one surface with leak(x + u) ≈ page(x), one per cell: float32 (h, w, 2).

        `sums` are those of `flow.gradient_sums`.
        """
        rows, columns = sums.shape[:2]
        basis = self._basis(_centres(columns), _centres(rows))
        a, b, c, p, q = sums.astype(np.float64).reshape(-1, 5).T
        products = [basis.T @ (basis * part[:, None]) for part in (a, b, c)]
        normal = np.block([[products[0], products[1]], [products[1], products[2]]])
        solved = _solved(normal, np.concatenate([basis.T @ p, basis.T @ q])[:, None]).reshape(2, -1)
        flow = (basis @ solved.T).reshape(rows, columns, 2)
        return np.asarray(np.clip(flow, -3, 3), np.float32)

    def _basis(self, across: NDArray[np.float64], down: NDArray[np.float64]) -> NDArray[np.float64]:
        """Products of Legendre polynomials up to the order together, at every place: (rows · columns, terms)."""
        x, y = (legendre.legvander(places, self.order) for places in (across, down))
        terms = [(i, j) for i in range(self.order + 1) for j in range(self.order + 1 - i)]
        return np.stack([np.outer(y[:, j], x[:, i]).ravel() for i, j in terms], axis=1)


def _plane(
    points: NDArray[np.float64], target: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Put a plane seen from anywhere through weighted points, (n, 2) on (n, 2), and give its places there.

    The direct linear transform: R. Hartley, A. Zisserman, "Multiple View Geometry", 2nd ed., section 4.1.
    """
    middle, size = target.mean(axis=0), float(target.std()) + 1e-9
    aim = (target - middle) / size
    ones, nil = np.ones(len(points)), np.zeros((len(points), 3))
    flat = np.column_stack([points, ones])
    rows = np.concatenate([np.hstack([flat, nil, -aim[:, :1] * flat]), np.hstack([nil, flat, -aim[:, 1:] * flat])])
    _, vectors = np.linalg.eigh((rows * np.tile(weight, 2)[:, None]).T @ rows)
    return np.asarray(projected(points, vectors[:, 0].reshape(3, 3)) * size + middle, np.float64)


def _centres(cells: int) -> NDArray[np.float64]:
    return np.asarray((np.arange(cells) + 0.5) / cells * 2 - 1)


def _solved(normal: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    ridge = 1e-9 + 1e-6 * float(np.trace(normal)) / len(normal)
    return np.asarray(np.linalg.solve(normal + ridge * np.eye(len(normal)), right), np.float64)
