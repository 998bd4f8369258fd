"""A work as other catalogues see it: values without pages, to be written in their formats or read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.catalogue import descriptions
from library.catalogue.works import is_superseded
from library.store.models import Description, Work


@dataclass(frozen=True, slots=True)
class Record:
    """What one catalogue says of one work; metadata only, so it may leave without a mark."""

    identifier: str
    """of the catalogue that it is from: our work's id, BPS's pub_id; empty where it has none"""
    values: Mapping[str, str]
    """field of `catalogue.fields.FIELDS` → value; what is not known is left out"""
    language: str = ""
    """id, en or id+en"""
    address: str = ""
    """page on the web that tells of it"""
    abstract: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """words for the codes in `values`: "3509110" → "Ajung", "542" → "Buku Tahunan …\""""


def of_work(session: Session, work: Work, *, address: str = "", names: Mapping[str, str] | None = None) -> Record:
    """Give the record of a work."""
    return of_rows(work, descriptions.of(session, work.id), address=address, names=names)


def of_rows(
    work: Work, rows: Mapping[str, Description], *, address: str = "", names: Mapping[str, str] | None = None
) -> Record:
    """Give the record of a work of which everything has been read."""
    values = descriptions.told(work, rows)
    return Record(work.id, values, language=work.language, address=address, names=names or {})


def released(session: Session, office: str | None = None, after: str = "", limit: int = 1_000) -> list[Work]:
    """List released works that no newer file has replaced, by id, from behind the id `after`; of one office or all."""
    query = select(Work).where(Work.state == "released", ~is_superseded(), Work.id > after).order_by(Work.id)
    return list(session.scalars((query.where(Work.office == office) if office else query).limit(limit)))
