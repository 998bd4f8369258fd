"""The room of other systems: its answers carry no cookie and may be read from any site."""

from __future__ import annotations

from flask import Blueprint, Response, request

blueprint = Blueprint("open", __name__)


@blueprint.after_request
def tag(response: Response) -> Response:
    """Let whoever asks again be told in a word that nothing has changed; the tag is of the very bytes."""
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.headers["Cache-Control"] = "public, no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response
