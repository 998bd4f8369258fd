"""What goes in and out of the JSON interface; its OpenAPI file is made from these classes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from library.exchange.listing import PLACE

Year = Annotated[int, Field(ge=1800, le=2100)]
OfficeCode = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="BPS code of the office")]
_DATE, _TIME = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
Instant = Annotated[str, Field(pattern=f"^{_DATE}T{_TIME}Z$", description="UTC, such as 2026-11-22T04:05:06Z")]
PageNumber = Annotated[int, Field(ge=1, le=10_000)]


class Given(BaseModel):
    """Parameters of a question: an unknown one is an error, not a wish that was overheard."""

    model_config = ConfigDict(extra="forbid")


class WorksAsked(Given):
    """Which released works, and which page of them."""

    office: OfficeCode | None = None
    year_from: Year | None = None
    year_to: Year | None = None
    changed_since: Instant | None = None
    after: Annotated[str, Field(pattern=PLACE, description="The place that `next` names")] | None = None
    page: PageNumber = 1
    per_page: Annotated[int, Field(ge=1, le=100)] = 50

    @property
    def since(self) -> datetime | None:
        """Read `changed_since`; a day that a month does not have is one of the next month."""
        if self.changed_since is None:
            return None
        day, time = datetime.fromisoformat(f"{self.changed_since[:8]}01T00:00:00Z"), self.changed_since[11:19]
        hours, minutes, seconds = (int(part) for part in time.split(":"))
        days = int(self.changed_since[8:10]) - 1
        return day.astimezone(UTC) + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


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

    A work of the kind `print` has no file: no pages, no cover, and no copy. `changed_at` is when this was told anew.
    """

    id: str
    title: str
    parallel_title: str
    year: int | None
    office: str
    kind: str
    pages: int | None
    languages: tuple[str, ...]
    catalogue_number: str
    publication_number: str
    issn: str
    isbn: str
    publisher: str
    subjects: tuple[str, ...]
    subjects_en: tuple[str, ...]
    region: str
    access: str
    released_at: str | None
    changed_at: str | None
    url: str
    cover_url: str | None
    copy_url: str | None


class WorksShape(Shape):
    """A page of works, how many there are in all, and the address of the next page.

    Who follows `next` is given every work once, even while others are released or withdrawn.
    """

    total: int
    page: int
    next: str | None
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
    """A page found; `snippet` is text without marks. The record of a work without a file is no page."""

    work: str
    title: str
    page: int | None
    year: int | None
    office: str
    snippet: str
    captions: tuple[str, ...]
    url: str
    thumbnail_url: str | None


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
