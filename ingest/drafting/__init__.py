"""Pages of masters, drawn in confined workers while a leak is compared with them (`watermark.trace.drawing.Drawer`)."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.errors import IngestError
from ingest.limits import Limits
from ingest.rendering.process import Worker
from ingest.sandbox.load import slack
from watermark.errors import LeakError
from watermark.trace.glyphs import glyphs_from

if TYPE_CHECKING:
    from watermark.trace.glyphs import Glyphs
    from watermark.trace.pixels import Grey

MODULE = "ingest.drafting.worker"
LIMITS = Limits(address_bytes=2 << 30, output_bytes=1 << 20)
SECONDS = 60.0
"""Longest wait for one page; longer on an overloaded machine."""
ALONE = 8
"""Pages that the first worker draws alone: starting another takes as long as drawing most of them."""
LONGEST = 20_000
"""px of a side; a page of 200 inches at 100 dpi"""


@contextmanager
def drafting(workers: int) -> Iterator[Drafting]:
    """Lend confined workers; the first starts at once, side by side with what is done first; all end with the block."""
    lent = Drafting(workers)
    try:
        yield lent
    finally:
        lent.close()


class Drafting:
    """Workers that draw PDFs of one page each, as many at once as there are workers."""

    def __init__(self, workers: int) -> None:
        """Start the first; the others follow where more than `ALONE` pages are asked for."""
        self._threads = ThreadPoolExecutor(workers, "drafting")
        self._idle: queue.SimpleQueue[Future[Worker]] = queue.SimpleQueue()
        self._waiting, self._drawn = workers, 0
        self._start(1)

    def _start(self, workers: int) -> None:
        self._waiting -= workers
        for _ in range(workers):
            self._idle.put(self._threads.submit(_started))

    def _count(self, pages: int) -> None:
        self._drawn += pages
        if self._drawn > ALONE:
            self._start(self._waiting)

    def greys(self, pdfs: Sequence[bytes], dpi: float, *, fine: bool = False) -> list[Grey]:
        """Draw pages; uint8 (H, W) each, 0 black … 255 white; `fine` as in `watermark.pdf.drawing.fine_page`.

        Raises:
            LeakError: one of them cannot be drawn.
        """
        self._count(len(pdfs))
        if fine:
            with suppress(LeakError):  # it takes four times as long: where that is too long all are drawn plainly
                return self._all({"do": "fine", "dpi": dpi}, pdfs)
        return self._all({"do": "grey", "dpi": dpi}, pdfs)

    def screens(self, pdfs: Sequence[bytes], shape: tuple[int, int], smoothing: str) -> list[Grey]:
        """Draw pages on (height, width) px as a viewer does; raises LeakError as above."""
        self._count(len(pdfs))
        return self._all({"do": "screen", "shape": shape, "smoothing": smoothing}, pdfs)

    def glyphs(self, pdfs: Sequence[bytes]) -> list[Glyphs]:
        """Tell where the letters of pages stand; raises LeakError as above."""
        self._count(len(pdfs))
        return list(self._threads.map(self._letters, pdfs))

    def _all(self, request: dict[str, Any], pdfs: Sequence[bytes]) -> list[Grey]:
        return list(self._threads.map(lambda pdf: self._grey(request, pdf), pdfs))

    def _grey(self, request: dict[str, Any], pdf: bytes) -> Grey:
        header, data = self._asked(request, pdf)
        height, width = int(header["height"]), int(header["width"])
        if not (0 < height <= LONGEST and 0 < width <= LONGEST and len(data) == height * width):
            raise LeakError("A page of the library could not be drawn.")
        return np.frombuffer(data, np.uint8).reshape(height, width).copy()

    def _letters(self, pdf: bytes) -> Glyphs:
        return glyphs_from(self._asked({"do": "letters"}, pdf)[1])

    def _asked(self, request: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], bytes]:
        place = self._idle.get()
        try:
            worker = place.result()
            answer = worker.ask(request, SECONDS * slack(), pdf)
        except (IngestError, OSError) as error:
            raise LeakError("A page of the library could not be drawn.") from error
        finally:
            self._idle.put(_next(place))
        return answer

    def close(self) -> None:
        """End the workers."""
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            place = self._idle.get()
            if not place.cancelled() and place.exception() is None:
                place.result().end()


def _started() -> Worker:
    return Worker((), LIMITS, MODULE)


def _next(place: Future[Worker]) -> Future[Worker]:
    """Give a worker back, or a new one for one that has ended."""
    if place.exception() is None and place.result().alive:
        return place
    fresh: Future[Worker] = Future()
    try:
        fresh.set_result(_started())
    except (IngestError, OSError) as error:
        fresh.set_exception(error)
    return fresh
