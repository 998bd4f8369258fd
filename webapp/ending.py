"""SIGINT and SIGTERM: the ordinary end of what runs until it is told to end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from queue import SimpleQueue

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def when_told_to_end(deed: Callable[[], None]) -> None:
    """Do `deed` at SIGINT and at SIGTERM, in a thread of its own; called in the main thread.

    A handler runs between two steps of whatever the main thread does just then. Did it take the lock that the main
    thread holds at that moment (`Event.set` needs the one that `Event.wait` takes), both would wait for ever. A
    `SimpleQueue` may be put into at any moment.
    """
    told: SimpleQueue[int] = SimpleQueue()

    def wait() -> None:
        while True:
            told.get()
            deed()

    for sign in SIGNALS:
        signal.signal(sign, lambda number, _: told.put(number))
    threading.Thread(target=wait, name="told-to-end", daemon=True).start()
