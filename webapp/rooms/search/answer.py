"""A published question and its answer."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from library.readers.roles import Right
from webapp.current import current_library, may, use_office
from webapp.pages import page
from webapp.rooms.search.blueprint import blueprint
from webapp.security import audience
from webapp.shown_works import office_name


@blueprint.get("/answers/<answer_id>")
@audience.public
def answer(answer_id: str) -> ResponseReturnValue:
    """Show what somebody asked before, and what an officer answered."""
    found = current_library().consultations.published(answer_id)
    office = use_office(found.office)
    return page(
        "search/answer.html",
        office=office,
        answer=found,
        office_name=office_name(found.office),
        may_withdraw=may(Right.SERVE_VISITORS),
    )


def shown_answers(words: str, most: int = 3) -> list[dict[str, Any]]:
    """Give the published answers that hold the words, best first: they stand above the pages."""
    return [
        {
            "question": hit.question,
            "url": url_for("search.answer", answer_id=hit.id),
            "snippet": Markup(hit.snippet),  # noqa: S704 - the engine escapes the text and adds <mark> alone
            "office": office_name(hit.office),
        }
        for hit in current_library().consultations.answers.find(words, most)
    ]
