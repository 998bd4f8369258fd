"""Checking a file: is it, byte for byte, a copy that was made here, or one that bears our seal?"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import IO

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.softcopies.file_verification import check_file
from library.softcopies.verification import Genuine, check_number
from watermark.seal_check import SealState
from webapp.current import current_library, use_office
from webapp.pages import page
from webapp.rooms.verification.blueprint import blueprint
from webapp.rooms.verification.looking import is_pdf, look_into
from webapp.security import audience
from webapp.security.bodies import takes_copies
from webapp.security.limits import Limit, address, limited
from webapp.shown_works import office_name

CHECKS = (Limit("10 per minute", address), Limit("60 per hour", address))
_CHUNK = 1 << 20


@blueprint.post("/verify")
@audience.public
@takes_copies
@limited(*CHECKS)
def check_upload() -> ResponseReturnValue:
    """Say whether a file is genuine, altered or unknown; no answer says for whom a copy was made."""
    sent, limit = request.files.get("file"), current_library().settings.max_copy_bytes
    if sent is None or not sent.filename:
        return page("verification/ask.html", status=422, typed="", error=_("Choose a file."), limit=limit)
    if not is_pdf(sent.stream):
        wrong = _(
            "This is no PDF. A picture or a print cannot be checked as a file: scan its QR code, or type its number."
        )
        return page("verification/ask.html", status=422, typed="", error=wrong, limit=limit)
    with current_library().database.read() as records:
        genuine = check_file(records, _sha256(sent.stream))
    if genuine is not None:
        return _answer("genuine_file", genuine)
    look = look_into(sent.stream)
    with current_library().database.read() as records:
        original = check_number(records, look.number) if look.number else None
    if look.seal.state is SealState.GENUINE:
        return _answer("sealed_file", original, sealed_at=look.seal.sealed_at)
    if original is not None or look.seal.state is SealState.ALTERED:
        return _answer("altered_file", original)
    return page("verification/unknown_file.html")


def _answer(name: str, copy: Genuine | None, sealed_at: datetime | None = None) -> ResponseReturnValue:
    """Show an answer with what anybody may know of the copy, if it is known which one it is."""
    office = use_office(copy.office) if copy else None
    named = office_name(copy.office) if copy else ""
    return page(f"verification/{name}.html", office=office, copy=copy, office_name=named, sealed_at=sealed_at)


def _sha256(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
