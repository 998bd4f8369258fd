"""The room of viewers."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from webapp.security.doors import this_page

blueprint = Blueprint("iiif", __name__, url_prefix="/iiif/3")


@blueprint.after_request
def _dress(response: Response) -> Response:
    """Let viewers on other sites read the answer (Image API 3.0, section 7.2), and learn where one signs in.

    The wildcard never goes with cookies, so what needs an account stays unread from elsewhere.
    """
    response.headers["Access-Control-Allow-Origin"] = "*"
    if response.status_code == 401:
        way = url_for("account.login", next=this_page())
        response.headers["WWW-Authenticate"] = f'Cookie realm="Pustaka", form-action="{way}"'
        response.headers.add("Link", f'<{way}>; rel="authenticate"')
    return response
