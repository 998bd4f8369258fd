"""From error to answer: one table of statuses, one page."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from ingest import errors as ingest_errors
from ingest import messages as ingest_messages
from library import errors as library_errors
from library.errors import LibraryError, NotFound
from search import errors as search_errors
from webapp import error_texts
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.security.doors import wants_page

log = structlog.get_logger(__name__)

# The nearest ancestor counts.
STATUS: dict[type[Exception], int] = {
    library_errors.LibraryError: 500,
    library_errors.BadInput: 400,
    library_errors.BadForm: 422,
    library_errors.BadSettings: 500,
    library_errors.Refused: 403,
    library_errors.LinkExpired: 410,
    library_errors.LostRace: 409,
    library_errors.Untraceable: 409,
    library_errors.Embargoed: 409,
    library_errors.NotFound: 404,
    library_errors.Withdrawn: 410,
    library_errors.Unavailable: 503,
    ingest_errors.IngestError: 422,
    ingest_errors.TooLarge: 413,
    ingest_errors.OverLimit: 503,
    ingest_errors.Missing: 404,
    ingest_errors.LanguagePackMissing: 503,
    ingest_errors.ToolMissing: 503,
    search_errors.SearchError: 500,
    search_errors.BadQuery: 400,
    search_errors.IndexTrouble: 503,
}
RETRY_SECONDS = 3
"""After which a browser asks again for what was out of order for a moment."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person is told and where she may go on, and the status that a program is told."""

    status: int
    advice: str
    way_on: str = ""


def install(app: Flask) -> None:
    """Turn every error into a page, or into JSON for whoever asked for that."""
    for kind in (LibraryError, ingest_errors.IngestError, search_errors.SearchError):
        app.register_error_handler(kind, _domain_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OverflowError, _beyond_all_numbers)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: Exception) -> int:
    """Give the status of the nearest ancestor in the table."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def _domain_error(error: Exception) -> Response:
    status = status_of(error)
    note = log.error if status >= 500 else log.info
    note("refused", error=getattr(error, "code", type(error).__name__), detail=getattr(error, "detail", ""))
    answer = _show(Answer(status, sentence_of(error), _way_on(error)))
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _way_on(error: Exception) -> str:
    """Give the page that says more; empty where there is none."""
    return str(error.params["path"]) if isinstance(error, library_errors.Withdrawn) else ""


def sentence_of(error: Exception) -> str:
    """Say in the reader's language what happened and what to do."""
    language = choose_language()
    if isinstance(error, ingest_errors.IngestError):
        return ingest_messages.sentence(error, language)
    if isinstance(error, search_errors.BadQuery):
        return error_texts.query_advice(error.reason, error.params)
    if isinstance(error, search_errors.IndexTrouble):
        return library_errors.SearchUnavailable().sentence(language)
    return error.sentence(language) if isinstance(error, LibraryError) else LibraryError().sentence(language)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # a redirect that routing asks for
        return make_response(error.get_response())
    answer = _show(Answer(error.code, error_texts.http_advice(error)))
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _beyond_all_numbers(error: OverflowError) -> Response:
    """Nothing is there under a number, of a page or in a list, that is larger than any the database holds."""
    log.warning("beyond-all-numbers", exc_info=error)
    return _domain_error(NotFound(what=request.path))


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen", error=type(error).__name__, exc_info=error)
    return _show(Answer(500, LibraryError().sentence(choose_language_safely())))


def choose_language_safely() -> str:
    """Give the language even when the database is away."""
    try:
        return choose_language()
    except Exception:  # noqa: BLE001 - an error page must not fail on the way
        return "id"


def _show(answer: Answer) -> Response:
    reference = str(g.get("request_id", ""))
    if not wants_page():
        return make_response(jsonify(error=answer.status, sentence=answer.advice, reference=reference), answer.status)
    try:
        title = error_texts.title(answer.status) or _("Something went wrong")
        return page(
            "errors/error.html",
            status=answer.status,
            title=title,
            advice=answer.advice,
            way_on=answer.way_on,
            reference=reference,
        )
    except Exception:  # the database is away, or the frame itself failed
        log.exception("bare-error-page")
        # Without Flask's context: that would ask who is signed in.
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return make_response(bare.render(reference=reference), answer.status)
