"""`pustaka ingest`."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress, TaskID

from ingest.files import Intake, failure
from library import Library
from library.catalogue import works
from library.catalogue.incoming import JOB, Intent
from library.catalogue.works import INDEX_JOB
from library.errors import LibraryError, NotFound
from library.ids import new_id
from library.store.models import IngestItem
from webapp.cli import frame
from webapp.cli.records import bring_records, tell_records

_FINAL = ("done", "failed", "dismissed")
_LOOK_EVERY = 0.1  # seconds
BAD_INPUT = 3


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--office", help="Code or name of the office; the first one where none is given.")
@click.option("--restricted", is_flag=True, help="Requests for these works wait for a librarian.")
@click.option("--review", is_flag=True, help="Leave the works for a librarian's review instead of releasing them.")
@click.option("--records", is_flag=True, help="FILE is a list of publications (BPS JSON, CSV, Dublin Core, MARC).")
@click.option("--bps", metavar="CODE", help="Ask BPS's web API for the publications of this office.")
@click.option("--dry-run", is_flag=True, help="With --records or --bps: only say what would change.")
@frame.as_json
@frame.command
def ingest(
    *,
    files: tuple[Path, ...],
    office: str | None,
    restricted: bool,
    review: bool,
    records: bool,
    bps: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read PDF, TIFF, PNG and JPEG files and add them to the library.

    A file that cannot be used does not stop the others; the exit code is then 3. A run that was cut off goes on where
    it was when the same files are given again.
    """
    if not files and not bps:
        raise click.UsageError("Name at least one FILE.")
    with frame.library() as library:
        if records or bps:
            code = office_code(library, office) if office else None
            tell_records(bring_records(library, files, bps or "", code, dry_run=dry_run), as_json=as_json)
            return
        access = "restricted" if restricted else "open"
        intent = Intent(office=office_code(library, office), release=not review, access=access)
        outcome = ingest_files(library, files, intent)
    if as_json:
        frame.answer(outcome)
    else:
        _tell(outcome)
    if outcome["failed"]:
        sys.exit(BAD_INPUT)


def office_code(library: Library, name: str | None) -> str:
    """Find an office by code or short name; the first where none is named.

    Raises:
        NotFound: there is no such office.
    """
    if name is None:
        return library.first_office.code
    for office in library.offices.values():
        if name in (office.code, office.slug):
            return office.code
    raise NotFound(what=f"kantor / office {name} ({', '.join(library.offices)})")


def ingest_files(library: Library, files: tuple[Path, ...], intent: Intent) -> dict[str, Any]:
    """Take files in, wait until each is a work or refused, and say what became of them."""
    intake, batch = Intake(library), new_id()
    items: dict[str, Path] = {}
    failed: list[dict[str, str]] = []
    for path in files:
        try:
            items[intake.receive_path(path, intent, batch)] = path
        except OSError as exc:
            failed.append({"file": str(path), "error": f"cannot be opened: {exc.strerror}"})
        except LibraryError as exc:
            failed.append({"file": str(path), "error": exc.sentence(frame.language())})
    _work_through(library, items)
    finished = [library.incoming.get(item) for item in items]
    failed += [
        {"file": str(items[item.id]), "error": failure(item, frame.language())}
        for item in finished
        if item.state != "done"
    ]
    works_made = [_describe(library, item, items[item.id]) for item in finished if item.state == "done"]
    return {"works": works_made, "failed": failed}


def _work_through(library: Library, items: dict[str, Path]) -> None:
    """Work in one thread beside this one, which only shows how far it is; another process may take files, too."""
    library.workers.start(1)
    with frame.progress_bar() as bars:
        tasks = {item: bars.add_task(path.name[:40], total=None) for item, path in items.items()}
        waiting = set(items)
        while waiting:
            for item_id in list(waiting):
                item = library.incoming.get(item_id)
                _show(bars, tasks[item_id], item)
                if item.state in _FINAL:
                    waiting.discard(item_id)
            time.sleep(_LOOK_EVERY)
    while library.outbox.active({JOB, INDEX_JOB}):
        time.sleep(_LOOK_EVERY)


def _show(bars: Progress, task: TaskID, item: IngestItem) -> None:
    if item.state == "reading" and item.pages:
        bars.update(task, description=f"{item.name[:40]} · {item.step}", completed=item.page, total=item.pages)
    elif item.state in _FINAL:
        bars.update(task, description=f"{item.name[:40]} · {item.state}", completed=1, total=1)


def _describe(library: Library, item: IngestItem, path: Path) -> dict[str, Any]:
    with library.database.read() as session:
        work = works.get(session, str(item.work_id), "librarian")
        master = works.current_master(session, works.current_file(session, work.id).id)
    return {
        "id": work.id,
        "title": work.title,
        "pages": work.pages,
        "kind": work.kind,
        "language": work.language,
        "year": work.year,
        "catalogue_number": work.catalogue_number,
        "publication_number": work.publication_number,
        "file": str(path),
        "state": work.state,
        "traceability": {name: master.traceability[name] for name in ("pages", "single_page", "slots")},
    }


def _tell(outcome: dict[str, Any]) -> None:
    for work in outcome["works"]:
        click.echo(f"{work['id']}  {work['title']}  ({work['year'] or '—'}, {work['pages']} pages, {work['kind']})")
    for fault in outcome["failed"]:
        click.echo(f"{fault['file']}: {fault['error']}", err=True)
