"""The pages of a sitting before they are sent: files of the station, their pictures, and their order."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ingest.errors import WrongType
from ingest.inspect.kind import media_type
from library.catalogue.sheets import DEEDS
from library.errors import BadForm
from webapp.current import current_library, signed_in_visitor
from webapp.rooms.terminal.blueprint import blueprint
from webapp.rooms.terminal.pictures import picture_of
from webapp.rooms.terminal.scan import SCANNING, refuse_without_account, show_station, station
from webapp.security import audience, limits
from webapp.security.bodies import takes_files
from webapp.security.limits import Limit, limited

MOST_FILES = 50
ARRANGING = (Limit("600 per hour", limits.account),)
PICTURES = (Limit("600 per minute", limits.account, ("GET",)),)


@blueprint.post("/scan")
@audience.signed_in
@takes_files
@limited(*SCANNING)
def scan_upload() -> ResponseReturnValue:
    """Put files of the station's own scanning program to the pages of this sitting."""
    device, visitor = station(), signed_in_visitor()
    refuse_without_account()
    files = [file for file in request.files.getlist("files") if file.filename]
    if not files or len(files) > MOST_FILES:
        return show_station(device, {"files": "too-many-files" if files else "required"})
    for file in files:
        if not _is_sheet(file.stream.read(1024)):
            return show_station(device, {"files": "file-type"})
        file.stream.seek(0)
    for file in files:
        stream = cast("BinaryIO", file.stream)
        current_library().sittings.add(device.office, visitor.sign_in, device.id, stream, file.filename or "")
    return redirect(url_for("terminal.scan"), 303)


def _is_sheet(head: bytes) -> bool:
    """Look at the first bytes; whether the rest is sound is found where it cannot do harm."""
    try:
        return media_type(head) in ("application/pdf", "image/tiff", "image/png", "image/jpeg")
    except WrongType:
        return False


@blueprint.get("/scan/sheet")
@audience.signed_in
@limited(*PICTURES)
def scan_picture() -> ResponseReturnValue:
    """Give the small picture of the page `page` of the sheet `sheet`, of nobody's sitting but hers."""
    device, number = station(), request.args.get("page", 1, type=int)
    sheet = current_library().sittings.sheet(device.id, signed_in_visitor().sign_in, request.args.get("sheet", ""))
    return Response(picture_of(sheet, number), mimetype="image/jpeg")


@blueprint.post("/scan/arrange")
@audience.signed_in
@limited(*ARRANGING)
def scan_arrange() -> ResponseReturnValue:
    """Move a page, leave it out, or put it back: `do` holds the deed, the page's number and its sheet."""
    device = station()
    deed, number, sheet = _deed(request.form.get("do", ""))
    current_library().sittings.arrange(device.id, signed_in_visitor().sign_in, deed, sheet, number)
    return redirect(url_for("terminal.scan", at=f"{number}-{sheet}", did=deed), 303)


def _deed(text: str) -> tuple[str, int, str]:
    deed, _, rest = text[:200].partition(" ")
    number, _, sheet = rest.partition(" ")
    if deed not in DEEDS or not number.isascii() or not number.isdigit():
        raise BadForm({"do": "choice-invalid"})
    return deed, int(number[:6]), sheet
