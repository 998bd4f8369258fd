"""A work's pages for its librarian: how well each was read, how it was made, and whether a person corrected it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from library.catalogue.corrections import corrected_numbers
from library.store.models import Page, PageMaking, Work, WorkFile

UNSURE = 0.7
"""A mean word confidence below this is a page to look at."""


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page in the list; `confidence` 0–1 or None where nothing was recognised, `width`, `height` in pt."""

    number: int
    label: str
    width: float
    height: float
    source: str
    confidence: float | None
    start: str
    """the first words of its text"""
    source_page: int
    part: int
    blank: bool
    repairs: list[Any]
    corrected: bool


@dataclass(frozen=True, slots=True)
class PageList:
    """A part of the list, and how many pages there are of each sort."""

    pages: list[ListedPage]
    total: int
    unsure: int
    everything: int


_SHOWN = 160
"""characters of a page's beginning"""


def page_list(
    session: Session,
    work: Work,
    file: WorkFile,
    *,
    unsure: bool = False,
    by_page: bool = False,
    first: int = 0,
    count: int = 30,
) -> PageList:
    """List pages, the least sure first.

    Args:
        session: to read with.
        work: the work.
        file: its file.
        unsure: only recognised pages under `UNSURE`.
        by_page: in the order of the book instead.
        first: pages to pass over.
        count: pages to give.
    """
    here = select(func.count()).select_from(Page).where(Page.file_id == file.id)
    everything = session.scalar(here) or 0
    doubted = session.scalar(here.where(Page.confidence < UNSURE)) or 0
    query = _query(file.id, unsure=unsure)
    order = (Page.number,) if by_page else (Page.confidence.is_(None), Page.confidence, Page.number)
    corrected = corrected_numbers(session, work, file)
    rows = session.execute(query.order_by(*order).offset(first).limit(count))
    pages = [_listed(page, making, corrected) for page, making in rows]
    return PageList(pages, doubted if unsure else everything, doubted, everything)


def one_page(session: Session, work: Work, file: WorkFile, number: int) -> ListedPage | None:
    """Give one page of the list."""
    row = session.execute(_query(file.id, unsure=False).where(Page.number == number)).first()
    return _listed(row[0], row[1], corrected_numbers(session, work, file)) if row else None


def _query(file_id: str, *, unsure: bool) -> Select[Page, PageMaking | None]:
    joined = (PageMaking.file_id == Page.file_id) & (PageMaking.number == Page.number)
    query: Select[Page, PageMaking | None] = (
        select(Page, PageMaking).outerjoin(PageMaking, joined).where(Page.file_id == file_id)
    )
    return query.where(Page.confidence < UNSURE) if unsure else query


def _listed(page: Page, making: PageMaking | None, corrected: set[int]) -> ListedPage:
    return ListedPage(
        number=page.number,
        label=page.label,
        width=page.width,
        height=page.height,
        source=page.source,
        confidence=page.confidence,
        start=" ".join(page.text[: 4 * _SHOWN].split())[:_SHOWN],
        source_page=making.source_page if making else page.number,
        part=making.part if making else 0,
        blank=bool(making and making.blank),
        repairs=list(making.repairs) if making else [],
        corrected=page.number in corrected,
    )
