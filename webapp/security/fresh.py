"""Dangerous deeds ask for the second step once more: an unattended browser, or a stolen cookie, is not enough.

@blueprint.post("/people/<account_id>/role")
@audience.right(Right.MANAGE_ACCOUNTS)
@fresh.asked
def change_role(account_id: str) -> ResponseReturnValue: ...

What was typed goes along: the page that asks for the code posts it again, with the code, to where it was meant for.
A password does not; it is asked for once more.
Accounts without a second factor pass; how long they may be so is `library.readers.factor_policy`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.readers import second_step
from library.readers.second_factor import Answer
from webapp.current import current_library, current_visitor, signed_in_visitor
from webapp.pages import page
from webapp.security import sessions
from webapp.security.bodies import brings_files
from webapp.security.doors import ask_to_sign_in, came_from, this_page

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__asks_again__"
CODE = "second_step_code"
"""The field of the code; no form of ours has another of this name."""
HOLDS = timedelta(minutes=15)


def asked(view: View) -> View:
    """Ask for the second step before this view, unless it was taken in this browser a short while ago."""
    setattr(view, _MARK, True)
    return view


def is_asked(view: Callable[..., Any]) -> bool:
    """Say whether the view asks."""
    return bool(getattr(view, _MARK, False))


def install(app: Flask) -> None:
    """Check before every view that asks, after its audience and its form's token were checked."""
    app.before_request(_guard)


def _guard() -> ResponseReturnValue | None:
    view, visitor = current_app.view_functions.get(request.endpoint or ""), current_visitor()
    if view is None or not is_asked(view) or visitor is None or visitor.factor_at is None:
        return None
    if current_library().clock() - visitor.factor_at <= HOLDS:
        return None
    if CODE not in request.form:
        return _ask()
    answer = take_again(request.form[CODE])
    return None if answer.is_right else _refuse(answer)


def take_again(typed: str) -> Answer:
    """Take the second step once more in this browser."""
    library, visitor = current_library(), signed_in_visitor()
    with library.database.write() as records:
        key = sessions.secrets_key()
        answer = second_step.again(records, library.clock(), visitor.id, visitor.sign_in, typed[:40], key)
    library.workers.wake()
    return answer


def sentence_of(answer: Answer) -> str:
    """Say what is wrong with a code."""
    if answer is Answer.SPENT:
        return str(_("Too many wrong codes today. Choose a new password by “Forgot password”; then it goes on."))
    return str(_("This is not the code, or it was used already. Wait for the next one and type that."))


def _refuse(answer: Answer) -> ResponseReturnValue:
    library = current_library()
    with library.database.read() as records:
        ended = sessions.is_over(records)
    return ask_to_sign_in() if ended else _ask(sentence_of(answer))


def _ask(problem: str = "") -> ResponseReturnValue:
    """Show the question; files cannot wait inside a page, so their form is opened again afterwards."""
    posted = request.method == "POST" and not brings_files(current_app.view_functions[request.endpoint or ""])
    back = this_page() if request.method == "GET" else came_from(url_for("account.show"))
    typed = [pair for pair in request.form.items(multi=True) if pair[0] not in (CODE, "csrf_token")]
    hidden = [pair for pair in typed if "password" not in pair[0]]
    return page(
        "account/once_more.html",
        status=403,
        view="staff",
        url=request.full_path.removesuffix("?") if posted else url_for("account.once_more"),
        hidden=hidden if posted else [("next", back)],
        # Typed once more: a password stands in no page.
        passwords=sorted({name for name, _value in typed} - {name for name, _value in hidden}) if posted else [],
        lost=request.method == "POST" and not posted,
        problem=problem,
        field_name=CODE,
    )
