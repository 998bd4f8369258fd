"""Records of other catalogues: brought in, held against ours, taken over; and ours for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from lxml import etree

from ingest.exchange.bps_api import fetch
from ingest.exchange.dublin_core import to_dublin_core
from ingest.exchange.marc import MARC, to_marcxml, write_marc
from ingest.exchange.reading import LARGEST, read_records
from ingest.exchange.table import write_table
from library.catalogue import kept_records, reconciling
from library.catalogue.kept_records import KeptRecords
from library.catalogue.records import Record, of_work, released
from library.errors import BadForm, BadInput, LibraryError, NotFound
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.language_choice import choose_language
from webapp.pages import page
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.values import label_of
from webapp.rooms.works.records import names_of, web_address
from webapp.security import audience
from webapp.security.bodies import takes_files_up_to

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "mrc": "application/marc",
    "marcxml": "application/marcxml+xml",
    "dc": "application/xml",
}
SHOWN = 100
"""records that mean a work, on one page; taking over means those that are ticked on it"""
PER_PIECE = 1_000
"""records that are read at once for a file"""
STRANGERS = 300
"""records that mean none, below the first page"""


@blueprint.get("/bench/records")
@audience.right(Right.RELEASE)
def records() -> ResponseReturnValue:
    """Show where records come in and go out."""
    return _ways()


def _ways(error: str = "", status: int = 200) -> ResponseReturnValue:
    has_key = bool(current_library().settings.bps_key)
    return page("bench/records.html", status=status, view="staff", error=error, has_key=has_key, formats=list(FORMATS))


@blueprint.post("/bench/records")
@audience.right(Right.RELEASE)
@takes_files_up_to(LARGEST)
def bring_records() -> ResponseReturnValue:
    """Read a file of records, or ask BPS for them, and show what they mean here."""
    try:
        source, found = _asked_of_bps() if request.form.get("from") == "bps" else _from_file()
    except LibraryError as problem:
        return _ways(problem.sentence(choose_language()), 422 if isinstance(problem, BadInput) else 503)
    folder, office = current_library().folders.work, signed_in_visitor().office or ""
    kept = kept_records.keep(folder, found, source=source, office=office)
    return redirect(url_for("bench.compare_records", kept_id=kept), 303)


def _from_file() -> tuple[str, list[Record]]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise BadForm({"file": "required"})
    kind, found = read_records(file.stream.read(LARGEST + 1))
    return f"{file.filename[-60:]} ({kind})", found


def _asked_of_bps() -> tuple[str, list[Record]]:
    domain, year = request.form.get("domain", "").strip(), request.form.get("year", "").strip()
    wrong = {"domain": "required"} if not re.fullmatch(r"[0-9]{4}", domain) else {}
    wrong |= {"year": "year-invalid"} if not re.fullmatch(r"[0-9]{4}", year) else {}
    if wrong:
        raise BadForm(wrong)
    return f"webapi.bps.go.id {domain}", fetch(domain, current_library().settings.bps_key, year=year)


@blueprint.get("/bench/records/<kept_id>")
@audience.right(Right.RELEASE)
def compare_records(kept_id: str) -> ResponseReturnValue:
    """Show which work each record means, and what differs, a page at a time."""
    kept = _kept(kept_id)
    number = request.args.get("page", 1, int)
    with current_library().database.read() as session:
        found = reconciling.find(session, kept.records, kept.office or None)
        meant = [each for each in found if each.work_id]
        pages = max(1, -(-len(meant) // SHOWN))
        number = min(max(number, 1), pages)
        matches = reconciling.compare(session, meant[(number - 1) * SHOWN : number * SHOWN])
    return page(
        "bench/compare_records.html",
        view="staff",
        kept=kept,
        total=len(found),
        meant=len(meant),
        page=number,
        pages=pages,
        page_url=lambda to: url_for("bench.compare_records", kept_id=kept_id, page=to if to > 1 else None),
        different=[match for match in matches if match.differences],
        strangers=[each for each in found if each.work_id is None][:STRANGERS] if number == 1 else [],
        label_of=label_of,
    )


@blueprint.post("/bench/records/<kept_id>")
@audience.right(Right.RELEASE)
def take_records(kept_id: str) -> ResponseReturnValue:
    """Take over what differs, of the works that are ticked."""
    library, chosen, kept = current_library(), set(request.form.getlist("works")), _kept(kept_id)
    changed, refused = _take_over(kept, chosen) if chosen else (0, 0)
    library.workers.wake()
    flash(_("%(works)s works changed.", works=changed), "good")
    if refused:
        flash(_("%(values)s values were refused: no region, year or subject can be so.", values=refused), "warn")
    number = request.args.get("page", 1, int)
    return redirect(url_for("bench.compare_records", kept_id=kept_id, page=number if number > 1 else None), 303)


def _take_over(kept: KeptRecords, chosen: set[str]) -> tuple[int, int]:
    """Look for the ticked works while others may write, and look again at those alone when nobody may."""
    library, office = current_library(), kept.office or None
    with library.database.read() as session:
        found = reconciling.find(session, kept.records, office)
    records = [each.record for each in found if each.work_id in chosen]
    with library.database.write() as session:
        meant = [each for each in reconciling.find(session, records, office) if each.work_id in chosen]
        return reconciling.take_over(
            session,
            library.clock(),
            reconciling.compare(session, meant),
            kept.source,
            signed_in_visitor().id,
            tables=library.describer.tables,
        )


def _kept(kept_id: str) -> KeptRecords:
    """Give records that were brought in; those of another office exist for nobody else."""
    kept = kept_records.load(current_library().folders.work, kept_id)
    if kept.office not in ("", signed_in_visitor().office or kept.office):
        raise NotFound(what=kept_id)
    return kept


@blueprint.get("/bench/records/all.<form>")
@audience.right(Right.RELEASE)
def give_records(form: str) -> ResponseReturnValue:
    """Give the records of every released work of one's office, or of all offices, in one of the formats."""
    if form not in FORMATS:
        raise NotFound(what=form)
    pieces = stream_with_context(_pieces(form, _all_records()))
    answer = Response(pieces, content_type=FORMATS[form])
    suffix = {"marcxml": "marc.xml", "dc": "dc.xml"}.get(form, form)
    answer.headers["Content-Disposition"] = f'attachment; filename="pustaka.{suffix}"'
    return answer


def _all_records() -> Iterator[Record]:
    office, after = signed_in_visitor().office, ""
    while piece := _piece(office, after):
        yield from piece
        after = piece[-1].identifier


def _piece(office: str | None, after: str) -> list[Record]:
    """Read some records and let go of the database: whoever takes the file in slowly keeps no writer waiting."""
    with current_library().database.read() as session:
        works = released(session, office, after, PER_PIECE)
        return [of_work(session, work, address=web_address(work), names=names_of(work)) for work in works]


def _pieces(form: str, found: Iterable[Record]) -> Iterator[bytes]:
    if form == "csv":
        yield from (text.encode() for text in write_table(found))
    elif form == "mrc":
        yield from write_marc(found)
    else:
        root = f'<collection xmlns="{MARC}">' if form == "marcxml" else "<records>"
        write = to_marcxml if form == "marcxml" else to_dublin_core
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'.encode()
        yield from (etree.tostring(write(record), encoding="utf-8") + b"\n" for record in found)
        yield b"</collection>\n" if form == "marcxml" else b"</records>\n"
