"""Terminals in the hall: what may be asked there, what is never handed out, and that nothing of one reader is left.

A sign-in that began at a paired screen belongs to that screen. It ends with a touch of "Finish", and after 90 seconds
without a touch: the page counts them and tells of touches, and `library.readers.sessions` holds the same by its clock.
"""

from __future__ import annotations

from typing import ClassVar

from flask import Flask, Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from library.errors import Refused, Texts
from library.readers import sessions as records_of
from library.readers.roles import Role
from library.readers.sessions import Visitor
from webapp.current import current_library, current_visitor
from webapp.security import audience, devices, sessions
from webapp.security.doors import this_page, wants_page

RESTS = int(records_of.TERMINAL_REST.total_seconds())
"""Seconds without a touch after which a terminal is wiped."""
WARNS = 15
"""The last of these, which the page counts aloud."""

# Where anybody at a terminal may go, and where who has signed in.
HALL = frozenset({"terminal", "guest", "preferences", "ratings", "complaints"})
READING = HALL | {"front", "search", "works", "reader", "requests", "consultations", "offices", "verification"}
# What an identity without an account may use; the rest begins with opening one.
WITHOUT_ACCOUNT = READING - {"requests", "consultations"}
# What files are brought to, or shown of, an account at the hall's own pages.
HERS = "terminal.scan"  # and every endpoint whose name goes on from there
DOWNLOADS = frozenset({"requests.file", "consultations.file", "consultations.meeting"})


class NothingLeaves(Refused):
    """Files are not taken from a terminal; the copy waits in the account."""

    code = "nothing-leaves"
    texts: ClassVar[Texts] = {
        "id": "Berkas tidak dapat diunduh di terminal. Salinan Anda dikirim ke akun Anda; unduh di perangkat sendiri.",
        "en": "Files are not downloaded at a terminal. Your copy is in your account; download it on your own device.",
    }


def install(app: Flask) -> None:
    """Watch every request before its audience is asked, and every answer."""
    app.before_request(_watch)
    app.after_request(_dress)
    app.add_template_global(at_terminal)


def at_terminal() -> bool:
    """Say whether a reader sits at a terminal of the office: the browser is paired, or the sign-in began at one."""
    visitor = current_visitor()
    return devices.is_terminal() or (visitor is not None and visitor.device is not None)


def _watch() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in ("static", "healthz", "readyz", "metrics"):
        return None
    visitor = current_visitor()
    if visitor is not None and visitor.device is not None and not _holds(visitor):
        _end(visitor)
        return _away()
    if at_terminal():
        return _follows_a_form() or _in_the_hall(visitor)
    return _without_account(visitor)


def _follows_a_form() -> ResponseReturnValue | None:
    """Answer nothing to a script that only learns where a form leads: it goes there next, and is told there, once."""
    follows = request.method == "GET" and request.headers.get("X-Stay") == "1"
    return ("", 200) if follows else None


def _holds(visitor: Visitor) -> bool:
    """A sign-in of a terminal counts at that terminal only."""
    device = devices.current_device()
    return device is not None and device.id == visitor.device


def _end(visitor: Visitor) -> None:
    library = current_library()
    with library.database.write() as records:
        records_of.end(records, library.clock(), visitor.id, visitor.sign_in)
    sessions.leave()


def _in_the_hall(visitor: Visitor | None) -> ResponseReturnValue | None:
    if visitor is None:
        return None if request.blueprint in HALL else _away()
    if request.endpoint in DOWNLOADS:
        raise NothingLeaves(request.endpoint or "")
    if request.endpoint == "account.logout":
        return redirect(url_for("terminal.start"), 303)
    if request.blueprint not in READING:
        return _away()
    return _without_account(visitor) or _unproven(visitor)


def _unproven(visitor: Visitor | None) -> ResponseReturnValue | None:
    """Ask whom only a visit's code let in to show that the account is hers, before anything of hers is shown."""
    if visitor is None or visitor.is_proven:
        return None
    endpoint = request.endpoint or ""
    asked = audience.of(current_app.view_functions[endpoint]) != audience.PUBLIC
    if not asked or (request.blueprint in WITHOUT_ACCOUNT and not endpoint.startswith(HERS)):
        return None
    return redirect(url_for("terminal.prove", next=this_page()), 303)


def _without_account(visitor: Visitor | None) -> ResponseReturnValue | None:
    """Ask a visitor without an account to open one where an account is needed."""
    view = current_app.view_functions[request.endpoint or ""]
    asked = audience.of(view) == audience.SIGNED_IN and request.blueprint not in WITHOUT_ACCOUNT
    if visitor is None or visitor.role != Role.VISITOR or not asked:
        return None
    return redirect(url_for("terminal.account", next=this_page()), 303)


def _away() -> ResponseReturnValue:
    """Lead to the terminal's first page; whatever is no page gets nothing.

    Raises:
        Unauthorized: a picture, a fragment or data was asked for.
    """
    if not wants_page():
        raise Unauthorized
    return redirect(url_for("terminal.start"), 303)


def _dress(response: Response) -> Response:
    if request.endpoint == "static" or not _could_be_at_terminal():
        return response
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        # Whatever route forgot that it hands out a file: not here.
        response.close()
        response = Response(NothingLeaves().sentence("id"), 403, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _could_be_at_terminal() -> bool:
    try:
        return at_terminal()
    except Exception:  # noqa: BLE001 - the database is away: the error page still goes out, and nothing is kept or leaves
        return True
