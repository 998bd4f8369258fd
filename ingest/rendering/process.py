"""One worker, seen from the server: ask and wait, but never longer than allowed."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.errors import Damaged, IngestError, TimedOut, from_code
from ingest.limits import Limits
from ingest.rendering.wire import HEADER_BYTES, lengths, pack
from ingest.sandbox.environment import clean_environment
from ingest.sandbox.spawn import end_group

_START_SECONDS = 30.0


class Worker:
    """A confined process that draws pages. Used by one thread at a time."""

    def __init__(self, folders: Sequence[Path], limits: Limits, module: str = "ingest.rendering.worker") -> None:
        """Start it, as a module of its own; it may read what lies in `folders`."""
        self.answered = 0
        self._home = Path(tempfile.mkdtemp(prefix="pustaka-render-"))
        (self._home / "tmp").mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._home,
            env=clean_environment(self._home),
            start_new_session=True,
        )
        first = {"folders": [str(folder) for folder in folders], "limits": limits.to_json()}
        self.sandbox: tuple[str, ...] = tuple(self.ask(first, _START_SECONDS)[0]["sandbox"])

    def ask(self, request: dict[str, Any], seconds: float, body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Send a request with its bytes, and give the answer's header and bytes.

        Raises:
            TimedOut, Damaged: after which the worker has been ended.
            IngestError: what the worker found wrong; it goes on working.
        """
        deadline = time.monotonic() + seconds
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(pack(request, body))
            self._process.stdin.flush()
            text, size = lengths(self._read(HEADER_BYTES, deadline, seconds))
            header = json.loads(self._read(text, deadline, seconds))
            data = self._read(size, deadline, seconds)
        except IngestError:
            self.end()
            raise
        except (OSError, ValueError) as error:
            self.end()
            raise Damaged(f"the worker ended over this page: {error!r}") from error
        self.answered += 1
        if "error" in header:
            raise from_code(header["error"], header["detail"], header["params"])
        return header, data

    def _read(self, count: int, deadline: float, seconds: float) -> bytes:
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while len(data) < count:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimedOut(seconds=int(seconds))
                received = os.read(descriptor, count - len(data))
                if not received:
                    raise Damaged("the worker ended over this page")
                data += received
        return bytes(data)

    @property
    def alive(self) -> bool:
        """Tell whether it can be asked."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it and clear its folder."""
        end_group(self._process.pid)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
        shutil.rmtree(self._home, ignore_errors=True)
