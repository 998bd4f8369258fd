"""What is kept of people, why, for how long, and whom to ask: for everybody to read."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint
from webapp.security import audience


@blueprint.get("/privacy")
@audience.public
def overview() -> ResponseReturnValue:
    """Show the register of processing."""
    library = current_library()
    register = library.privacy.register
    return page(
        "privacy/overview.html",
        language=choose_language(),
        register=register,
        rows=[(each, words.say(words.BASES, each.basis), words.period_words(each)) for each in register.activity],
        offices=list(library.offices.values()),
    )
