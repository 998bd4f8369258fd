"""The four margins of a page looked at alike: row 0 at the paper's edge, columns along the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.pdf.matrix import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.pdf.geometry import Sheet

_EDGE: Final = 9.0  # pt at scale 1: nearest to the paper's edge; printers cannot reach further out
_BEST: Final = 14.0  # pt: the distance from the edge that looks best
_AIR: Final = 1.5  # pt: white kept around everything


@dataclass(frozen=True)
class Side:
    """One edge of the page. Text in the left and right margins reads upwards."""

    name: str

    def view(self, page: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn a page image so that row 0 lies at this edge and columns run with the text."""
        match self.name:
            case "bottom":
                return page[::-1]
            case "top":
                return page
            case "left":
                return page.T[:, ::-1]
            case _:
                return page.T[::-1, ::-1]

    def to_seen(self, sheet: Sheet, along: float, depth: float, height: float) -> Matrix:
        """Map a space whose text stands at `depth` pt from the edge and starts at `along` to the seen page.

        Where the edge lies above the text (`hangs`), `height` is that of the text, which then hangs from `depth`.
        """
        match self.name:
            case "bottom":
                return Matrix(1, 0, 0, -1, along, sheet.height - depth)
            case "top":
                return Matrix(1, 0, 0, -1, along, depth + height)
            case "left":
                return Matrix(0, -1, -1, 0, depth + height, sheet.height - along)
            case _:
                return Matrix(0, -1, -1, 0, sheet.width - depth, sheet.height - along)

    @property
    def hangs(self) -> bool:
        """Whether the edge lies above the text as it is read."""
        return self.name in ("top", "left")


SIDES: Final = tuple(Side(name) for name in ("bottom", "top", "left", "right"))


@dataclass(frozen=True)
class Room:
    """A place found: what it would hide (0: white), and where it starts in pt of the stamp's space."""

    cost: float
    along: float
    depth: float


class Strip:
    """One margin with an integral image, so that every position is tried at once."""

    def __init__(self, view: NDArray[np.float32], pixels: float, share: float) -> None:
        """Take `share` of a turned page image with `pixels` px per pt of the stamp's space."""
        rows = max(int(view.shape[0] * share), int(45 * pixels))
        self._pixels = pixels
        self._total = np.zeros((min(rows, view.shape[0]) + 1, view.shape[1] + 1), np.float64)
        self._total[1:, 1:] = view[:rows].cumsum(0, dtype=np.float64).cumsum(1)

    def find(self, shape: tuple[tuple[float, float, float], ...], most: float = np.inf) -> Room | None:
        """Slide parts (start along, length, height; pt) along the margin.

        None where they do not fit, or hide more than `most` everywhere.
        """
        cost = self._cost(shape)
        edge = int(np.ceil((_EDGE - _AIR) * self._pixels))
        if cost is None or cost.shape[0] <= edge or cost.shape[1] <= 2 * edge:
            return None
        inner = np.round(cost[edge:, edge : cost.shape[1] - edge], 6)
        least = inner.min()
        if least > most:
            return None
        rows, columns = np.nonzero(inner <= least)
        far = np.abs(rows - (_BEST - _EDGE) * self._pixels) + 0.05 * np.abs(columns - inner.shape[1] / 2)
        best = np.argmin(far)
        at_row, at_column = rows[best], columns[best]
        along, depth = (int(value) + edge for value in (at_column, at_row))
        return Room(max(0.0, float(least)), along / self._pixels + _AIR, depth / self._pixels + _AIR)

    def _cost(self, shape: tuple[tuple[float, float, float], ...]) -> NDArray[np.float64] | None:
        """Sum what each position covers; None where the parts do not fit."""
        layers = []
        for start, length, height in shape:
            tall = int(np.ceil((height + 2 * _AIR) * self._pixels))
            wide = int(np.ceil((length + 2 * _AIR) * self._pixels))
            total = self._total
            if tall >= total.shape[0] or wide >= total.shape[1]:
                return None
            sums = total[tall:, wide:] - total[:-tall, wide:] - total[tall:, :-wide] + total[:-tall, :-wide]
            layers.append(sums[:, round(start * self._pixels) :])
        rows = min(layer.shape[0] for layer in layers)
        columns = min(layer.shape[1] for layer in layers)
        return np.sum([layer[:rows, :columns] for layer in layers], axis=0) if rows and columns else None
