"""Citing a page: texts to copy, and records for reference managers. Metadata only, so everybody may have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask_babel import gettext as _

from library.catalogue import headings, pages, works
from library.catalogue.pages import PageLine
from library.citing import Source, author_of
from library.citing.bibtex import to_bibtex
from library.citing.csl import to_csl
from library.citing.prose import Prose
from library.citing.ris import to_ris
from library.citing.source import number_of, one_line, publisher_of
from library.errors import NotFound
from library.store.models import Heading, Work
from webapp.current import current_library, current_role
from webapp.language_choice import choose_language
from webapp.rooms.reader.blueprint import blueprint
from webapp.rooms.search.shown_headings import heading_name
from webapp.security import audience, limits
from webapp.security.limits import limited

_LANGUAGES = {"id": "id", "en": "en", "id+en": "id"}


@dataclass(frozen=True, slots=True)
class Form:
    """A record's form: its media type, the end of its file's name, how it is written."""

    media_type: str
    suffix: str
    write: Callable[[Source], str]


FORMS = {
    "bibtex": Form("application/x-bibtex", "bib", to_bibtex),
    "ris": Form("application/x-research-info-systems", "ris", to_ris),
    "csl": Form(
        "application/vnd.citationstyles.csl+json",
        "json",
        lambda source: json.dumps(to_csl(source), ensure_ascii=False, indent=1),
    ),
}


@blueprint.get("/works/<work_id>/citation/<form>")
@audience.public
@limited(*limits.PROGRAM)
def citation(work_id: str, form: str) -> Response:
    """Give the record of a work, or of its page `?page=`, as a file for a reference manager."""
    if form not in FORMS:
        raise NotFound(what=form)
    number = request.args.get("page", type=int)
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        file = works.current_file(records, work_id)
        lines = pages.lines(records, file.id, number, 1) if number is not None else []
        here = headings.on_page(records, file.id, number) if number is not None else []
    if number is not None and not lines:
        raise NotFound(what=f"halaman / page {number}")
    source = source_of(work, lines[0] if lines else None, here)
    answer = Response(FORMS[form].write(source), content_type=f"{FORMS[form].media_type}; charset=utf-8")
    name = f"{work.id}-{number}" if number else work.id
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{FORMS[form].suffix}"'
    return answer


def source_of(work: Work, line: PageLine | None, here: Sequence[Heading]) -> Source:
    """Say what is cited: a page with the one table or figure that stands on it, or the work as a whole."""
    library = current_library()
    office = library.offices.get(work.office)
    zone = ZoneInfo(office.hours.time_zone.value) if office else None
    if line is None:
        path = url_for("works.show", work_id=work.id)
    else:
        path = url_for("reader.show", work_id=work.id, page=line.number)
    return Source(
        key=work.id,
        author=author_of(work, office),
        title=one_line(work.title),
        year=work.year,
        publisher=publisher_of(work, office),
        number=number_of(work, office),
        isbn=work.isbn,
        issn=work.issn,
        language=_LANGUAGES.get(work.language, ""),
        page=(line.label or str(line.number)) if line else "",
        counted=line is not None and line.label in ("", str(line.number)),
        table=heading_name(here[0].kind, here[0].number) if len(here) == 1 and here[0].number else "",
        address=urljoin(library.settings.base_url, path),
        accessed=library.clock().astimezone(zone).date(),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A way to cite, as the page shows it: its name and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Citations:
    """All ways to cite a page."""

    texts: tuple[Shown, ...]
    bibtex: str
    ris: str


def citations(work: Work, line: PageLine, here: Sequence[Heading]) -> Citations:
    """Give the texts in the reader's language, and the records."""
    source = source_of(work, line, here)
    prose = Prose(source, choose_language())
    texts = (
        Shown("APA", prose.apa()),
        Shown(_("In the text (APA)"), prose.apa_in_text()),
        Shown("Chicago", prose.chicago()),
        Shown(_("Under a table"), prose.under_a_table()),
    )
    return Citations(texts, to_bibtex(source), to_ris(source))
