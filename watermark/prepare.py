"""Preparation, once a publication: a PDF becomes a master."""

from __future__ import annotations

import gc
import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import pikepdf

from watermark.atomic import whole_file
from watermark.bodyfile import BodyWriter
from watermark.carriers.images.document import keyed_images, tile_pictures
from watermark.carriers.marker import MarkedPage, TextMarker
from watermark.carriers.streams import StreamReader
from watermark.errors import BadInputError, DamagedError
from watermark.footing import find_places
from watermark.master import BODY_NAME, ENGINE, SLOTS_ALONE, SLOTS_NAME, Master, Traceability
from watermark.normal import normalise
from watermark.pdf.drawing import opened
from watermark.pdf.geometry import Sheet, sheet_of
from watermark.pdf.writer import Draft
from watermark.room import Room
from watermark.slots import SlotMap, build_slots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watermark.carriers.images.pictures import TiledPage
    from watermark.stamp.place import Placement

_GROWTH: Final = 1.045  # of the source's size, what a copy may reach
_SMALL_GROWTH: Final = 6_000  # bytes that any copy may grow: a leaflet of 20 kB shall name its reader, too
_AMPLE: Final = 60_000  # bytes a page: marks and stamp find room in what a copy may grow, however tightly it is packed
_COLLECTED: Final = (
    100_000  # new objects after which Python looks for cycles: a page makes tens of thousands, none of them in one
)
_STAMP_BYTES: Final = 440  # of a page's visible stamp, packed: 380 to 475 by the length of names and of the address


@dataclass(frozen=True)
class _Job:
    """What was asked for, and where things go."""

    source: Path
    folder: Path
    names: tuple[str, str]
    spool: IO[bytes]
    progress: Callable[[int, int], None]


@dataclass
class _Work:
    """A preparation under way: the normal document in both libraries and what was found so far."""

    pdf: pikepdf.Pdf
    document: Any
    pictures: list[TiledPage]
    sheets: list[Sheet]
    pages: list[int]
    places: list[Placement]
    marked: list[MarkedPage] = field(default_factory=list)


def prepare(source: Path, folder: Path, *, progress: Callable[[int, int], None] | None = None) -> Master:
    """Make the master of a publication.

    The source is parsed here, by qpdf and by MuPDF: call this in a process of its own with limits.

    Args:
        source: a PDF; encrypted ones are refused.
        folder: where the two files of the master go; made if it is missing, files in it are replaced.
        progress: called with (pages done, pages).

    Returns:
        The master: pages, paths of body and slot map, traceability report.

    Raises:
        EncryptedError: the file is protected.
        DamagedError: the file is no readable PDF or has no pages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _seldom_collected(), tempfile.TemporaryDirectory(prefix=".prepare-", dir=folder) as place:
        normal, tiled = Path(place) / "normal.pdf", Path(place) / "tiled.pdf"
        removed, names = normalise(source, normal)
        try:
            places = find_places(normal)
            with (Path(place) / "second").open("w+b") as spool:
                pictures = tile_pictures(normal, tiled, spool, bytes.fromhex(_sha256(source)))
                with pikepdf.open(tiled) as pdf, opened(tiled) as document:
                    job = _Job(source, folder, names, spool, progress or (lambda _done, _pages: None))
                    work = _work(pdf, document, pictures, places)
                    slots = _make(work, job)
        except (pikepdf.PdfError, RuntimeError) as exc:
            raise DamagedError("The file is damaged: a page of it cannot be worked on.") from exc
    return Master(len(slots.pages), folder / BODY_NAME, folder / SLOTS_NAME, _report(slots, removed))


@contextmanager
def _seldom_collected() -> Iterator[None]:
    usual = gc.get_threshold()
    gc.set_threshold(_COLLECTED, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _work(pdf: pikepdf.Pdf, document: Any, pictures: list[TiledPage], places: list[Placement]) -> _Work:
    own = [page.obj["/Contents"].objgen[0] for page in pdf.pages]
    return _Work(pdf, document, pictures, [sheet_of(page.obj) for page in pdf.pages], own, places)


def _make(work: _Work, job: _Job) -> SlotMap:
    """Go through the pages and write body and slot map."""
    pdf, pages = work.pdf, work.pages
    font = pdf.pages[0].obj["/Resources"]["/Font"][job.names[1]].objgen[0]
    with whole_file(job.folder / BODY_NAME) as file, tempfile.TemporaryFile(dir=job.folder) as unmarked:
        quick = job.source.stat().st_size >= _AMPLE * len(pages)
        draft = Draft(pdf, unmarked, quick=quick, finished=frozenset(keyed_images(pdf).values()))
        body = BodyWriter(pdf, file, draft)
        _go_through(work, body, _room(draft, work, job.source), job.progress)
        digest = body.finish(pages, font, job.names, work.places, job.spool)
    slots = build_slots(
        engine=ENGINE,
        publication=_sha256(job.source),
        body=digest,
        sizes=[(sheet.width, sheet.height) for sheet in work.sheets],
        found=[(marked.slots, marked.energy) for marked in work.marked],
    )
    with whole_file(job.folder / SLOTS_NAME) as file:
        file.write(slots.to_bytes())
    return slots


def _room(draft: Draft, work: _Work, source: Path) -> Room:
    """Find how much the marks may add to the document as it is without them."""
    size = source.stat().st_size
    left = max(_GROWTH * size, size + _SMALL_GROWTH) - draft.size - _STAMP_BYTES * len(work.pages)
    drawn = [_drawn_size(work.pdf, page.obj, own) for page, own in zip(work.pdf.pages, work.pages, strict=True)]
    return Room(left, drawn)


def _drawn_size(pdf: pikepdf.Pdf, page: Any, own: int) -> int:
    """Count the packed bytes that draw a page: its own content, and forms that it names."""
    forms = [
        thing
        for thing in page.get("/Resources", {}).get("/XObject", {}).values()
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
    ]
    return sum(len(thing.read_raw_bytes()) for thing in (pdf.get_object(own, 0), *forms))


def _go_through(work: _Work, body: BodyWriter, room: Room, progress: Callable[[int, int], None]) -> None:
    marker = TextMarker(StreamReader(work.pdf), work.document)
    numbers = keyed_images(work.pdf)
    slot = 0
    for number, (page, sheet) in enumerate(zip(work.pdf.pages, work.sheets, strict=True)):
        tiles = work.pictures[number]
        pictures = [work.pdf.get_object(numbers[image.key], 0) for image in tiles.images]
        marked = marker.mark(page.obj, number, sheet, room.of_page(), pictures)
        room.spend(_write_page(work, body, marked, work.pages[number], slot))
        for image in tiles.images:
            body.add_image(numbers[image.key], image, slot + len(marked.slots))
        work.marked.append(MarkedPage(slots=marked.slots + tiles.slots, energy=marked.energy + tiles.energy))
        slot += len(work.marked[-1].slots)
        progress(number + 1, len(work.sheets))


def _write_page(work: _Work, body: BodyWriter, marked: MarkedPage, own: int, slot: int) -> float:
    """Hand a page's streams to the body; give the bytes by which it grew."""
    grown, streams = 0, {stream.number: stream for stream in marked.streams}
    for stream in marked.streams:
        if stream.number != own:
            grown += body.add_form(stream, slot) - body.draft.packed_size(stream.number)
    page = streams.get(own)
    content = page.content if page else work.pdf.get_object(own, 0).read_bytes()
    size = body.add_page(content, page.fields if page else [], slot)
    return float(grown + size - body.draft.packed_size(own))


def _report(slots: SlotMap, removed: dict[str, int]) -> Traceability:
    counts = tuple(int(count) for count in slots.per_page())
    return Traceability(counts, sum(count >= SLOTS_ALONE for count in counts), removed)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise BadInputError(f"The file cannot be read: {exc.strerror}.") from exc
