"""Was it the disk? A full one is no fault of the file, though libraries say that the file is damaged."""

from __future__ import annotations

import errno
import traceback

from ingest.errors import NoRoom

_NUMBERS = (errno.ENOSPC, errno.EDQUOT)
_WORDS = "No space left on device"


def laid_to_room(error: Exception) -> Exception:
    """Give the error back, or `NoRoom` where it, or what it came from, was a full disk."""
    seen: BaseException | None = error
    while seen is not None:
        number = seen.errno if isinstance(seen, OSError) else None
        if number in _NUMBERS or _WORDS in str(seen) or _WORDS in str(getattr(seen, "detail", "")):
            return NoRoom("".join(traceback.format_exception(error))[-4000:])
        seen = seen.__cause__ or seen.__context__
    return error
