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
