"""Which filled rectangles are cells of a table, and which may be bars of a chart.

A table's rows are cut at the same places; two rows of a chart's bars are so only if their figures are equal. That, and
that such a row goes all the way across its cluster of touching rectangles, is what tells a cell.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.carriers.connected import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from watermark.pdf.paths import Panel

_SNAP: Final = 1.0  # pt: edges that stand closer are one
_TILED: Final = 0.97  # share of its frame that a table with merged cells covers
_STRIPES: Final = 3  # rows of one colour in a table whose other rows are not filled
_LONG, _FLAT = 100.0, 4.0  # pt, times its height: the least of such a row


def cell_axes(panels: Sequence[Panel]) -> list[frozenset[int]]:
    """Give for each panel the axes along which its sides may move: both for cells, one for stripes, none else."""
    if not panels:
        return []
    boxes = np.array([panel.box for panel in panels])
    grid = _snapped(boxes)
    cells = _cells(boxes, grid, components(_touching(boxes)))
    stripes = _stripes(boxes, grid)
    both, lying, none = frozenset({0, 1}), frozenset({1}), frozenset[int]()
    return [both if cells[i] else lying if stripes[i] else none for i in range(len(panels))]


def _snapped(boxes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Number the distinct levels of the edges in each direction; int64 (n, 4)."""
    grid = np.zeros(boxes.shape, np.int64)
    for columns in ([0, 2], [1, 3]):
        values = boxes[:, columns].ravel()
        order = np.argsort(values, kind="stable")
        number = np.empty(len(values), np.int64)
        number[order] = np.cumsum(np.diff(values[order], prepend=values[order][0]) > _SNAP)
        grid[:, columns] = number.reshape(-1, 2)
    return grid


def _touching(boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which boxes share an edge or overlap; corners alone do not count. Bool (n, n)."""
    x0, y0, x1, y1 = boxes.T
    wide = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    tall = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    return np.asarray((np.minimum(wide, tall) > -_SNAP) & (np.maximum(wide, tall) > _SNAP))


def _cells(boxes: NDArray[np.float64], grid: NDArray[np.int64], cluster: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find the rows that are cut alike, and the rest of the tables they belong to."""
    rows: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for index, (_, y0, _, y1) in enumerate(grid.tolist()):
        rows[int(cluster[index]), y0, y1].append(index)
    whole = {key: members for key, members in rows.items() if _goes_across(grid, members, cluster == key[0])}
    cuts = {key: tuple(sorted({tuple(grid[i, [0, 2]].tolist()) for i in members})) for key, members in whole.items()}
    often = Counter(cuts.values())
    found = np.zeros(len(boxes), bool)
    repeated: Counter[int] = Counter()
    for key, members in whole.items():
        if often[cuts[key]] >= 2:
            found[members] = True
            repeated[key[0]] += 1
    for number, count in repeated.items():
        mine = cluster == number
        if count >= 2 and _is_tiled(boxes[mine]):
            found |= mine
    return found


def _goes_across(grid: NDArray[np.int64], members: list[int], mine: NDArray[np.bool_]) -> bool:
    """Whether two or more boxes stand edge to edge all the way across their cluster."""
    spans = sorted({(int(grid[i, 0]), int(grid[i, 2])) for i in members})
    seamless = all(one[1] == other[0] for one, other in itertools.pairwise(spans))
    ends = (spans[0][0], spans[-1][1]) == (grid[mine, 0].min(), grid[mine, 2].max())
    return len(spans) >= 2 and seamless and bool(ends)


def _is_tiled(boxes: NDArray[np.float64]) -> bool:
    x0, y0, x1, y1 = boxes.T
    frame = (x1.max() - x0.min()) * (y1.max() - y0.min())
    covered = float(((x1 - x0) * (y1 - y0)).sum())
    return bool(_TILED * frame <= covered <= frame * (2 - _TILED))


def _stripes(boxes: NDArray[np.float64], grid: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Find long flat boxes of one place and width that do not touch: filled rows between empty ones.

    Only their upper and lower edges may move: were they bars, these would say nothing.
    """
    found = np.zeros(len(boxes), bool)
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    long = (boxes[:, 2] - boxes[:, 0]) >= np.maximum(_LONG, _FLAT * (boxes[:, 3] - boxes[:, 1]))
    for index in np.flatnonzero(long).tolist():
        groups[int(grid[index, 0]), int(grid[index, 2])].append(index)
    for members in groups.values():
        spans = sorted({(int(grid[i, 1]), int(grid[i, 3])) for i in members})
        apart = all(one[1] < other[0] for one, other in itertools.pairwise(spans))
        if len(spans) >= _STRIPES and apart:
            found[members] = True
    return found
