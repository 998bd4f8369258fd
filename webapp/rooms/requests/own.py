"""The visitor's own requests; somebody else's do not exist for her."""

from __future__ import annotations

from library.errors import NotFound
from library.softcopies import requests
from library.softcopies.requests import RequestLine
from webapp.current import current_library, signed_in_visitor

# Whoever has more looks for them by the title.
MOST = 1000


def own_line(request_id: str) -> RequestLine:
    """Give a request of the visitor with its work and copy.

    Raises:
        NotFound: there is none of hers.
    """
    with current_library().database.read() as records:
        requests.own(records, request_id, signed_in_visitor().id)
        return requests.line(records, request_id)


def own_lines() -> list[RequestLine]:
    """List the visitor's requests, newest first."""
    with current_library().database.read() as records:
        return requests.of_account(records, signed_in_visitor().id, MOST)


def own_copy(copy_id: str) -> RequestLine:
    """Give the request that led to a copy of the visitor.

    Raises:
        NotFound: there is none of hers.
    """
    for line in own_lines():
        if line.copy is not None and line.copy.id == copy_id:
            return line
    raise NotFound(what="salinan / copy")
