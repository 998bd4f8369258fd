"""Fields: places in a content stream where a number is written in several ways of equal length."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A number that one or two slots decide.

    Attributes:
        start: offset of its first byte in the content.
        neutral: the bytes that stand there in the neutral content.
        choices: four byte strings of the same length, for the bits (first, second) = 00, 01, 10, 11.
        first, second: slots, indices into the page's candidates; −1 where there is none, its bit then counts as 0.
    """

    start: int
    neutral: bytes
    choices: tuple[bytes, bytes, bytes, bytes]
    first: int
    second: int = -1

    def trimmed(self) -> Field:
        """Leave out the bytes at both ends that all choices share."""
        texts = (self.neutral, *self.choices)
        columns = [len(set(column)) > 1 for column in zip(*texts, strict=True)]
        if not any(columns):
            return Field(self.start, b"", (b"", b"", b"", b""), self.first, self.second)
        low, high = columns.index(True), len(columns) - columns[::-1].index(True)
        return self._part(low, high)

    def cut(self, at: int) -> tuple[Field, Field]:
        """Cut into the first `at` bytes and the rest; both follow the same slots."""
        return self._part(0, at), self._part(at, len(self.neutral))

    def _part(self, low: int, high: int) -> Field:
        a, b, c, d = (choice[low:high] for choice in self.choices)
        return Field(self.start + low, self.neutral[low:high], (a, b, c, d), self.first, self.second)
