"""Read slots from the places of letters: a leak that is still a PDF with text is measured without any pixel.

The letters of the leak are paired with those of the page by what they say and roughly where they stand; one affine
map takes the leak's paper to the page's; what is left over, over the movement from A to B, is the reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from watermark.trace.calibrate import calibrated, common
from watermark.trace.pixels import fitted_affine
from watermark.trace.readings import SlotReadings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.trace.glyphs import Glyphs
    from watermark.trace.lettering import Lettering, Move

_GRAM = 7  # letters that must follow each other alike to be a landmark
_LEAST_LANDMARKS = 12
_NEAR = 1.5  # pt: a letter stands no further from its place than marks and rewriting may put it
_LEAST_LETTERS = 60
_TYPICAL = 0.6  # pt: a text that fits worse was set anew
_LINES_APART = 8.0  # lines are that much further apart than they are, when drift along a line is looked for
_DRIFT_RADIUS = 60.0  # pt
_LEAST_DRIFTING = 8  # slots
_LINE = 1.5  # pt: baselines nearer than that are one line
_LEVEL = 0.4  # of half the least movement of a line: units that differ less stand level
_LEAST_LINES, _MOSTLY = 8, 0.85
_SURE = 0.03  # of the movement: what rounding in the file leaves


def read_letters(page: Lettering, leak: Glyphs) -> SlotReadings | None:
    """Read a page's slots from the letters of a leak; None if they do not stand as on that page."""
    pairs = _paired(page, leak)
    if pairs is None:
        return None
    mine, theirs = pairs
    value = np.zeros(len(page.slots))
    noise = np.full(len(page.slots), np.inf)
    expected = page.middle[mine]
    for _ in range(3):
        beside = _mapped(leak.at[theirs], expected) - page.middle[mine]
        for move in page.moves:
            _read_move(move, mine, beside, page.middle[mine], (value, noise))
        expected = page.middle[mine] + _expected(page, mine, value, noise)
    return SlotReadings(page.slots, value, noise) if np.isfinite(noise).any() else None


def _paired(page: Lettering, leak: Glyphs) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Pair letters: rows of the page and rows of the leak, each once."""
    if min(len(page.code), len(leak)) < _LEAST_LETTERS:
        return None
    source, target = _landmarks(leak.code, page.code)
    if len(source) < _LEAST_LANDMARKS:
        return None
    affine = fitted_affine(leak.at[source], page.middle[target], _NEAR)
    if affine is None:
        return None
    place = leak.at @ affine[:, :2].T + affine[:, 2]
    mine, theirs = _nearest(page, leak.code, place)
    if len(mine) < _LEAST_LETTERS:
        return None
    off = np.linalg.norm(_mapped(leak.at[theirs], page.middle[mine]) - page.middle[mine], axis=1)
    return (mine, theirs) if float(np.median(off)) < _TYPICAL else None


def _landmarks(leak: NDArray[np.int32], page: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows at which the same letters begin, where they stand once in either text."""
    there, here = _once(leak), _once(page)
    shared = [(row, here[gram]) for gram, row in there.items() if gram in here]
    table = np.array(shared, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _once(code: NDArray[np.int32]) -> dict[bytes, int]:
    width = code.itemsize
    data = code.tobytes()
    seen: dict[bytes, int] = {}
    for row in range(len(code) - _GRAM + 1):
        gram = data[row * width : (row + _GRAM) * width]
        seen[gram] = -1 if gram in seen else row
    return {gram: row for gram, row in seen.items() if row >= 0}


def _nearest(
    page: Lettering, code: NDArray[np.int32], place: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give each letter of the leak the nearest equal letter of the page, and each of these its nearest taker."""
    far = 100.0  # pt between codes: unequal letters are never near
    tree = cKDTree(np.column_stack([page.middle, far * page.code]))
    distance, row = tree.query(np.column_stack([place, far * code]), distance_upper_bound=_NEAR)
    theirs = np.flatnonzero(np.isfinite(distance))
    theirs = theirs[np.argsort(distance[theirs], kind="stable")]
    mine, first = np.unique(row[theirs], return_index=True)
    return mine.astype(np.int64), theirs[first].astype(np.int64)


def _mapped(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Send points to their targets by the affine map that fits most of them; float64 (k, 2)."""
    known = np.column_stack([source, np.ones(len(source))])
    weight = np.ones(len(source))
    for _ in range(6):
        root = np.sqrt(weight)[:, None]
        solution = np.linalg.lstsq(known * root, target * root, rcond=None)[0]
        off = np.linalg.norm(known @ solution - target, axis=1)
        weight = 1 / (0.02 + off)
    return np.asarray(known @ solution)


def _read_move(
    move: Move,
    mine: NDArray[np.int64],
    beside: NDArray[np.float64],
    at: NDArray[np.float64],
    out: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Read the slots of one carrier into `out`: value and noise."""
    value, noise = out
    row, half = move.row[mine], move.step[mine] / 2
    length = np.linalg.norm(half, axis=1)
    moved = (row >= 0) & (length > 1e-3)
    if moved.sum() < 1:
        return
    row, length = row[moved], length[moved]
    along = (beside[moved] * half[moved]).sum(axis=1) / length
    rows, label = np.unique(row, return_inverse=True)
    count = np.bincount(label)
    mean = np.bincount(label, along) / count
    reach = np.bincount(label, length) / count
    scatter = np.sqrt(np.bincount(label, (along - mean[label]) ** 2) / count)
    own_noise = np.maximum(scatter / np.sqrt(count), _SURE * reach) / reach
    middle, along_line = _lines(at[moved], half[moved], label)
    if along_line:
        drift = _drift(middle, mean, reach, own_noise) if len(rows) >= _LEAST_DRIFTING else 0.0
        value[rows], noise[rows] = calibrated((mean - drift) / reach, own_noise)
    else:
        level = mean / reach
        own_noise[_snapped(middle[:, 0], mean, reach)] = np.inf
        value[rows], noise[rows] = calibrated(level, own_noise)


def _lines(
    at: NDArray[np.float64], half: NDArray[np.float64], label: NDArray[np.int64]
) -> tuple[NDArray[np.float64], bool]:
    """Give each slot's middle as (along, across) its step, and tell whether its letters follow each other that way."""
    axis = int(np.abs(half).sum(axis=0).argmax())
    count = np.bincount(label)
    middle = np.column_stack([np.bincount(label, at[:, i]) / count for i in (axis, 1 - axis)])
    spread = [float(((at[:, i] - middle[label, column]) ** 2).sum()) for column, i in enumerate((axis, 1 - axis))]
    return middle, spread[0] > spread[1]


def _drift(
    middle: NDArray[np.float64],
    moved: NDArray[np.float64],
    reach: NDArray[np.float64],
    noise: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Along a line errors add up where spaces were rounded: find what the slots of a line have in common."""
    return common(middle * np.array([1.0, _LINES_APART]), moved, reach, noise, _DRIFT_RADIUS)


def _snapped(across: NDArray[np.float64], moved: NDArray[np.float64], reach: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find slots whose line was set to one height: none if the page's lines still go up and down by chance.

    Args:
        across: float64 (k,), where each slot stands across its line, pt.
        moved: float64 (k,), how far it stands from the middle between A and B, pt.
        reach: float64 (k,), half of the distance from A to B, pt; not the same for all slots of a line.
    """
    order = np.argsort(across, kind="stable")
    line = np.empty(len(across), np.int64)
    line[order] = np.cumsum(np.diff(across[order], prepend=across[order[0]]) > _LINE)
    low, high, least = (np.full(line.max() + 1, value) for value in (np.inf, -np.inf, np.inf))
    np.minimum.at(low, line, moved)
    np.maximum.at(high, line, moved)
    np.minimum.at(least, line, reach)
    several = np.bincount(line) > 1
    level_lines = several & (high - low < _LEVEL * least)
    # Two units of a line agree by chance six times of ten.
    if several.sum() < _LEAST_LINES or level_lines.sum() < _MOSTLY * several.sum():
        return np.zeros(len(across), np.bool_)
    return np.asarray(level_lines[line])


def _expected(
    page: Lettering, mine: NDArray[np.int64], value: NDArray[np.float64], noise: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where the letters stand beside the middle if the readings are right, float64 (k, 2)."""
    sure = np.append(np.where(np.isfinite(noise), np.tanh(3 * value), 0.0), 0.0)
    steps = [sure[move.row[mine]][:, None] * move.step[mine] / 2 for move in page.moves]
    return np.asarray(np.sum(steps, axis=0))
