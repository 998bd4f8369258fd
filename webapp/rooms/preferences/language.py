"""The same page in the other language."""

from __future__ import annotations

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from library.readers import accounts
from webapp.current import current_library, current_visitor
from webapp.language.catalogues import LANGUAGES
from webapp.language_choice import COOKIE, keep_in_browser
from webapp.rooms.preferences.blueprint import blueprint
from webapp.security import audience
from webapp.security.doors import safe_next


@blueprint.get("/language/<code>")
@audience.public
def language(code: str) -> ResponseReturnValue:
    """Remember the language, for the browser and for the account, and go back to the page."""
    if code not in LANGUAGES:
        abort(404)
    answer = redirect(safe_next(request.args.get("next"), "/"), 303)
    keep_in_browser(answer, COOKIE, code)
    visitor = current_visitor()
    # Another site may link here, but it does not change what stands in an account.
    if visitor is not None and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        with current_library().database.write() as records:
            accounts.choose_language(records, visitor.id, code)
    return answer
