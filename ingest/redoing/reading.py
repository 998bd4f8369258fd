"""What happens inside the child: one page is drawn, repaired and recognised; or pages take others' places."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf

from ingest.child.source import open_source
from ingest.errors import NoSuchPage
from ingest.limits import Limits, OcrOptions
from ingest.ocr.facts import PageFacts
from ingest.ocr.run import PagesToRead, check_languages, recognise
from ingest.redoing.settings import PageSettings
from ingest.repair.drawing import write_sheets
from ingest.repair.grafting import graft
from ingest.repair.plan import Plan, confidence_of
from ingest.text.book import book_rows
from ingest.text.order import to_text
from ingest.text.survey import survey_page

Report = Callable[[str], None]
"""Told of every step that is done: a child that says nothing for a while is ended (`Limits.stall_seconds`)."""
READ, JOINED = "page.pdf", "joined.pdf"
_PAGE_SECONDS = 80.0
_LEAST_STRAIGHTENED = 0.05
"""degrees"""


@dataclass(frozen=True)
class PageOrder:
    """Which page to read, and how."""

    path: Path
    name: str
    page: int
    settings: PageSettings
    workdir: Path
    limits: Limits
    slack: float

    @property
    def options(self) -> OcrOptions:
        """How its letters are recognised."""
        chosen = self.settings
        seconds = _PAGE_SECONDS * self.slack
        return OcrOptions(
            chosen.languages,
            jobs=1,
            page_seconds=seconds,
            oversample=chosen.resolution,
            segmentation=chosen.segmentation or None,
        )


def read_page(order: PageOrder, report: Report) -> dict[str, Any]:
    """Read the page; give plain values for the parent."""
    check_languages(order.settings.languages)
    source = open_source(order.path, order.name, order.workdir, order.limits)
    if not 1 <= order.page <= source.pages:
        raise NoSuchPage(page=order.page, pages=source.pages)
    report("open")
    plan = order.settings.plan
    facts = _recognised(order, source.pdf, plan, report)
    if order.settings.straighten and not plan.skew and (skew := _skew(facts)):
        plan = replace(plan, skew=skew, reasons=(("deskew", "baselines"),))
        facts = _recognised(order, source.pdf, plan, report)
    return {"pdf": READ, "pages": list(_pages(order.workdir / READ, plan, facts))}


def _recognised(order: PageOrder, source: Path, plan: Plan, report: Report) -> list[PageFacts]:
    drawn = order.workdir / "tmp" / "drawn.pdf"
    write_sheets(source, [(order.page, plan)], drawn)
    report("draw")
    with pymupdf.open(drawn, filetype="pdf") as document:
        sizes = {page.number + 1: (page.rect.width, page.rect.height) for page in document}
    result = recognise(
        drawn,
        order.workdir / READ,
        PagesToRead(sizes, frozenset(sizes) if plan.despeckle else frozenset()),
        cache=order.workdir / "ocr-cache",
        options=order.options,
        limits=order.limits,
        report=lambda _done: report("ocr"),
    )
    report("text")
    return [result.facts.get(number, PageFacts(None, 0)) for number in sizes]


def _skew(facts: list[PageFacts]) -> float:
    """Give the skew of the part of the page that has most letters."""
    skew = max(facts, key=lambda each: each.letters).skew or 0.0
    return round(skew, 2) if abs(skew) >= _LEAST_STRAIGHTENED else 0.0


def _pages(pdf: Path, plan: Plan, facts: list[PageFacts]) -> Iterable[dict[str, Any]]:
    repairs = [asdict(each) for each in plan.told(beyond=Plan(), kept=True, before=None, after=confidence_of(facts))]
    with pymupdf.open(pdf, filetype="pdf") as document:
        rows = book_rows({page.number + 1: survey_page(page) for page in document})
        for page, found in zip(document, facts, strict=True):
            yield {
                "text": to_text(rows[page.number + 1]),
                "confidence": found.confidence,
                "width": round(page.rect.width, 2),
                "height": round(page.rect.height, 2),
                "part": page.number + 1 if plan.parts > 1 else 0,
                "repairs": repairs,
            }


def join(shown: Path, sheet: Path, numbers: list[int], workdir: Path, report: Report) -> dict[str, Any]:
    """Put the pages of `sheet` in the place of the first of the named pages, and leave the others of them out."""
    with pikepdf.open(shown) as pdf, pikepdf.open(sheet) as new:
        if not all(1 <= number <= len(pdf.pages) for number in numbers):
            raise NoSuchPage(page=max(numbers), pages=len(pdf.pages))
        wanted = list(range(len(new.pages)))
        whole = shown
        if len(numbers) > 1:
            for number in sorted(numbers[1:], reverse=True):
                del pdf.pages[number - 1]
            whole = workdir / "tmp" / "fewer.pdf"
            pdf.save(whole)
    report("open")
    graft(whole, {numbers[0]: (sheet, wanted)}, workdir / JOINED)
    return {"pdf": JOINED}
