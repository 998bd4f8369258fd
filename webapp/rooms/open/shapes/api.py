"""What goes in and out of the JSON interface; its OpenAPI file is made from these classes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Year = Annotated[int, Field(ge=1800, le=2100)]
OfficeCode = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="BPS code of the office")]
PageNumber = Annotated[int, Field(ge=1, le=10_000)]


class Given(BaseModel):
    """Parameters of a question: an unknown one is an error, not a wish that was overheard."""

    model_config = ConfigDict(extra="forbid")


class WorksAsked(Given):
    """Which released works, and which page of them."""

    office: OfficeCode | None = None
    year_from: Year | None = None
    year_to: Year | None = None
    page: PageNumber = 1
    per_page: Annotated[int, Field(ge=1, le=100)] = 50


class SearchAsked(Given):
    """Words in the syntax of the search box, and what narrows the pages found."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    office: OfficeCode | None = None
    year_from: Year | None = None
    year_to: Year | None = None
    work: Annotated[str, Field(pattern=r"^[0-9a-z]{10}$")] | None = None
    sort: Literal["relevance", "newest", "oldest"] = "relevance"
    page: Annotated[int, Field(ge=1, le=50)] = 1


class Shape(BaseModel):
    """Part of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeShape(Shape):
    """An office that has works here."""

    code: str
    name_id: str
    name_en: str


class WorkShape(Shape):
    """A released work. `languages` are ISO 639-2 codes; `access` says whether a librarian decides on copies.

    A work of the kind `print` has no file: no pages, no cover, and no copy.
    """

    id: str
    title: str
    parallel_title: str
    year: int | None
    office: str
    kind: str
    pages: int
    languages: tuple[str, ...]
    catalogue_number: str
    publication_number: str
    issn: str
    isbn: str
    publisher: str
    subjects: tuple[str, ...]
    region: str
    access: str
    released_at: str | None
    url: str
    cover_url: str
    copy_url: str


class WorksShape(Shape):
    """A page of works, and how many there are in all."""

    total: int
    page: int
    works: tuple[WorkShape, ...]


class CaptionShape(Shape):
    """The title of a table or figure; `page` counts from 1 in the file."""

    page: int
    title: str
    url: str


class CaptionsShape(Shape):
    """The tables and figures of a work in their order."""

    work: str
    captions: tuple[CaptionShape, ...]


class HitShape(Shape):
    """A page found; `snippet` is text without marks. Page 0 is the record of a work that is there in print alone."""

    work: str
    title: str
    page: int
    year: int | None
    office: str
    snippet: str
    captions: tuple[str, ...]
    url: str
    thumbnail_url: str


class HitsShape(Shape):
    """A page of hits; `suggestion` is what was perhaps meant."""

    total: int
    works: int
    page: int
    suggestion: str | None
    hits: tuple[HitShape, ...]


class OfficesShape(Shape):
    """The offices of this library."""

    offices: tuple[OfficeShape, ...]


class Problem(Shape):
    """What is said when a question cannot be answered; `reference` is how the log knows it."""

    error: int
    sentence: str
    reference: str
    fields: dict[str, str] = {}
