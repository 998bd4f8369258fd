"""The workers that draw pages, one pool for the application, started by the first page that is wanted."""

from __future__ import annotations

import atexit
import threading
from typing import cast

from flask import Flask, current_app

from ingest.rendering import Renderer
from webapp.current import current_library

_KEY = "renderer"
_lock = threading.Lock()


def renderer() -> Renderer:
    """Give the pool; it may read the store and the readers' own copies, and nothing else."""
    with _lock:
        if _KEY not in current_app.extensions:
            folders = current_library().folders
            pool = Renderer([folders.blobs, folders.screens])
            current_app.extensions[_KEY] = pool
            atexit.register(pool.close)
        return cast("Renderer", current_app.extensions[_KEY])


def close_renderer(app: Flask) -> None:
    """End the workers of an application that is done; without any, nothing happens."""
    with _lock:
        pool = app.extensions.pop(_KEY, None)
    if pool is not None:
        atexit.unregister(pool.close)
        pool.close()
