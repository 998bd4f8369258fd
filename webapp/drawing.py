"""The workers that draw pages, one pool for the application, started by the first page that is wanted."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, cast

from flask import Flask, current_app

from ingest.rendering import RegionOrder, Renderer, WordBox
from library.errors import Texts, Unavailable
from webapp.current import current_library

_KEY = "renderer"
_lock = threading.Lock()
PATIENCE_SECONDS = 5.0
"""Seconds that a page waits for a worker, holding a thread of the server; then its browser is asked to come again."""


class DrawingBusy(Unavailable):
    """Every worker is drawing other pages."""

    code = "drawing-busy"
    texts: ClassVar[Texts] = {
        "id": "Banyak halaman sedang disiapkan untuk pembaca lain. Muat ulang beberapa detik lagi.",
        "en": "Many pages are being drawn for other readers. Reload in a few seconds.",
    }


class Drawing:
    """A pool of workers that says early when all of them are busy."""

    def __init__(self, folders: Sequence[Path], workers: int, patience: float = PATIENCE_SECONDS) -> None:
        """Prepare it.

        Args:
            folders: the only folders whose files can be drawn.
            workers: processes at once.
            patience: seconds to wait for one of them.
        """
        self._renderer = Renderer(folders, workers=workers)
        self._places = threading.BoundedSemaphore(workers)
        self._patience = patience

    def render_page(self, pdf: Path, page: int, width_px: int) -> bytes:
        """Draw a page as JPEG, `width_px` px wide.

        Raises:
            DrawingBusy: no worker was free.
            IngestError: the page cannot be drawn.
        """
        with self.place():
            return self._renderer.render_page(pdf, page, width_px)

    def draw_region(self, pdf: Path, page: int, order: RegionOrder) -> bytes:
        """Draw a part of a page at a size of one's own.

        Raises:
            DrawingBusy: no worker was free.
            IngestError: the page cannot be drawn, or the picture would be too large.
        """
        with self.place():
            return self._renderer.draw_region(pdf, page, order)

    def draw_sheet(self, path: Path, page: int, edge_px: int) -> tuple[int, bytes]:
        """Give how many pages a scanned sheet has, and one of them as JPEG, its long edge `edge_px` px at most.

        Raises:
            DrawingBusy: no worker was free.
            IngestError: the sheet cannot be read.
        """
        with self.place():
            return self._renderer.draw_sheet(path, page, edge_px)

    def word_boxes(self, pdf: Path, page: int) -> list[WordBox]:
        """List the words of a page with their boxes in fractions of the page.

        Raises:
            DrawingBusy: no worker was free.
            IngestError: the page cannot be read.
        """
        with self.place():
            return self._renderer.word_boxes(pdf, page)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the workers.

        Raises:
            DrawingBusy: none was free.
        """
        if not self._places.acquire(timeout=self._patience):
            raise DrawingBusy
        try:
            yield
        finally:
            self._places.release()

    def close(self) -> None:
        """End the workers."""
        self._renderer.close()


def renderer() -> Drawing:
    """Give the pool; it may read the store, the readers' own copies and what they scan, and nothing else."""
    with _lock:
        if _KEY not in current_app.extensions:
            library = current_library()
            folders = (library.folders.blobs, library.folders.screens, library.folders.sheets)
            pool = Drawing(folders, library.settings.renderers)
            current_app.extensions[_KEY] = pool
            atexit.register(pool.close)
        return cast("Drawing", current_app.extensions[_KEY])


def close_renderer(app: Flask) -> None:
    """End the workers of an application that is done; without any, nothing happens."""
    with _lock:
        pool = app.extensions.pop(_KEY, None)
    if pool is not None:
        atexit.unregister(pool.close)
        pool.close()
