"""Which groups of people may be shown: none so small that one of them could be found out."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
"""Answers below which a group is not shown."""


def may_be_shown(counts: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """Give the groups that may be shown beside their total.

    Groups of fewer than `least` are hidden. Where what is hidden adds up to fewer than `least`, it could be had from
    the total by subtraction, so the next smallest group is hidden with it.
    """
    by_size = sorted((count, name) for name, count in counts.items() if count)
    hidden = sum(count for count, _name in by_size if count < least)
    shown = [(count, name) for count, name in by_size if count >= least]
    while shown and 0 < hidden < least:
        count, _name = shown.pop(0)
        hidden += count
    return frozenset(name for _count, name in shown)


def may_be_published(counts: Mapping[str, int], *, is_whole: bool, least: int = LEAST) -> frozenset[str]:
    """Give the parts, known one after the other, that may be published although their whole will be, too.

    Until the whole is known (`is_whole`) the smallest part that could be shown is held back: should a smaller one come
    last, the whole less the others would tell of both together. What was published once is never taken back.
    """
    if is_whole:
        return may_be_shown(counts, least)
    shown = sorted((count, name) for name, count in counts.items() if count >= least)
    return frozenset(name for _count, name in shown[1:])
