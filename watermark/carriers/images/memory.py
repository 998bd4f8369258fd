"""Large blocks of memory, kept for the next picture.

The C library gives every block above 32 MB back to the kernel, which clears its pages when they are asked for again: a
fifth of the time that pages of 8.7 million pixels take.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIM, _MAP = -1, -3  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of mallopt(3)
_KEPT: Final = 1 << 29  # bytes
_USUAL: Final = 32 << 20  # bytes, where the C library's own thresholds end
_libc: Final[Any] = ctypes.CDLL(None)
_mallopt: Final[Any] = getattr(_libc, "mallopt", None)
_malloc_trim: Final[Any] = getattr(_libc, "malloc_trim", None)


@contextmanager
def kept_blocks() -> Iterator[None]:
    """Keep freed blocks inside, and give them back at the end; nothing happens where the C library is not GNU's."""
    if _mallopt is None or _malloc_trim is None:
        yield
        return
    _mallopt(_MAP, _KEPT)
    _mallopt(_TRIM, _KEPT)
    try:
        yield
    finally:
        _mallopt(_MAP, _USUAL)
        _mallopt(_TRIM, 2 * _USUAL)
        _malloc_trim(0)
