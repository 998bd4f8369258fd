"""A master: what preparation leaves behind and every copy is assembled from.

The *body* is derived: it can be made again from the publication. Its file is

    hot bytes      the header and the forms that carry slots, patched in place for every copy
    cold bytes     other objects of a PDF, as they stand in every copy
    pictures       image objects that carry tiles, all at A
    contents       for every page its content without the stamp, a raw deflate stream that ends on a byte
    B of pictures  the coded data of the same images, all at B, interval by interval as long as A
    index          a packed record (`watermark.pack`): object numbers, cross-reference rows, places of the stamp, and
                   the fields: which bits of the hot bytes and the contents each slot flips
    footer         72 bytes: lengths, CRC-32 and SHA-256 of everything before

A body never leaves the office. The *slot map* beside it is a record (`watermark.slots`).
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
from isal import isal_zlib

from watermark.errors import BodyError
from watermark.pack import PackError, unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

BODY_NAME: Final = "master.body"
SLOTS_NAME: Final = "master.slots"
ENGINE: Final = "2"
SLOTS_ALONE: Final = 80
"""Slots with which a page names one of 10,000 readers when a tenth of them is misread, at a bound of 1e-6.

Measured with the biases and decoders in use: with 80 slots 24 of 24 readers are named, with 76 16, with 63 6. (63 were
enough if every bias were ½; half of them are Tardos's, which say less of one leaker and more of several.)
"""
_FOOTER: Final = struct.Struct("<8sQQI4x32s")
_MAGIC: Final = b"PSTKBDY1"
_FACTS: Final = frozenset({"engine", "hot", "cold", "root", "info", "font", "fonts", "places"})
_ARRAYS: Final = frozenset(
    {"contents", "page", "leaf", "place", "rows", "checks"}
    | {f"field_{name}" for name in ("at", "flips", "low", "high", "first", "second", "stream")}
    | {"image_at", "image_first", "interval_start", "interval_slot", "image_b"}
)
_LARGE: Final = 48 << 20  # bytes; above that a body is mapped, not read


@dataclass(frozen=True)
class Traceability:
    """What a librarian sees before release.

    Attributes:
        slots: slots of every page.
        alone: number of pages that can name a reader by themselves (at least `SLOTS_ALONE` slots).
        removed: what was taken out of the file, by kind.
    """

    slots: tuple[int, ...]
    alone: int
    removed: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.slots)

    @property
    def traceable(self) -> bool:
        """Whether all pages together can name a reader."""
        return self.total >= SLOTS_ALONE


@dataclass(frozen=True)
class Master:
    """The result of a preparation: number of pages, the two files, and the report."""

    pages: int
    body: Path
    slots: Path
    report: Traceability


@dataclass(frozen=True)
class Body:
    """A body in memory.

    `data` is the whole file, uint8; the hot bytes end at `hot`, the cold ones at `cold`, the pictures at `static`;
    there the contents begin, page `i` at `contents[i]` (counted from `static`) up to `contents[i + 1]`.
    """

    data: NDArray[np.uint8]
    hot: int
    cold: int
    static: int
    contents: NDArray[np.int64]
    header: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    digest: str

    @property
    def pages(self) -> int:
        return len(self.contents) - 1


def finish_body(file: IO[bytes], static: int, index: int) -> str:
    """Append the footer to a body (opened for reading too); give the SHA-256 of what stands before it, hex."""
    file.seek(0)
    crc, digest = 0, hashlib.sha256()
    while block := file.read(1 << 20):
        crc = isal_zlib.crc32(block, crc)
        digest.update(block)
    file.write(_FOOTER.pack(_MAGIC, static, index, crc, digest.digest()))
    return digest.hexdigest()


def read_body(path: Path, *, mapped: bool = False) -> Body:
    """Read a body and check it by its CRC-32.

    Args:
        path: the file.
        mapped: never hold it in memory, even a small one; for whoever keeps many open.

    Raises:
        BodyError: the file is missing, cut or changed.
    """
    try:
        large = mapped or path.stat().st_size > _LARGE
        data = np.memmap(path, np.uint8, "r") if large else np.fromfile(path, np.uint8)
    except (OSError, ValueError) as exc:
        raise BodyError(f"The master {path.name} cannot be read: {exc}.") from exc
    if len(data) < _FOOTER.size or bytes(data[-_FOOTER.size :][:8]) != _MAGIC:
        raise BodyError("This is not a master, or its end is missing.")
    _, static, index, crc, digest = _FOOTER.unpack(data[-_FOOTER.size :].tobytes())
    if isal_zlib.crc32(data[: -_FOOTER.size]) != crc:
        raise BodyError("The master is damaged: its checksum does not fit.")
    try:
        header, arrays = unpack(data[index : -_FOOTER.size].data)
    except PackError as exc:
        raise BodyError("The master is damaged: its index cannot be read.") from exc
    missing = (_FACTS - header.keys()) | (_ARRAYS - arrays.keys())
    if missing:
        raise BodyError(f"The master was made by another version: its index lacks {', '.join(sorted(missing))}.")
    return Body(data, header["hot"], header["cold"], static, arrays["contents"], header, arrays, digest.hex())


def verify_body(path: Path, digest: str) -> bool:
    """Tell whether a body still has the SHA-256 that its slot map records (slower than the check when reading)."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size - _FOOTER.size
            whole, read = hashlib.sha256(), 0
            while read < size and (block := file.read(min(1 << 20, size - read))):
                whole.update(block)
                read += len(block)
    except OSError:
        return False
    return whole.hexdigest() == digest
