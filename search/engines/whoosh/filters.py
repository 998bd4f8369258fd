"""Which pages a reader's filters leave."""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.schema import NO_YEAR
from search.engines.whoosh.snapshot import Mask, Snapshot
from search.model import Query
from search.queries.nodes import Between, Condition, Value

_KEYWORDS = ("office", "kind", "language", "work", "access", "subject", "region", "available")


def conditions_of(query: Query, typed: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Return the filters chosen on the screen together with those typed."""
    chosen: list[Condition] = [Value(name, value) for name in _KEYWORDS if (value := getattr(query, name)) is not None]
    if query.year_from is not None or query.year_to is not None:
        chosen.append(Between("year", query.year_from, query.year_to))
    return (*chosen, *typed)


def masks(snapshot: Snapshot, conditions: tuple[Condition, ...]) -> dict[str, Mask]:
    """Return for each field with conditions the pages that meet them. Two wanted values of one field are either-or."""
    found: dict[str, Mask] = {}
    for field in dict.fromkeys(each.field for each in conditions):
        here = [each for each in conditions if each.field == field]
        wanted = [_mask(snapshot, each) for each in here if each.wanted]
        unwanted = [_mask(snapshot, each) for each in here if not each.wanted]
        mask = np.logical_or.reduce(wanted) if wanted else np.ones(snapshot.size, bool)
        found[field] = mask & ~np.logical_or.reduce(unwanted) if unwanted else mask
    return found


def both(masks_: dict[str, Mask], alive: Mask, *, but: str = "") -> Mask:
    """Return the pages that meet all masks, leaving one field's out."""
    left = alive
    for field, mask in masks_.items():
        if field != but:
            left = left & mask
    return left


def _mask(snapshot: Snapshot, condition: Condition) -> Mask:
    if isinstance(condition, Value):
        values, codes = snapshot.keyword(condition.field)
        return codes == values.index(condition.value) if condition.value in values else np.zeros(snapshot.size, bool)
    numbers = snapshot.number(condition.field)
    mask: Mask = numbers != NO_YEAR
    if condition.low is not None:
        mask &= numbers >= condition.low
    if condition.high is not None:
        mask &= numbers <= condition.high
    return mask
