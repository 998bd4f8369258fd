"""What reading a file gives: the door's result, without a database, ready to cross a process border."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from ingest.repair.record import PageOrigin, Repair

Kind = Literal["born-digital", "scanned", "mixed"]
TextSource = Literal["born", "ocr", "none"]


@dataclass(frozen=True)
class Progress:
    """How far reading has come: `done` of `total` pages in `step`."""

    step: str
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True)
class PageText:
    """One page and its words in reading order."""

    number: int
    """1 is the first page of the file"""
    label: str
    """the number printed by the publisher where the file says so ("xii"), else the page's number"""
    text: str
    source: TextSource
    confidence: float | None
    """mean confidence of the recognised words, 0–1; None for text that was not recognised here"""
    width_pt: float
    height_pt: float
    needs_ocr_reason: str | None = None
    """why the page was recognised: "image", "outlines"; None where it had text"""
    origin: PageOrigin | None = None
    """where in the original it comes from and what was tried on it; None: the page of the same number, as it came"""
    blank: bool = False
    """nothing is on it"""


@dataclass(frozen=True)
class Found:
    """One value of the metadata and the place it was read from."""

    value: str
    """normalised"""
    raw: str
    """as printed"""
    page: int | None = None
    """page number, 1 is the first; None where no page holds it"""
    bbox: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 in pt from the page's top left"""
    how: str = ""
    """which rule found it"""
    confidence: float = 1.0
    """how sure it is, 0–1; see `ingest.metadata.confidence`"""


@dataclass(frozen=True)
class Metadata:
    """What the imprint page says, value by value; a field that was not found is None or empty."""

    title: Found | None = None
    parallel_title: Found | None = None
    year: Found | None = None
    catalogue_number: Found | None = None
    publication_number: Found | None = None
    issn: Found | None = None
    isbn: Found | None = None
    publisher: Found | None = None
    extent: Found | None = None
    size: Found | None = None
    edition: Found | None = None


@dataclass(frozen=True)
class Caption:
    """The heading of a table, a figure or a chapter: where it stands and what it says."""

    page: int
    kind: Literal["table", "figure", "chapter"]
    number: str
    """"3.2.4"; empty where it has none"""
    title: str
    parallel_title: str = ""
    bbox: tuple[float, float, float, float] | None = None
    """x0, y0, x1, y1 in pt from the page's top left"""
    last_page: int | None = None
    """the last page on which the table goes on"""
    level: int = 0
    """of a chapter: 1 is the highest, 2 a section of it"""


@dataclass(frozen=True)
class Reading:
    """All that one file told."""

    kind: Kind
    pdf: Path
    """what is shown and stamped: the original where it is a sound PDF with text, else one made from it"""
    pdf_is_original: bool
    original_sha256: str
    original_size: int
    media_type: str
    pages: tuple[PageText, ...]
    language: str
    """"id", "en", "id+en", or "und" where there is too little text"""
    metadata: Metadata
    cover: Path
    """JPEG, long edge 320 px at most"""
    captions: tuple[Caption, ...] = ()
    warnings: tuple[str, ...] = ()
    """codes such as javascript, form, xfa, repaired, attachments, layers, ocr-timeout:7, unreadable-page:7"""
    facts: dict[str, Any] = field(default_factory=dict)
    """what the PDF says of itself: producer, created, outline, tagged, pdf_version"""


def to_json(reading: Reading) -> dict[str, Any]:
    """Turn a reading into plain values; the files are named relative to the working folder."""
    plain = asdict(reading)
    plain["pdf"], plain["cover"] = reading.pdf.name, reading.cover.name
    return plain


def from_json(plain: dict[str, Any], workdir: Path, original: Path) -> Reading:
    """Rebuild a reading from the child's plain values, which are as untrusted as the file was.

    Raises:
        ValueError, KeyError, TypeError: when the values do not have the shape of a reading, or name a file
            outside `workdir`.
    """
    values = dict(plain)
    values["pages"] = tuple(PageText(**{**page, "origin": _origin(page["origin"])}) for page in plain["pages"])
    values["captions"] = tuple(Caption(**_with_box(caption)) for caption in plain["captions"])
    values["metadata"] = Metadata(**{k: v and Found(**_with_box(v)) for k, v in plain["metadata"].items()})
    values["warnings"] = tuple(str(code) for code in plain["warnings"])
    values["pdf"] = original if plain["pdf_is_original"] else own_file(workdir, plain["pdf"])
    values["cover"] = own_file(workdir, plain["cover"])
    return Reading(**values)


def _origin(plain: dict[str, Any] | None) -> PageOrigin | None:
    if plain is None:
        return None
    repairs = tuple(Repair(**repair) for repair in plain["repairs"])
    return PageOrigin(int(plain["source_page"]), int(plain["part"]), repairs)


def _with_box(plain: dict[str, Any]) -> dict[str, Any]:
    box = plain["bbox"]
    return {**plain, "bbox": None if box is None else tuple(float(number) for number in box)}


def own_file(workdir: Path, name: str) -> Path:
    """Give a file that a child says it has made: one of its own folder, and no link to anything else.

    Raises:
        ValueError: there is none.
    """
    path = workdir / name
    if Path(name).name != name or path.is_symlink() or not path.is_file():
        raise ValueError(f"the child named no file of its own: {name!r}")
    return path
