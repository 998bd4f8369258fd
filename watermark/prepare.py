"""Preparation, once a publication: a PDF becomes a master."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pikepdf

from watermark.atomic import whole_file
from watermark.errors import DamagedError, EncryptedError
from watermark.master import BODY_NAME, ENGINE, SLOTS_ALONE, SLOTS_NAME, Master, Traceability, finish_body
from watermark.pack import pack
from watermark.pdf.deflate import packed_content
from watermark.pdf.drawing import grey_page, opened
from watermark.pdf.geometry import Sheet, ink, sheet_of
from watermark.pdf.pages import own_resources, page_content
from watermark.pdf.strip import strip_active
from watermark.pdf.writer import Layout, header, write_static
from watermark.slots import SlotMap, empty_slots
from watermark.stamp.place import Look, Placement, find_place

if TYPE_CHECKING:
    from collections.abc import Callable

Progress = "Callable[[int, int], None]"
_LOOK_PIXELS: Final = 1400  # a pixel a point finds white space; a poster shall cost no more than a page


@dataclass(frozen=True)
class _Facts:
    """What is known of the normalised document before it is laid out."""

    pages: tuple[int, ...]
    font: int
    names: tuple[str, str]
    sheets: tuple[Sheet, ...]
    removed: dict[str, int]


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
    with tempfile.TemporaryDirectory(prefix=".prepare-", dir=folder) as work:
        normal = Path(work) / "normal.pdf"
        removed, names = _normalise(source, normal)
        with pikepdf.open(normal) as pdf:
            facts = _gather(pdf, removed, names)
            places = _find_places(normal, facts, progress or (lambda _done, _pages: None))
            return _lay_out(pdf, facts, places, folder, _sha256(source))


def _normalise(source: Path, target: Path) -> tuple[dict[str, int], tuple[str, str]]:
    """Rewrite the source so that every page owns its content and resources and nothing active is left.

    Gives what was removed, and the resource names of the two fonts of the stamp.
    """
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                raise EncryptedError("The file is protected against changes.")
            if len(pdf.pages) == 0:
                raise DamagedError("The file has no pages.")
            removed = strip_active(pdf)
            own_resources(pdf)
            names = _own_content(pdf)
            _save_plain(pdf, target)
    except pikepdf.PasswordError as exc:
        raise EncryptedError("The file asks for a password.") from exc
    except (pikepdf.PdfError, RuntimeError, ValueError) as exc:
        raise DamagedError("The file is not a PDF that can be read.") from exc
    return removed, names


def _own_content(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """Join each page's content into one stream and give it the two fonts of the stamp."""
    names = _free_names(pdf)
    shared = pdf.make_indirect(_helvetica())
    for page in pdf.pages:
        page.obj["/Contents"] = pdf.make_stream(page_content(page.obj))
        resources = page.obj["/Resources"]
        if not isinstance(resources.get("/Font"), pikepdf.Dictionary):
            resources["/Font"] = pikepdf.Dictionary()
        resources["/Font"][names[0]] = _helvetica()
        resources["/Font"][names[1]] = shared
    return names


def _helvetica() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _free_names(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """Find two font names that no page uses."""
    used: set[str] = set()
    for page in pdf.pages:
        fonts = page.obj["/Resources"].get("/Font")
        if isinstance(fonts, pikepdf.Dictionary):
            used |= set(fonts.keys())
    free = [name for number in range(len(used) + 2) if (name := f"/F{number}") not in used]
    return free[0], free[1]


def _save_plain(pdf: pikepdf.Pdf, target: Path) -> None:
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def _lay_out(pdf: pikepdf.Pdf, facts: _Facts, places: list[Placement], folder: Path, fingerprint: str) -> Master:
    """Write body and slot map."""
    body, slots = folder / BODY_NAME, folder / SLOTS_NAME
    with whole_file(body) as file:
        layout = Layout(file)
        layout.write(header(pdf.pdf_version))
        write_static(pdf, layout, skip=frozenset({*facts.pages, facts.font}))
        digest = _write_rest(pdf, layout, facts, places)
    slot_map = empty_slots(
        engine=ENGINE,
        publication=fingerprint,
        body=digest,
        pages=tuple((round(sheet.width, 3), round(sheet.height, 3)) for sheet in facts.sheets),
    )
    with whole_file(slots) as file:
        file.write(slot_map.to_bytes())
    return Master(len(facts.pages), body, slots, _report(slot_map, facts.removed))


def _gather(pdf: pikepdf.Pdf, removed: dict[str, int], names: tuple[str, str]) -> _Facts:
    return _Facts(
        pages=tuple(page.obj["/Contents"].objgen[0] for page in pdf.pages),
        font=pdf.pages[0].obj["/Resources"]["/Font"][names[1]].objgen[0],
        names=names,
        sheets=tuple(sheet_of(page.obj) for page in pdf.pages),
        removed=removed,
    )


def _find_places(normal: Path, facts: _Facts, progress: Callable[[int, int], None]) -> list[Placement]:
    places = []
    with opened(normal) as document:
        for number, sheet in enumerate(facts.sheets):
            places.append(find_place(Look(_look(document, number, sheet), sheet), terms=number == 0))
            progress(number + 1, len(facts.sheets))
    return places


def _look(document: Any, number: int, sheet: Sheet) -> Any:
    """Draw a page small and grey; a page that cannot be drawn counts as full, so the stamp gets a white band."""
    dpi = 72 * min(1.0, _LOOK_PIXELS / max(sheet.width, sheet.height))
    try:
        return ink(grey_page(document, number, dpi))
    except RuntimeError:
        return np.ones((round(sheet.height * dpi / 72), round(sheet.width * dpi / 72)), np.float32)


def _write_rest(pdf: pikepdf.Pdf, layout: Layout, facts: _Facts, places: list[Placement]) -> str:
    """Write page contents, index and footer; give the digest of the body."""
    static, starts, sums = layout.position, [0], []
    for number in facts.pages:
        content = pdf.get_object(number, 0).read_bytes()
        data, checksum = packed_content(content)
        layout.write(data)
        starts.append(starts[-1] + len(data))
        sums.append(checksum)
    distinct = list(dict.fromkeys(places))
    index = layout.position
    layout.write(
        pack(
            {
                "engine": ENGINE,
                "root": pdf.trailer.Root.objgen[0],
                "info": pdf.trailer.Info.objgen[0] if "/Info" in pdf.trailer else 0,
                "font": facts.font,
                "fonts": list(facts.names),
                "places": [asdict(place) for place in distinct],
            },
            {
                "contents": np.array(starts, np.int64),
                "adler": np.array(sums, np.int64),
                "page": np.array(facts.pages, np.int64),
                "leaf": np.array([page.obj.objgen[0] for page in pdf.pages], np.int64),
                "place": np.array([distinct.index(place) for place in places], np.int32),
                "rows": layout.table(max(0, max(facts.pages) - max(layout.rows))),
            },
        )
    )
    layout.file.flush()
    return finish_body(layout.file, static, index)


def _report(slots: SlotMap, removed: dict[str, int]) -> Traceability:
    counts = tuple(int(count) for count in slots.per_page())
    return Traceability(counts, sum(count >= SLOTS_ALONE for count in counts), removed)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
