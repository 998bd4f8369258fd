"""Numbers in addresses: what the database cannot hold was never given out by a page of ours."""

from __future__ import annotations

from flask import request

LARGEST = 2**63 - 1
"""the largest number of a row"""
LAST_PAGE = 1_000_000


def row_before() -> int | None:
    """Give the number of the row before which a list goes on; None at its beginning."""
    number = request.args.get("before", type=int)
    return None if number is None else min(max(number, 0), LARGEST)


def page_number() -> int:
    """Give the page of a list that was asked for, from 1."""
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
