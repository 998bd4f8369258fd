"""How much one file may cost. The defaults are the service's; an office's settings may replace them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """What reading one file may use before it is ended."""

    pages: int = 5_000
    bytes: int = 1 << 30
    """size of the file, bytes"""
    megapixels: int = 250
    """largest image in it: an A0 sheet at 400 dpi has 247"""
    page_points: float = 14_400
    """longest side of a page, pt (200 inches, the limit of PDF 1.7 annex C)"""
    stream_bytes: int = 256 << 20
    """largest content stream after unpacking, bytes"""
    stall_seconds: float = 90
    """longest time without any progress, on a machine that is not overloaded (`ingest.sandbox.load`)"""
    wall_seconds: float = 6 * 3600
    """longest time for one file"""
    memory_bytes: int = 1 << 30
    """resident memory of the child and all it starts, bytes"""
    address_bytes: int = 4 << 30
    """address space of any one process, bytes"""
    output_bytes: int = 4 << 30
    """largest file it may write, bytes"""

    def to_json(self) -> dict[str, Any]:
        """Give the limits as plain values for the child."""
        return asdict(self)


@dataclass(frozen=True)
class OcrOptions:
    """How pages without text are recognised."""

    languages: tuple[str, ...] = ("ind", "eng")
    jobs: int = 2
    """pages recognised at once"""
    page_seconds: float = 80
    """longest recognition of one page; longer leaves the page without text"""
    oversample: int = 300
    """lowest resolution that Tesseract is given, dpi"""
    enabled: bool = True
    repair: bool = True
    """pages that a measurement says can be read better are turned, straightened, cleaned or parted, and read again"""
    segmentation: int | None = None
    """Tesseract's page segmentation mode (--psm); None is its own choice"""

    def to_json(self) -> dict[str, Any]:
        """Give the options as plain values for the child."""
        return asdict(self)
