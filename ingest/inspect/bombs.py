"""Pages that would take a machine down when drawn: absurd sizes are refused before anything is drawn."""

from __future__ import annotations

from pathlib import Path

import pikepdf

from ingest.errors import Damaged, ImageBomb
from ingest.limits import Limits

_DEEPEST = 6  # Form XObjects inside Form XObjects


def check_pages(path: Path, limits: Limits) -> None:
    """Look at each page's size, images and content without unpacking images.

    Raises:
        ImageBomb: an image of more than `limits.megapixels`, a page longer than `limits.page_points`, or a
            content stream that unpacks to more than `limits.stream_bytes`.
        Damaged: when a page is no page.
    """
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, start=1):
            try:
                _check_box(page, number, limits)
                _check_resources(page.obj.get("/Resources"), number, limits, seen, 0)
            except ImageBomb:
                raise
            except (pikepdf.PdfError, TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
                raise Damaged(f"page {number}: {type(error).__name__}: {error}") from error


def _check_box(page: pikepdf.Page, number: int, limits: Limits) -> None:
    x0, y0, x1, y1 = (float(value) for value in page.mediabox)
    longest = max(abs(x1 - x0), abs(y1 - y0)) * float(page.obj.get("/UserUnit", 1))
    if longest > limits.page_points:
        side = int(longest / 72 * 300) ** 2 // 1_000_000  # what a square of it has at 300 dpi
        raise ImageBomb(page=number, megapixels=side, limit=limits.megapixels)


def _check_resources(
    resources: pikepdf.Object | None, number: int, limits: Limits, seen: set[tuple[int, int]], depth: int
) -> None:
    if not isinstance(resources, pikepdf.Dictionary) or depth > _DEEPEST:
        return
    objects = resources.get("/XObject")
    if not isinstance(objects, pikepdf.Dictionary):
        return
    for name in objects.keys():  # noqa: SIM118 - a pikepdf dictionary iterates over nothing without keys()
        drawn = objects[name]
        if not isinstance(drawn, pikepdf.Stream) or drawn.objgen in seen:
            continue
        seen.add(drawn.objgen)
        if drawn.get("/Subtype") == pikepdf.Name.Image:
            _check_image(drawn, number, limits)
        else:
            _check_resources(drawn.get("/Resources"), number, limits, seen, depth + 1)


def _check_image(image: pikepdf.Object, number: int, limits: Limits) -> None:
    megapixels = int(image.get("/Width", 0)) * int(image.get("/Height", 0)) // 1_000_000
    if megapixels > limits.megapixels:
        raise ImageBomb(page=number, megapixels=megapixels, limit=limits.megapixels)
