"""A scanned book made of the real scans: every page its own image, none like another."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

SCANS = "scan/kepka_bapeten_140_2020_notext.pdf"


def scanned_book(corpus: Path, out: Path, size: int) -> Path:
    """Write a book of at least `size` bytes, if it is not there; pages are the scans, slightly shifted and lit."""
    if out.exists() and out.stat().st_size >= size:
        return out
    with pikepdf.open(corpus / SCANS) as source, pikepdf.new() as book:
        streams = (thing for thing in source.objects if isinstance(thing, pikepdf.Stream))
        images = [stream for stream in streams if str(stream.get("/Filter")) == "/DCTDecode"]
        total, number = 0, 0
        while total < size:
            data = changed(images[number % len(images)].read_raw_bytes(), number)
            add_page(book, data)
            total, number = total + len(data), number + 1
        book.save(out)
    return out


def changed(jpeg: bytes, number: int) -> bytes:
    """Make another scan of the same sheet: a little darker or lighter, a few pixels aside."""
    chance = np.random.default_rng(number)
    with Image.open(io.BytesIO(jpeg)) as picture:
        shifted = np.roll(np.asarray(picture), chance.integers(-20, 20, 2), (0, 1))
        lit = np.clip(shifted * chance.uniform(0.96, 1.0), 0, 255).astype(np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(lit).save(buffer, "JPEG", quality=92, subsampling=2)  # as an archive would
    return buffer.getvalue()


def add_page(book: pikepdf.Pdf, jpeg: bytes) -> None:
    """Append a page that is one picture, 300 dpi."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
    image = book.make_stream(
        jpeg, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    points = (width * 72 / 300, height * 72 / 300)
    page = book.add_blank_page(page_size=points)
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.obj["/Contents"] = book.make_stream(b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % points)
