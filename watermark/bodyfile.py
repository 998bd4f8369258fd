"""Writes the body of a master (its form is told in `watermark.master`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from watermark.carriers.images.pictures import KEY, TiledImage
from watermark.deflate import ZLIB_HEAD, Field, pack_patchable
from watermark.master import ENGINE, finish_body
from watermark.pack import pack
from watermark.pdf.writer import Draft, Layout, dictionary_bytes, header, write_static
from watermark.pdf.xref import stream_object

if TYPE_CHECKING:
    import pikepdf
    from numpy.typing import NDArray

    from watermark.carriers.marked import MarkedStream
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
    """Takes pages one after another; forms go to the file at once, page contents wait for the end.

    `draft` is the document laid out without marks.
    """

    pdf: pikepdf.Pdf
    file: IO[bytes]
    draft: Draft

    def __post_init__(self) -> None:
        self._layout = Layout(self.file)
        self._layout.write(header(self.pdf.pdf_version))
        self._fields = _Fields()
        self._contents: list[Patchable] = []
        self._page_slots: list[int] = []
        self._checks: list[tuple[int, int]] = []  # of each stream: Adler-32, and where it stands (−1: a page's)
        self._hot: set[int] = set()
        self._images: list[tuple[int, TiledImage, int]] = []

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

    def add_image(self, number: int, image: TiledImage, slot: int) -> None:
        """Take a picture that is spliced; `number` is its object, `slot` the page's first slot."""
        self._images.append((number, image, slot))

    def add_page(self, content: bytes, fields: list[Field], slot: int) -> int:
        """Take a page's own content; give the bytes it takes."""
        packed = pack_patchable(content, fields, last=False)
        self._contents.append(packed)
        self._page_slots.append(slot)
        return len(packed.data)

    def finish(
        self, pages: list[int], font: int, names: tuple[str, str], places: list[Placement], spool: IO[bytes]
    ) -> str:
        """Write what does not vary, the contents, B of all pictures, and the index; give the digest of the body."""
        layout = self._layout
        hot = layout.position
        skip = frozenset({*pages, font, *self._hot, *(number for number, _, _ in self._images)})
        write_static(self.pdf, layout, skip=skip, stream_of=self.draft.stream)
        cold = layout.position
        pictures = self._write_images()
        static, starts = layout.position, [0]
        for packed, slot in zip(self._contents, self._page_slots, strict=True):
            self._fields.add(packed, hot + starts[-1], len(self._checks), slot)
            self._checks.append((packed.adler, -1))
            layout.write(packed.data)
            starts.append(starts[-1] + len(packed.data))
        distinct = list(dict.fromkeys(places))
        pictures["image_b"] = self._write_second(spool)
        index = layout.position
        trailer = self.pdf.trailer
        facts = {
            "engine": ENGINE,
            "hot": hot,
            "cold": cold,
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
            **pictures,
        }
        layout.write(pack(facts, arrays, packing="raw"))
        layout.file.flush()
        return finish_body(layout.file, static, index)

    def _write_images(self) -> dict[str, NDArray[Any]]:
        """Write the pictures as A; give where each one's intervals lie and the slot of each interval."""
        at, first = [], [0]
        starts, slots = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
        for number, image, slot in self._images:
            thing = self.pdf.get_object(number, 0)
            items = {key: value for key, value in thing.items() if key not in ("/Length", KEY)}
            data = thing.read_raw_bytes()
            body = stream_object(dictionary_bytes(items), data)
            head = len(b"%d 0 obj\n" % number) + body.index(b"stream\n") + len(b"stream\n")
            at.append(self._layout.position + head + int(image.starts[0]))
            self._layout.add(number, body)
            starts.append(image.starts - image.starts[0])
            slots.append(np.where(image.slots >= 0, image.slots + slot, -1).astype(np.int32))
            first.append(first[-1] + len(image.slots))
        return {
            "image_at": np.array(at, np.int64),
            "image_first": np.array(first, np.int64),
            "interval_start": np.concatenate(starts),
            "interval_slot": np.concatenate(slots),
        }

    def _write_second(self, spool: IO[bytes]) -> NDArray[np.int64]:
        """Append B of every picture; give where each begins."""
        begin = []
        for _, image, _ in self._images:
            begin.append(self._layout.position)
            spool.seek(image.spool)
            self._layout.write(spool.read(int(image.starts[-1] - image.starts[0])))
        return np.array(begin, np.int64)
