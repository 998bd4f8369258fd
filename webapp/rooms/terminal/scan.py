"""Self-scan: pages of a printed book, from the scanner or from files, become a marked copy in the reader's account."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ingest.files import failure
from library.catalogue.incoming import Intent
from library.catalogue.scanner import Scan
from library.errors import BadForm, NotFound
from library.floor.views import DeviceView
from library.ids import new_id
from library.readers import sessions as records_of
from library.readers.roles import Role
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.once import form_token
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.enter import this_screen
from webapp.rooms.terminal.start import office_of
from webapp.security import audience, limits
from webapp.security.bodies import takes_files
from webapp.security.limits import Limit, limited

SCANNING = (Limit("60 per hour", limits.account),)
# Copies go first, and a reader who stands at the station waits for hers.
PRIORITY = 0
MOST_FILES = 50


def station() -> DeviceView:
    """Give the screen, where its office lets readers scan.

    Raises:
        NotFound: this is no terminal, or the office has no self-scan.
    """
    device = this_screen()
    if not office_of(device).rules.library.self_scan.value:
        raise NotFound(what="pemindaian mandiri / self-scan")
    return device


@blueprint.get("/scan")
@audience.signed_in
def scan() -> ResponseReturnValue:
    """Show the station: the scanner's pages, the files, and what became of earlier scans."""
    device = station()
    if signed_in_visitor().role == Role.VISITOR:
        return redirect(url_for("terminal.account", next=url_for("terminal.scan")), 303)
    return _page(device)


@blueprint.post("/scan/begin")
@audience.signed_in
@limited(*SCANNING)
def scan_begin() -> ResponseReturnValue:
    """Take the scanner; what lies in its folder already is somebody else's."""
    device, library = station(), current_library()
    if not library.scanners.begin(device.office, signed_in_visitor().sign_in, device.id, library.clock()):
        flash(_("Somebody else is scanning just now. Please wait a moment."), "warn")
    return redirect(url_for("terminal.scan"), 303)


@blueprint.get("/scan/state")
@audience.signed_in
def scan_state() -> ResponseReturnValue:
    """Give the list of scans; nothing where `?after=` is how it stands already.

    The page asks by itself, which is no sign of life (`webapp.security.sessions`); a scan that comes is one.
    """
    device, library, visitor = station(), current_library(), signed_in_visitor()
    looked = library.scanners.look(device.office, visitor.sign_in, library.clock())
    if looked is None:
        return "", 204
    scans, more = looked
    if more:
        with library.database.write() as records:
            records_of.touch(records, library.clock(), visitor.sign_in)
    if request.args.get("after") == _version(scans):
        return "", 204
    return jsonify(version=_version(scans), html=render_template("terminal/scans.html", scans=scans))


def _version(scans: list[Scan]) -> str:
    return f"{len(scans)}.{sum(scan.whole for scan in scans)}"


@blueprint.post("/scan/discard")
@audience.signed_in
def scan_discard() -> ResponseReturnValue:
    """Delete what came during this turn, and give the scanner back."""
    device = station()
    current_library().scanners.end(device.office, device.id)
    return redirect(url_for("terminal.scan"), 303)


@blueprint.post("/scan/take")
@audience.signed_in
@limited(*SCANNING)
def scan_take() -> ResponseReturnValue:
    """Take the scanner's pages of this turn in; each file leaves the folder once it is safe in quarantine."""
    device, library, visitor = station(), current_library(), signed_in_visitor()
    now, held = library.clock(), library.scanners
    scans = [scan for scan in held.scans(device.office, visitor.sign_in, now) or () if scan.whole][:MOST_FILES]
    if not scans or request.form.get("declared") != "yes":
        return _refuse(device, {"declared": "declaration-required"} if scans else {"files": "required"})
    intent, batch = _intent(device), new_id()
    for one in scans:
        with one.path.open("rb") as stream:
            library.incoming.receive(stream, one.path.name, intent, batch)
        one.path.unlink(missing_ok=True)
    held.end(device.office, device.id)
    return _taken(len(scans))


@blueprint.post("/scan")
@audience.signed_in
@takes_files
@limited(*SCANNING)
def scan_upload() -> ResponseReturnValue:
    """Take files of the station's own scanning program in."""
    device = station()
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files or len(files) > MOST_FILES or request.form.get("declared") != "yes":
        reason = "required" if not files else "too-many-files" if len(files) > MOST_FILES else ""
        return _refuse(device, {"files": reason} if reason else {"declared": "declaration-required"})
    intent = _intent(device)
    batch = request.form.get("batch", "")[:16] or new_id()
    for file in files:
        current_library().incoming.receive(cast("BinaryIO", file.stream), file.filename or "", intent, batch)
    return _taken(len(files))


def _intent(device: DeviceView) -> Intent:
    """Say whose these pages are: an account's, never a visit's alone.

    Raises:
        NotFound: she has no account yet.
    """
    visitor = signed_in_visitor()
    if visitor.role == Role.VISITOR:
        raise NotFound(what="akun / account")
    return Intent(
        office=device.office,
        access="personal",
        created_by=visitor.id,
        owner_id=visitor.id,
        visit_id=visitor.visit,
        priority=PRIORITY,
    )


def _taken(count: int) -> ResponseReturnValue:
    current_library().workers.wake()
    words = _("The pages are marked and sent to your account; a mail tells you when they are there.")
    come = ngettext("%(num)s scan has come", "%(num)s scans have come", count)
    flash(f"{come}. {words}", "good")
    return redirect(url_for("terminal.scan"), 303)


def _refuse(device: DeviceView, problems: dict[str, str]) -> ResponseReturnValue:
    return _page(device, field_errors(BadForm(problems)), 422)


def _page(device: DeviceView, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    library, visitor, language = current_library(), signed_in_visitor(), choose_language()
    items = library.incoming.scans_of(visitor.id, 10)
    scans = library.scanners.scans(device.office, visitor.sign_in, library.clock())
    return page(
        "terminal/scan.html",
        status=status,
        office=office_of(device),
        errors=errors or {},
        has_scanner=library.scanners.folder(device.office) is not None,
        scans=scans,
        version=_version(scans or []),
        items=[(item, failure(item, language) if item.state == "failed" else "") for item in items],
        batch=new_id(),
        token=form_token(),
    )
