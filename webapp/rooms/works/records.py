"""A work's record for other catalogues. Metadata only, so it leaves without a mark."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from lxml import etree

from ingest.exchange.dublin_core import to_dublin_core
from ingest.exchange.marc import to_marcxml
from library.catalogue import works
from library.catalogue.records import of_work
from library.errors import NotFound
from library.store.models import Work
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.rooms.works.blueprint import blueprint
from webapp.security import audience

_WRITERS = {
    "dc.xml": (to_dublin_core, "application/xml"),
    "marc.xml": (to_marcxml, "application/marcxml+xml"),
}


@blueprint.get("/works/<work_id>/record/<form>")
@audience.public
def record(work_id: str, form: str) -> ResponseReturnValue:
    """Give the record of a released work as Dublin Core or MARCXML."""
    if form not in _WRITERS:
        raise NotFound(what=form)
    write, media_type = _WRITERS[form]
    with current_library().database.read() as records:
        work = works.get(records, work_id)
        found = of_work(records, work, address=web_address(work), names=names_of(work))
    text = etree.tostring(write(found), encoding="utf-8", xml_declaration=True, pretty_print=True)
    return Response(text, content_type=f"{media_type}; charset=utf-8")


def web_address(work: Work) -> str:
    """Give the address under which everybody reaches a work's page."""
    return urljoin(current_library().settings.base_url, url_for("works.show", work_id=work.id))


def names_of(work: Work) -> dict[str, str]:
    """Name the codes of a work's region and subjects."""
    tables, language = current_library().describer.tables, choose_language()
    place = tables.regions.place(work.region) if work.region else ()
    names = {code: tables.classification.label(code, language) for code in work.subjects.split()}
    return names | ({work.region: ", ".join(region.name for region in place)} if place else {})
