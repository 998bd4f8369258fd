"""The desk's way for whoever wrote without an account: a copy of what a consultation or a complaint holds, or erasure.

No card says that she is the person: the officer answers by the way by which she wrote, and says so with a tick.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.errors import BadForm, NotFound
from library.privacy.open_matters import StillOpen
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.door.post import carry_office, own_office
from webapp.rooms.privacy import words
from webapp.rooms.privacy.blueprint import blueprint
from webapp.rooms.privacy.files import hand_out
from webapp.rooms.privacy.mine import check_understood, form_options
from webapp.security import audience
from webapp.seen import note

KINDS = {"case": "advice.show", "complaint": "complaints.show"}


@dataclass(frozen=True, slots=True)
class _Record:
    """A consultation or a complaint of somebody without an account, as its page shows it."""

    kind: str
    id: str
    number: str
    name: str
    reached: str

    @property
    def subject(self) -> str:
        """Whose data are meant."""
        return f"{self.kind}:{self.id}"

    @property
    def address(self) -> str:
        """The page from which she is served."""
        return _address(KINDS[self.kind], **{f"{self.kind}_id": self.id})


def _address(endpoint: str, **values: str) -> str:
    """Give the address of a page, of the office that an administrator has chosen."""
    found: dict[str, object] = dict(values)
    carry_office(endpoint, found)
    return url_for(endpoint, **found)  # type: ignore[arg-type]


@blueprint.get("/door/personal-data/<kind>/<record_id>")
@audience.right(Right.SERVE_VISITORS)
def record(kind: str, record_id: str) -> ResponseReturnValue:
    """Show what can be done."""
    return _show(_here(kind, record_id))


@blueprint.post("/door/personal-data/<kind>/<record_id>")
@audience.right(Right.SERVE_VISITORS)
def record_deed(kind: str, record_id: str) -> ResponseReturnValue:
    """Hand over what is kept, or erase it."""
    here = _here(kind, record_id)
    try:
        check_understood()
        return _erase(here) if request.form.get("deed") == "erase" else hand_out(here.subject, here.number)
    except BadForm as problem:
        return _show(here, status=422, errors=field_errors(problem))
    except StillOpen as problem:
        return _show(here, status=409, matters=problem.matters)


def _erase(here: _Record) -> ResponseReturnValue:
    current_library().privacy.erase_now(here.subject, signed_in_visitor().id)
    flash(_("Erased. It is still counted; it names nobody any more."), "good")
    return redirect(here.address, 303)


def _here(kind: str, record_id: str) -> _Record:
    """Give a record of the officer's own office; one about herself she does not find.

    Raises:
        NotFound: there is none, or it is erased.
        Refused: it is of an account.
    """
    library, me = current_library(), signed_in_visitor().id
    if kind not in KINDS:
        abort(404)
    found = _case(record_id, me) if kind == "case" else _complaint(record_id, me)
    library.privacy.refuse_unknown(found.subject)
    return found


def _case(record_id: str, me: str) -> _Record:
    case = current_library().consultations.case(record_id, by=me)
    if case.office != own_office().code:
        raise NotFound(what=record_id)
    return _Record("case", case.id, case.number, case.who, case.contact)


def _complaint(record_id: str, me: str) -> _Record:
    complaint = current_library().complaints.show(own_office().code, record_id, me)
    reached = " · ".join(filter(None, (complaint.email, complaint.phone)))
    return _Record("complaint", complaint.id, complaint.number, complaint.name, reached)


def _show(
    here: _Record, *, status: int = 200, errors: dict[str, str] | None = None, matters: tuple[str, ...] = ()
) -> ResponseReturnValue:
    note(here.kind, here.id)
    return page(
        "privacy/record.html",
        status=status,
        view="staff",
        record=here,
        here=_address("privacy.record", kind=here.kind, record_id=here.id),
        forms=form_options(),
        matters=[words.say(words.MATTERS, code) for code in matters],
        typed=request.form,
        errors=errors or {},
    )
