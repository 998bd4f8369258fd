"""Pages that would take a machine down when drawn: absurd sizes are refused before anything is drawn."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from ingest.errors import Damaged, ImageBomb, StreamBomb
from ingest.limits import Limits

_PIECE = 1 << 20  # bytes unpacked at once
_DEEPEST = 6  # Form XObjects inside Form XObjects


def check_pages(path: Path, limits: Limits) -> None:
    """Look at each page's size, images and content without unpacking images.

    Raises:
        ImageBomb: an image of more than `limits.megapixels`, or a page longer than `limits.page_points`.
        StreamBomb: a content stream that unpacks to more than `limits.stream_bytes`.
        Damaged: when a page is no page.
    """
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        seen: set[tuple[int, int]] = set()
        for number, page in enumerate(pdf.pages, start=1):
            try:
                _check_box(page, number, limits)
                for stream in _contents(page):
                    _check_stream(stream, number, limits)
                _check_resources(page.obj.get("/Resources"), number, limits, seen, 0)
            except (ImageBomb, StreamBomb):
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
            _check_stream(drawn, number, limits)
            _check_resources(drawn.get("/Resources"), number, limits, seen, depth + 1)


def _check_image(image: pikepdf.Object, number: int, limits: Limits) -> None:
    megapixels = int(image.get("/Width", 0)) * int(image.get("/Height", 0)) // 1_000_000
    if megapixels > limits.megapixels:
        raise ImageBomb(page=number, megapixels=megapixels, limit=limits.megapixels)


def _contents(page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(stream, pikepdf.Stream):
            yield stream


def _check_stream(stream: pikepdf.Object, number: int, limits: Limits) -> None:
    size = unpacked_size(stream.read_raw_bytes(), _flate_layers(stream), limits.stream_bytes)
    if size > limits.stream_bytes:
        raise StreamBomb(page=number, megabytes=limits.stream_bytes >> 20)


def _flate_layers(stream: pikepdf.Object) -> int:
    filters = stream.get("/Filter")
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    return len(names) if all(name == pikepdf.Name.FlateDecode for name in names) else 0


def unpacked_size(data: bytes, layers: int, limit: int) -> int:
    """Count the bytes of a stream after `layers` of Flate, without ever holding more than a piece of them.

    Counting stops above `limit`. Data that breaks off counts as far as it goes; other filters are not unpacked.
    """
    if layers == 0:
        return len(data)
    unpackers = [zlib.decompressobj() for _ in range(layers)]
    return _count(data, unpackers, limit)


def _count(data: bytes, unpackers: list[zlib._Decompress], limit: int) -> int:
    first, *rest = unpackers
    total = 0
    try:
        while data and total <= limit and not first.eof:
            piece = first.decompress(data, _PIECE)
            data = first.unconsumed_tail
            total += _count(piece, rest, limit) if rest else len(piece)
    except zlib.error:
        pass
    return total
