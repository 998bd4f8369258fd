"""How the allowed error is shared out over all that is scored: what is likelier to name somebody gets more of it.

Shares follow from the leak and the masters alone, never from a code, and sum to one at most: then the union bound holds
with each bound divided by its share, as it does with all of them multiplied by their number.
"""

from __future__ import annotations


def by_rank(count: int) -> list[float]:
    """Give the shares of so many things, the likeliest first: as 1, 1/2, 1/3 …; they sum to one."""
    weights = [1 / rank for rank in range(1, count + 1)]
    return [weight / sum(weights) for weight in weights]
