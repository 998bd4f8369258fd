"""Assembly, once a delivery: a master, a code and a stamp become a copy."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

import numpy as np

from watermark.atomic import start_writing, whole_file
from watermark.deflate import ZLIB_HEAD, adler_join
from watermark.errors import AssemblyError, CodeMismatchError, SlotMapError
from watermark.imprint import End, font_objects, stamp_ends
from watermark.master import Body, read_body
from watermark.moving import Moved, moving_part
from watermark.pdf.xref import cross_reference, free_list, stream_object
from watermark.slots import read_head
from watermark.splice import Pieces, spliced

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from watermark.stamp import Stamp

Part: TypeAlias = "bytes | memoryview | Pieces"


@runtime_checkable
class Code(Protocol):
    """What a copy's code must offer: `bits`, uint8 (n,), 0 = A and 1 = B, one for every slot of the map."""

    @property
    def bits(self) -> NDArray[np.uint8]: ...


@dataclass(frozen=True)
class Copy:
    """A finished copy: where it is, SHA-256 in hex, size in bytes, number of pages, seconds it took."""

    path: Path
    sha256: str
    size: int
    pages: int
    seconds: float


def assemble(body: Path, slots: Path, *, code: Code | None, stamp: Stamp, out: Path) -> Copy:
    """Write a reader's copy.

    Equal arguments give equal bytes. The file appears under its name only when it is whole and on disk.

    Args:
        body: the master's body.
        slots: the slot map of the same master.
        code: the reader's code; None gives a copy with the visible stamp only.
        stamp: what is shown on every page.
        out: the file to write; its folder must exist.

    Raises:
        BodyError, SlotMapError: a file of the master is not what was recorded.
        CodeMismatchError: the code has another number of bits than the map has slots.
        AssemblyError: the copy could not be written.
    """
    start = time.perf_counter()
    master, count = read_master(body, slots)
    bits = checked_bits(code, count)
    parts = copy_parts(master, bits, stamp)
    size = sum(len(part) for part in parts)
    try:
        with whole_file(out) as file:
            digest = _written(parts, size, file)
    except OSError as exc:
        raise AssemblyError(f"The copy could not be written: {exc.strerror}.") from exc
    return Copy(out, digest, size, master.pages, time.perf_counter() - start)


def _written(parts: list[Part], size: int, file: IO[bytes]) -> str:
    """Write the parts; give the SHA-256 of what stands in the file then, hex."""
    for part in parts:
        if isinstance(part, Pieces):
            file.flush()
            part.write(file.fileno(), lambda: start_writing(file))
        else:
            file.write(part)
    start_writing(file)  # the sum is made while the disk is busy
    with mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        if len(whole) != size:
            raise AssemblyError("The copy could not be written in full.")
        return hashlib.sha256(whole).hexdigest()


def read_master(body: Path, slots: Path, *, mapped: bool = False) -> tuple[Body, int]:
    """Read a body and check it against its slot map; give it with the number of slots. `mapped`: see `read_body`."""
    master, head = read_body(body, mapped=mapped), read_head(slots)
    if master.digest != head.body or master.pages != head.pages:
        raise SlotMapError("The slot map belongs to another master than the body.")
    return master, head.slots


def checked_bits(code: Code | NDArray[np.uint8] | None, slots: int) -> NDArray[np.uint8] | None:
    """Give the bits of a code, one a slot; raises CodeMismatchError if they are more or fewer."""
    if code is None:
        return None
    bits = np.asarray(code.bits if isinstance(code, Code) else code, np.uint8)
    if bits.shape != (slots,) or (slots and bits.max() > 1):
        raise CodeMismatchError(f"The code has {bits.size} bits, the master has {slots} slots.")
    return bits


def copy_parts(master: Body, bits: NDArray[np.uint8] | None, stamp: Stamp) -> list[Part]:
    """Make the bytes of a copy, as parts to be written one after another."""
    moved = moving_part(master, bits)
    ends, glyphs = stamp_ends(master, stamp)
    pages, offsets, position = _page_objects(master, moved, ends)
    rows = master.arrays["rows"].copy()
    rows[master.arrays["page"]] = np.stack([np.ones_like(offsets), offsets, np.zeros_like(offsets)], axis=1)
    fonts, rows = font_objects(master, glyphs, rows, position)
    tail = b"".join(fonts)
    varying = b"".join([b"" if bits is None else bits.tobytes(), *(end for end, _, _ in ends), tail])
    identity = hashlib.sha256(master.digest.encode() + varying).hexdigest()[:32].encode()
    trailer = b"/Root %d 0 R/ID[<%s><%s>]" % (master.header["root"], master.digest[:32].encode(), identity)
    if master.header["info"]:
        trailer += b"/Info %d 0 R" % master.header["info"]
    free_list(rows[:-1])
    end = cross_reference(rows, trailer, len(rows) - 1, position + len(tail))
    if len(offsets) != master.pages or len(pages) != master.pages:
        raise AssemblyError("Not every page was stamped.")
    cold = master.data[master.hot : master.cold].data
    return [moved.data[: master.hot].data, cold, spliced(master, bits), b"".join(pages), tail, end]


def _page_objects(master: Body, moved: Moved, ends: list[End]) -> tuple[list[bytes], NDArray[np.int64], int]:
    """Write the content streams of all pages; give the objects, their offsets, and the offset behind them."""
    place, adler = master.arrays["place"], moved.adler.copy()
    for index, (_, checksum, length) in enumerate(ends):
        here = place == index
        adler[here] = adler_join(adler[here], checksum, length)
    sums = adler.astype(">u4").tobytes()
    contents = moved.data[master.hot :].tobytes()
    starts = master.contents.tolist()
    numbers, places = master.arrays["page"].tolist(), place.tolist()
    pages = []
    for page in range(master.pages):
        static = contents[starts[page] : starts[page + 1]]
        data = b"%b%b%b%b" % (ZLIB_HEAD, static, ends[places[page]][0], sums[4 * page : 4 * page + 4])
        pages.append(b"%d 0 obj\n%b\nendobj\n" % (numbers[page], stream_object(b"/Filter/FlateDecode", data)))
    offsets = master.static + np.cumsum([0, *map(len, pages)])
    return pages, offsets[:-1], int(offsets[-1])
