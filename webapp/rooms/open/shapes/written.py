"""A described work, a page found and an office as the JSON interface gives them."""

from __future__ import annotations

import html
import re
from datetime import datetime

from library.exchange.described import Described
from search import Hit
from webapp.rooms.open.addresses import whole
from webapp.rooms.open.shapes.api import HitShape, WorkShape

_MARK = re.compile(r"</?mark>")


def work(described: Described) -> WorkShape:
    """Write a work."""
    return WorkShape(
        id=described.id,
        title=described.title,
        parallel_title=described.parallel_title,
        year=described.year,
        office=described.office,
        kind=described.kind,
        pages=described.pages if described.has_file else None,
        languages=described.languages,
        catalogue_number=described.catalogue_number,
        publication_number=described.publication_number,
        issn=described.issn,
        isbn=described.isbn,
        publisher=described.publisher,
        subjects=described.subjects,
        subjects_en=described.subjects_en,
        region=described.region_name,
        access=described.access,
        released_at=_instant(described.released),
        changed_at=_instant(described.changed),
        url=described.address,
        cover_url=f"{described.address}/cover.jpg" if described.has_file else None,
        copy_url=f"{described.address}/copy" if described.has_file else None,
    )


def _instant(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def hit(found: Hit) -> HitShape:
    """Write a page that was found: its snippet as plain text."""
    return HitShape(
        work=found.work,
        title=found.title,
        page=found.page or None,
        year=found.year,
        office=found.office,
        snippet=html.unescape(_MARK.sub("", found.snippet)),
        captions=tuple(found.captions.splitlines()),
        url=whole("works.show", work_id=found.work, page=found.page or None),
        thumbnail_url=whole("works.thumbnail", work_id=found.work, number=found.page) if found.page else None,
    )
