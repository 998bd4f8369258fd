"""`python -m ingest.drafting.worker`: draw the pages that come as PDFs on stdin until it ends."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymupdf

from ingest.errors import Damaged, OutOfMemory
from ingest.limits import Limits
from ingest.rendering.wire import HEADER_BYTES, lengths, pack
from ingest.sandbox.confine import confine
from watermark.pdf.drawing import fine_page, grey_page, opened
from watermark.pdf.screen import screen_page
from watermark.trace.glyphs import glyphs_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def answer(request: dict[str, Any], pdf: bytes) -> bytes:
    """Do what was asked and write the message that tells it, be it a failure."""
    try:
        if request["do"] == "letters":
            with opened(pdf) as document:
                return pack({}, glyphs_of(document, 0).tobytes())
        drawn = _drawn(request, pdf)
        return pack({"height": drawn.shape[0], "width": drawn.shape[1]}, drawn.tobytes())
    except MemoryError:
        return pack({"error": OutOfMemory.code, "detail": "", "params": {"megabytes": 0}})
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, OSError, RuntimeError, ValueError, IndexError) as error:
        return pack({"error": Damaged.code, "detail": f"{type(error).__name__}: {error}", "params": {}})


def _drawn(request: dict[str, Any], pdf: bytes) -> NDArray[np.uint8]:
    if request["do"] == "screen":
        height, width = request["shape"]
        return screen_page(pdf, (int(height), int(width)), request["smoothing"])
    with opened(pdf) as document:
        return (fine_page if request["do"] == "fine" else grey_page)(document, 0, float(request["dpi"]))


def main() -> None:
    """Shut oneself in at the first message, then answer requests one by one."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    mupdf: Any = pymupdf  # its types stop half way
    mupdf.TOOLS.mupdf_display_errors(False)
    confined = False
    while len(head := requests.read(HEADER_BYTES)) == HEADER_BYTES:
        text, body = lengths(head)
        message, pdf = json.loads(requests.read(text)), requests.read(body)
        if confined:
            answers.write(answer(message, pdf))
        else:
            limits = Limits(**message["limits"])
            active = confine(workdir=Path.cwd(), readable=(), limits=limits, die_with_parent=False)
            answers.write(pack({"sandbox": active}))
            confined = True
        answers.flush()


if __name__ == "__main__":
    main()
