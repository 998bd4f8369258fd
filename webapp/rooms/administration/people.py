"""Finding accounts."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.readers import people as accounts_of
from library.readers.roles import Right
from webapp.current import current_library
from webapp.numbers import page_number
from webapp.pages import page
from webapp.rooms.administration import words
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience

PER_PAGE = 50


@blueprint.get("/people")
@audience.right(Right.MANAGE_ACCOUNTS)
def people() -> ResponseReturnValue:
    """List the accounts that fit, newest first."""
    sought, role = request.args.get("words", ""), request.args.get("role", "")
    number = page_number()
    with current_library().database.read() as records:
        found = accounts_of.search(records, sought, role, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return page(
        "administration/people.html",
        view="staff",
        tabs=tabs("people"),
        rows=[(account, words.role_word(account.role), words.state_of(account)) for account in found.accounts],
        total=found.total,
        sought=sought,
        role=role,
        roles=words.role_options(),
        number=number,
        pages=-(-found.total // PER_PAGE),
        url_for_page=lambda n: url_for("administration.people", words=sought, role=role, page=n),
    )
