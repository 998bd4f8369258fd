"""The steps that turn one file into a reading, in order."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pymupdf

from ingest.child.channel import Channel
from ingest.child.recognising import Recognised, Step, Surveys, recognise_pages
from ingest.child.source import Source, open_source
from ingest.cover import draw_cover
from ingest.errors import Damaged
from ingest.inspect.bombs import check_pages
from ingest.limits import Limits, OcrOptions
from ingest.metadata.imprint import read_metadata
from ingest.reading import Kind, PageText, Reading, TextSource, to_json
from ingest.text.book import book_rows
from ingest.text.headings import book_headings
from ingest.text.language import language_of
from ingest.text.lines import Line
from ingest.text.order import to_text
from ingest.text.outline import read_outline
from ingest.text.survey import PageSurvey, survey_page

_MUPDF_ERRORS = (RuntimeError, pymupdf.mupdf.FzErrorBase)
_FEW = 0.1  # share of pages of the other sort that does not yet make a file "mixed"
_SHRINK_EVERY = 32  # pages between two emptyings of MuPDF's store, which otherwise keeps every image


@dataclass(frozen=True)
class Job:
    """One file to read, and everything that reading it needs."""

    path: Path
    name: str
    workdir: Path
    limits: Limits
    ocr: OcrOptions
    channel: Channel
    sandbox: tuple[str, ...]


def read(job: Job) -> None:
    """Read the file and write `reading.json` into the working folder."""
    source = open_source(job.path, job.name, job.workdir, job.limits)
    job.channel.progress("inspect", 0, source.pages)
    check_pages(source.pdf, job.limits)
    surveys = _survey(job, source.pdf)
    step = Step(job.workdir, job.limits, job.ocr, job.channel, partial(_survey, job))
    reading = _assemble(job, source, recognise_pages(step, source, surveys))
    unfinished = job.workdir / "reading.part"
    unfinished.write_text(json.dumps(to_json(reading)), "utf-8")
    unfinished.replace(job.workdir / "reading.json")


def _survey(job: Job, pdf: Path, only: frozenset[int] = frozenset()) -> Surveys:
    """Look at every page, or at the named ones only."""
    surveys: Surveys = {}
    with pymupdf.open(pdf, filetype="pdf") as document:
        for number in range(1, document.page_count + 1):
            if not only or number in only:
                surveys[number] = _survey_one(document, number)
            if number % _SHRINK_EVERY == 0:
                pymupdf.TOOLS.store_shrink(100)
                job.channel.progress("text", number, document.page_count)
    return surveys


def _survey_one(document: pymupdf.Document, number: int) -> PageSurvey:
    """Look at a page; one that cannot be drawn stays without text and does not take the others with it."""
    try:
        return survey_page(document[number - 1])
    except _MUPDF_ERRORS:
        return PageSurvey([], None, has_ocr_layer=False, size=(0.0, 0.0), readable=False)


def _assemble(job: Job, source: Source, found: Recognised) -> Reading:
    job.channel.progress("metadata", 0, 1)
    rows = book_rows(found.surveys)
    with pymupdf.open(found.pdf, filetype="pdf") as document:
        pages = tuple(_page_text(document[n - 1], rows[n], found) for n in found.surveys)
        outline = read_outline(document)
        cover = job.workdir / "cover.jpg"
        try:
            draw_cover(document[0], cover)
        except _MUPDF_ERRORS as error:
            raise Damaged(f"the first page cannot be drawn: {error}") from error
    language = language_of(page.text for page in pages)
    sure = {page: confidence for page, confidence in found.confidence.items() if confidence is not None}
    return Reading(
        kind=_kind(pages),
        pdf=found.pdf,
        pdf_is_original=found.pdf == source.path,
        original_sha256=source.sha256,
        original_size=source.size,
        media_type=source.media_type,
        pages=pages,
        language=language,
        metadata=read_metadata(rows, source.about.get("title", ""), job.name, sure),
        cover=cover,
        captions=book_headings(rows, outline),
        warnings=(*source.warnings, *_skipped(found), *_unreadable(found.surveys)),
        facts={**source.about, "sandbox": list(job.sandbox), "recognised": found.asked},
    )


def _page_text(page: pymupdf.Page, rows: list[list[Line]], found: Recognised) -> PageText:
    number = page.number + 1
    survey, text = found.surveys[number], to_text(rows)
    recognised = number in found.confidence
    source: TextSource = "ocr" if recognised or survey.has_ocr_layer else "born"
    return PageText(
        number=number,
        label=page.get_label() or str(number),
        text=text,
        source=source if text else "none",
        confidence=found.confidence.get(number),
        width_pt=round(page.rect.width, 2),
        height_pt=round(page.rect.height, 2),
        needs_ocr_reason=survey.needs_ocr,
        origin=found.origins.get(number),
        blank=survey.blank,
    )


def _kind(pages: tuple[PageText, ...]) -> Kind:
    """Name the file after its pages; a few of the other sort, such as a scanned cover, do not count."""
    sources = [page.source for page in pages if page.source != "none"]
    share = sources.count("ocr") / len(sources) if sources else float(any(p.needs_ocr_reason for p in pages))
    if share <= _FEW:
        return "born-digital"
    return "scanned" if share >= 1 - _FEW else "mixed"


def _skipped(found: Recognised) -> tuple[str, ...]:
    return tuple(f"ocr-timeout:{number}" for number in found.skipped)


def _unreadable(surveys: Surveys) -> tuple[str, ...]:
    return tuple(f"unreadable-page:{number}" for number, survey in surveys.items() if not survey.readable)
