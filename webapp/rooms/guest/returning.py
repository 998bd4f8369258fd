"""A returning reader shows once who she is; the form carries that, sealed, for ten minutes. No sign-in stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from library.errors import EmailNotVerified, LoginFailed
from library.floor import returning as records_of
from library.readers.signing_in import prove
from webapp.current import current_library
from webapp.errors import sentence_of
from webapp.rooms.guest.entrance import Entrance
from webapp.rooms.guest.form import REMEMBERED
from webapp.rooms.guest.hall_page import hall_page

_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Returning:
    """A reader who has shown who she is, and what she told at an earlier visit."""

    account_id: str
    name: str
    known: Mapping[str, Any]

    @property
    def complete(self) -> bool:
        """Nothing about her is missing: only service, purpose and consent are asked."""
        return all(self.known.get(name) for name in ("institution_kind", "occupation", "education"))


def of(office: str, account_id: str) -> Returning | None:
    """Give what the records tell of an account; None where it is shut."""
    library = current_library()
    with library.database.read() as records:
        found = records_of.remembered(records, office, account_id)
    if found is None:
        return None
    known = {name: found.answers.get(name) for name in REMEMBERED if found.answers.get(name)}
    return Returning(account_id, found.name, {"name": found.name, "email": found.email, **known})


def seal(office: str, account_id: str) -> str:
    """Write the account into the form, so that nobody can change it."""
    return _sealer().dumps([office, account_id])


def unsealed(office: str, sealed: str) -> Returning | None:
    """Read it back; None where it is missing, altered, too old, or of another office."""
    try:
        sealed_office, account_id = _sealer().loads(sealed, max_age=_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    return of(office, str(account_id)) if sealed_office == office else None


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="guest-book-returning")


def ask(here: Entrance, *, email: str = "", problem: str = "", status: int = 200) -> ResponseReturnValue:
    """Show the two fields."""
    return hall_page(
        "guest/returning.html",
        here,
        status=status,
        email=email,
        problem=problem,
    )


def recognise(here: Entrance) -> Returning | ResponseReturnValue:
    """Check what was typed; the page again where it does not match."""
    email = request.form.get("email", "")[:254]
    try:
        with current_library().database.read() as records:
            proven = prove(records, email, request.form.get("password", ""))
    except (LoginFailed, EmailNotVerified) as refused:
        return ask(here, email=email, problem=sentence_of(refused), status=403)
    found = of(here.office.code, proven.account)
    return found or ask(here, email=email, problem=sentence_of(LoginFailed()), status=403)
