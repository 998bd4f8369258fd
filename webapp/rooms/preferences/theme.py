"""Light, dark, or as the device."""

from __future__ import annotations

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from webapp.frame import THEME_COOKIE, THEMES
from webapp.language_choice import keep_in_browser
from webapp.rooms.preferences.blueprint import blueprint
from webapp.security import audience
from webapp.security.doors import came_from


@blueprint.post("/theme")
@audience.public
def theme() -> ResponseReturnValue:
    """Remember the theme in this browser and go back to the page."""
    chosen = request.form.get("theme", "")
    if chosen not in THEMES:
        abort(400)
    answer = redirect(came_from("/"), 303)
    keep_in_browser(answer, THEME_COOKIE, chosen)
    return answer
