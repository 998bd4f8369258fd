"""How much a request may bring: little, except where a route takes files. Files wait in the quarantine, unnamed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO, Any, ClassVar, TypeVar, cast

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from library.errors import Texts, Unavailable
from library.settings import Settings
from webapp.config import FORM_BYTES
from webapp.current import current_library

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__takes_files__"
# Below this a file stays in memory.
SPOOL_BYTES = 1 << 18
TOO_LARGE = "pustaka.too_large"
"""In the environment of a request whose body the server dropped."""
NO_ROOM = "pustaka.no_room"
"""In the environment of a request whose body was dropped because the disks are lent to others' just now."""


class NoRoomForUploads(Unavailable):
    """What is being sent just now takes up all the room there is for it."""

    code = "no-room-for-uploads"
    texts: ClassVar[Texts] = {
        "id": "Saat ini terlalu banyak berkas dikirim ke sini. Coba lagi nanti; berkas Anda belum kami simpan.",
        "en": "Too many files are being sent here just now. Try again in a few minutes; your file has not been kept.",
    }


class QuarantineRequest(Request):
    """A request whose files are spooled beside the quarantine, on the disk that has room for them."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the interface of werkzeug
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        folder = current_library().folders.quarantine
        return cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES, dir=str(folder)))


def takes_files(view: View) -> View:
    """Let this route take files up to the limit that the settings give."""
    return _limited(lambda settings: settings.max_bytes)(view)


def takes_copies(view: View) -> View:
    """Let this route take a copy that was made here: it is larger than the file that it was made of."""
    return _limited(lambda settings: settings.max_copy_bytes)(view)


def takes_files_up_to(limit: int) -> Callable[[View], View]:
    """Let this route take files of so many bytes together, and never more than the settings give."""
    return _limited(lambda settings: min(limit, settings.max_bytes))


def _limited(limit: Callable[[Settings], int]) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, _MARK, limit)
        return view

    return mark


def largest_body(view: Callable[..., Any] | None, settings: Settings) -> int:
    """Say how many bytes a request for this view may bring."""
    limit = getattr(view, _MARK, None)
    return (limit(settings) if limit else 0) + FORM_BYTES


def brings_files(view: Callable[..., Any] | None) -> bool:
    """Say whether this view takes files."""
    return hasattr(view, _MARK)


def install(app: Flask) -> None:
    """Set the limit of each request before its body is read."""
    app.request_class = QuarantineRequest
    app.before_request(_set_limit)


def _set_limit() -> None:
    if request.environ.get(NO_ROOM):
        raise NoRoomForUploads
    if request.environ.get(TOO_LARGE):
        raise RequestEntityTooLarge
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = largest_body(view, current_library().settings)
