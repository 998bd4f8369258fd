"""The slot map: where on the pages a copy can be drawn in two ways.

This is a record, kept for as long as a copy of the publication may come back, so its form is plain:

1. the line ``PUSTAKA-SLOTS 1``: magic and version of the form;
2. one line of UTF-8 JSON;
3. a zlib stream: the arrays one after another, C order, little-endian, compressed together;
4. 32 bytes: the SHA-256 of everything before.

The JSON line holds `engine` (version of the program that made it), `publication` (SHA-256 of the source file,
hex), `body` (SHA-256 of the master's body, hex), `carriers` (names; the array `carrier` holds indices into this
list), `pages` ([width, height] in pt of every page, as seen) and `arrays` ([name, dtype, shape] in the order in
which they stand in the stream).

Coordinates are *seen* ones: the origin is the top left corner of the page as MuPDF draws it (CropBox, rotated,
with UserUnit), x to the right, y down, in pt; at `dpi` a point is `dpi / 72` px.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from watermark.errors import SlotMapError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from watermark.carriers.candidate import Candidate

MAGIC: Final = b"PUSTAKA-SLOTS 1\n"
_COLUMNS: Final = (
    ("page", "<i4", 1),
    ("carrier", "<u2", 1),
    ("box", "<f4", 4),
    ("shift", "<f4", 2),
    ("amplitude", "<f4", 1),
    ("group", "<i4", 1),
    ("energy", "<f4", 1),
)
_PARTS: Final = (("part_slot", "<i4", 1), ("part_box", "<f4", 4))


@dataclass(frozen=True, eq=False)
class SlotMap:
    """Every slot of one master; slot `i` is row `i` of each array. Slots are sorted by page.

    Attributes:
        engine: version of the program that made the master.
        publication: SHA-256 of the source file, hex.
        body: SHA-256 of the master's body, hex; A and B are drawn from that body alone.
        carriers: names of the carriers, such as ``word height``.
        pages: (width, height) of each page in pt, as seen.
        page: int32 (n,), zero-based page of the slot.
        carrier: uint16 (n,), index into `carriers`. Slots of one carrier never overlap on a page; slots of two
            carriers may.
        box: float32 (n, 4), x0 y0 x1 y1 in pt, as seen: around everything that A and B draw differently.
        shift: float32 (n, 2), the movement from A to B in pt, as seen (x right, y down); 0 0 where nothing moves
            as a whole (image pattern).
        amplitude: float32 (n,), half of the difference: pt for what moves, grey levels (of 255) for a pattern.
        group: int32 (n,), slots with the same number ≥ 0 stand in one line of text, table or picture; −1 where
            there is no such thing.
        energy: float32 (n,), Σ (A − B)² over the slot's pixels at 150 dpi, black 0 … white 1.
        part_slot: int32 (m,), slot of each part, ascending; a slot may have many parts (the cells of a column).
        part_box: float32 (m, 4), x0 y0 x1 y1 in pt, as seen. Parts of one carrier never overlap on a page.
    """

    engine: str
    publication: str
    body: str
    carriers: tuple[str, ...]
    pages: tuple[tuple[float, float], ...]
    page: NDArray[np.int32]
    carrier: NDArray[np.uint16]
    box: NDArray[np.float32]
    shift: NDArray[np.float32]
    amplitude: NDArray[np.float32]
    group: NDArray[np.int32]
    energy: NDArray[np.float32]
    part_slot: NDArray[np.int32]
    part_box: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.page)

    def on_page(self, page: int) -> slice:
        """Slots of a page (zero-based), as a slice of every array."""
        start, stop = np.searchsorted(self.page, [page, page + 1])
        return slice(int(start), int(stop))

    def per_page(self) -> NDArray[np.int64]:
        """Count the slots of every page; int64 (pages,)."""
        return np.bincount(self.page, minlength=len(self.pages)).astype(np.int64)

    def labels(self, page: int, carrier: int, shape: tuple[int, int]) -> NDArray[np.int32]:
        """Paint the slots of one carrier on one page.

        Args:
            page: zero-based.
            carrier: index into `carriers`.
            shape: (height, width) in px of the rendering to label.

        Returns:
            int32 (height, width): the slot's index where it stands, −1 elsewhere.
        """
        image = np.full(shape, -1, np.int32)
        width, height = self.pages[page]
        scale = np.array([shape[1] / width, shape[0] / height] * 2)
        here = self.on_page(page)
        first, last = np.searchsorted(self.part_slot, [here.start, here.stop])
        for index, box in zip(self.part_slot[first:last], self.part_box[first:last], strict=True):
            if self.carrier[index] == carrier:
                x0, y0, x1, y1 = box * scale
                image[max(0, int(y0)) : int(np.ceil(y1)), max(0, int(x0)) : int(np.ceil(x1))] = index
        return image

    def to_bytes(self) -> bytes:
        """Write the form described above; equal maps give equal bytes."""
        columns = [(name, np.ascontiguousarray(getattr(self, name), dtype)) for name, dtype, _ in _COLUMNS + _PARTS]
        header = {
            "engine": self.engine,
            "publication": self.publication,
            "body": self.body,
            "carriers": list(self.carriers),
            "pages": [list(size) for size in self.pages],
            "arrays": [[name, array.dtype.str, list(array.shape)] for name, array in columns],
        }
        line = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        data = MAGIC + line + zlib.compress(b"".join(array.tobytes() for _, array in columns), 9)
        return data + hashlib.sha256(data).digest()


def build_slots(
    *,
    engine: str,
    publication: str,
    body: str,
    sizes: Sequence[tuple[float, float]],
    found: Sequence[tuple[Sequence[Candidate], Sequence[float]]],
) -> SlotMap:
    """Make a map from the accepted candidates of every page and their energies."""
    rows = [(page, slot, energy) for page, pair in enumerate(found) for slot, energy in zip(*pair, strict=True)]
    names = sorted({slot.carrier for _, slot, _ in rows})
    counts = [len(slot.parts) for _, slot, _ in rows]
    boxes = np.array([box for _, slot, _ in rows for box in slot.parts], np.float32).reshape(-1, 4)
    return SlotMap(
        engine=engine,
        publication=publication,
        body=body,
        carriers=tuple(names),
        pages=tuple((round(width, 3), round(height, 3)) for width, height in sizes),
        page=np.array([page for page, _, _ in rows], np.int32),
        carrier=np.array([names.index(slot.carrier) for _, slot, _ in rows], np.uint16),
        box=_around(boxes, counts),
        shift=np.array([slot.shift for _, slot, _ in rows], np.float32).reshape(-1, 2),
        amplitude=np.array([slot.amplitude for _, slot, _ in rows], np.float32),
        group=np.array([slot.group for _, slot, _ in rows], np.int32),
        energy=np.array([energy for _, _, energy in rows], np.float32),
        part_slot=np.repeat(np.arange(len(rows), dtype=np.int32), counts),
        part_box=boxes,
    )


def _around(boxes: NDArray[np.float32], counts: list[int]) -> NDArray[np.float32]:
    """Give the box around each run of so many boxes, at least one each."""
    if not counts:
        return boxes
    firsts = np.cumsum([0, *counts[:-1]])
    low, high = np.minimum.reduceat(boxes[:, :2], firsts), np.maximum.reduceat(boxes[:, 2:], firsts)
    return np.concatenate([low, high], axis=1)


def read_slots(path: Path) -> SlotMap:
    """Read a slot map from a file.

    Raises:
        SlotMapError: the file is missing, cut, changed, or of a form that this version does not know.
    """
    try:
        return slots_from_bytes(path.read_bytes())
    except OSError as exc:
        raise SlotMapError(f"The slot map {path.name} cannot be read: {exc.strerror}.") from exc


@dataclass(frozen=True)
class SlotHead:
    """What assembly needs of a slot map: its body's SHA-256, number of pages, number of slots."""

    body: str
    pages: int
    slots: int


def read_head(path: Path) -> SlotHead:
    """Read and check a slot map without unpacking its arrays; raises SlotMapError like `read_slots`."""
    try:
        header, _ = _checked(path.read_bytes())
        counts = {name: shape[0] for name, _, shape in header["arrays"]}
        return SlotHead(header["body"], len(header["pages"]), counts["page"])
    except OSError as exc:
        raise SlotMapError(f"The slot map {path.name} cannot be read: {exc.strerror}.") from exc
    except (KeyError, TypeError, ValueError, IndexError) as exc:
        raise SlotMapError("The slot map is damaged: its parts do not fit together.") from exc


def slots_from_bytes(data: bytes) -> SlotMap:
    """Read a slot map from its bytes; raises SlotMapError if they are not whole and consistent."""
    try:
        header, packed = _checked(data)
        return _from_parts(header, zlib.decompress(packed))
    except (KeyError, TypeError, ValueError, zlib.error) as exc:
        raise SlotMapError("The slot map is damaged: its parts do not fit together.") from exc


def _checked(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Check magic and checksum; give the JSON line and the packed arrays."""
    if not data.startswith(MAGIC):
        raise SlotMapError("This is not a slot map of a form that is known here.")
    if hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise SlotMapError("The slot map is damaged: its checksum does not fit.")
    line, _, packed = data[len(MAGIC) : -32].partition(b"\n")
    return json.loads(line), packed


def _from_parts(header: dict[str, Any], raw: bytes) -> SlotMap:
    arrays, offset = {}, 0
    for name, dtype, shape in header["arrays"]:
        count = int(np.prod(shape))
        array = np.frombuffer(raw, dtype, count, offset).reshape(shape)
        arrays[name] = array
        offset += array.nbytes
    _require_columns(arrays, len(header["pages"]), len(header["carriers"]))
    return SlotMap(
        engine=header["engine"],
        publication=header["publication"],
        body=header["body"],
        carriers=tuple(header["carriers"]),
        pages=tuple((float(width), float(height)) for width, height in header["pages"]),
        **{name: arrays[name] for name, _, _ in _COLUMNS + _PARTS},
    )


def _require_columns(arrays: dict[str, NDArray[Any]], pages: int, carriers: int) -> None:
    """Refuse a map whose arrays differ in length or point outside the publication."""
    slots, parts = len(arrays["page"]), len(arrays["part_slot"])
    for columns, rows in ((_COLUMNS, slots), (_PARTS, parts)):
        for name, dtype, width in columns:
            shape = (rows,) if width == 1 else (rows, width)
            if arrays[name].shape != shape or arrays[name].dtype != np.dtype(dtype):
                raise ValueError(name)
    for name, stop in (("page", pages), ("part_slot", slots)):
        column = arrays[name]
        if len(column) and (column.min() < 0 or column.max() >= stop or np.any(np.diff(column) < 0)):
            raise ValueError(name)
    if slots and arrays["carrier"].max() >= carriers:
        raise ValueError("carrier")
