"""All pictures of a document, before its text is looked at."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

import pikepdf

from watermark.carriers.images.memory import kept_blocks
from watermark.carriers.images.parts import give_parts
from watermark.carriers.images.pictures import GROWTH, KEY, PART, TiledPage, Tiler
from watermark.carriers.streams import StreamReader
from watermark.normal import save_plain
from watermark.pdf.drawing import opened
from watermark.pdf.geometry import sheet_of

if TYPE_CHECKING:
    from pathlib import Path

_PURSE: Final = 0.015  # of the file's size: what its pictures may take together beyond their own room …
_TOGETHER: Final = 0.047  # … but no more than this with it, so that a copy of nothing but pictures stays below +5 %
_HELD: Final = 32 << 20  # bytes of pictures after which a document is saved …
_SAVES: Final = 16  # … but no more than so many times


def tile_pictures(source: Path, target: Path, spool: IO[bytes], seed: bytes) -> list[TiledPage]:
    """Write a document whose pictures stand at A; B goes to `spool`, `seed` decides the noise.

    A document of many pictures is saved on the way, beside `target`: what pikepdf was given stays in memory until then.

    Returns:
        What the pictures of every page carry; pictures are named by their key, since numbers change in saving.
    """
    size, pages, current = source.stat().st_size, list[TiledPage](), source
    tiler = Tiler(spool, seed)
    with kept_blocks():
        while True:
            with pikepdf.open(current) as pdf, opened(current) as document:
                reader = StreamReader(pdf)
                if current == source:
                    _without_keys(pdf)
                    grown = give_parts(pdf, reader)
                    reader = reader if grown is None else StreamReader(pdf)
                    tiler.purse = _purse(pdf, size) - (grown or 0)
                pages += _tiled(tiler.within(pdf, document), reader, len(pages), max(_HELD, size // _SAVES))
                done = len(pages) == len(pdf.pages)
                following = target if done else target.with_name(f"{target.stem}-{len(pages)}.pdf")
                save_plain(pdf, following)
            if current != source:
                current.unlink()
            if done:
                return pages
            current = following


def _tiled(tiler: Tiler, reader: StreamReader, first: int, most: int) -> list[TiledPage]:
    """Mark the pictures of pages from `first` on, until the document holds `most` bytes of them."""
    pages: list[TiledPage] = []
    for page in list(tiler.pdf.pages)[first:]:
        pages.append(tiler.tile(reader.images(page.obj), sheet_of(page.obj)))
        if tiler.held >= most:
            break
    return pages


def _without_keys(pdf: pikepdf.Pdf) -> None:
    """Take our own keys from a source that brings them along: it would pass for a picture that was worked on."""
    for thing in pdf.objects:
        for key in (KEY, PART):
            if isinstance(thing, pikepdf.Stream) and key in thing:
                del thing[key]


def _purse(pdf: pikepdf.Pdf, size: int) -> float:
    """Find what tightly coded pictures may take beyond their room, bytes."""
    images = (thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and "/Width" in thing)
    coded = sum(int(image.get("/Length", 0)) for image in images if "DCTDecode" in str(image.get("/Filter")))
    return min(_PURSE * size, max(0.0, _TOGETHER * size - (GROWTH - 1) * coded))


def keyed_images(pdf: pikepdf.Pdf) -> dict[int, int]:
    """Find the object numbers of the pictures by their keys."""
    return {
        int(thing[KEY]): thing.objgen[0] for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and KEY in thing
    }
