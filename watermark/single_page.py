"""One page of a master as a PDF of its own, with any bits; for drawing it inside, never for delivery."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from watermark.assemble import checked_bits, read_master
from watermark.deflate import ZLIB_HEAD, adler_join
from watermark.imprint import NO_STAMP, font_objects, stamp_ends
from watermark.moving import moved_stream
from watermark.pdf.xref import cross_reference, free_list, stream_object
from watermark.splice import spliced_picture
from watermark.stamp.glyphs import GlyphFont
from watermark.used_objects import StaticObjects

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from watermark.master import Body
    from watermark.stamp import Stamp


def assemble_page(body: Path, slots: Path, page: int, bits: NDArray[np.uint8], stamp: Stamp | None = None) -> bytes:
    """Make a PDF that shows one page of a master with any bits.

    Args:
        body: the master's body.
        slots: its slot map.
        page: zero-based.
        bits: uint8 (n,), 0 = A and 1 = B for every slot of the map.
        stamp: drawn too if given.
    """
    return open_pages(body, slots).page(page, bits, stamp)


def open_pages(body: Path, slots: Path) -> SinglePages:
    """Read a master once, for many pages; raises BodyError, SlotMapError like `assemble`."""
    return SinglePages(*read_master(body, slots, mapped=True))


@dataclass(frozen=True)
class SinglePages:
    """The pages of a master, each with no more than it uses; a book of pictures is not copied to draw one of them."""

    master: Body
    slots: int

    @cached_property
    def _objects(self) -> StaticObjects:
        return StaticObjects(self.master)

    def page(self, page: int, bits: NDArray[np.uint8] | None, stamp: Stamp | None = None) -> bytes:
        """Make the PDF; see `assemble_page`.

        Raises:
            IndexError: there is no such page.
            CodeMismatchError: another number of bits than slots.
        """
        master = self.master
        if not 0 <= page < master.pages:
            raise IndexError(page)
        bits = checked_bits(bits, self.slots)
        parts, rows = self._static(page, bits)
        position = sum(map(len, parts))
        content, glyphs = self._content(page, bits, stamp)
        rows[master.arrays["page"][page]] = (1, position, 0)
        fonts, rows = font_objects(master, glyphs, rows, position + len(content))
        return b"".join(
            [*parts, content, *fonts, self._end(page, rows, position + len(content) + sum(map(len, fonts)))]
        )

    def _static(self, page: int, bits: NDArray[np.uint8] | None) -> tuple[list[bytes], NDArray[np.int64]]:
        """Give the header and the objects that a page uses, and the cross-reference rows for them."""
        parts, rows = [self._objects.header], np.zeros_like(self.master.arrays["rows"])
        numbers, packed = self._objects.used_by(int(self.master.arrays["leaf"][page]))
        rows[packed] = self.master.arrays["rows"][packed]
        position = len(parts[0])
        for number in numbers:
            start, stop = self._objects.span(number)
            parts.append(self._object(start, stop, bits))
            rows[number] = (1, position, 0)
            position += stop - start
        return parts, rows

    def _object(self, start: int, stop: int, bits: NDArray[np.uint8] | None) -> bytes:
        """Give the bytes of an object with its choice of A and B."""
        master = self.master
        if start < master.hot:
            forms = np.flatnonzero((master.arrays["checks"][:, 1] >= start) & (master.arrays["checks"][:, 1] < stop))
            if len(forms):
                return moved_stream(master, int(forms[0]), (start, stop), bits)[0].tobytes()
        if start >= master.cold and bits is not None:
            pictures = np.flatnonzero((master.arrays["image_at"] >= start) & (master.arrays["image_at"] < stop))
            if len(pictures):
                return self._picture(start, stop, int(pictures[0]), bits)
        return master.data[start:stop].tobytes()

    def _picture(self, start: int, stop: int, picture: int, bits: NDArray[np.uint8]) -> bytes:
        master = self.master
        starts, lengths = spliced_picture(master, bits, picture)
        pairs = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        at = int(master.arrays["image_at"][picture])
        pieces = [master.data[first:last].data for first, last in pairs]
        head, tail = master.data[start:at].data, master.data[at + int(lengths.sum()) : stop].data
        return b"".join([head, *pieces, tail])

    def _content(self, page: int, bits: NDArray[np.uint8] | None, stamp: Stamp | None) -> tuple[bytes, GlyphFont]:
        """Write the object of a page's content."""
        master, (end, glyphs) = self.master, (NO_STAMP, GlyphFont())
        if stamp is not None:
            ends, glyphs = stamp_ends(master, stamp)
            end = ends[int(master.arrays["place"][page])]
        forms = int((master.arrays["checks"][:, 1] >= 0).sum())
        first, last = (master.hot + master.contents[page : page + 2]).tolist()
        moved, adler = moved_stream(master, forms + page, (first, last), bits)
        checksum = int(adler_join(np.array([adler]), end[1], end[2])[0])
        data = ZLIB_HEAD + moved.tobytes() + end[0] + checksum.to_bytes(4, "big")
        body = stream_object(b"/Filter/FlateDecode", data)
        return b"%d 0 obj\n%b\nendobj\n" % (master.arrays["page"][page], body), glyphs

    def _end(self, page: int, rows: NDArray[np.int64], position: int) -> bytes:
        """Write a page tree with one leaf, a catalogue, and the cross-reference."""
        root, tree = len(rows), len(rows) + 1
        leaf = b"%d 0 obj\n<</Type/Pages/Count 1/Kids[%d 0 R]>>\nendobj\n" % (tree, self.master.arrays["leaf"][page])
        catalog = b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (root, tree)
        extra = [(1, position, 0), (1, position + len(catalog), 0), (0, 0, 0)]
        rows = np.concatenate([rows, np.array(extra, np.int64)])
        free_list(rows[:-1])
        end = cross_reference(rows, b"/Root %d 0 R" % root, len(rows) - 1, position + len(catalog) + len(leaf))
        return catalog + leaf + end
