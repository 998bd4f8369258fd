"""The words of error pages."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

TITLES: dict[int, LazyString] = {
    400: _l("This could not be understood"),
    401: _l("Please sign in"),
    403: _l("This is not open to you"),
    404: _l("There is no such page"),
    405: _l("This could not be understood"),
    409: _l("This has changed meanwhile"),
    410: _l("This link no longer works"),
    413: _l("This is too large"),
    416: _l("This part of the file does not exist"),
    422: _l("Something needs to be corrected"),
    429: _l("That was very often"),
    503: _l("Out of order for a moment"),
}
ADVICE: dict[int, LazyString] = {
    400: _l("Go back, reload the page and try again."),
    401: _l("Sign in and open the page again."),
    403: _l("Sign in with an account that has the right to do this, or ask an officer."),
    404: _l("The address may be mistyped, or the page has been taken away. The search finds what there is."),
    405: _l("Go back, reload the page and try again."),
    413: _l("Send less at a time; a file may be as large as the page says."),
    429: _l("Wait a few minutes and try again. Nothing is locked, and nothing is lost."),
}
_QUERY: dict[str, LazyString] = {
    "empty": _l("Write at least one word to search for."),
    "only_exclusions": _l(
        "Write at least one word that the page should contain, besides those that it should not: padi -ladang."
    ),
    "missing_value": _l(
        "A word is missing after “%(field)s:”. Write it without a space, such as %(field)s:%(example)s."
    ),
    "bad_number": _l("“%(value)s” is not a number that “%(field)s” can have. Write it like %(field)s:%(example)s."),
    "bad_range": _l("“%(value)s” is not a range: the smaller number comes first, as in %(field)s:%(range)s."),
    "bad_sort": _l("The hits cannot be sorted by “%(value)s”."),
}
# For each field of a search, a value and a range that it can have; the others are words.
_EXAMPLES = {
    **dict.fromkeys(("tahun", "year"), ("2021", "2019..2022")),
    **dict.fromkeys(("halaman", "page"), ("12", "10..20")),
    **dict.fromkeys(("katalog", "catalogue", "catalog"), ("1102001", "")),
    **dict.fromkeys(("nomor", "number", "publikasi", "publication"), ("3509.2117", "")),
    **dict.fromkeys(("kantor", "office"), ("1872", "")),
    **dict.fromkeys(("bahasa", "language"), ("id", "")),
}


def title(status: int) -> str:
    """Name what happened; empty for a status without words of its own."""
    return str(TITLES.get(status, ""))


def http_advice(error: HTTPException) -> str:
    """Say what to do about an error of HTTP itself."""
    if isinstance(error, CSRFError):
        sentence = _("This form was opened in another session. Go back, reload the page and send it again.")
        return str(sentence)
    known = ADVICE.get(error.code or 500)
    return str(known or _("Please try again; if it happens again, tell an officer."))


def query_advice(reason: str, params: Mapping[str, str | int]) -> str:
    """Say what a search cannot understand."""
    template = str(_QUERY.get(reason, _("These words cannot be searched for. Try simpler ones.")))
    field = str(params.get("field", ""))
    example, span = _EXAMPLES.get(field, ("padi", ""))
    known = {"field": "", "value": "", "example": example, "range": span, **params}
    return template % known if "%(" in template else template
