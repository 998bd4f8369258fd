"""Connected components of a small graph.

SciPy has them, too, but loading it takes 0.4 s, as long as marking a page, in each process that prepares a master.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def components(related: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number the connected components of an undirected graph, in the order of their first nodes.

    Args:
        related: bool (n, n), symmetric.

    Returns:
        int64 (n,), the component of each node, 0 … components − 1.
    """
    number = np.full(len(related), -1, np.int64)
    count = 0
    for first in range(len(related)):
        if number[first] >= 0:
            continue
        reached = np.array([first])
        while len(reached):
            number[reached] = count
            reached = np.flatnonzero(related[reached].any(axis=0) & (number < 0))
        count += 1
    return number
