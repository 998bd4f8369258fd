"""Pictures put together from A and B, restart interval by restart interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from watermark.master import Body


def spliced(master: Body, bits: NDArray[np.uint8] | None) -> Iterator[memoryview]:
    """Give the section of pictures as parts; without bits all stands at A.

    Args:
        master: the body.
        bits: uint8 (n,), 0 = A and 1 = B for every slot.
    """
    position, arrays = master.cold, master.arrays
    flags = np.append(bits, np.uint8(0)).astype(bool) if bits is not None else None  # −1: no slot, stays A
    for index, (at, other) in enumerate(zip(arrays["image_at"].tolist(), arrays["image_b"].tolist(), strict=True)):
        if flags is None:
            break
        first, last = arrays["image_first"][index], arrays["image_first"][index + 1]
        starts = arrays["interval_start"][first + index : last + index + 1]
        chosen = np.repeat(flags[arrays["interval_slot"][first:last]], np.diff(starts))
        size = int(starts[-1])
        yield master.data[position:at].data
        yield np.where(chosen, master.data[other : other + size], master.data[at : at + size]).data
        position = at + size
    yield master.data[position : master.static].data
