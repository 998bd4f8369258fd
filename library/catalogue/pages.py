"""A work's pages as lists: what each is, how well it was read, and the tables and figures on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.store.models import Page


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page without its text; `width`, `height` in pt, `confidence` 0–1 or None where nothing was recognised."""

    number: int
    label: str
    width: float
    height: float
    source: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """The title of a table or figure, and the page on which it stands."""

    page: int
    title: str


def lines(session: Session, file_id: str, first: int = 1, count: int = 24) -> list[PageLine]:
    """List `count` pages of a file from page `first` on."""
    query = (
        select(Page.number, Page.label, Page.width, Page.height, Page.source, Page.confidence)
        .where(Page.file_id == file_id, Page.number >= first, Page.number < first + count)
        .order_by(Page.number)
    )
    return [PageLine(*row) for row in session.execute(query)]


def text(session: Session, file_id: str, number: int) -> str:
    """Give the text in force of a page; "" where there is none."""
    return session.scalar(select(Page.text).where(Page.file_id == file_id, Page.number == number)) or ""


def captions(session: Session, file_id: str) -> list[CaptionLine]:
    """List the tables and figures of a file in their order."""
    query = select(Page.number, Page.captions).where(Page.file_id == file_id, Page.captions != "").order_by(Page.number)
    return [
        CaptionLine(number, title)
        for number, titles in session.execute(query)
        for title in titles.splitlines()
        if title
    ]


def least_sure(session: Session, file_id: str, below: float, limit: int = 12) -> list[PageLine]:
    """List the recognised pages whose mean confidence is under `below`, the worst first."""
    query = (
        select(Page.number, Page.label, Page.width, Page.height, Page.source, Page.confidence)
        .where(Page.file_id == file_id, Page.confidence < below)
        .order_by(Page.confidence, Page.number)
        .limit(limit)
    )
    return [PageLine(*row) for row in session.execute(query)]
