"""Pictures drawn a moment ago, by the copy they came from: who turns back a page does not wait for it again.

They lie in memory alone, no longer than the process lives; nothing of a reader's is left on the disk. A copy belongs
to one account, so what was drawn from it goes to nobody else.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import cast

from flask import current_app

_KEY = "drawn"
_lock = threading.Lock()
MOST_BYTES = 48 << 20
LARGEST = 6 << 20
"""bytes of one picture; a larger one is drawn anew each time"""


class Drawn:
    """The pictures that were wanted last. Every method may be called from any thread."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Keep at most `most` bytes."""
        self._most, self._bytes = most, 0
        self._known: OrderedDict[Hashable, bytes] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, copy: Path, wanted: Hashable, draw: Callable[[], bytes]) -> bytes:
        """Give a picture of `copy`, drawing it where it is not known; a copy made anew is another one."""
        facts = copy.stat()
        key = (str(copy), facts.st_mtime_ns, facts.st_ino, wanted)
        with self._guard:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        picture = draw()
        self._keep(key, picture)
        return picture

    def _keep(self, key: Hashable, picture: bytes) -> None:
        if len(picture) > LARGEST:
            return
        with self._guard:
            self._bytes += len(picture) - len(self._known.pop(key, b""))
            self._known[key] = picture
            while self._bytes > self._most:
                self._bytes -= len(self._known.popitem(last=False)[1])


def drawn_before() -> Drawn:
    """Give the pictures of this application."""
    with _lock:
        return cast("Drawn", current_app.extensions.setdefault(_KEY, Drawn()))
