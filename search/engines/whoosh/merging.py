"""Which segments are written together anew, so that a search never has many to look into."""

from __future__ import annotations

from collections import defaultdict

from search.engines.whoosh.pointer import SegmentEntry

_FACTOR = 8
_SMALLEST = 256
_LARGEST = 40_000


def to_merge(segments: tuple[SegmentEntry, ...]) -> tuple[SegmentEntry, ...]:
    """Return the segments to replace by one: eight of about the same size, or one that is half deleted.

    Sizes count as the same within a factor of eight, so a page is rewritten once for each time that the index grows
    eightfold. Segments over 40,000 pages are left alone unless half of them is deleted.
    """
    levels: dict[int, list[SegmentEntry]] = defaultdict(list)
    for segment in segments:
        if segment.alive <= segment.pages // 2:
            return (segment,)
        if segment.alive < _LARGEST:
            levels[_level(segment.alive)].append(segment)
    return next((tuple(group) for _, group in sorted(levels.items()) if len(group) >= _FACTOR), ())


def _level(pages: int) -> int:
    level = 0
    while pages > _SMALLEST:
        pages //= _FACTOR
        level += 1
    return level
