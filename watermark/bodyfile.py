"""Writes the body of a master (its form is told in `watermark.master`)."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from watermark.deflate import ZLIB_HEAD, Field, pack_patchable
from watermark.master import ENGINE, finish_body
from watermark.pack import pack
from watermark.pdf.writer import Layout, dictionary_bytes, header, write_static

if TYPE_CHECKING:
    import pikepdf
    from numpy.typing import NDArray

    from watermark.carriers.marker import MarkedStream
    from watermark.deflate import Patchable
    from watermark.stamp.place import Placement


@dataclass
class _Fields:
    """The fields of all streams, column by column."""

    at: list[NDArray[np.int64]] = field(default_factory=list)
    flips: list[NDArray[np.uint64]] = field(default_factory=list)
    low: list[NDArray[np.int32]] = field(default_factory=list)
    high: list[NDArray[np.int32]] = field(default_factory=list)
    first: list[NDArray[np.int32]] = field(default_factory=list)
    second: list[NDArray[np.int32]] = field(default_factory=list)
    stream: list[NDArray[np.int32]] = field(default_factory=list)

    def add(self, packed: Patchable, start: int, stream: int, slot: int) -> None:
        """Append a stream's fields; `start` is its offset in the moving part, `slot` the page's first slot."""
        self.at.append(packed.at + start)
        self.flips.append(packed.flips)
        self.low.append(packed.low.astype(np.int32))
        self.high.append(packed.high.astype(np.int32))
        self.first.append(packed.first + np.int32(slot))
        self.second.append(np.where(packed.second >= 0, packed.second + np.int32(slot), -1).astype(np.int32))
        self.stream.append(np.full(len(packed.at), stream, np.int32))

    def arrays(self) -> dict[str, NDArray[Any]]:
        empty: dict[str, NDArray[Any]] = {
            "at": np.zeros(0, np.int64),
            "flips": np.zeros((0, 4), np.uint64),
            "low": np.zeros((0, 4), np.int32),
            "high": np.zeros((0, 4), np.int32),
            "first": np.zeros(0, np.int32),
            "second": np.zeros(0, np.int32),
            "stream": np.zeros(0, np.int32),
        }
        return {f"field_{name}": np.concatenate([none, *getattr(self, name)]) for name, none in empty.items()}


@dataclass
class BodyWriter:
    """Takes pages one after another; forms go to the file at once, page contents wait for the end."""

    pdf: pikepdf.Pdf
    file: IO[bytes]

    def __post_init__(self) -> None:
        self._layout = Layout(self.file)
        self._layout.write(header(self.pdf.pdf_version))
        self._fields = _Fields()
        self._contents: list[Patchable] = []
        self._page_slots: list[int] = []
        self._checks: list[tuple[int, int]] = []  # of each stream: Adler-32, and where it stands (−1: a page's)
        self._hot: set[int] = set()

    def add_form(self, marked: MarkedStream, slot: int) -> int:
        """Write a form with its fields; give the bytes it takes."""
        thing = self.pdf.get_object(marked.number, 0)
        items = {key: value for key, value in thing.items() if key not in ("/Length", "/Filter", "/DecodeParms")}
        packed = pack_patchable(marked.content, marked.fields, last=True)
        size = len(ZLIB_HEAD) + len(packed.data) + 4
        head = b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (dictionary_bytes(items), size)
        start = self._layout.position + len(b"%d 0 obj\n" % marked.number) + len(head)
        data = ZLIB_HEAD + packed.data + packed.adler.to_bytes(4, "big")
        self._layout.add(marked.number, head + data + b"\nendstream")
        self._fields.add(packed, start + len(ZLIB_HEAD), len(self._checks), slot)
        self._checks.append((packed.adler, start + size - 4))
        self._hot.add(marked.number)
        return size

    def add_page(self, content: bytes, fields: list[Field], slot: int) -> int:
        """Take a page's own content; give the bytes it takes."""
        packed = pack_patchable(content, fields, last=False)
        self._contents.append(packed)
        self._page_slots.append(slot)
        return len(packed.data)

    def finish(self, pages: list[int], font: int, names: tuple[str, str], places: list[Placement]) -> str:
        """Write what does not vary, the contents and the index; give the digest of the body."""
        layout = self._layout
        hot = layout.position
        write_static(self.pdf, layout, skip=frozenset({*pages, font, *self._hot}))
        static, starts = layout.position, [0]
        for packed, slot in zip(self._contents, self._page_slots, strict=True):
            self._fields.add(packed, hot + starts[-1], len(self._checks), slot)
            self._checks.append((packed.adler, -1))
            layout.write(packed.data)
            starts.append(starts[-1] + len(packed.data))
        distinct = list(dict.fromkeys(places))
        index = layout.position
        trailer = self.pdf.trailer
        facts = {
            "engine": ENGINE,
            "hot": hot,
            "root": trailer.Root.objgen[0],
            "info": trailer.Info.objgen[0] if "/Info" in trailer else 0,
            "font": font,
            "fonts": list(names),
            "places": [asdict(place) for place in distinct],
        }
        arrays: dict[str, NDArray[Any]] = {
            "contents": np.array(starts, np.int64),
            "page": np.array(pages, np.int64),
            "leaf": np.array([page.obj.objgen[0] for page in self.pdf.pages], np.int64),
            "place": np.array([distinct.index(place) for place in places], np.int32),
            "rows": layout.table(1 + max(0, max(*pages, font) - max(layout.rows))),
            "checks": np.array(self._checks, np.int64).reshape(-1, 2),
            **self._fields.arrays(),
        }
        layout.write(pack(facts, arrays, packing="raw"))
        layout.file.flush()
        return finish_body(layout.file, static, index)


def packed_size(content: bytes) -> int:
    """Estimate what a content stream takes without fields."""
    return len(zlib.compress(content, 9))
