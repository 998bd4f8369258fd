"""An export as the answer to a form: a file that is kept nowhere, neither here nor on the way."""

from __future__ import annotations

from flask import Response, request, send_file

from library.errors import BadForm, Refused
from library.privacy.exporting import FORMS, Form, Wanted
from webapp.current import current_library, current_office, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.seen import looker

_TYPES = {"json": "application/json", "pdf": "application/pdf", "zip": "application/zip"}


def chosen_form() -> Form:
    """Give the form that was chosen.

    Raises:
        BadForm: none of those there are.
    """
    chosen = request.form.get("form", "zip")
    found = next((form for form in FORMS if form == chosen), None)
    if found is None:
        raise BadForm({"form": "choice-invalid"})
    return found


def hand_out(subject: str, purpose: str = "") -> Response:
    """Write the export and hand it over."""
    wanted = Wanted(subject, chosen_form(), choose_language(), current_office().hours.time_zone.value)
    library = current_library()
    file = library.privacy.export(wanted, by=looker(), purpose=purpose)
    name = f"pustaka-data-{library.clock():%Y-%m-%d}.{wanted.form}"
    answer = send_file(file, mimetype=_TYPES[wanted.form], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def refuse_shared_screen() -> None:
    """Let pass who has shown that the account is hers, on a device of her own.

    Raises:
        Refused: a terminal of the hall, or a sign-in by a code on paper.
    """
    visitor = signed_in_visitor()
    if visitor.device is not None or not visitor.is_proven:
        raise Refused(
            why="buka di perangkat sendiri dengan kata sandi / open it on your own device, with your password"
        )
