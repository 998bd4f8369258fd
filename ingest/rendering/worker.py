"""`python -m ingest.rendering.worker`: draw pages on request until stdin ends."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

import io
import json
import math
import os
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import Damaged, IngestError, NoSuchPage, OutOfMemory
from ingest.limits import Limits
from ingest.rendering.tilt import TILT
from ingest.rendering.wire import HEADER_BYTES, lengths, pack
from ingest.sandbox.confine import confine

_KEPT_OPEN = 4  # documents
_MOST_PIXELS = 24_000_000  # of one picture


class Documents:
    """The documents that were used last, open."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int, int], Any] = OrderedDict()

    def page(self, path: str, number: int) -> Any:
        """Load a page, 1 being the first."""
        import pymupdf

        facts = Path(path).stat()
        key = (path, facts.st_mtime_ns, facts.st_size)
        if key not in self._open:
            self._open[key] = self._opened(pymupdf, path)
            while len(self._open) > _KEPT_OPEN:
                self._open.popitem(last=False)[1].close()
        self._open.move_to_end(key)
        document = self._open[key]
        if not 1 <= number <= document.page_count:
            raise NoSuchPage(page=number, pages=document.page_count)
        return document[number - 1]

    @staticmethod
    def _opened(pymupdf: Any, path: str) -> Any:
        with Path(path).open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                # MuPDF would pick another of its formats by the content.
                raise Damaged("no PDF")
        return pymupdf.open(path, filetype="pdf")


def draw(page: Any, width_px: int, media_type: str) -> bytes:
    """Draw a page `width_px` wide (less where it is absurdly long) as JPEG or WebP."""
    import pymupdf
    from PIL import Image

    scale = width_px / max(page.rect.width, 1)
    pixels = scale * scale * page.rect.width * page.rect.height
    scale *= min(1.0, math.sqrt(_MOST_PIXELS / max(pixels, 1)))
    matrix = pymupdf.Matrix(scale, TILT, TILT, scale, 0, 0)
    drawn = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False)
    picture = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.samples_mv, "raw", "RGB", drawn.stride, 1)
    buffer = io.BytesIO()
    if media_type == "image/webp":
        picture.save(buffer, "WEBP", quality=80, method=2)
    else:
        picture.save(buffer, "JPEG", quality=82, subsampling=0)
    return buffer.getvalue()


def answer(documents: Documents, request: dict[str, Any]) -> bytes:
    """Do what was asked and write the message that tells it, be it a failure."""
    import pymupdf

    try:
        return pack(*_done(documents, request))
    except IngestError as error:
        return pack({"error": error.code, "detail": error.detail, "params": error.params})
    except MemoryError:
        return pack({"error": OutOfMemory.code, "detail": "", "params": {"megabytes": 0}})
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, OSError, RuntimeError, ValueError, SyntaxError) as error:
        return pack({"error": Damaged.code, "detail": f"{type(error).__name__}: {error}", "params": {}})
    finally:
        pymupdf.TOOLS.store_shrink(100)


def _done(documents: Documents, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from ingest.rendering.codes import page_code
    from ingest.rendering.regions import RegionOrder, draw_region
    from ingest.rendering.sheets import draw_sheet
    from ingest.rendering.words import page_words

    if request["do"] == "sheet":
        pages, picture = draw_sheet(Path(request["pdf"]), request["page"], request["width"])
        return {"pages": pages}, picture
    page = documents.page(request["pdf"], request["page"])
    if request["do"] == "words":
        return {"words": page_words(page)}, b""
    if request["do"] == "region":
        return {}, draw_region(page, RegionOrder(**request["order"]))
    if request["do"] == "code":
        return {"code": page_code(page)}, b""
    return {"width": page.rect.width}, draw(page, request["width"], request["media_type"])


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """Read `count` bytes, or nothing at the end of the stream."""
    data = stream.read(count)
    return data if len(data) == count else b""


def main() -> None:
    """Confine oneself to the folders named by the first message, then answer requests one by one."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    documents: Documents | None = None
    while head := read_exactly(requests, HEADER_BYTES):
        message = json.loads(read_exactly(requests, lengths(head)[0]))
        if documents is None:
            folders = tuple(map(Path, message["folders"]))
            limits = Limits(**message["limits"])
            active = confine(workdir=Path.cwd(), readable=folders, limits=limits, die_with_parent=False)
            documents = Documents()
            answers.write(pack({"sandbox": active}))
        else:
            answers.write(answer(documents, message))
        answers.flush()


if __name__ == "__main__":
    main()
