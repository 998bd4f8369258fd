"""How waitress takes bodies in: no more of one is kept than its route may bring, decided when the headers are there.

What is too large is read to its end and dropped as it comes, so that the sender hears the answer; the application
answers it (413) without a body. So it goes with what the disks have no room for now (503). Beyond the largest body of
the whole site the connection is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

from webapp.config import FORM_BYTES
from webapp.security.bodies import NO_ROOM, TOO_LARGE
from webapp.spool_room import SpoolRoom


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many bytes a request may bring, and whether whoever sends a file is signed in."""

    most: int
    signed_in: bool = False


class Limits(Protocol):
    """What a body may be, told by its headers."""

    def __call__(self, method: str, path: str, cookies: str) -> Allowance:
        """Say what a request may bring."""


class BoundedBuffer(OverflowableBuffer):  # type: ignore[misc] # waitress has no types
    """Keeps `most` bytes; once more have come it keeps nothing."""

    def __init__(self, overflow: int, most: int, *, signed_in: bool = False) -> None:
        """Keep what is under `overflow` bytes in memory, the rest in a file."""
        super().__init__(overflow)
        self.promised = self._most = most
        self.signed_in = signed_in
        self._seen = 0

    @property
    def exceeded(self) -> bool:
        """Whether more came than may be kept."""
        return self._seen > self._most

    def append(self, s: bytes) -> None:
        """Keep a piece, or drop it and all before."""
        self._seen += len(s)
        if not self.exceeded:
            super().append(s)
        else:
            self.close()

    def close(self) -> None:
        """Drop what is kept."""
        super().close()
        self.buf, self.strbuf, self.overflowed = None, b"", False
        self.promised = 0


class BoundedParser(HTTPRequestParser):  # type: ignore[misc]
    """Reads one request."""

    limits: Limits
    spool_room: SpoolRoom
    too_large = False
    no_room = False
    body_rcv: Any
    error: Any
    expect_continue: bool
    _buffer: BoundedBuffer | None = None

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and see how much may follow them."""
        super().parse_header(header_plus)
        if self.body_rcv is None:
            return
        allowed = self.limits(self.command, self.path, self.headers.get("COOKIE", ""))
        most = 0 if self.content_length > allowed.most else self.content_length or allowed.most
        buffer = BoundedBuffer(self.adj.inbuf_overflow, most, signed_in=allowed.signed_in)
        if most > FORM_BYTES and not self.spool_room.lend(buffer):
            self.no_room, most = True, 0
            buffer = BoundedBuffer(self.adj.inbuf_overflow, most)
        self._buffer = self.body_rcv.buf = buffer
        if most == 0 and self.expect_continue:
            # Whoever asks before sending is spared it.
            self.expect_continue = False
            self._refuse(close=True)

    def received(self, data: bytes) -> int:
        """Take what came; gives how many bytes of it belong to this request."""
        taken = int(super().received(data))
        if self.too_large:
            self.completed = True
        elif isinstance(self.error, RequestEntityTooLarge):
            self.error = None
            self._refuse(close=True)
        elif self.completed and self._buffer is not None and self._buffer.exceeded:
            self._refuse(close=False)
        return taken

    def _refuse(self, *, close: bool) -> None:
        self.too_large = True
        self.close()
        self.body_rcv = None
        self.headers["CONTENT_LENGTH"] = "0"
        if close:
            self.headers["CONNECTION"] = "close"


class BoundedTask(WSGITask):  # type: ignore[misc]
    """Lets the application answer one request."""

    def get_environment(self) -> dict[str, Any]:
        """Tell the application whether the body was dropped, and why."""
        environ: dict[str, Any] = super().get_environment()
        environ[NO_ROOM] = self.request.no_room
        environ[TOO_LARGE] = self.request.too_large
        return environ


def bounded_channel(limits: Limits, spool_room: SpoolRoom) -> type[HTTPChannel]:
    """Make the class of the connections whose bodies are bounded by `limits`, and all together by the disks' room."""
    parser = type("Parser", (BoundedParser,), {"limits": limits, "spool_room": spool_room})

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = parser
        task_class = BoundedTask

        def handle_close(self) -> None:
            """Drop what came of a request whose rest will not come; waitress would leave that to the garbage search."""
            if self.request is not None:
                self.request.close()
            super().handle_close()

    return Channel
