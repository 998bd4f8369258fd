"""Which objects of a master's body a page uses: found by following references, as bytes, from the page's dictionary."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from watermark.master import Body

_REFERENCE: Final = re.compile(rb"(\d+) 0 R(?![A-Za-z])")
_STREAM: Final = b">>\nstream\n"
_NUMBER: Final = re.compile(rb"/(N|First) (\d+)")
_FREE, _PLAIN = 0, 1


class StaticObjects:
    """The objects of a body that stand between its header and the contents of its pages, one behind another."""

    def __init__(self, master: Body) -> None:
        self._master = master
        rows = master.arrays["rows"]
        plain = np.flatnonzero(rows[:, 0] == _PLAIN)
        self._numbers = plain[np.argsort(rows[plain, 1], kind="stable")]
        starts = rows[self._numbers, 1]
        stops = np.append(starts[1:], master.static)
        self._spans: dict[int, tuple[int, int]] = dict(
            zip(self._numbers.tolist(), zip(starts.tolist(), stops.tolist(), strict=True), strict=True)
        )
        self.header = master.data[: int(starts[0]) if len(starts) else master.static].tobytes()
        self._leaves = frozenset(master.arrays["leaf"].tolist())
        self._members = lru_cache(maxsize=None)(self._unpacked)

    def span(self, number: int) -> tuple[int, int]:
        """First byte and end of an object that is not packed."""
        return self._spans[number]

    def used_by(self, leaf: int) -> tuple[list[int], NDArray[np.int64]]:
        """Find what a page uses, other pages left out: links lead to them, and drawing follows no link.

        Args:
            leaf: number of the page's dictionary.

        Returns:
            Numbers of the objects to be copied, in the order of the file, and all that are packed in them.
        """
        rows = self._master.arrays["rows"]
        seen, waiting = {leaf}, [leaf]
        while waiting:
            for number in self._referred(waiting.pop()):
                if number < len(rows) and number not in seen and number not in self._leaves:
                    seen.add(number)
                    waiting.append(number)
        streams = {int(rows[one, 1]) for one in seen if rows[one, 0] > _PLAIN}
        copied = streams | {one for one in seen if rows[one, 0] == _PLAIN}
        # qpdf complains of members of an object stream that the table does not name.
        packed = np.flatnonzero((rows[:, 0] > _PLAIN) & np.isin(rows[:, 1], sorted(streams)))
        return sorted(copied, key=self.span), packed

    def _referred(self, number: int) -> Iterator[int]:
        """Numbers that an object names."""
        return (int(found[1]) for found in _REFERENCE.finditer(self._dictionary(number)))

    def _dictionary(self, number: int) -> bytes:
        """Give an object without its stream; nothing for one that the page's assembly writes itself."""
        kind, place, index = self._master.arrays["rows"][number].tolist()
        if kind == _FREE:
            return b""
        if kind > _PLAIN:
            members: list[bytes] = self._members(place)
            return members[int(index)]
        start, stop = self._spans[number]
        head: bytes = self._head(start, stop)
        return head.partition(_STREAM)[0]

    def _head(self, start: int, stop: int) -> bytes:
        """Read an object only as far as its stream."""
        size = 1 << 12
        while True:
            head: bytes = self._master.data[start : min(stop, start + size)].tobytes()
            if _STREAM in head or size >= stop - start:
                return head
            size *= 4

    def _unpacked(self, number: int) -> list[bytes]:
        """Take the members of an object stream apart (ISO 32000-2, 7.5.7), as `watermark.pdf.writer` wrote them."""
        start, stop = self._spans[number]
        head, _, rest = self._master.data[start:stop].tobytes().partition(_STREAM)
        facts = {name: int(value) for name, value in _NUMBER.findall(head)}
        data = zlib.decompressobj().decompress(rest)
        pairs = data[: facts[b"First"]].split()
        offsets = [facts[b"First"] + int(one) for one in pairs[1 : 2 * facts[b"N"] : 2]]
        return [data[first:last] for first, last in zip(offsets, [*offsets[1:], len(data)], strict=True)]
