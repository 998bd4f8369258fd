"""Recognise the pages that need it and add their words, unseen, to the PDF."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import ocrmypdf
from ocrmypdf._exec import tesseract
from ocrmypdf.exceptions import (
    DigitalSignatureError,
    EncryptedPdfError,
    ExitCodeException,
    InputFileError,
    MissingDependencyError,
)

from ingest.errors import Damaged, Encrypted, IngestError, LanguagePackMissing, Signed, ToolMissing
from ingest.limits import Limits, OcrOptions
from ingest.ocr import plugin
from ingest.ocr.cache import OcrCache
from ingest.ocr.facts import PageFacts

_MAX_OCR_MEGAPIXELS = 36.0
"""A3 at 430 dpi, A4 at 600; larger pictures are shrunk for Tesseract only"""
_NEVER_LINEARIZE = 1e9  # megabytes


@dataclass(frozen=True)
class PagesToRead:
    """The pages of a PDF to recognise."""

    sizes: Mapping[int, tuple[float, float]]
    """width and height (pt) by number, 1 is the first"""
    speckled: frozenset[int] = frozenset()
    """pages whose specks are hidden from Tesseract"""
    has_form: bool = False
    """"redo" refuses files with a form; their pages without text are recognised in mode "skip\""""


@dataclass(frozen=True)
class OcrResult:
    """What was recognised: the facts of each page by number, and the pages given up."""

    facts: dict[int, PageFacts]
    skipped: tuple[int, ...]
    recognised: int
    """pages that Tesseract was asked about; the others were known from an earlier run"""

    @property
    def confidence(self) -> dict[int, float | None]:
        """Give how sure each recognised page is, 0–1."""
        return {page: facts.confidence for page, facts in self.facts.items()}


def check_languages(wanted: Iterable[str]) -> None:
    """Make sure that Tesseract is there and knows the languages.

    Raises:
        ToolMissing, LanguagePackMissing: naming the Debian package.
    """
    try:
        known = tesseract.get_languages()
    except (MissingDependencyError, FileNotFoundError) as error:
        raise ToolMissing(str(error), program="tesseract", package="tesseract-ocr") from error
    for language in wanted:
        if language not in known:
            package = f"tesseract-ocr-{language.replace('_', '-')}"
            raise LanguagePackMissing(language=language, package=package)


def tesseract_version() -> str:
    """Give the version of the Tesseract on this machine."""
    return str(tesseract.version())


def recognise(
    source: Path,
    out: Path,
    pages: PagesToRead,
    *,
    cache: Path,
    options: OcrOptions,
    limits: Limits,
    report: Callable[[int], None],
) -> OcrResult:
    """Write `out`: `source` with the words of the named pages added behind their pictures.

    Mode "redo" leaves images and visible text as they are and hides that text from Tesseract, so a stamped
    address neither stops recognition nor is recognised itself.

    Args:
        source: a PDF.
        out: is made.
        pages: those to recognise.
        cache: folder of earlier results.
        options: languages, pages at once, resolution, seconds.
        limits: the largest image.
        report: called with the number of pages done.
    """
    run = plugin.Run(OcrCache(cache), report, dict(pages.sizes), _MAX_OCR_MEGAPIXELS * 1e6, pages.speckled)
    plugin.begin(run)
    logging.getLogger("ocrmypdf").setLevel(logging.ERROR)
    try:
        ocrmypdf.ocr(
            source,
            out,
            plugins=["ingest.ocr.plugin"],
            language=list(options.languages),
            mode="skip" if pages.has_form else "redo",
            pages=",".join(map(str, sorted(pages.sizes))),
            output_type="pdf",
            optimize=0,
            fast_web_view=_NEVER_LINEARIZE,
            rasterizer="pypdfium",
            oversample=options.oversample,
            jobs=options.jobs,
            use_threads=True,
            progress_bar=False,
            tesseract_timeout=options.page_seconds,
            tesseract_pagesegmode=options.segmentation,
            max_image_mpixels=limits.megapixels,
            max_ocr_image_mpixels=_MAX_OCR_MEGAPIXELS,
        )
    except ExitCodeException as error:
        raise _translated(error) from error
    return OcrResult(run.facts, tuple(sorted(run.skipped)), run.recognised)


def _translated(error: ExitCodeException) -> IngestError:
    """Turn OCRmyPDF's errors into ours."""
    detail = f"{type(error).__name__}: {error}"
    if isinstance(error, EncryptedPdfError):
        return Encrypted(detail)
    if isinstance(error, DigitalSignatureError):
        return Signed(detail)
    if isinstance(error, MissingDependencyError):
        return ToolMissing(detail, program="tesseract", package="tesseract-ocr")
    if isinstance(error, InputFileError):
        return Damaged(detail)
    return IngestError(detail)
