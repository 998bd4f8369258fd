"""From lines to text: columns one after another, the cells of a table row beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.text.lines import Box, Direction, Line

_SAME_ROW = 0.5  # share of the lower line's height that two lines of one row have in common
_PROSE = 0.55  # mean width of the lines in a column of prose, as a share of the column
_GUTTER_ZONE = (0.35, 0.65)  # where between the text's left and right edge a gutter may be
_NARROWEST_GUTTER = 8.0  # pt
_CELL_GAP = 1.0  # of the type size
_FEWEST_LINES = 5  # in each of two columns


def in_reading_order(lines: Sequence[Line], direction: Direction = (1, 0)) -> list[list[Line]]:
    """Order the lines of a page into rows; a row holds its lines from left to right."""
    placed = [(_upright(line.box, direction), line) for line in lines]
    return [[line for _, line in row] for band in _bands(placed) for row in _rows(band)]


def to_text(rows: Sequence[Sequence[Line]]) -> str:
    """Write one row a line; what stands far apart in a row, as the cells of a table do, is two spaces apart."""
    written = (_row_text(row) for row in rows)
    return "\n".join(row for row in written if row)


def _row_text(row: Sequence[Line]) -> str:
    text, before = "", None
    for line in row:
        words = " ".join(line.text.split())
        far = before is not None and abs(line.box[0] - before.box[2]) > _CELL_GAP * line.size
        text += ("  " if far else " ") * bool(text) + words
        before = line
    return text


Placed = tuple[Box, Line]


def _upright(box: Box, direction: Direction) -> Box:
    """Turn a box so that its text reads to the right; only the order of the results has a meaning."""
    x0, y0, x1, y1 = box
    turned = {
        (1, 0): (x0, y0, x1, y1),
        (-1, 0): (-x1, -y1, -x0, -y0),
        (0, 1): (y0, -x1, y1, -x0),
        (0, -1): (-y1, x0, -y0, x1),
    }
    return turned.get(direction, box)


def _bands(placed: list[Placed]) -> list[list[Placed]]:
    """Split the page into runs that are read one after another: full width, left column, right column."""
    gutter = _gutter(placed)
    if gutter is None:
        return [placed]
    bands: list[list[Placed]] = []
    left: list[Placed] = []
    right: list[Placed] = []
    for box, line in sorted(placed, key=lambda item: item[0][1]):
        if box[2] <= gutter:
            left.append((box, line))
        elif box[0] >= gutter:
            right.append((box, line))
        else:
            bands += [left, right, [(box, line)]]
            left, right = [], []
    return [band for band in [*bands, left, right] if band]


def _gutter(placed: list[Placed]) -> float | None:
    """Find a white strip with prose on both sides; the columns of a table are no prose."""
    if len(placed) < 2 * _FEWEST_LINES:
        return None
    start, end = min(box[0] for box, _ in placed), max(box[2] for box, _ in placed)
    low, high = (start + (end - start) * share for share in _GUTTER_ZONE)
    candidates = sorted({box[0] for box, _ in placed if low <= box[0] <= high})
    for x in candidates:
        if _is_gutter(placed, x, start, end):
            return x - _NARROWEST_GUTTER / 2
    return None


def _is_gutter(placed: list[Placed], x: float, start: float, end: float) -> bool:
    crossing = sum(1 for box, _ in placed if box[0] < x - _NARROWEST_GUTTER and box[2] > x - _NARROWEST_GUTTER)
    if crossing > len(placed) * 0.25:
        return False
    left = [box for box, _ in placed if box[2] <= x - _NARROWEST_GUTTER]
    right = [box for box, _ in placed if box[0] >= x - 1]
    return _is_prose(left, x - start) and _is_prose(right, end - x)


def _is_prose(boxes: list[Box], width: float) -> bool:
    if len(boxes) < _FEWEST_LINES or width <= 0:
        return False
    return sum(box[2] - box[0] for box in boxes) / len(boxes) >= _PROSE * width


def _rows(band: list[Placed]) -> list[list[Placed]]:
    """Gather the lines whose heights overlap, from the top; each row from the left."""
    rows: list[list[Placed]] = []
    for placed in sorted(band, key=lambda item: (item[0][1] + item[0][3]) / 2):
        if rows and _shares_row(rows[-1][-1][0], placed[0]):
            rows[-1].append(placed)
        else:
            rows.append([placed])
    return [sorted(row, key=lambda item: item[0][0]) for row in rows]


def _shares_row(one: Box, other: Box) -> bool:
    common = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return common > _SAME_ROW * max(lower, 0.1)
