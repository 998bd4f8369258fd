"""The place of every page's stamp, and a foot for pages that have none: a stamp hides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pikepdf

from watermark.normal import save_plain
from watermark.pdf.drawing import grey_page, opened
from watermark.pdf.geometry import Sheet, ink, lengthen, sheet_of
from watermark.stamp.place import Look, Placement, find_place, foot_height, place_in_foot

if TYPE_CHECKING:
    from pathlib import Path

    from watermark.stamp.place import Area

_LOOK_PIXELS: Final = 1400  # a pixel a point finds white space; a poster shall cost no more than a page
_WHITE: Final = b"\n/Artifact BMC\nq\n1 g\n%.3f %.3f %.3f %.3f re\nf\nQ\nEMC\n"


def find_places(normal: Path) -> list[Placement]:
    """Find the place of the stamp on every page; pages without one get a foot, and the file is written anew.

    Args:
        normal: a source made normal (`watermark.normal`).
    """
    with pikepdf.open(normal, allow_overwriting_input=True) as pdf:
        with opened(normal) as document:
            found = [
                find_place(_look(document, number, sheet_of(page.obj)), terms=number == 0)
                for number, page in enumerate(pdf.pages)
            ]
        places = [
            place or _with_foot(page.obj, terms=number == 0)
            for number, (page, place) in enumerate(zip(pdf.pages, found, strict=True))
        ]
        if None in found:
            save_plain(pdf, normal)
    return places


def _with_foot(page: Any, *, terms: bool) -> Placement:
    """Lengthen a page. Its foot is painted white: what was cut off below the page before shall not come to light."""
    sheet = sheet_of(page)
    lengthen(page, foot_height(sheet, terms=terms))
    longer = sheet_of(page)
    x0, y0, x1, y1 = longer.to_user.box(0, sheet.height, longer.width, longer.height)
    page["/Contents"].write(page["/Contents"].read_bytes() + _WHITE % (x0, y0, x1 - x0, y1 - y0))
    return place_in_foot(sheet, longer, terms=terms)


def _look(document: Any, number: int, sheet: Sheet) -> Look:
    """Draw a page small; one that cannot be drawn counts as full, so that it gets a foot."""
    dpi = 72 * min(1.0, _LOOK_PIXELS / max(sheet.width, sheet.height))
    try:
        drawn = ink(grey_page(document, number, dpi))
    except RuntimeError:
        drawn = np.ones((round(sheet.height * dpi / 72), round(sheet.width * dpi / 72)), np.float32)
    return Look(drawn, sheet, lambda: _words(document[number]))


def _words(page: Any) -> list[Area]:
    """List the boxes of words as seen; a page that cannot be read has none."""
    try:
        words = page.get_text("words")
    except RuntimeError:
        return []
    return [tuple(box[:4]) for box in words if any(char.isalnum() for char in box[4])]
