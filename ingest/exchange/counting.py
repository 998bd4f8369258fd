"""How many records one file may bring."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from ingest.exchange.errors import TooManyRecords

MOST = 50_000
"""records of one file; all offices of BPS together publish fewer in a year"""
_Kind = TypeVar("_Kind")


def counted(records: Iterable[_Kind]) -> list[_Kind]:
    """Take all records, and read none beyond the most: a small file can name millions.

    Raises:
        TooManyRecords: there are more.
    """
    taken = list(islice(records, MOST + 1))
    if len(taken) > MOST:
        raise TooManyRecords(where=f"> {MOST}")
    return taken
