"""The step of reading that recognises pages, repairs those that can be read better, and surveys them again."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.child.channel import Channel
from ingest.child.source import Source
from ingest.limits import Limits, OcrOptions
from ingest.repair.record import PageOrigin
from ingest.text.survey import PageSurvey

if TYPE_CHECKING:
    from ingest.ocr.run import OcrResult, PagesToRead

Surveys = dict[int, PageSurvey]
Surveyor = Callable[[Path, frozenset[int]], Surveys]
"""looks at the named pages of a PDF"""


@dataclass(frozen=True)
class Recognised:
    """The PDF to show, its pages, where they come from, and how sure the words of those recognised here are."""

    pdf: Path
    surveys: Surveys
    origins: dict[int, PageOrigin] = field(default_factory=dict)
    confidence: dict[int, float | None] = field(default_factory=dict)
    skipped: tuple[int, ...] = ()
    asked: int = 0
    """pages that Tesseract was asked about"""


@dataclass(frozen=True)
class Step:
    """What recognition needs of its surroundings."""

    workdir: Path
    limits: Limits
    ocr: OcrOptions
    channel: Channel
    survey: Surveyor


def recognise_pages(step: Step, source: Source, surveys: Surveys) -> Recognised:
    """Recognise what needs it, and repair what can be read better."""
    wanted = {number: survey.size for number, survey in surveys.items() if survey.needs_ocr}
    if not wanted or not step.ocr.enabled:
        return Recognised(source.pdf, surveys)
    # OCRmyPDF takes half a second to load, which files with text need not spend.
    from ingest.ocr.run import PagesToRead, check_languages, recognise

    check_languages(step.ocr.languages)
    out = step.workdir / "recognised.pdf"
    read = partial(
        recognise,
        cache=step.workdir / "ocr-cache",
        options=step.ocr,
        limits=step.limits,
        report=lambda done: step.channel.progress("ocr", done, len(wanted)),
    )
    result = read(source.pdf, out, PagesToRead(wanted, has_form=bool({"form", "xfa"} & set(source.warnings))))
    if not step.ocr.repair:
        return _as_it_came(step, surveys, result, out)
    return _mended(step, source, surveys, result, read)


def _as_it_came(step: Step, surveys: Surveys, result: OcrResult, out: Path) -> Recognised:
    fresh = step.survey(out, frozenset(result.facts))
    seen = {number: _with_words(survey, fresh.get(number)) for number, survey in surveys.items()}
    return Recognised(out, seen, {}, result.confidence, result.skipped, result.recognised)


def _with_words(survey: PageSurvey, fresh: PageSurvey | None) -> PageSurvey:
    return replace(survey, lines=fresh.lines, size=fresh.size) if fresh else survey


def _mended(step: Step, source: Source, surveys: Surveys, result: OcrResult, read: partial[OcrResult]) -> Recognised:
    from ingest.repair.mending import mend

    folder = step.workdir / "tmp" / "repair"
    folder.mkdir(parents=True, exist_ok=True)
    asked = result.recognised

    def again(source: Path, out: Path, pages: PagesToRead) -> OcrResult:
        nonlocal asked
        found = read(source, out, pages)
        asked += found.recognised
        return found

    mended = mend(
        source.pdf,
        step.workdir / "recognised.pdf",
        result.facts,
        again,
        folder=folder,
        pages=len(surveys),
        out=step.workdir / "mended.pdf",
        report=lambda: step.channel.progress("ocr", len(result.facts), len(result.facts)),
    )
    fresh = step.survey(mended.pdf, frozenset(mended.facts))
    seen = {
        number: _with_words(surveys[origin.source_page], fresh.get(number)) for number, origin in mended.origins.items()
    }
    sure = {number: facts.confidence for number, facts in mended.facts.items()}
    told = {number: origin for number, origin in mended.origins.items() if _is_told(number, origin)}
    return Recognised(mended.pdf, seen, told, sure, result.skipped, asked)


def _is_told(number: int, origin: PageOrigin) -> bool:
    return bool(origin.repairs) or origin.part > 0 or origin.source_page != number
