"""What a button of the staff does: it counts once, says how it went, and leads back to the page it stood on."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm, NotFound, Refused
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.once import first_post
from webapp.reasons import field_errors
from webapp.security.doors import came_from


def do(purpose: str, deed: Callable[[], str], *, home: str = "door.desk") -> ResponseReturnValue:
    """Do what the form asks, unless this very form was sent before.

    A refusal is not a page of its own at the desk: the officer stays at her screen and reads why.

    Args:
        purpose: Names the form, such as `door.call`.
        deed: Does it and gives the sentence to say; "" for what the page shows by itself.
        home: The endpoint to go to when the browser does not say where it comes from.
    """
    if first_post(purpose):
        try:
            said = deed()
        except BadForm as problem:
            flash(" ".join(field_errors(problem).values()), "bad")
        except (Refused, NotFound) as problem:
            flash(problem.sentence(choose_language()), "bad")
        else:
            if said:
                flash(said, "good")
        current_library().workers.wake()
    return redirect(came_from(url_for(home)), 303)
