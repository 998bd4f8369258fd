"""Batches by command: listed, paused, resumed, retried, put away."""

from __future__ import annotations

from typing import Any

import click

from ingest.files import failure
from library import Library
from library.catalogue.batches import BatchView, Wanted
from library.catalogue.twins import SAME
from library.errors import NotFound
from library.store.models import IngestItem
from webapp.cli import frame

RECENT = 50
DEEDS = ("pause", "resume", "retry", "dismiss")


def decide(library: Library, deed: str, key: str) -> dict[str, Any]:
    """Pause, resume, retry or dismiss the batch or the file of this id; say how many files that were.

    Raises:
        NotFound: there is neither.
        LostRace: there is nothing of which that can be said.
    """
    try:
        number = library.batches.decide(key, deed, "cli")
    except NotFound:
        library.incoming.get(key)
        getattr(library.incoming, deed)(key, "cli")
        number = 1
    library.workers.wake()
    return {"id": key, "deed": deed, "files": number}


def listed(library: Library, key: str | None) -> dict[str, Any]:
    """List the newest batches, or the files of the one of this id or name.

    Raises:
        NotFound: there is no such batch.
    """
    if key is None:
        return {"batches": [_batch(view) for view in library.batches.recent(Wanted(), RECENT)[0]]}
    view = _find(library, key)
    return {"batches": [_batch(view)], "files": [_file(item) for item in library.incoming.batch(view.batch.id)]}


def tell_list(outcome: dict[str, Any]) -> None:
    """Print a list for people."""
    for batch in outcome["batches"]:
        counts = ", ".join(f"{number} {state}" for state, number in sorted(batch["files"].items()))
        left = f", about {round(batch['seconds_left'])} s left" if batch["seconds_left"] is not None else ""
        paused = " (paused)" if batch["paused"] else ""
        click.echo(f"{batch['id']}  {batch['name']}{paused}: {counts or 'nothing'}{left}")
    for file in outcome.get("files", ()):
        said = f": {file['error']}" if file["error"] else ""
        said += f" ({file['same_as']})" if file["same_as"] else ""
        click.echo(f"  {file['id']}  {file['state']:9}  {file['file']}{said}")


def _find(library: Library, key: str) -> BatchView:
    try:
        return library.batches.get(key)
    except NotFound:
        for office in library.offices:
            known = library.batches.named(key, office, "command")
            if known is not None:
                return library.batches.get(known)
        raise


def _batch(view: BatchView) -> dict[str, Any]:
    batch = view.batch
    return {
        "id": batch.id,
        "name": batch.name,
        "office": batch.office,
        "source": batch.source,
        "created": batch.created_at.isoformat(),
        "paused": batch.paused,
        "files": view.counts,
        "seconds_left": None if view.left is None else round(view.left, 1),
    }


def _file(item: IngestItem) -> dict[str, Any]:
    return {
        "id": item.id,
        "file": item.path or item.name,
        "state": item.state,
        "page": item.page,
        "pages": item.pages,
        "work": item.work_id,
        "error": failure(item, frame.language()) if item.state == "failed" else "",
        "same_as": str(item.error_params["name"]) if item.state == SAME else "",
    }
