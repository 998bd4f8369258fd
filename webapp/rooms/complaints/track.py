"""Following a complaint: by the code of its receipt, or by the account that made it."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, NotFound
from library.feedback.complaints.views import ComplaintView
from webapp.current import current_library, signed_in_visitor, use_office
from webapp.language_choice import choose_language
from webapp.once import first_post, form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.complaints import words
from webapp.rooms.complaints.blueprint import blueprint
from webapp.security import audience, limits
from webapp.security.limits import limited

Address = Callable[[str], str]


@blueprint.get("/complaints/track")
@audience.public
def find() -> ResponseReturnValue:
    """Ask for the code of the receipt."""
    return _ask("", "", 200)


@blueprint.post("/complaints/track")
@audience.public
@limited(*limits.LINK)
def look() -> ResponseReturnValue:
    """Lead whoever knows a code to its complaint."""
    code = request.form.get("code", "").strip()[:60]
    try:
        current_library().complaints.track(code)
    except NotFound:
        return _ask(code, str(_("There is no complaint with this code. Check the letters and figures.")), 422)
    return redirect(url_for("complaints.track", code=code), 303)


@blueprint.get("/complaints/track/<code>")
@audience.public
@limited(*limits.SUGGEST)
def track(code: str) -> ResponseReturnValue:
    """Show how it stands."""
    shown = current_library().complaints.track(code)
    return _show(shown, lambda deed: url_for("complaints.deed", code=code, deed=deed), code=code)


@blueprint.post("/complaints/track/<code>/<deed>")
@audience.public
@limited(*limits.LINK)
def deed(code: str, deed: str) -> ResponseReturnValue:
    """Write, reopen, or say that it is settled."""
    shown = current_library().complaints.track(code)
    here = url_for("complaints.track", code=code)
    return _do(shown, deed, here, lambda name: url_for("complaints.deed", code=code, deed=name), code)


@blueprint.get("/complaints/mine/<complaint_id>")
@audience.signed_in
def mine(complaint_id: str) -> ResponseReturnValue:
    """Show one's own complaint: what the mail links to."""
    shown = current_library().complaints.own(complaint_id, signed_in_visitor().id)
    return _show(shown, lambda name: url_for("complaints.my_deed", complaint_id=complaint_id, deed=name))


@blueprint.post("/complaints/mine/<complaint_id>/<deed>")
@audience.signed_in
def my_deed(complaint_id: str, deed: str) -> ResponseReturnValue:
    """Do the same as by the code."""
    shown = current_library().complaints.own(complaint_id, signed_in_visitor().id)
    here = url_for("complaints.mine", complaint_id=complaint_id)
    return _do(shown, deed, here, lambda name: url_for("complaints.my_deed", complaint_id=complaint_id, deed=name))


def _do(shown: ComplaintView, deed: str, here: str, address: Address, code: str = "") -> ResponseReturnValue:
    if deed not in ("write", "reopen", "accept"):
        abort(404)
    complaints, text = current_library().complaints, request.form.get("text", "")
    try:
        if deed != "accept" and not text.strip():
            raise BadForm({"text": "required"})  # noqa: TRY301 - worded beside the field like any other; the token is kept
        if not first_post(f"complaint.{deed}"):
            return redirect(here, 303)
        if deed == "accept":
            complaints.accept(shown.id)
        else:
            (complaints.write if deed == "write" else complaints.reopen)(shown.id, text)
    except BadForm as problem:
        return _show(shown, address, code=code, text=text, errors=field_errors(problem), status=422)
    return redirect(here, 303)


def _ask(code: str, error: str, status: int) -> ResponseReturnValue:
    return page("complaints/find.html", status=status, code=code, errors={"code": error} if error else {})


def _show(
    shown: ComplaintView,
    address: Address,
    *,
    code: str = "",
    text: str = "",
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    office = use_office(shown.office)
    answer = page(
        "complaints/track.html",
        status=status,
        office=office,
        it=office,
        complaint=shown,
        language=choose_language(),
        address=address,
        code=code,
        is_new=request.args.get("new") == "1",
        text=text,
        token=form_token(),
        errors=errors or {},
        terms=words,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
