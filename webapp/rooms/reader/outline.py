"""The outline of the work that is read: chapters and sections, and where in it one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from library.store.models import Heading, Work


@dataclass(frozen=True, slots=True)
class Step:
    """A chapter or section; `current` where the page at hand lies in it."""

    number: str
    title: str
    parallel: str
    level: int
    page: int
    url: str
    current: bool


def outline(work: Work, known: Sequence[Heading], number: int) -> list[Step]:
    """Give the chapters of a work; the last one that begins at or before the page is the current one.

    A work without chapters is led through by its tables.
    """
    chapters = [each for each in known if each.kind == "chapter"] or [each for each in known if each.kind == "table"]
    before = [at for at, each in enumerate(chapters) if each.page <= number]
    return [_step(work, each, current=bool(before) and at == before[-1]) for at, each in enumerate(chapters)]


def _step(work: Work, heading: Heading, *, current: bool) -> Step:
    url = url_for("reader.show", work_id=work.id, page=heading.page)
    title, parallel = heading.title, heading.parallel_title
    return Step(heading.number, title, parallel, max(1, heading.level), heading.page, url, current)
