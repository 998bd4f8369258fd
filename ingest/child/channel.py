"""The child's way to its parent: one JSON object a line."""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from ingest.errors import IngestError


class Channel:
    """Writes reports to an inherited pipe, from any thread, each line whole."""

    def __init__(self, descriptor: int) -> None:
        """Take over the descriptor; programs that this process starts do not inherit it."""
        os.set_inheritable(descriptor, False)
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def progress(self, step: str, done: int, total: int) -> None:
        """Tell how far a step has come."""
        self._send({"step": step, "done": done, "total": total})

    def failed(self, error: IngestError) -> None:
        """Tell why the file could not be read."""
        self._send({"error": error.code, "detail": error.detail[-4000:], "params": error.params})

    def _send(self, report: dict[str, Any]) -> None:
        line = json.dumps(report).encode() + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._descriptor, line) :]
