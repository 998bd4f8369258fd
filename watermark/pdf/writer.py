"""A PDF writer that knows every offset beforehand.

The file is laid out as

    header · static objects · page contents · fonts of the stamp · cross-reference stream

Static objects never move and never change. Objects without a stream go into object streams (ISO 32000-2, 7.5.7);
streams keep their filters, Flate ones are packed as tightly as libdeflate can.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import IO, Any, Final

import deflate
import numpy as np
import pikepdf
from numpy.typing import NDArray

_PER_OBJECT_STREAM: Final = 200
_LARGEST_TIGHT: Final = 4 << 20  # bytes; above this libdeflate's slowest level is not worth the wait
_LARGEST_REPACKED: Final = 32 << 20  # bytes unpacked; above that memory matters more than size
HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass
class Layout:
    """A file being written, with the cross-reference row of every object: type, offset or container, index."""

    file: IO[bytes]
    position: int = 0
    rows: dict[int, tuple[int, int, int]] = field(default_factory=dict)

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.position += len(data)

    def add(self, number: int, body: bytes) -> None:
        """Append one indirect object."""
        self.rows[number] = (1, self.position, 0)
        self.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def table(self, extra: int) -> NDArray[np.int64]:
        """Give the rows as an array with `extra` more numbers at its end; int64 (numbers, 3)."""
        size = max(self.rows) + 1
        rows = np.zeros((size + extra, 3), np.int64)
        for number, row in self.rows.items():
            rows[number] = row
        return rows


def tight(raw: bytes) -> bytes:
    """Deflate to a zlib stream as small as is reasonable at preparation time."""
    return bytes(deflate.zlib_compress(raw, 12 if len(raw) <= _LARGEST_TIGHT else 9))


def header(version: str) -> bytes:
    """Write the first line; object streams need 1.5, a declared 2.0 is kept."""
    return HEADER if version < "2.0" else HEADER.replace(b"1.7", b"2.0")


def stream_object(dictionary: bytes, data: bytes) -> bytes:
    """Write a stream; `dictionary` is the inside of << … >> without /Length."""
    return b"<<" + dictionary + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream"


def write_static(pdf: pikepdf.Pdf, layout: Layout, *, skip: frozenset[int]) -> None:
    """Write all objects of a document but those in `skip`, streams first as they come, the rest packed.

    The document must come straight from a file that pikepdf saved: numbers are dense, nothing is unreachable.
    """
    plain: list[tuple[int, bytes]] = []
    for thing in pdf.objects:
        number = thing.objgen[0]
        if number in skip or number == 0:
            continue
        if isinstance(thing, pikepdf.Stream):
            layout.add(number, _stream(thing))
        else:
            plain.append((number, thing.unparse(resolved=True)))
    free = max((thing.objgen[0] for thing in pdf.objects), default=0)
    for start in range(0, len(plain), _PER_OBJECT_STREAM):
        free += 1
        _add_object_stream(layout, free, plain[start : start + _PER_OBJECT_STREAM])


def _add_object_stream(layout: Layout, number: int, members: list[tuple[int, bytes]]) -> None:
    index, bodies = [], bytearray()
    for position, (member, body) in enumerate(members):
        index.append(b"%d %d" % (member, len(bodies)))
        bodies += body + b"\n"
        layout.rows[member] = (2, number, position)
    head = b" ".join(index) + b"\n"
    dictionary = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(members), len(head))
    layout.add(number, stream_object(dictionary, tight(head + bytes(bodies))))


def _stream(thing: Any) -> bytes:
    raw = thing.read_raw_bytes()
    dictionary = {key: value for key, value in thing.items() if key != "/Length"}
    filters = thing.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if filters is None and len(raw) > 64:
        packed = tight(raw)
        if len(packed) < len(raw):
            raw, dictionary["/Filter"] = packed, pikepdf.Name.FlateDecode
    elif first == "/FlateDecode":
        raw = _repacked(raw)
    return stream_object(dictionary_bytes(dictionary), raw)


def _repacked(raw: bytes) -> bytes:
    """Pack a Flate stream again, never larger; predictors, damaged data and huge pictures stay as they are."""
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(raw, _LARGEST_REPACKED)
    except zlib.error:
        return raw
    if not unpacker.eof:
        return raw
    packed = tight(plain)
    return min(raw, packed, key=len)


def dictionary_bytes(items: dict[str, Any]) -> bytes:
    """Write the inside of a dictionary; values may be pikepdf objects or plain Python ones."""
    body = pikepdf.Dictionary()
    for key, value in items.items():
        body[key] = value
    text: bytes = body.unparse()
    return text.strip()[2:-2].strip()


def cross_reference(rows: NDArray[np.int64], trailer: bytes, number: int, offset: int) -> bytes:
    """Write the cross-reference stream and the end of the file.

    Args:
        rows: int64 (size, 3), type, offset or container, generation or index, by object number; the row of this
            stream is filled in here.
        trailer: the inside of the trailer dictionary: Root, Info, ID.
        number: object number of this stream.
        offset: where it will stand, bytes.
    """
    rows[number] = (1, offset, 0)
    packed = np.empty((len(rows), 7), np.uint8)
    packed[:, 0] = rows[:, 0]
    packed[:, 1:5] = rows[:, 1].astype(">u4").view(np.uint8).reshape(-1, 4)
    packed[:, 5:7] = rows[:, 2].astype(">u2").view(np.uint8).reshape(-1, 2)
    up = packed.copy()
    up[1:] -= packed[:-1]  # PNG predictor "Up" (12): neighbouring offsets differ little
    lines = np.full((len(rows), 8), 2, np.uint8)
    lines[:, 1:] = up
    dictionary = (
        b"/Type/XRef/Size %d/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>" % len(rows) + trailer
    )
    body = stream_object(dictionary, zlib.compress(lines.tobytes(), 6))
    return b"%d 0 obj\n" % number + body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % offset


def free_list(rows: NDArray[np.int64]) -> None:
    """Chain the unused numbers as ISO 32000-2, 7.5.4 asks; changes `rows` in place."""
    free = np.flatnonzero(rows[:, 0] == 0)
    rows[free, 1] = np.append(free[1:], 0)
    rows[free, 2] = 0
    rows[0, 2] = 65535
