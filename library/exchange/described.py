"""A released work as the public may know it, whatever form it is then written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from library.catalogue import descriptions
from library.catalogue.classification import load_classification
from library.catalogue.records import Record, of_rows
from library.catalogue.regions import load_regions
from library.holdings.copies import PRINT
from library.offices import Office
from library.store.models import Description, Work
from library.store.session import Session

# ISO 639-2 (bibliographic) for what the catalogue calls a language.
CONDITIONS = {
    "open": "Salinan diberikan kepada pemegang akun / Copies are given to account holders",
    "restricted": "Pustakawan memutuskan pemberian salinan / A librarian decides on copies",
}
LANGUAGES = {"id": ("ind",), "en": ("eng",), "id+en": ("ind", "eng")}
_TAGS = {"ind": "id", "eng": "en"}


@dataclass(frozen=True, slots=True)
class Described:
    """What leaves; `address` is the work's page, `languages` are ISO 639-2 codes, `access` is open or restricted.

    A work without a file has no pages, no cover and no copy. `changed` is when this was last told anew.
    """

    id: str
    office: str
    office_name: str
    office_name_en: str
    title: str
    parallel_title: str
    year: int | None
    kind: str
    pages: int
    languages: tuple[str, ...]
    catalogue_number: str
    publication_number: str
    issn: str
    isbn: str
    publisher: str
    subjects: tuple[str, ...]
    subjects_en: tuple[str, ...]
    region_name: str
    access: str
    address: str
    has_file: bool
    released: datetime | None
    changed: datetime | None

    @property
    def tags(self) -> tuple[str, ...]:
        """Give the languages as the web calls them (BCP 47)."""
        return tuple(_TAGS.get(code, code) for code in self.languages)

    @property
    def conditions(self) -> str:
        """Say in both languages how a copy is had."""
        return CONDITIONS[self.access]

    def identifiers(self) -> Iterator[str]:
        """Give the printed numbers, each with its scheme; those of BPS have no registered URN."""
        if self.isbn:
            yield f"urn:isbn:{self.isbn}"
        if self.issn:
            yield f"urn:issn:{self.issn}"
        if self.catalogue_number:
            yield f"Katalog BPS {self.catalogue_number}"
        if self.publication_number:
            yield f"Nomor Publikasi BPS {self.publication_number}"


@dataclass(frozen=True, slots=True)
class Describer:
    """Describes works by what the library knows of offices, regions and subjects."""

    offices: Mapping[str, Office]
    catalog: Path
    base_url: str

    def describe(self, work: Work, changed: datetime | None = None) -> Described:
        """Describe a work that the caller knows to be public; `changed` is its stamp, if it has one already."""
        office = self.offices.get(work.office)
        return Described(
            id=work.id,
            office=work.office,
            office_name=office.name.id if office else f"BPS {work.office}",
            office_name_en=office.name.en if office else f"BPS {work.office}",
            title=work.title,
            parallel_title=work.parallel_title,
            year=work.year,
            kind=work.kind,
            pages=work.pages,
            languages=LANGUAGES.get(work.language, ("und",)),
            catalogue_number=work.catalogue_number,
            publication_number=work.publication_number,
            issn=work.issn,
            isbn=work.isbn,
            publisher=work.publisher,
            subjects=self._subjects(work),
            subjects_en=self._subjects(work, "en"),
            region_name=self._region(work),
            access=work.access,
            address=self._address(work),
            has_file=work.kind != PRINT,
            released=work.released_at,
            changed=changed or work.released_at,
        )

    def record(self, session: Session, work: Work) -> Record:
        """Give the same as other catalogues exchange it."""
        return self.records(session, [work])[work.id]

    def records(self, session: Session, works: Sequence[Work]) -> dict[str, Record]:
        """Give several records, by the works' ids, with one question to the database."""
        known = descriptions.of_these(session, [work.id for work in works])
        return {work.id: self._record(work, known[work.id]) for work in works}

    def _record(self, work: Work, rows: Mapping[str, Description]) -> Record:
        codes = dict(zip(work.subjects.split(), self._subjects(work), strict=True))
        names = codes | ({work.region: self._region(work)} if work.region else {})
        return of_rows(work, rows, address=self._address(work), names=names)

    def _address(self, work: Work) -> str:
        return f"{self.base_url.rstrip('/')}/works/{work.id}"

    def _region(self, work: Work) -> str:
        return ", ".join(each.name for each in load_regions(self.catalog).place(work.region))

    def _subjects(self, work: Work, language: str = "id") -> tuple[str, ...]:
        names = load_classification(self.catalog)
        return tuple(names.label(code, language) for code in work.subjects.split())
