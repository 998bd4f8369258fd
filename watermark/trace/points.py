"""Key points of a master's pages, kept beside its page index, so that a trace describes no page anew.

One file per master version, derived: it can be deleted and is made anew page by page. It is sparse: a record of fixed
length per page, which is empty until the page is first compared with a leak, or described ahead. Descriptors are kept
at four bits a number; what that loses is far less than what tells two words apart.
"""

from __future__ import annotations

import os
import secrets
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.trace.features import Features, joined
from watermark.trace.locate import LOCATE_DPI, describe_coarsely, describe_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from watermark.trace.pixels import Grey
    from watermark.trace.views import Pages

KEPT_POINTS: Final = 1500
"""Key points kept of a page: 105 kB."""

_MAGIC: Final = b"PSTKPTS2"
_HEAD: Final = struct.Struct("<8sII")  # pages, points of a record at most
_RECORD: Final = struct.Struct("<IHH")  # CRC-32 of what follows it, 1 where the page is described, points
_POINT: Final = np.dtype([("at", "<u2", 2), ("angle", "u1"), ("scale", "u1"), ("descriptor", "u1", 64)])
_RECORD_BYTES: Final = _RECORD.size + KEPT_POINTS * _POINT.itemsize
_PLACES: Final = 65_535  # steps across a page and down
_STEPS: Final = 15  # four bits
_HIGHEST: Final = 0.4  # of a number of a descriptor of unit length; few are larger
_PER_OCTAVE: Final = 16


@dataclass(frozen=True)
class PagePoints:
    """The key points of every page of one master version.

    Attributes:
        pages: draws pages that have not been described.
        path: where the key points are kept; None keeps nothing.
    """

    pages: Pages
    path: Path | None

    def of(self, page: int) -> Features:
        """Give the key points of a page (zero-based), in pt; a page that was never described is drawn for it."""
        size = self.pages.sizes[page]
        kept = self._kept(page)
        if kept is None:
            kept = packed(kept_points(self.pages.drawing(page, LOCATE_DPI)), size)
            # A trace goes on where the disk is full: it has what it needs.
            with suppress(OSError):
                self._keep(page, kept)
        return unpacked(kept, size)

    def describe_all(self, progress: Callable[[int, int], None] = lambda _done, _pages: None) -> None:
        """Describe every page ahead of a trace; about a quarter of a second each."""
        for page in range(len(self.pages.sizes)):
            self.of(page)
            progress(page + 1, len(self.pages.sizes))

    def _kept(self, page: int) -> NDArray[np.void] | None:
        if self.path is None:
            return None
        try:
            with self.path.open("rb") as file:
                if file.read(_HEAD.size) != self._head():
                    return None
                file.seek(_HEAD.size + page * _RECORD_BYTES)
                record = file.read(_RECORD_BYTES)
        except OSError:
            return None
        return _opened(record)

    def _keep(self, page: int, points: NDArray[np.void]) -> None:
        if self.path is None:
            return
        self._make(self.path)
        rest = struct.pack("<HH", 1, len(points)) + points.tobytes()
        with self.path.open("r+b") as file:
            file.seek(_HEAD.size + page * _RECORD_BYTES)
            # Two traces may write a page at once: the same bytes.
            file.write(zlib.crc32(rest).to_bytes(4, "little") + rest)

    def _make(self, path: Path) -> None:
        """Make the file where it is missing or another's: at its full length, whole or not at all."""
        with suppress(OSError), path.open("rb") as file:
            if file.read(_HEAD.size) == self._head():
                return
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            with temporary.open("wb") as file:
                file.write(self._head())
                os.ftruncate(file.fileno(), _HEAD.size + len(self.pages.sizes) * _RECORD_BYTES)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)

    def _head(self) -> bytes:
        return _HEAD.pack(_MAGIC, len(self.pages.sizes), KEPT_POINTS)


def kept_points(drawing: Grey) -> Features:
    """Describe a page drawn at LOCATE_DPI: half as it looks near by, for parts of it; half from further away.

    Of a whole page that was shrunk, printed or photographed most of the near ones are lost; of a quarter, the far ones
    are too few.
    """
    return joined(describe_page(drawing, KEPT_POINTS // 2), describe_coarsely(drawing, KEPT_POINTS // 2))


def _opened(record: bytes) -> NDArray[np.void] | None:
    """Give a record's points; None for one that is empty, cut or damaged."""
    if len(record) < _RECORD.size:
        return None
    checksum, described, count = _RECORD.unpack_from(record)
    end = _RECORD.size + count * _POINT.itemsize
    if not described or count > KEPT_POINTS or zlib.crc32(record[4:end]) != checksum:
        return None
    return np.frombuffer(record, _POINT, count, _RECORD.size)


def packed(features: Features, size: tuple[float, float]) -> NDArray[np.void]:
    """Pack the key points of a page of that size (both in pt)."""
    points = np.zeros(len(features), _POINT)
    points["at"] = np.clip(np.round(features.points / np.array(size) * _PLACES), 0, _PLACES)
    points["angle"] = np.round(features.angle * (256 / 360)).astype(np.int64) % 256
    points["scale"] = np.clip(np.round(np.log2(np.maximum(features.scale, 1e-3)) * _PER_OCTAVE + 64), 0, 255)
    steps = np.clip(np.round(features.descriptors * (_STEPS / _HIGHEST)), 0, _STEPS).astype(np.uint8)
    points["descriptor"] = steps[:, ::2] << 4 | steps[:, 1::2]
    return points


def unpacked(points: NDArray[np.void], size: tuple[float, float]) -> Features:
    """Unpack the key points of a page; descriptors have unit length again."""
    descriptors = np.empty((len(points), 128), np.float32)
    descriptors[:, ::2] = points["descriptor"] >> 4
    descriptors[:, 1::2] = points["descriptor"] & _STEPS
    descriptors /= np.maximum(np.linalg.norm(descriptors, axis=1, keepdims=True), 1e-6)
    return Features(
        points=(points["at"] * (np.array(size) / _PLACES)).astype(np.float32),
        scale=np.exp2((points["scale"].astype(np.float32) - 64) / _PER_OCTAVE),
        angle=points["angle"].astype(np.float32) * np.float32(360 / 256),
        descriptors=descriptors,
    )
