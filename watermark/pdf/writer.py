"""A PDF writer that knows every offset beforehand.

The file is laid out as

    header · static objects · page contents · fonts of the stamp · cross-reference stream

Static objects never move and never change. Objects without a stream go into object streams (ISO 32000-2, 7.5.7);
streams keep their filters, Flate ones are packed as tightly as libdeflate can.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final

import deflate
import numpy as np
import pikepdf
from numpy.typing import NDArray

from watermark.pdf.xref import stream_object

if TYPE_CHECKING:
    from collections.abc import Callable

_PER_OBJECT_STREAM: Final = 200
_LARGEST_TIGHT: Final = 4 << 20  # bytes; above this libdeflate's slowest levels are not worth the wait
_LARGEST_QUICK: Final = 256 << 10  # the same where a stream need not be as small as it can be
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
        self.write(b"%b%b\nendobj\n" % (_opening(number), body))

    def table(self, extra: int) -> NDArray[np.int64]:
        """Give the rows as an array with `extra` more numbers at its end; int64 (numbers, 3)."""
        size = max(self.rows) + 1
        rows = np.zeros((size + extra, 3), np.int64)
        for number, row in self.rows.items():
            rows[number] = row
        return rows


def _opening(number: int) -> bytes:
    return b"%d 0 obj\n" % number


def tight(raw: bytes, *, quick: bool = False) -> bytes:
    """Deflate to a zlib stream as small as is reasonable at preparation time.

    A picture of a megabyte becomes 1 % smaller by the slowest level, which takes three times as long: not if `quick`.
    """
    slowest = len(raw) <= (_LARGEST_QUICK if quick else _LARGEST_TIGHT)
    return bytes(deflate.zlib_compress(raw, 12 if slowest else 10 if len(raw) <= _LARGEST_TIGHT else 9))


def header(version: str) -> bytes:
    """Write the first line; object streams need 1.5, a declared 2.0 is kept."""
    return HEADER if version < "2.0" else HEADER.replace(b"1.7", b"2.0")


class Draft:
    """A document laid out as it is, without marks: what it takes, and each of its streams as it will be written."""

    def __init__(
        self, pdf: pikepdf.Pdf, file: IO[bytes], *, quick: bool = False, finished: frozenset[int] = frozenset()
    ) -> None:
        """Lay the document out into an empty file, which stays in use.

        `quick`: see `tight`; `finished` are the numbers of streams that copies hold as they are.
        """
        self._file, self._quick, self._finished = file, quick, finished
        self._kept: dict[int, tuple[int, int, int]] = {}  # where it stands, what it takes, what its data take
        layout = Layout(file)
        write_static(pdf, layout, skip=frozenset(), stream_of=lambda thing: self._keep(thing, layout.position))
        self.size = layout.position

    def _keep(self, thing: Any, position: int) -> bytes:
        number = thing.objgen[0]
        dictionary, data = packed_stream(thing, quick=self._quick, finished=number in self._finished)
        body = stream_object(dictionary, data)
        self._kept[number] = (position + len(_opening(number)), len(body), len(data))
        return body

    def stream(self, thing: Any) -> bytes:
        """Give a stream's object between ``obj`` and ``endobj``."""
        start, size, _ = self._kept[thing.objgen[0]]
        self._file.seek(start)
        return self._file.read(size)

    def packed_size(self, number: int) -> int:
        """Tell what a stream's data take, bytes."""
        return self._kept[number][2]


def write_static(pdf: pikepdf.Pdf, layout: Layout, *, skip: frozenset[int], stream_of: Callable[[Any], bytes]) -> None:
    """Write all objects of a document but those in `skip`, streams first as they come, the rest packed.

    The document must come straight from a file that pikepdf saved: numbers are dense, nothing is unreachable.
    `stream_of` gives the body of a stream's object.
    """
    plain: list[tuple[int, bytes]] = []
    for thing in pdf.objects:
        number = thing.objgen[0]
        if number in skip or number == 0:
            continue
        if isinstance(thing, pikepdf.Stream):
            layout.add(number, stream_of(thing))
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


def packed_stream(thing: Any, *, quick: bool = False, finished: bool = False) -> tuple[bytes, bytes]:
    """Give the inside of a stream's dictionary without /Length, and its data, packed where that makes them smaller.

    The data of `finished` ones stay as they are.
    """
    raw = thing.read_raw_bytes()
    dictionary = {key: value for key, value in thing.items() if key != "/Length"}
    filters = thing.get("/Filter")
    first = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) else filters
    if filters is None and len(raw) > 64 and not finished:
        packed = tight(raw, quick=quick)
        if len(packed) < len(raw):
            raw, dictionary["/Filter"] = packed, pikepdf.Name.FlateDecode
    elif first == "/FlateDecode" and not finished:
        raw = _repacked(raw, quick=quick)
    return dictionary_bytes(dictionary), raw


def _repacked(raw: bytes, *, quick: bool) -> bytes:
    """Pack a Flate stream again, never larger; predictors, damaged data and huge pictures stay as they are."""
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(raw, _LARGEST_REPACKED)
    except zlib.error:
        return raw
    if not unpacker.eof:
        return raw
    packed = tight(plain, quick=quick)
    return min(raw, packed, key=len)


def dictionary_bytes(items: dict[str, Any]) -> bytes:
    """Write the inside of a dictionary; values may be pikepdf objects or plain Python ones."""
    body = pikepdf.Dictionary()
    for key, value in items.items():
        body[key] = value
    text: bytes = body.unparse()
    return text.strip()[2:-2].strip()
