"""A page as a canvas: a thumbnail for everybody, an image with a service for who may read."""

from __future__ import annotations

from typing import Any

from library.catalogue.pages import PageLine
from library.store.models import Work
from webapp.rooms.iiif import addresses
from webapp.rooms.iiif.sheet import Sheet
from webapp.rooms.open.addresses import whole
from webapp.thumbnails import LONG_EDGE


def public(work: Work, line: PageLine, sheet: Sheet) -> dict[str, Any]:
    """Give a page on which its thumbnail stands, the only picture of it that leaves without a mark."""
    small = _thumbnail(whole("works.thumbnail", work_id=work.id, number=line.number), sheet)
    return _canvas(work, line, sheet, small, small)


def readable(work: Work, line: PageLine, sheet: Sheet) -> dict[str, Any]:
    """Give a page on which the image of the reader's own copy stands, and where its text is."""
    body = {
        "id": addresses.image_address(work.id, line.number),
        "type": "Image",
        "format": "image/jpeg",
        "width": sheet.width,
        "height": sheet.height,
        "service": [
            {"id": addresses.image_service(work.id, line.number), "type": "ImageService3", "profile": "level2"}
        ],
    }
    small = _thumbnail(addresses.here("works.thumbnail", work_id=work.id, number=line.number), sheet)
    made = _canvas(work, line, sheet, body, small)
    text = addresses.here("iiif.text", work_id=work.id, number=line.number)
    return {**made, "annotations": [{"id": text, "type": "AnnotationPage"}]}


def _canvas(
    work: Work, line: PageLine, sheet: Sheet, body: dict[str, Any], thumbnail: dict[str, Any]
) -> dict[str, Any]:
    address = addresses.canvas(work.id, line.number)
    painting = {
        "id": f"{address}/painting",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": address,
    }
    return {
        "id": address,
        "type": "Canvas",
        "label": {"none": [line.label or str(line.number)]},
        "width": sheet.width,
        "height": sheet.height,
        "thumbnail": [thumbnail],
        "items": [{"id": f"{address}/paintings", "type": "AnnotationPage", "items": [painting]}],
    }


def _thumbnail(address: str, sheet: Sheet) -> dict[str, Any]:
    return {"id": address, "type": "Image", "format": "image/jpeg", **sheet.within(LONG_EDGE)}
