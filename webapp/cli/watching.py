"""The watch over folders, beside the workers of `serve` and `worker`, or in front with `pustaka ingest --watch`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from ingest.files import failure
from library import Library
from library.catalogue.incoming import Intent
from library.catalogue.watching import Watching, folders_of
from library.errors import NotFound
from library.store.models import IngestItem
from webapp.ending import when_told_to_end


@contextmanager
def watched(library: Library) -> Iterator[None]:
    """Watch the folder that the settings name, if any, while the caller does something else."""
    root = library.settings.watch_folder

    def folders() -> dict[str, Path]:
        return folders_of(root, library.offices)

    if root and not folders():
        codes = ", ".join(library.offices)
        click.echo(f"PUSTAKA_WATCH_FOLDER: no folder of an office ({codes}) in {root} yet", err=True)
    watching = _watching(library, root, folders)
    thread = threading.Thread(target=watching.run, name="watch", daemon=True)
    if root:
        thread.start()
    try:
        yield
    finally:
        watching.stop()
        if thread.is_alive():
            thread.join(10)


def watch(library: Library, folder: Path, intent: Intent) -> None:
    """Watch one folder and read what comes, until Ctrl-C or SIGTERM.

    Raises:
        NotFound: there is no such folder.
    """
    if not folder.is_dir():
        raise NotFound(what=str(folder))
    watching = _watching(library, str(folder), lambda: {intent.office: folder}, intent)
    when_told_to_end(watching.stop)
    library.workers.start(1)
    click.echo(f"watching {folder.resolve()}", err=True)
    watching.run()


def _watching(
    library: Library, root: str, folders: Callable[[], Mapping[str, Path]], intent: Intent | None = None
) -> Watching:
    return Watching(
        library.database,
        library.folders,
        library.incoming,
        library.batches,
        library.clock,
        offices=library.offices,
        root=root,
        watched=folders,
        reason=_reason,
        intent=lambda office: intent or Intent(office=office),
    )


def _reason(item: IngestItem) -> str:
    """Say in both languages, for nobody knows who looks into the folder."""
    if item.state == "dismissed":
        return "Disisihkan oleh pustakawan.\nPut away by a librarian.\n"
    return f"{failure(item, 'id')}\n{failure(item, 'en')}\n"
