"""Read a page as a leak is laid over it locally, and where it carries little stiffly, too.

A page with few slots on a sheet that curls is laid in both ways again, over what both have read together: what one of
them misread the other pulls back. That is expectation and maximisation in turn (A. Dempster, N. Laird, D. Rubin,
J. R. Statist. Soc. B 39, 1977), of which the first two rounds gain most. A sheet that lies flat is laid well at once,
and would only follow its marks a little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from watermark.trace.align import align_again
from watermark.trace.read import expected, read_page
from watermark.trace.stiff import LIES, between, followed_again, read_stiffly

if TYPE_CHECKING:
    from watermark.trace.align import Aligned
    from watermark.trace.read import SlotReader
    from watermark.trace.readings import SlotReadings

FEW_SLOTS: Final = 400
"""Where up to so many slots can be read the leak is laid stiffly, too: more name a reader in any case."""

VERY_FEW_SLOTS: Final = 150
"""Where up to so many can be read, and the sheet curls, it is laid in both ways again."""

_ROUNDS: Final = 2


def read_both_ways(
    reader: SlotReader, aligned: Aligned, order: int | None = None
) -> tuple[SlotReadings, Aligned, int | None]:
    """Read every slot of a page.

    Args:
        reader: of the page.
        aligned: the leak over it, laid finely.
        order: that of the paper's curl (:func:`read_stiffly`), if another page of a master has told it.

    Returns:
        The readings, the leak as it was laid for them, and the order of the curl if it was asked.
    """
    local, near = read_page(reader, aligned)
    slots = int(np.isfinite(local.noise).sum())
    if slots > FEW_SLOTS:
        return local, near, order
    stiff, laid, order = read_stiffly(reader, aligned, order)
    readings = between(local, stiff)
    for _ in range(_ROUNDS if slots <= VERY_FEW_SLOTS and order > LIES else 0):
        page = expected(reader.view, readings)
        near = align_again(near, page)
        laid, stiff = followed_again(reader, laid, page, order)
        readings = between(reader.read(near), stiff)
    return readings, laid, order
