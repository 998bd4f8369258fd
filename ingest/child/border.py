"""The border of a confined child: every fault that reaches it is reported, none is lost."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from ingest.child.channel import Channel
from ingest.child.room import laid_to_room
from ingest.errors import IngestError, OutOfMemory
from ingest.limits import Limits

_FAILED = 3


def work_behind(channel: Channel, limits: Limits, work: Callable[[], None]) -> int:
    """Do the work; give the exit code: 0 when it is done, 3 when a reason was reported."""
    try:
        work()
    except MemoryError:
        channel.failed(OutOfMemory(megabytes=limits.address_bytes >> 20))
        return _FAILED
    except Exception as fault:  # noqa: BLE001 - the border of the process
        error = laid_to_room(fault)
        channel.failed(error if isinstance(error, IngestError) else IngestError(traceback.format_exc()))
        return _FAILED
    return 0
