"""An OCRmyPDF plugin: Tesseract behind a cache, reporting each page.

OCRmyPDF loads plugins by module name, so what one run needs is set by `begin` in this module. The child that runs
it reads one file and ends, and its pages are recognised in threads of one process.
"""

# mypy: allow-untyped-calls
# OCRmyPDF has no annotations.

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ocrmypdf import hookimpl
from ocrmypdf._exec.tesseract import ThresholdingMethod
from ocrmypdf.builtin_plugins import pypdfium
from ocrmypdf.builtin_plugins.tesseract_ocr import TesseractOcrEngine
from ocrmypdf.helpers import Resolution
from PIL import Image

from ingest.ocr.cache import OcrCache
from ingest.ocr.facts import PageFacts, facts_of
from ingest.ocr.specks import without_specks
from ingest.ocr.thresholds import thresholding_of

_SKIPPED = "[skipped page]"  # what OCRmyPDF writes when Tesseract took too long or saw an empty page


@dataclass
class Run:
    """One run's cache and what it found, page by page."""

    cache: OcrCache
    report: Callable[[int], None]
    """called with the number of pages done, whenever a page begins or ends"""
    page_sizes: dict[int, tuple[float, float]]
    """width and height of each page by number, pt"""
    most_pixels: float
    """a page is drawn with fewer pixels than this, whatever its size"""
    speckled: frozenset[int] = frozenset()
    """pages whose specks are hidden from Tesseract"""
    facts: dict[int, PageFacts] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    recognised: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def began(self) -> None:
        """Tell that a page has begun."""
        with self.lock:
            self.report(len(self.facts))

    def ended(self, page: int, hocr: str, *, fresh: bool, skipped: bool) -> None:
        """Note a page's result and tell that it has ended."""
        with self.lock:
            self.facts[page] = facts_of(hocr)
            self.recognised += fresh
            if skipped and not hocr:
                self.skipped.add(page)
            self.report(len(self.facts))


_runs: list[Run] = []


def begin(run: Run) -> None:
    """Make this the run that the plugin serves."""
    _runs[:] = [run]


class CachedTesseract(TesseractOcrEngine):
    """Tesseract, asked only about pictures that it has not seen yet."""

    @staticmethod
    def generate_hocr(input_file: Path, output_hocr: Path, output_text: Path, options: Any) -> None:
        """Write hOCR and text of one page's picture, which OCRmyPDF has drawn and encoded itself."""
        run = _runs[0]
        run.began()
        threshold = thresholding_of(input_file)
        key = run.cache.key(input_file, TesseractOcrEngine.version(), *_settings(options, threshold))
        known = run.cache.get(key)
        if known:
            output_hocr.write_text(known[0], "utf-8")
            output_text.write_text(known[1], "utf-8")
            hocr, text = known
        else:
            asked = options.tesseract.model_copy(update={"thresholding": threshold})
            chosen = SimpleNamespace(languages=options.languages, tesseract=asked)
            TesseractOcrEngine.generate_hocr(input_file, output_hocr, output_text, chosen)
            hocr, text = output_hocr.read_text("utf-8"), output_text.read_text("utf-8")
            if text != _SKIPPED:
                run.cache.put(key, hocr, text)
        # OCRmyPDF names a page's files "000007_…".
        run.ended(int(input_file.name[:6]), hocr, fresh=known is None, skipped=text == _SKIPPED)


def _settings(options: Any, threshold: ThresholdingMethod) -> list[str]:
    """Name what changes Tesseract's answer; what it chooses by itself has no name, as in results kept earlier."""
    segmentation = options.tesseract.pagesegmode
    named = [] if threshold == ThresholdingMethod.AUTO else [f"threshold {int(threshold)}"]
    named += [] if segmentation is None else [f"psm {segmentation}"]
    return [*options.languages, str(options.tesseract.oem), *named]


@hookimpl
def filter_ocr_image(page: Any, image: Image.Image) -> Image.Image | None:
    """Take the specks out of what Tesseract sees of a page; what readers see is not touched."""
    if page.pageno + 1 not in _runs[0].speckled:
        return None
    return without_specks(image)


@hookimpl
def get_ocr_engine(options: Any) -> CachedTesseract:  # noqa: ARG001 - the hook's signature
    """Give OCRmyPDF this engine in place of its own."""
    return CachedTesseract()


@hookimpl
def rasterize_pdf_page(  # noqa: PLR0913, PLR0917 - the hook's signature, which pluggy reads by name
    input_file: Path,
    output_file: Path,
    raster_device: str,
    raster_dpi: Resolution[float],
    pageno: int,
    page_dpi: Resolution[float] | None,
    rotation: int | None,
    filter_vector: bool,
    stop_on_soft_error: bool,
    options: Any,
    use_cropbox: bool,
) -> Path | None:
    """Draw a page for Tesseract: in grey, which is all that it looks at, and not larger than memory allows."""
    shrink = _shrink(raster_dpi, pageno)
    drawn: Path | None = pypdfium.rasterize_pdf_page(
        input_file=input_file,
        output_file=output_file,
        raster_device=raster_device if raster_device == "pngmonod" else "pnggray",
        raster_dpi=Resolution(raster_dpi.x * shrink, raster_dpi.y * shrink),
        pageno=pageno,
        page_dpi=page_dpi and Resolution(page_dpi.x * shrink, page_dpi.y * shrink),
        rotation=rotation,
        filter_vector=filter_vector,
        stop_on_soft_error=stop_on_soft_error,
        options=options,
        use_cropbox=use_cropbox,
    )
    return drawn


def _shrink(dpi: Resolution[float], page: int) -> float:
    width, height = _runs[0].page_sizes[page]
    pixels = width / 72 * dpi.x * height / 72 * dpi.y
    return min(1.0, math.sqrt(_runs[0].most_pixels / pixels)) if pixels else 1.0
