"""Opening an account, and confirming its address."""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm
from library.readers import links, registration
from library.readers.registration import Registration
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.account.blueprint import blueprint
from webapp.rooms.account.entry import REGISTERED, WANTED, enter_with_link, go_on
from webapp.rooms.account.notice import note_notice
from webapp.security import audience, limits, sessions
from webapp.security.doors import safe_next


def _typed() -> Registration:
    form = request.form
    return Registration(
        email=form.get("email", "").strip(),
        name=form.get("name", ""),
        password=form.get("password", ""),
        institution=form.get("institution", ""),
        language=choose_language(),
    )


@blueprint.get("/register")
@audience.public
def register() -> ResponseReturnValue:
    """Show the form; where the reader was going is kept until she has confirmed her address."""
    way = safe_next(request.args.get("next"))
    session[WANTED] = way
    return page("account/register.html", values={}, errors={}, next=way)


@blueprint.post("/register")
@audience.public
@limits.limited(*limits.REGISTER)
def open_account() -> ResponseReturnValue:
    """Open the account and ask to look into the mail; the answer is the same where the address is known."""
    library, form = current_library(), _typed()
    try:
        hashed = registration.checked(form)
    except BadForm as problem:
        way, errors = session.get(WANTED), field_errors(problem)
        return page("account/register.html", status=422, values=form, errors=errors, next=way)
    with library.database.write() as records:
        registration.register(records, library.clock(), form, hashed)
        note_notice(records, form.email)
    library.workers.wake()
    session[REGISTERED] = registration.proof(hashed)
    return page("account/look_into_mail.html", email=form.email, kind="verify")


@blueprint.post("/resend")
@audience.public
@limits.limited(*limits.MAIL)
def resend() -> ResponseReturnValue:
    """Mail the confirmation link once more, where there is one to mail."""
    library, email = current_library(), request.form.get("email", "").strip()
    with library.database.write() as records:
        registration.ask_verification(records, library.clock(), email)
    library.workers.wake()
    return page("account/look_into_mail.html", email=email, kind="verify")


@blueprint.get("/verify/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def verify(secret: str) -> ResponseReturnValue:
    """Show one button: programs that open every link in a mail press none, and so do not use it up."""
    library = current_library()
    with library.database.read() as records:
        links.peek(records, library.clock(), secret, "verify")
    return page("account/verify.html", secret=secret)


@blueprint.post("/verify/<secret>")
@audience.public
@limits.limited(*limits.LINK)
def confirm(secret: str) -> ResponseReturnValue:
    """Confirm the address and sign its owner in; where she did not type the password, she first chooses her own."""
    library, kept, way = current_library(), str(session.get(REGISTERED, "")), str(session.get(WANTED, ""))
    with library.database.write() as records:
        if not registration.is_by(records, library.clock(), secret, kept):
            own = registration.doubt(records, library.clock(), secret)
            return redirect(url_for("account.invitation", secret=own), 303)
        account = registration.verify(records, library.clock(), secret)
        entry = enter_with_link(records, account)
    sessions.take(entry)
    return go_on(safe_next(way), entry=entry)
