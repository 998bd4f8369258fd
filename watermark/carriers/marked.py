"""A stream with its marks in place: the neutral content, and the same for any bits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from watermark.deflate.fields import Field


@dataclass(frozen=True)
class MarkedStream:
    """A stream of a page in its neutral form, with its fields; slots are indices into the page's candidates."""

    number: int
    content: bytes
    fields: list[Field]

    def with_bits(self, bits: NDArray[np.uint8] | None) -> bytes:
        """Write the stream with a bit for each of the page's slots, uint8 (slots,); neutral without."""
        if bits is None:
            return self.content
        first, second, place, chars = self._columns
        choice = 2 * bits[first] + np.where(second >= 0, bits[second], 0)
        content = np.frombuffer(self.content, np.uint8).copy()
        content[place] = chars[choice, np.arange(len(place))]
        return content.tobytes()

    @cached_property
    def _columns(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
        """Give for each byte of the fields: the two slots, its place, and what stands there by choice, (4, bytes)."""
        size = [len(field.neutral) for field in self.fields]
        first, second = (
            np.repeat(np.array(slots, np.int64), size)
            for slots in ([field.first for field in self.fields], [field.second for field in self.fields])
        )
        place = np.concatenate([np.arange(field.start, field.start + len(field.neutral)) for field in self.fields])
        texts = [b"".join(field.choices[choice] for field in self.fields) for choice in range(4)]
        return first, second, place, np.frombuffer(b"".join(texts), np.uint8).reshape(4, -1)


def every_pair(count: int) -> Iterator[NDArray[np.uint8] | None]:
    """Give bits for so many slots, first none, in such a way that any two stand in each of their four ways.

    What reads otherwise mostly hangs on two neighbours, one of which moves towards the other.
    """
    yield None
    slots = np.arange(count)
    for way in (0, 1):
        yield np.full(count, way, np.uint8)
        for place in range((count - 1).bit_length()):  # the numbers of two slots differ in one of their digits
            yield (slots >> place & 1 ^ way).astype(np.uint8)
