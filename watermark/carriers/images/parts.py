"""Pictures that several pages show in parts, as a cover that goes around the back of a book: each gets its own part.

What two pages draw cannot carry: whoever has one of them has both. A part of its own carries, and all of them together
are hardly larger than the picture. They keep its quantisation tables and its grid of blocks, so that coding them once
more loses next to nothing.
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, Final

import pikepdf
from PIL import Image

from watermark.carriers.images.jpeg import JpegKind, JpegPairError, Planes, read_jpeg
from watermark.carriers.images.pictures import PART, is_jpeg, unwrapped
from watermark.pdf.geometry import sheet_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from watermark.carriers.streams import Drawn, StreamReader

_LEAST: Final = 250_000  # px of a picture that is worth it
_LARGEST: Final = 120_000_000  # px
_MOST_PAGES: Final = 4  # that show it
_MOST_TOGETHER: Final = 1.1  # of the picture's area: beyond, its parts would make the file grow
_MARGIN: Final = 2.0  # pt beyond the paper that a part keeps
_LEFT_ALONE: Final = ("/SMask", "/Mask", "/Decode", "/ImageMask", "/Alternates", "/OPI", "/StructParent")
_ANEW: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/Width", "/Height"})

# what makes a picture be left as it is: it cannot be decoded, or it is told in ways that make no sense
_SENSELESS: Final = (JpegPairError, pikepdf.PdfError, ArithmeticError, LookupError, TypeError, ValueError)

_Box = tuple[int, int, int, int]  # x0 y0 x1 y1, px


def give_parts(pdf: pikepdf.Pdf, reader: StreamReader) -> int | None:
    """Replace pictures that pages show in parts, in place.

    Args:
        pdf: a document made normal, of which nothing was changed since `reader` was made.
        reader: of the same document.

    Returns:
        The bytes that all parts take more than the pictures did, which may be negative; None where there was none.
    """
    grown = {number: _give(pdf, uses) for number, uses in _shared(pdf, reader).items()}
    given = {number: more for number, more in grown.items() if more is not None}
    _forget(pdf, given.keys())
    return sum(given.values()) if given else None


def _shared(pdf: pikepdf.Pdf, reader: StreamReader) -> dict[Any, list[tuple[Any, Drawn]]]:
    """Find large JPEG pictures that several pages draw, each once and in a stream of its own: with those pages."""
    shared: dict[Any, list[tuple[Any, Drawn]]] = {}
    drawn_often = (
        thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and 1 < reader.draws(thing) <= _MOST_PAGES
    )
    wanted = {thing.objgen for thing in drawn_often if _may_be(thing)}
    wanted -= _named_elsewhere(pdf) if wanted else set()
    for page in pdf.pages if wanted else ():
        for drawn in reader.every_image(page.obj):
            if drawn.image.objgen in wanted:
                shared.setdefault(drawn.image.objgen, []).append((page.obj, drawn))
    return {
        number: uses
        for number, uses in shared.items()
        if len(uses) == reader.draws(uses[0][1].image) == len({drawn.holder.objgen for _, drawn in uses})
    }


def _may_be(thing: Any) -> bool:
    try:
        if str(thing.get("/Subtype")) != "/Image" or any(key in thing for key in _LEFT_ALONE):
            return False
        return _LEAST <= int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) <= _LARGEST and is_jpeg(thing)
    except _SENSELESS:
        return False


def _named_elsewhere(pdf: pikepdf.Pdf) -> set[Any]:
    """Find what patterns and fonts can draw by name: how often they do is not known."""
    found: set[Any] = set()
    for thing in pdf.objects:
        is_page = isinstance(thing, pikepdf.Dictionary) and "/Contents" in thing
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and not is_page and not _is_form(thing):
            found |= {one.objgen for _, one in _names(thing)}
    return found


def _is_form(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Form"


def _names(holder: Any) -> list[tuple[str, Any]]:
    """List the forms and images in the resources of a page, form, pattern or font."""
    resources = holder.get("/Resources")
    things = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    listed = list(things.items()) if isinstance(things, pikepdf.Dictionary) else []
    return [(name, thing) for name, thing in listed if isinstance(thing, pikepdf.Stream)]


def _give(pdf: pikepdf.Pdf, uses: Sequence[tuple[Any, Drawn]]) -> int | None:
    """Give each page its part of one picture, and tell what they take more; None where they would be too large."""
    image = uses[0][1].image
    try:
        before = len(image.read_raw_bytes())
        planes, kind = read_jpeg(unwrapped(image))
        boxes = [_seen(page, drawn, planes, kind) for page, drawn in uses]
    except _SENSELESS:
        return None
    height, width = planes[0].shape
    together = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in boxes)
    if (width, height) != (int(image.Width), int(image.Height)) or together > _MOST_TOGETHER * width * height:
        return None
    # As loosely coded as the whole was: a part's length tells how long it may become when it is marked.
    parts = [_coded(planes, kind, box, optimal=False) for box in boxes]
    if sum(map(len, parts)) > before:
        parts = [_coded(planes, kind, box, optimal=True) for box in boxes]
    for (_, drawn), box, part in zip(uses, boxes, parts, strict=True):
        _draw_part(pdf, drawn, box, part)
    return sum(map(len, parts)) - before


def _seen(page: Any, drawn: Drawn, planes: Planes, kind: JpegKind) -> _Box:
    """Find what a page shows of a picture, in whole MCUs; raises JpegPairError where that is nothing."""
    sheet, (height, width) = sheet_of(page), planes[0].shape
    seen = sheet.to_user.box(-_MARGIN, -_MARGIN, sheet.width + _MARGIN, sheet.height + _MARGIN)
    left, low, right, high = drawn.at.inverse().box(*seen)
    (wide, tall), (x0, x1, y0, y1) = kind.unit, (left, right, 1 - high, 1 - low)
    box = (
        wide * math.floor(max(0.0, x0) * width / wide),
        tall * math.floor(max(0.0, y0) * height / tall),
        min(width, wide * math.ceil(min(1.0, x1) * width / wide)),
        min(height, tall * math.ceil(min(1.0, y1) * height / tall)),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        raise JpegPairError("not seen")
    return box


def _coded(planes: Planes, kind: JpegKind, box: _Box, *, optimal: bool) -> bytes:
    x0, y0, x1, y1 = box
    bands = [Image.fromarray(plane[y0:y1, x0:x1].copy()) for plane in planes]
    out = io.BytesIO()
    sampling = kind.subsampling if kind.mode != "L" else -1
    Image.merge(kind.mode, bands).save(out, "JPEG", qtables=kind.tables, subsampling=sampling, optimize=optimal)
    return out.getvalue()


def _draw_part(pdf: pikepdf.Pdf, drawn: Drawn, box: _Box, coded: bytes) -> None:
    """Put a part in the place that it has in the whole."""
    image, (x0, y0, x1, y1) = drawn.image, box
    width, height = int(image.Width), int(image.Height)
    part = pdf.make_stream(coded)
    for key in image.keys() - _ANEW:
        part[key] = image[key]
    part["/Filter"], part["/Width"], part["/Height"] = pikepdf.Name.DCTDecode, x1 - x0, y1 - y0
    part[PART] = True
    name = f"{PART}{part.objgen[0]}"  # new in every list of names, whichever streams share it
    drawn.resources["/XObject"][name] = part
    place = (x1 - x0) / width, (y1 - y0) / height, x0 / width, 1 - y1 / height
    drawn.redraw(b"q %.9f 0 0 %.9f %.9f %.9f cm %b Do Q" % (*place, name.encode()))


def _forget(pdf: pikepdf.Pdf, pictures: Collection[Any]) -> None:
    """Take the whole pictures from all names under which pages and forms still have them."""
    for holder in (*(page.obj for page in pdf.pages), *(thing for thing in pdf.objects if _is_form(thing))):
        for name, thing in _names(holder) if pictures else ():
            if thing.objgen in pictures:
                del holder["/Resources"]["/XObject"][name]
