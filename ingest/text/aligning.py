"""Which recognised words a person's corrected words stand for, so that corrected words have a place on the page."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from difflib import SequenceMatcher

Span = tuple[int, int]
"""recognised words from the first index up to, not with, the second"""
_MOST = 6_000
"""words of a page that are compared; beyond them a page is left without places rather than without an answer"""


def align(recognised: Sequence[str], corrected: Sequence[str]) -> list[Span | None]:
    """Give for each corrected word the recognised words in whose place it stands, or None where it stands for none.

    Equal words in equal order are each other's; what lies between two such runs was misread, broken or joined, and
    is shared out by letters. Recognised words may come in another order than people read in: a corrected word that is
    left over takes an equal recognised one that is left over.
    """
    if len(recognised) > _MOST or len(corrected) > _MOST:
        return [None] * len(corrected)
    before, after = [word.casefold() for word in recognised], [word.casefold() for word in corrected]
    places: list[Span | None] = [None] * len(after)
    left_over: list[int] = []
    for kind, i0, i1, j0, j1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            places[j0:j1] = [(i0 + step, i0 + step + 1) for step in range(i1 - i0)]
        elif kind == "replace" and _alike(before[i0:i1], after[j0:j1]):
            places[j0:j1] = _shared(before[i0:i1], after[j0:j1], i0)
        elif kind != "insert":
            left_over += range(i0, i1)
    _take_left_over(places, before, after, left_over)
    return places


def _alike(before: Sequence[str], after: Sequence[str]) -> bool:
    """A misreading keeps some of its letters; a run that shares next to none was put elsewhere, a lone word was not."""
    if len(before) == len(after) == 1:
        return True
    return SequenceMatcher(None, "".join(before), "".join(after), autojunk=False).ratio() >= 0.4


def _shared(before: Sequence[str], after: Sequence[str], first: int) -> list[Span | None]:
    """Share recognised words out among corrected ones by how far into the run each begins and ends, in letters."""
    ends = _ends(before)
    spans: list[Span | None] = []
    begin = 0.0
    for end in _ends(after):
        touched = [at for at, word_end in enumerate(ends) if word_end > begin and (ends[at - 1] if at else 0.0) < end]
        mostly = [at for at in touched if _overlap(ends, at, begin, end) > 0.5 * min(end - begin, _width(ends, at))]
        chosen = mostly or touched
        spans.append((first + chosen[0], first + chosen[-1] + 1) if chosen else None)
        begin = end
    return spans


def _ends(words: Sequence[str]) -> list[float]:
    """Give where each word ends, as a fraction of the letters of all."""
    total, ends, at = sum(map(len, words)) or 1, [], 0
    for word in words:
        at += len(word)
        ends.append(at / total)
    return ends


def _width(ends: Sequence[float], at: int) -> float:
    return ends[at] - (ends[at - 1] if at else 0.0)


def _overlap(ends: Sequence[float], at: int, begin: float, end: float) -> float:
    return min(end, ends[at]) - max(begin, ends[at - 1] if at else 0.0)


def _take_left_over(
    places: list[Span | None], before: Sequence[str], after: Sequence[str], left_over: Sequence[int]
) -> None:
    free: dict[str, deque[int]] = defaultdict(deque)
    for at in left_over:
        free[before[at]].append(at)
    for at, word in enumerate(after):
        if places[at] is None and free.get(word):
            found = free[word].popleft()
            places[at] = (found, found + 1)
