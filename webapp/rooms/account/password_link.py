"""Choosing a password by a mailed link: after forgetting it, or for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm
from library.readers import links, passwords
from webapp.current import current_library
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.account.entry import enter_with_link, go_on
from webapp.security import sessions


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """What both kinds of link do; `purpose` is the link's, `endpoint` the route that takes the password."""

    purpose: str
    endpoint: str

    def ask(self, secret: str) -> ResponseReturnValue:
        """Show the form, if the link still works; opening it does not use it up."""
        library = current_library()
        with library.database.read() as records:
            links.peek(records, library.clock(), secret, self.purpose)
        return self._form(secret)

    def keep(self, secret: str) -> ResponseReturnValue:
        """Keep the password; every sign-in ends but the one that begins here."""
        library, password = current_library(), request.form.get("password", "")
        try:
            with library.database.read() as records:
                hashed = passwords.hashed_for_link(records, library.clock(), secret, self.purpose, password)
        except BadForm as problem:
            return self._form(secret, status=422, errors=field_errors(problem))
        with library.database.write() as records:
            account = passwords.keep_by_link(records, library.clock(), secret, self.purpose, hashed)
            entry = enter_with_link(records, account)
        library.workers.wake()
        sessions.take(entry)
        if not entry.is_half:
            flash(_("Your new password works. You are signed in here and nowhere else."), "good")
        return go_on(entry=entry)

    def _form(self, secret: str, *, status: int = 200, errors: dict[str, str] | None = None) -> ResponseReturnValue:
        return page(
            "account/new_password.html",
            status=status,
            url=url_for(self.endpoint, secret=secret),
            invited=self.purpose == "invite",
            errors=errors or {},
        )
