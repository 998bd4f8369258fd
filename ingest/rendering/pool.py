"""A few workers, shared by all the threads of a server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from ingest.errors import TimedOut
from ingest.limits import Limits
from ingest.rendering.process import Worker
from ingest.rendering.regions import RegionOrder
from ingest.rendering.words import WordBox
from ingest.sandbox.load import slack

MediaType = Literal["image/jpeg", "image/webp"]
LARGEST_WIDTH = 4000
"""px"""


class Renderer:
    """Draws pages and finds words. Every method may be called from any thread."""

    def __init__(
        self,
        folders: Sequence[Path],
        *,
        workers: int = 2,
        recycle: int = 500,
        seconds: float = 20.0,
        limits: Limits | None = None,
    ) -> None:
        """Prepare a pool; workers start when they are first needed.

        Args:
            folders: the only folders whose files can be drawn.
            workers: processes at once.
            recycle: pages after which a worker is replaced, so that nothing a file did to it lasts.
            seconds: longest wait for a free worker, and again for one answer; longer on an overloaded machine.
            limits: memory of a worker.
        """
        self._folders = [Path(folder).resolve() for folder in folders]
        self._recycle, self._seconds = recycle, seconds
        self._limits = limits or Limits(address_bytes=2 << 30, output_bytes=1 << 20)
        self._idle: list[Worker] = []
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._closed = False

    def render_page(self, pdf: Path, page: int, width_px: int, media_type: MediaType = "image/jpeg") -> bytes:
        """Draw a page.

        Args:
            pdf: a PDF inside one of the folders.
            page: 1 is the first.
            width_px: width of the picture, 16 to 4,000 px.
            media_type: JPEG, or WebP, which is smaller and slower.

        Raises:
            NoSuchPage, Damaged, TimedOut, OutOfMemory.
        """
        width = min(max(int(width_px), 16), LARGEST_WIDTH)
        return self._ask({"do": "draw", "width": width, "media_type": media_type}, pdf, page)[1]

    def draw_region(self, pdf: Path, page: int, order: RegionOrder) -> bytes:
        """Draw a part of a page.

        Args:
            pdf: a PDF inside one of the folders.
            page: 1 is the first.
            order: which part, how large, how turned, in which format.

        Raises:
            ImageBomb, NoSuchPage, Damaged, TimedOut, OutOfMemory.
        """
        return self._ask({"do": "region", "order": order.to_json()}, pdf, page)[1]

    def draw_sheet(self, path: Path, page: int, edge_px: int) -> tuple[int, bytes]:
        """Give how many pages a PDF, TIFF, PNG or JPEG has, and one of them as JPEG.

        Args:
            path: a file inside one of the folders.
            page: 1 is the first.
            edge_px: long edge of the picture at most, 16 to 4,000 px.

        Raises:
            WrongType, ImageBomb, NoSuchPage, Damaged, TimedOut, OutOfMemory.
        """
        edge = min(max(int(edge_px), 16), LARGEST_WIDTH)
        header, picture = self._ask({"do": "sheet", "width": edge}, path, page)
        return int(header["pages"]), picture

    def word_boxes(self, pdf: Path, page: int) -> list[WordBox]:
        """List the words of a page with their boxes in fractions of the page.

        Raises:
            NoSuchPage, Damaged, TimedOut, OutOfMemory.
        """
        header, _ = self._ask({"do": "words"}, pdf, page)
        return [WordBox(*word) for word in header["words"]]

    def page_code(self, pdf: Path, page: int) -> str:
        """Read the QR code of a page; empty where there is none.

        Raises:
            NoSuchPage, Damaged, TimedOut, OutOfMemory.
        """
        header, _ = self._ask({"do": "code"}, pdf, page)
        return str(header["code"])

    def _ask(self, request: dict[str, Any], pdf: Path, page: int) -> tuple[dict[str, Any], bytes]:
        full = {**request, "pdf": str(Path(pdf).resolve()), "page": int(page)}
        with self._worker() as worker:
            return worker.ask(full, self._seconds * slack())

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        if not self._free.acquire(timeout=self._seconds * slack()):
            raise TimedOut("every worker is busy", seconds=int(self._seconds))
        worker = None
        try:
            worker = self._take()
            yield worker
        finally:
            if worker:
                self._give_back(worker)
            self._free.release()

    def _take(self) -> Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker and worker.alive:
            return worker
        if worker:
            worker.end()
        return Worker(self._folders, self._limits)

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.alive and worker.answered < self._recycle and not self._closed:
                self._idle.append(worker)
                return
        worker.end()

    def warm_up(self) -> float:
        """Start one worker ahead of the first reader; gives the seconds it took."""
        started = time.monotonic()
        with self._worker():
            pass
        return time.monotonic() - started

    def close(self) -> None:
        """End all workers; those at work end when they are done."""
        with self._lock:
            self._closed, idle = True, self._idle
            self._idle = []
        for worker in idle:
            worker.end()
