"""The rating itself: one page, no name, nothing that has to be sent."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm, LinkExpired
from library.feedback.errors import RatingUsed
from library.feedback.filling import MAX_COMMENT
from library.feedback.people import GROUPINGS
from library.feedback.ratings import OpenRating
from library.offices.lists import load_choices
from webapp.current import current_library, use_office
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.door.words import SERVICES, say
from webapp.rooms.ratings.blueprint import blueprint
from webapp.rooms.ratings.fields import shown_questions
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/rate/<token>")
@audience.public
@limited(*limits.SUGGEST)
def rate(token: str) -> ResponseReturnValue:
    """Show the questions, or thank whoever has answered them already."""
    try:
        return _form(token, current_library().ratings.show(token), {}, {}, 200)
    except LinkExpired as problem:
        return _over(problem)


@blueprint.post("/rate/<token>")
@audience.public
@limited(*limits.LINK)
def send(token: str) -> ResponseReturnValue:
    """Keep the answers; a second click finds the first one's thanks."""
    ratings = current_library().ratings
    try:
        ratings.rate(token, request.form, choose_language())
    except BadForm as problem:
        return _form(token, ratings.show(token), request.form, field_errors(problem), 422)
    except LinkExpired as problem:
        return _over(problem)
    return redirect(url_for("ratings.thanks"), 303)


@blueprint.get("/rate/thanks")
@audience.public
def thanks() -> ResponseReturnValue:
    """Thank."""
    return page("ratings/thanks.html")


def _over(problem: LinkExpired) -> ResponseReturnValue:
    used = isinstance(problem, RatingUsed)
    return page("ratings/over.html", status=200 if used else 410, used=used)


def _form(
    token: str, opened: OpenRating, typed: Mapping[str, str], errors: dict[str, str], status: int
) -> ResponseReturnValue:
    language = choose_language()
    office = use_office(opened.office)
    return page(
        "ratings/rate.html",
        status=status,
        office=office,
        send_url=url_for("ratings.send", token=token),
        title=opened.instrument.name.in_language(language),
        service=say(SERVICES, opened.service),
        questions=shown_questions(opened.instrument, language, typed, errors),
        lists=_lists(language) if opened.asks_person else {},
        typed=typed,
        errors=errors,
        most=MAX_COMMENT,
    )


def _lists(language: str) -> dict[str, list[tuple[str, str]]]:
    """Give the choices about the person, which nobody needs to make."""
    catalog = current_library().settings.catalog
    return {
        name: [(item.code, item.label.in_language(language)) for item in load_choices(catalog, name)]
        for name in GROUPINGS
    }
