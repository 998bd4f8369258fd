"""Signing the guest book: the form, the way of a returning reader, and what follows in the office's order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from library.errors import BadForm
from library.floor.errors import NoTickets
from library.floor.views import VisitView
from webapp.current import current_library, current_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token, typed_token
from webapp.reasons import field_errors
from webapp.rooms.guest import mine, returning
from webapp.rooms.guest.blueprint import blueprint
from webapp.rooms.guest.entrance import Entrance, enter
from webapp.rooms.guest.form import offered, read_entry
from webapp.rooms.guest.hall_page import hall_page
from webapp.rooms.guest.returning import Returning
from webapp.security import audience, limits
from webapp.security.limits import Limit, address, limited

# A class of forty may sign behind one address; a machine that fills pages all day may not.
SIGNING = (Limit("120 per 15 minutes", address),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The form as it stands on the page."""

    here: Entrance
    visit: VisitView | None = None
    """The visit that signs: where the number came first."""
    returning: Returning | None = None
    typed: Mapping[str, Any] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    token: str = field(default_factory=form_token)

    @property
    def action(self) -> str:
        """Where the form goes."""
        if self.visit is not None and self.visit.leg is not None:
            return url_for("guest.sign_called", leg_id=self.visit.leg.id)
        return url_for("guest.sign", slug=self.here.office.slug)


@blueprint.get("/guest/<slug>/book")
@audience.public
def book(slug: str) -> ResponseReturnValue:
    """Show the form; a reader who is signed in on her own phone is known already."""
    here = enter(slug)
    return form_page(Draft(here=here, returning=_signed_in(here)))


@blueprint.post("/guest/<slug>/book")
@audience.public
@limited(*SIGNING)
def sign(slug: str) -> ResponseReturnValue:
    """Sign; where the office gives numbers after the book, the number comes with it."""
    return sign_and_go_on(Draft(here=enter(slug)))


def sign_and_go_on(draft: Draft) -> ResponseReturnValue:
    """Sign as typed and show what comes next, or the form with what is missing."""
    here = draft.here
    draft = replace(
        draft,
        returning=_signed_in(here) or returning.unsealed(here.office.code, request.form.get("returning", "")),
        typed=request.form.to_dict(),
        wanted=tuple(request.form.getlist("services")),
        token=typed_token(),
    )
    try:
        visit = _sign(draft)
    except BadForm as problem:
        return form_page(draft, field_errors(problem), 422)
    mine.keep(visit.id)
    return redirect(url_for("guest.done", slug=here.office.slug), 303)


def _sign(draft: Draft) -> VisitView:
    here, floor = draft.here, current_library().floor
    known = draft.returning
    entry = read_entry(
        request.form,
        channel=here.channel,
        language=choose_language(),
        account_id=known.account_id if known else None,
        known=known.known if known else None,
    )
    if draft.visit is not None:
        entry = replace(entry, service=draft.visit.service)
    visit_id = draft.visit.id if draft.visit else None
    visit = floor.sign_guest_book(visit_id, here.office.code, entry, by=here.by, token=draft.token)
    if "ticket" not in visit.next:
        return visit
    try:
        floor.take_ticket(visit.id, visit.service, by=here.by, token=f"{draft.token[:40]}.number")
    except NoTickets:
        return visit  # she is here and written down; the page sends her to an officer
    return floor.visit(visit.id)


def _signed_in(here: Entrance) -> Returning | None:
    """On her own phone a reader who is signed in need not say who she is; in the hall nobody is."""
    visitor = current_visitor()
    if visitor is None or here.channel != "phone" or visitor.role == "visitor":
        return None
    return returning.of(here.office.code, visitor.id)


def form_page(draft: Draft, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    """Show the form with what was typed."""
    here = draft.here
    service = draft.visit.service if draft.visit else "consultation"
    return hall_page(
        "guest/book.html",
        here,
        status=status,
        draft=draft,
        offered=offered(here.office, current_library().settings, choose_language(), service=service),
        asked=request.args.get("services", "")[:40],
        sealed=returning.seal(here.office.code, draft.returning.account_id) if draft.returning else "",
        years=here.office.rules.retention.guest_book_years.value,
        errors=errors or {},
    )


@blueprint.get("/guest/<slug>/returning")
@audience.public
def known_reader(slug: str) -> ResponseReturnValue:
    """Ask a returning reader for e-mail and password."""
    return returning.ask(enter(slug))


@blueprint.post("/guest/<slug>/returning")
@audience.public
@limited(*limits.SIGN_IN)
def recognise(slug: str) -> ResponseReturnValue:
    """Check them; then only the purpose and the service are left to say."""
    here = enter(slug)
    found = returning.recognise(here)
    return form_page(Draft(here=here, returning=found)) if isinstance(found, Returning) else found
