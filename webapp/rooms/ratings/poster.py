"""The poster of an office's ratings, for everybody: what visitors said is theirs to know."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from library.errors import NotFound
from library.feedback.groups import LEAST
from library.feedback.poster import draw_poster
from library.offices import Office
from library.periods import parse_period
from library.readers.roles import Right
from webapp.current import current_library, current_visitor, may
from webapp.language.catalogues import LANGUAGES
from webapp.rooms.guest.entrance import office_of
from webapp.rooms.ratings.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/ratings/poster/<slug>/<key>/<language>.pdf")
@audience.public
@limited(*limits.SEARCH)
def poster(slug: str, key: str, language: str) -> ResponseReturnValue:
    """Give the poster of a year or a month, where it could find out nobody; a preview for the office's staff."""
    office, period, library = office_of(slug), parse_period(key), current_library()
    if period is None or language not in LANGUAGES:
        raise NotFound(what=key)
    if not (library.ratings.is_public(office.code, period) or _may_preview(office)):
        raise NotFound(what=key)
    scores = library.ratings.scores([office.code], period, library.ratings.instrument(office.code, period))
    if scores.total.answers < LEAST:
        raise NotFound(what=key)
    pdf = draw_poster(scores, office, period, language, library.settings.catalog)
    return send_file(BytesIO(pdf), mimetype="application/pdf", download_name=f"ikm-{office.code}-{key}-{language}.pdf")


def _may_preview(office: Office) -> bool:
    visitor = current_visitor()
    is_own = visitor is not None and visitor.office == office.code
    return may(Right.SEE_DAY) and (is_own or may(Right.MANAGE_FLOOR))
