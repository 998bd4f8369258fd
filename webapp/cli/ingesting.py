"""`pustaka ingest`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress, TaskID

from ingest.files import failure
from library import Library
from library.catalogue import works
from library.catalogue.incoming import BATCH, JOB, MOVING, SINGLE, Intent, Origin
from library.catalogue.trace_report import report_of
from library.catalogue.twins import SAME
from library.catalogue.watched_folder import clean_place
from library.catalogue.works import INDEX_JOB
from library.errors import LibraryError, NotFound
from library.store.models import IngestItem
from webapp.cli import batches, frame
from webapp.cli.giving import Given, given_files, open_plain
from webapp.cli.records import bring_records, tell_records
from webapp.cli.watching import watch

_LOOK_EVERY = 0.25  # seconds; each look reads the whole batch, which may be a thousand files
BAD_INPUT = 3


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--office", help="Code or name of the office; the first one where none is given.")
@click.option("--restricted", is_flag=True, help="Requests for these works wait for a librarian.")
@click.option("--review", is_flag=True, help="Leave the works for a librarian's review instead of releasing them.")
@click.option("--batch", metavar="NAME", help="Put the files into the batch of this name; with --list: show its files.")
@click.option("--later", is_flag=True, help="Only take the files in; workers read them.")
@click.option(
    "--watch", type=click.Path(path_type=Path), help="Watch this folder and take in what comes, until Ctrl-C."
)
@click.option("--list", "show", is_flag=True, help="List the newest batches.")
@click.option("--pause", metavar="ID", help="Let a batch or a file wait.")
@click.option("--resume", metavar="ID", help="Go on with a paused batch or file.")
@click.option("--retry", metavar="ID", help="Read the refused files of a batch, or one of them, once more.")
@click.option("--dismiss", metavar="ID", help="Put away what was refused or waits: a batch's files, or one of them.")
@click.option("--records", is_flag=True, help="FILE is a list of publications (BPS JSON, CSV, Dublin Core, MARC).")
@click.option("--bps", metavar="CODE", help="Ask BPS's web API for the publications of this office.")
@click.option("--dry-run", is_flag=True, help="With --records or --bps: only say what would change.")
@frame.as_json
@frame.command
def ingest(*, files: tuple[Path, ...], as_json: bool, **words: Any) -> None:
    """Read PDF, TIFF, PNG and JPEG files, ZIP archives and whole folders, and add them to the library.

    A file that cannot be used does not stop the others; the exit code is then 3. A run that was cut off goes on where
    it was when the same files are given again.
    """
    deeds = [deed for deed in batches.DEEDS if words[deed]]
    if not (files or words["bps"] or words["watch"] or words["show"] or deeds):
        raise click.UsageError("Name at least one FILE.")
    with frame.library() as library:
        code = office_code(library, words["office"]) if words["office"] else None
        if words["records"] or words["bps"]:
            found = bring_records(library, files, words["bps"] or "", code, dry_run=words["dry_run"])
            tell_records(found, as_json=as_json)
        elif words["show"] or deeds:
            _look_after(library, deeds, words, as_json=as_json)
        else:
            _bring(library, files, code or library.first_office.code, words, as_json=as_json)


def _look_after(library: Library, deeds: list[str], words: dict[str, Any], *, as_json: bool) -> None:
    """Decide about batches and files, then list them where asked."""
    outcome: dict[str, Any] = {"done": [batches.decide(library, deed, words[deed]) for deed in deeds]} if deeds else {}
    if words["show"]:
        outcome |= batches.listed(library, words["batch"])
    if as_json:
        frame.answer(outcome)
        return
    for done in outcome.get("done", ()):
        click.echo(f"{done['deed']}: {done['files']} files of {done['id']}", err=True)
    if words["show"]:
        batches.tell_list(outcome)


def _bring(library: Library, files: tuple[Path, ...], office: str, words: dict[str, Any], *, as_json: bool) -> None:
    """Take files in, or watch a folder of them."""
    access = "restricted" if words["restricted"] else "open"
    intent = Intent(office=office, release=not words["review"], access=access)
    if words["watch"]:
        watch(library, words["watch"], intent)
        return
    outcome = ingest_files(library, files, intent, name=words["batch"] or "", later=words["later"])
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


def ingest_files(
    library: Library, paths: tuple[Path, ...], intent: Intent, *, name: str = "", later: bool = False
) -> dict[str, Any]:
    """Take files in, wait until each is a work or refused unless it is for `later`, and say what became of them.

    Args:
        library: the library.
        paths: files, archives and folders.
        intent: what is to become of them; one file goes before many.
        name: of the batch; files that are given once more under it are not taken in twice.
        later: leave the reading to the workers of other processes.
    """
    files = given_files(paths)
    batch = _batch(library, paths, intent.office, name)
    intent = replace(intent, priority=SINGLE if len(files) == 1 else BATCH)
    taken, failed = _take_in(library, files, intent, batch)
    if later:
        return {"works": [], "failed": failed, "batch": batch, "waiting": len(taken)}
    finished = _work_through(library, batch, taken)
    names = {item.id: str(taken.get(item.id) or item.path) for item in finished}
    failed += [
        {"file": names[item.id], "error": failure(item, frame.language())}
        for item in finished
        if item.state == "failed"
    ]
    made = [_describe(library, item, names[item.id]) for item in finished if item.state == "done"]
    same = [
        {"file": names[item.id], "same_as": str(item.error_params["name"])} for item in finished if item.state == SAME
    ]
    outcome = {"works": made, "failed": failed, "batch": batch} | ({"same": same} if same else {})
    paused = sum(item.state == "paused" for item in finished)
    return outcome | {"paused": paused} if paused else outcome


def _batch(library: Library, paths: tuple[Path, ...], office: str, name: str) -> str:
    known = library.batches.named(name, office, "command") if name else None
    shown = name or (paths[0].resolve().name if paths else "")
    return known or library.batches.open(shown, office, source="command", by=None)


def _take_in(
    library: Library, files: list[Given], intent: Intent, batch: str
) -> tuple[dict[str, Path], list[dict[str, str]]]:
    """Take files in; give the items, and those that could not be taken in with their reasons."""
    taken: dict[str, Path] = {}
    failed: list[dict[str, str]] = []
    for file in files:
        try:
            with open_plain(file.path) as stream:
                origin = Origin(path=clean_place(file.place), source="command")
                taken[library.incoming.receive(stream, clean_place(file.path.name), intent, batch, origin)] = file.path
        except OSError as exc:
            failed.append({"file": clean_place(str(file.path)), "error": f"cannot be opened: {exc.strerror}"})
        except LibraryError as exc:
            failed.append({"file": clean_place(str(file.path)), "error": exc.sentence(frame.language())})
    return taken, failed


def _work_through(library: Library, batch: str, taken: dict[str, Path]) -> list[IngestItem]:
    """Work in one thread beside this one, which only shows how far it is; another process may take files, too.

    Gives what was taken in and what came out of archives, in the order in which it came.
    """
    library.workers.start(1)
    with frame.progress_bar() as bars:
        tasks: dict[str, TaskID] = {}
        while True:
            mine = [item for item in library.incoming.batch(batch) if {item.id, item.parent_id} & taken.keys()]
            for item in mine:
                if item.id not in tasks:
                    tasks[item.id] = bars.add_task(item.name[:40], total=None)
                _show(bars, tasks[item.id], item)
            if not any(item.state in MOVING for item in mine):
                break
            time.sleep(_LOOK_EVERY)
    while library.outbox.active({JOB, INDEX_JOB}):
        time.sleep(_LOOK_EVERY)
    return mine


def _show(bars: Progress, task: TaskID, item: IngestItem) -> None:
    if item.state == "reading" and item.pages:
        bars.update(task, description=f"{item.name[:40]} · {item.step}", completed=item.page, total=item.pages)
    elif item.state not in MOVING:
        bars.update(task, description=f"{item.name[:40]} · {item.state}", completed=1, total=1)


def _describe(library: Library, item: IngestItem, file: str) -> dict[str, Any]:
    with library.database.read() as session:
        work = works.get(session, str(item.work_id), "librarian")
        report = report_of(works.current_master(session, works.current_file(session, work.id).id))
    return {
        "id": work.id,
        "title": work.title,
        "pages": work.pages,
        "kind": work.kind,
        "language": work.language,
        "year": work.year,
        "catalogue_number": work.catalogue_number,
        "publication_number": work.publication_number,
        "file": file,
        "state": work.state,
        "traceability": {
            "pages": report.pages,
            "single_page": report.single,
            "slots": report.slots,
            "per_page": list(report.per_page),
            "removed": report.removed,
        },
    }


def _tell(outcome: dict[str, Any]) -> None:
    for work in outcome["works"]:
        click.echo(f"{work['id']}  {work['title']}  ({work['year'] or '—'}, {work['pages']} pages, {work['kind']})")
    if outcome.get("waiting"):
        click.echo(f"{outcome['waiting']} files wait in batch {outcome['batch']}", err=True)
    for twin in outcome.get("same", ()):
        click.echo(f"{twin['file']}: the same bytes as {twin['same_as']}", err=True)
    for fault in outcome["failed"]:
        click.echo(f"{fault['file']}: {fault['error']}", err=True)
