"""Self-scan: pages of a printed book, from the scanner or from files, become one copy in the reader's account."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ingest.files import failure
from library.catalogue.incoming import Intent
from library.catalogue.sittings import Sitting
from library.errors import BadForm, NotFound
from library.floor.views import DeviceView
from library.readers import sessions as records_of
from library.readers.roles import Role
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import first_post, form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.editions import attach_to_edition, book_in_hand, editions_of
from webapp.rooms.terminal.enter import this_screen
from webapp.rooms.terminal.pictures import count_pages
from webapp.rooms.terminal.start import office_of
from webapp.security import audience, limits
from webapp.security.limits import Limit, limited

SCANNING = (Limit("60 per hour", limits.account),)
# Copies go first, and a reader who stands at the station waits for hers.
PRIORITY = 0


def station() -> DeviceView:
    """Give the screen, where its office lets readers scan.

    Raises:
        NotFound: this is no terminal, or the office has no self-scan.
    """
    device = this_screen()
    if not office_of(device).rules.library.self_scan.value:
        raise NotFound(what="pemindaian mandiri / self-scan")
    return device


def sitting_of(device: DeviceView) -> Sitting | None:
    """Give the sitting of whoever is signed in here, which this keeps; None where she has none."""
    return current_library().sittings.show(device.id, signed_in_visitor().sign_in, count_pages)


@blueprint.get("/scan")
@audience.signed_in
def scan() -> ResponseReturnValue:
    """Show the station: the pages of this sitting, the ways they come, and what became of earlier scans."""
    device = station()
    if signed_in_visitor().role == Role.VISITOR:
        return redirect(url_for("terminal.account", next=url_for("terminal.scan")), 303)
    return show_station(device)


@blueprint.post("/scan/begin")
@audience.signed_in
@limited(*SCANNING)
def scan_begin() -> ResponseReturnValue:
    """Take the scanner; what lies in its folder already is somebody else's."""
    device = station()
    refuse_without_account()
    if not current_library().sittings.begin(device.office, signed_in_visitor().sign_in, device.id):
        flash(_("Somebody else is scanning just now. Please wait a moment."), "warn")
    return redirect(url_for("terminal.scan"), 303)


@blueprint.get("/scan/state")
@audience.signed_in
def scan_state() -> ResponseReturnValue:
    """Give the pages; nothing where `?after=` is how they stand already.

    The page asks by itself, which is no sign of life (`webapp.security.sessions`); a scan that comes is one.
    """
    device, library, visitor = station(), current_library(), signed_in_visitor()
    looked = library.sittings.look(device.id, visitor.sign_in, count_pages)
    if looked is None:
        return "", 204
    sitting, more = looked
    if more:
        with library.database.write() as records:
            records_of.touch(records, library.clock(), visitor.sign_in)
    if request.args.get("after") == sitting.version:
        return "", 204
    html = render_template("terminal/scans.html", sitting=sitting)
    return jsonify(version=sitting.version, html=html)


@blueprint.post("/scan/discard")
@audience.signed_in
def scan_discard() -> ResponseReturnValue:
    """Delete what came during this sitting, and give the scanner back."""
    current_library().sittings.end(station().id)
    return redirect(url_for("terminal.scan"), 303)


@blueprint.post("/scan/take")
@audience.signed_in
@limited(*SCANNING)
def scan_take() -> ResponseReturnValue:
    """Take the pages of this sitting in, as one file in her order; of it one copy is made."""
    device, library = station(), current_library()
    # Spent before anything is looked at: every answer brings a new form, and a second touch is no second deed.
    if not first_post("terminal.scan"):
        return redirect(url_for("terminal.scan"), 303)
    sitting = sitting_of(device)
    if sitting is not None and sitting.coming:
        return _not_yet()
    if sitting is None or not sitting.sent:
        return show_station(device, {"files": "no-pages"})
    if request.form.get("declared") != "yes":
        return show_station(device, {"declared": "declaration-required"})
    pages = library.sittings.send(device.id, signed_in_visitor().sign_in, _intent(device))
    if not pages:  # one has come since this looked
        return _not_yet()
    attach_to_edition(sitting.id)
    library.workers.wake()
    come = ngettext("%(num)s page is on its way", "%(num)s pages are on their way", pages)
    words = _("They become one copy with your name; a mail tells you when it is in your account.")
    flash(f"{come}. {words}", "good")
    return redirect(url_for("terminal.scan"), 303)


def _not_yet() -> ResponseReturnValue:
    """Send nothing while a page is coming: what is not sent now would be deleted."""
    flash(_("One more page is coming. Nothing is sent yet: press again in a moment."), "warn")
    return redirect(url_for("terminal.scan"), 303)


def refuse_without_account() -> None:
    """Let pages be collected for an account only, never for a visit alone.

    Raises:
        NotFound: she has none yet.
    """
    if signed_in_visitor().role == Role.VISITOR:
        raise NotFound(what="akun / account")


def _intent(device: DeviceView) -> Intent:
    """Say whose these pages are."""
    refuse_without_account()
    visitor = signed_in_visitor()
    return Intent(
        office=device.office,
        access="personal",
        created_by=visitor.id,
        owner_id=visitor.id,
        visit_id=visitor.visit,
        priority=PRIORITY,
    )


def show_station(device: DeviceView, problems: dict[str, str] | None = None) -> ResponseReturnValue:
    """Show the page, with what is missing where something is."""
    library, language = current_library(), choose_language()
    items = library.incoming.scans_of(signed_in_visitor().id, 10)
    return page(
        "terminal/scan.html",
        status=422 if problems else 200,
        office=office_of(device),
        errors=field_errors(BadForm(problems)) if problems else {},
        has_scanner=library.sittings.scanners.folder(device.office) is not None,
        sitting=sitting_of(device),
        token=form_token(),
        book=book_in_hand(),
        editions=editions_of(items),
        items=[(item, failure(item, language) if item.state == "failed" else "") for item in items],
    )
