"""Opening an index without knowing which engine stands behind it."""

from __future__ import annotations

import os
from pathlib import Path

from search.engine import SearchEngine
from search.engines.whoosh.engine import WhooshEngine


def open_engine(folder: str | os.PathLike[str], *, owner: int | None = None, patience: float = 60.0) -> SearchEngine:
    """Open the index in a folder; a folder that is missing or empty is an empty index.

    Nothing is raised for a damaged index: `health()` tells it at once and `search` raises IndexDamaged, so that a
    server starts and can rebuild.

    Args:
        folder: the index's own folder; it is made with mode 0700 at the first `add`.
        owner: user number that may own the folder besides the current user.
        patience: seconds that a writer waits for another one before it raises IndexBusy.
    """
    return WhooshEngine(Path(folder), owner=owner, patience=patience)
