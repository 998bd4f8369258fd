"""Decode a leaked file in a process of its own: ``python -I -m watermark.trace.intake FILE OUT FIRST COUNT``.

Leaks come from strangers, and decoders have bugs. This process limits its own memory, time and files before it
touches the leak, writes every page or picture as plain grey numbers into OUT (`watermark.trace.grey`), and says on
stdout, in JSON, what it found. It imports nothing that tracing needs beyond decoding, and of the decoders the one that
the file asks for: loading them takes longer than most pictures. A caller that has a tighter sandbox starts it in there
(`watermark.trace.launching`).
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from watermark.trace.grey import LONGEST, SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PIXELS = 260_000_000
MOST_BYTES = 1 << 30
RENDER_DPI = 200
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MEMORY = 3 << 30
_SECONDS = 150
_STRIP_PIXELS = 4_000_000
_WHOLE = 0.95  # of the page, that its one picture covers
_COARSEST = 0.75  # px a pt: below, letters are no letters


class RefusedError(Exception):
    """The file is not what it should be; the text goes to the person."""


def main(arguments: list[str]) -> int:
    """Decode pages FIRST … FIRST+COUNT−1 (zero-based); COUNT 0 only counts."""
    path, out, first, count = Path(arguments[0]), Path(arguments[1]), int(arguments[2]), int(arguments[3])
    limit()
    try:
        answer = _decode(path, out, first, count)
    except RefusedError as exc:
        answer = {"error": str(exc)}
    except MemoryError:
        answer = {"error": "The file needs more memory than a leak may take."}
    except Exception as exc:  # noqa: BLE001  whatever a decoder throws at a hostile file is its answer
        answer = {"error": f"The file is damaged or of an unknown kind ({type(exc).__name__})."}
    json.dump(answer, sys.stdout)
    return 0


def limit() -> None:
    """Bound what a hostile file can use up."""
    for what, limit in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, MOST_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))


def _decode(path: Path, out: Path, first: int, count: int) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise RefusedError("The file is larger than 1 GiB; give the pages in question alone.")
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise RefusedError("The file is empty.")
    if b"%PDF-" in head:
        total, pictures = _pdf_pages(path, first, count)
    else:
        total, pictures = _picture_frames(path, first, count)
    for number, picture in pictures:
        (out / f"{number:06d}.grey").write_bytes(SIZE.pack(*picture.size) + picture.tobytes())
    return {"pages": total}


def _pdf_pages(path: Path, first: int, count: int) -> tuple[int, Iterator[tuple[int, Image.Image]]]:
    import pymupdf

    mupdf: Any = pymupdf  # its types stop half way
    mupdf.TOOLS.mupdf_display_errors(False)
    document = mupdf.open(path, filetype="pdf")
    if document.needs_pass:
        raise RefusedError("The PDF asks for a password; remove it first.")
    total = document.page_count
    if total == 0:
        raise RefusedError("The PDF has no pages.")
    return total, ((i, _draw(document[i])) for i in range(first, min(first + count, total)))


def _draw(page: Any) -> Image.Image:
    import pymupdf

    from watermark.pdf.drawing import TILT

    own = _own_picture(page)
    if own is not None:
        return own
    longest = max(page.rect.width, page.rect.height, 1.0)
    zoom = min(RENDER_DPI / 72, (LONGEST - 1) / longest)  # MuPDF rounds outwards
    matrix = (zoom, TILT, TILT, zoom, 0, 0)
    return _of_pixmap(page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, alpha=False))


def _own_picture(page: Any) -> Image.Image | None:
    """Take the picture out of a page that is one picture and nothing else, if drawing the page would enlarge it.

    Its pixels stay as they are: where a program has set words on whole pixels that tells.
    """
    import pymupdf

    mupdf: Any = pymupdf
    drawn = [kind for kind, _ in page.get_bboxlog() if kind != "ignore-text"]  # a scan's letters are not seen
    placed = page.get_image_info(xrefs=True) if drawn == ["fill-image"] and not page.first_annot else []
    if len(placed) != 1 or not placed[0]["xref"] or placed[0]["has-mask"]:
        return None
    across, skew, lean, down, _, _ = placed[0]["transform"]
    whole = _WHOLE * page.rect.width * page.rect.height
    if page.rotation or skew or lean or min(across, down) <= 0 or across * down < whole:
        return None
    size = (placed[0]["width"], placed[0]["height"])
    if max(size) > LONGEST or not _COARSEST < size[0] / across < RENDER_DPI / 72:
        return None
    taken = mupdf.Pixmap(page.parent, placed[0]["xref"])
    if taken.colorspace is None or taken.alpha:
        return None
    return _of_pixmap(mupdf.Pixmap(mupdf.csGRAY, taken))


def _of_pixmap(pixmap: Any) -> Image.Image:
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    return Image.fromarray(grey.copy())


def _picture_frames(path: Path, first: int, count: int) -> tuple[int, Iterator[tuple[int, Image.Image]]]:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    picture = Image.open(path, formats=(*_heif(path), *_FORMATS))
    total = int(getattr(picture, "n_frames", 1))
    return total, _frames(picture, range(first, min(first + count, total)))


def _heif(path: Path) -> tuple[str, ...]:
    """Load the decoder of HEIF for a file in its container (ISO 14496-12: the second word is `ftyp`)."""
    with path.open("rb") as file:
        if file.read(8)[4:] != b"ftyp":
            return ()
    import pillow_heif

    pillow_heif.register_heif_opener()
    return ("HEIF",)


def _frames(picture: Image.Image, wanted: range) -> Iterator[tuple[int, Image.Image]]:
    for number in wanted:
        if number:
            picture.seek(number)
        if picture.width * picture.height > MOST_PIXELS:
            raise RefusedError("The picture has more than 260 megapixels; shrink it first.")
        yield number, _grey(picture)


def _grey(picture: Image.Image) -> Image.Image:
    """Turn a frame upright, lay it on white, and give it in grey, LONGEST px at most."""
    if picture.format == "JPEG":
        picture.draft("L", (LONGEST, LONGEST))
    flat = _on_white(picture)
    shrink = max(flat.size) // LONGEST
    small = flat.reduce(shrink) if shrink > 1 else flat
    turned = _upright(picture, small)
    turned.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    return turned


def _upright(source: Image.Image, picture: Image.Image) -> Image.Image:
    """Apply the EXIF orientation that the file states; conversion has dropped it from the picture."""
    step = _ORIENTATIONS.get(source.getexif().get(0x0112, 1))
    return picture if step is None else picture.transpose(step)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):
        wide = np.asarray(picture, np.float32)
        span = float(np.ptp(wide)) or 1.0
        low = float(wide.min())
        full = (wide - low) * (255 / span) if low < 0 or wide.max() > 255 else wide
        return Image.fromarray(np.nan_to_num(full).astype(np.uint8))
    return _in_strips(picture)


def _in_strips(picture: Image.Image) -> Image.Image:
    """Turn grey what passes through other modes: those hold four bytes a pixel, too much for all of a large picture."""
    picture.load()  # some decoders know the size only now
    width, height = picture.size
    grey = Image.new("L", picture.size)
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        grey.paste(_strip_on_white(picture.crop((0, top, width, min(top + rows, height)))), (0, top))
    return grey


def _strip_on_white(strip: Image.Image) -> Image.Image:
    if strip.mode in {"RGBA", "LA", "PA"} or "transparency" in strip.info:
        white = Image.new("RGBA", strip.size, "white")
        return Image.alpha_composite(white, strip.convert("RGBA")).convert("L")
    return strip.convert("L")


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
