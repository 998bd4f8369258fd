"""TIFF, PNG and JPEG become a PDF that holds the same pixels."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import Damaged, ImageBomb, TooManyPages, ZeroPages
from ingest.limits import Limits

_FORMATS = {"image/tiff": "TIFF", "image/png": "PNG", "image/jpeg": "JPEG"}
_A4_LONG_EDGE_INCHES = 11.69
_A2_LONG_EDGE_INCHES = 23.4  # a camera states 72 dpi and means nothing by it
_SANE_DPI = (60.0, 2400.0)
_IMG2PDF_DEFAULT_DPI = 96.0  # what it takes a picture for that states no resolution
_LEAST_PAGE = 3.0
"""pt (PDF 1.7 annex C): a speck of a page must not keep the others of its file out"""
_BATCH = 16
_MIRRORED = {2, 4, 5, 7}  # values of the EXIF orientation that img2pdf cannot express
_ORIENTATION = 0x0112
_SCAN = b"\xff\xda"  # start of scan
_FAIR_SCANS = 20  # programs write about ten
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError)


def image_to_pdf(path: Path, media_type: str, out: Path, limits: Limits) -> int:
    """Wrap the image's pages into a PDF without loss, and give their number.

    JPEG bytes are kept as they are; other pixels are stored losslessly. Only the decoder of `media_type` is used.
    Resolution comes from the file where it is sane, else the long edge is taken for A4's.

    Raises:
        ImageBomb, TooManyPages, ZeroPages, Damaged.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit below looks at the size before any pixel is decoded
    parts: list[Path] = []
    count = 0
    try:
        for pages in _batches(_checked_pages(path, media_type, limits)):
            parts.append(out.with_suffix(f".{len(parts)}"))
            _write(pages, parts[-1])
            count += len(pages)
    except _BROKEN as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error
    _join(parts, out)
    return count


def _batches(pages: Iterator[bytes]) -> Iterator[list[bytes]]:
    """A few pages at a time, so that memory does not grow with the book."""
    while batch := list(islice(pages, _BATCH)):
        yield batch


def _join(parts: list[Path], out: Path) -> None:
    if len(parts) == 1:
        parts[0].replace(out)
        return
    with ExitStack() as opened, pikepdf.new() as whole:
        for part in parts:
            whole.pages.extend(opened.enter_context(pikepdf.open(part)).pages)
        whole.save(out)
    for part in parts:
        part.unlink()


def _checked_pages(path: Path, media_type: str, limits: Limits) -> Iterator[bytes]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of odd tags; what matters it raises
        with Image.open(path, formats=[_FORMATS[media_type]]) as image:
            frames = getattr(image, "n_frames", 1)
            if frames == 0:
                raise ZeroPages
            if frames > limits.pages:
                raise TooManyPages(pages=frames, limit=limits.pages)
            if media_type == "image/jpeg":
                _check_size(image, 1, limits)
                _check_scans(path.read_bytes(), image, limits)
                yield _jpeg(path, image)
                return
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                _check_size(frame, number, limits)
                yield _lossless(frame)


def _check_size(image: Image.Image, number: int, limits: Limits) -> None:
    megapixels = image.width * image.height // 1_000_000
    if megapixels > limits.megapixels:
        raise ImageBomb(page=number, megapixels=megapixels, limit=limits.megapixels)


def _check_scans(data: bytes, image: Image.Image, limits: Limits) -> None:
    """Refuse a JPEG that goes over its pixels thousands of times ("Two Issues with the JPEG Standard", 2015).

    A few megabytes would keep a processor busy for hours, here and in every reader's program.
    """
    scans = data.count(_SCAN)  # in the picture's own data 0xFF is followed by 0x00
    megapixels = image.width * image.height * scans // 1_000_000
    if scans > _FAIR_SCANS and megapixels > limits.megapixels * _FAIR_SCANS:
        raise ImageBomb(page=1, megapixels=megapixels, limit=limits.megapixels)


def _jpeg(path: Path, image: Image.Image) -> bytes:
    image.load()  # a cut-off file is found here, not on the reader's screen
    if image.getexif().get(_ORIENTATION, 1) in _MIRRORED:
        return _lossless(image)
    return path.read_bytes()


def _lossless(frame: Image.Image) -> bytes:
    """Encode one page as PNG in a mode that PDF knows."""
    dpi = frame.info.get("dpi")
    upright = ImageOps.exif_transpose(frame)
    if "transparency" in upright.info or upright.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        alpha = upright.convert("RGBA")
        paper = Image.new("RGB", alpha.size, "white")
        paper.paste(alpha, mask=alpha.getchannel("A"))
        upright = paper
    elif upright.mode.startswith(("I", "F")):
        upright = _eight_bits(upright)
    elif upright.mode not in {"1", "L", "RGB", "P"}:
        upright = upright.convert("RGB")
    buffer = io.BytesIO()
    upright.save(buffer, "PNG", compress_level=1, **({"dpi": dpi} if dpi else {}))
    return buffer.getvalue()


def _eight_bits(deep: Image.Image) -> Image.Image:
    """Give grey of 12, 16 or 32 bits as grey of eight; cut off at 255, as Pillow does it, all paper would be white.

    Sixteen bits are scaled by what they hold at most, and not by what this page has: an even page stays as it is.
    """
    levels = np.nan_to_num(np.asarray(deep, dtype=np.float64), posinf=0.0, neginf=0.0)
    brightest = float(levels.max(initial=0.0))
    white = next((most for most in (255.0, 4095.0, 65535.0) if brightest <= most), brightest)
    return Image.fromarray((levels.clip(0, white) * (255.0 / white)).round().astype(np.uint8))


def _write(pages: list[bytes], out: Path) -> None:
    import img2pdf  # type: ignore[import-untyped]  # it has no annotations; loaded only where it is needed

    rotation = img2pdf.Rotation.ifvalid
    try:
        with out.open("wb") as file:
            img2pdf.convert(pages, outputstream=file, layout_fun=_layout, rotation=rotation)
    except (img2pdf.ImageOpenError, img2pdf.PdfTooLargeError) as error:
        raise Damaged(f"{type(error).__name__}: {error}") from error


def _layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """Give page and image size in pt from the pixels and the stated resolution."""
    low, high = _SANE_DPI
    across, down = (float(d) for d in dpi)
    longest = max(width / across, height / down) if across > 0 and down > 0 else math.inf
    sane = low <= across <= high and low <= down <= high and longest <= _A2_LONG_EDGE_INCHES
    if not sane or across == down == _IMG2PDF_DEFAULT_DPI:
        across = down = max(width, height) / _A4_LONG_EDGE_INCHES
    size = (width / across * 72.0, height / down * 72.0)
    paper = [max(side, _LEAST_PAGE) for side in size]
    return (paper[0], paper[1], *size)
