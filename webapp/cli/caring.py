"""`pustaka verify | backup | restore | rebuild | doctor`."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from ingest.fitness import ingest_checks
from library import Library
from library.care import backup as backups
from library.care.doctor import check_up
from library.care.fixity import Verdict
from library.care.fixity import verify as verify_library
from library.care.floor_checks import floor_checks
from library.care.keeping_checks import keeping_checks
from library.care.rebuild import clear_thumbnails, rebuild_index
from library.care.seal_checks import seal_checks
from library.clock import utc_now
from library.preservation.repair import repair
from library.revisions.office_checks import office_checks
from webapp.cli import frame
from webapp.voice_check import voice_checks

BAD_INPUT = 3
_SIGNS = {"ok": "✓", "warning": "!", "fault": "✗"}


@click.command()
@click.option(
    "--repair",
    "backups_in",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Bring back what is missing or damaged from the back-ups in this folder, as far as they have the right bytes.",
)
@frame.as_json
@frame.command
def verify(*, backups_in: Path | None, as_json: bool) -> None:
    """Check that everything that must be kept is there, byte for byte; exit code 3 if something is not."""
    with frame.library() as library:
        with frame.counting("verify") as progress:
            verdict = verify_library(library, progress)
        mended = _repair(library, verdict, backups_in) if backups_in and verdict.lost else ()
        if mended:
            verdict = verify_library(library)
    findings = [dataclasses.asdict(finding) for finding in verdict.findings]
    if as_json:
        told = {"sound": verdict.sound, "checked": verdict.checked, "findings": findings}
        frame.answer({**told, "repaired": list(mended)} if backups_in else told)
    else:
        for name in mended:
            click.echo(f"blobs: {name}: repaired")
        for finding in verdict.findings:
            click.echo(f"{finding.part}: {finding.name}: {finding.fault}")
        click.echo(", ".join(f"{count} {what}" for what, count in verdict.checked.items()) + " checked", err=True)
    sys.exit(0 if verdict.sound else BAD_INPUT)


def _repair(library: Library, verdict: Verdict, folder: Path) -> tuple[str, ...]:
    return repair(library.database, library.blobs, library.clock(), verdict.lost, folder).mended


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--bag",
    "wanted",
    multiple=True,
    metavar="WHAT",
    help="Make a BagIt package instead: of a work, of an office's works (its code), or of `all`; may be repeated.",
)
@frame.as_json
@frame.command
def backup(*, folder: Path, wanted: tuple[str, ...], as_json: bool) -> None:
    """Write a back-up (records, originals, masters, keys) into a new folder below FOLDER. Guard it like the keys."""
    if wanted:
        _bag(folder, wanted, as_json=as_json)
        return
    with frame.library() as library, frame.counting("backup") as progress:
        made = backups.back_up(library, folder, progress)
    _tell(made, as_json=as_json)


def _bag(folder: Path, wanted: tuple[str, ...], *, as_json: bool) -> None:
    from ingest.packaging import pack

    with frame.library() as library, frame.counting("bag") as progress:
        made = pack(library, wanted, folder, progress)
    if as_json:
        told = {"works": made.works, "files": made.files, "bytes": made.bytes}
        frame.answer({"folder": str(made.folder), **told})
    else:
        click.echo(f"{made.folder}  {made.works} works, {made.files} files, {made.bytes / 1e6:.1f} MB")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@frame.as_json
@frame.command
def restore(*, folder: Path, as_json: bool) -> None:
    """Check the back-up in FOLDER whole, bring it into an empty data folder, and rebuild the index."""
    settings = frame.settings()
    with frame.counting("restore") as progress:
        made = backups.restore(folder, settings.data, utc_now(), progress, catalog=settings.catalog)
    with frame.library() as library, frame.counting("index") as progress:
        try:
            library.privacy.retention.reapply()
        finally:  # without an index nobody finds anything; the sweep takes up what was not erased
            rebuild_index(library, progress)
    _tell(made, as_json=as_json)


def _tell(made: backups.BackUp, *, as_json: bool) -> None:
    if as_json:
        frame.answer({"folder": str(made.folder.absolute()), "files": made.files, "bytes": made.bytes})
    else:
        click.echo(f"{made.folder}  {made.files} files, {made.bytes / 1e6:.1f} MB")


@click.command()
@click.argument("part", type=click.Choice(["index", "thumbnails", "masters", "traces", "archive"]))
@frame.as_json
@frame.command
def rebuild(*, part: str, as_json: bool) -> None:
    """Make a derived part anew: index, small pictures, masters, what traces compare leaks with, PDF/A copies."""
    from ingest.archiving.maker import make_missing_copies
    from ingest.outlining import read_missing_headings

    if part == "masters":
        _rebuild_masters(as_json=as_json)
        return
    if part == "index":
        with frame.library() as library, frame.counting("headings") as progress:
            read_missing_headings(library, progress)
    with frame.library() as library, frame.counting(part) as progress:
        if part == "index":
            number = rebuild_index(library, progress)
        elif part == "thumbnails":
            number = clear_thumbnails(library)
        elif part == "archive":
            number = make_missing_copies(library, progress)
        else:
            number = library.tracing.describe(progress)
    if as_json:
        frame.answer({"part": part, "number": number})
    else:
        click.echo(f"{part}: {number}")


def _rebuild_masters(*, as_json: bool) -> None:
    from ingest.remaking import remake_masters

    with frame.library() as library, frame.counting("masters") as progress:
        made = remake_masters(library, progress)
    left = [{"master": each.master, "work": each.work, "error": frame.worded(each.why)} for each in made.left]
    if as_json:
        frame.answer({"part": "masters", "number": made.number, "left": left})
    else:
        click.echo(f"masters: {made.number}")
        for each in left:
            click.echo(f"{each['master']} ({each['work']}): {each['error']}", err=True)
    if left:
        sys.exit(BAD_INPUT)


@click.command()
@frame.as_json
@frame.command
def doctor(*, as_json: bool) -> None:
    """Say whether this installation is fit to serve, and what to do where it is not; exit code 3 on a fault."""
    checks = check_up(
        frame.settings(), office_checks, ingest_checks, voice_checks, floor_checks, seal_checks, keeping_checks
    )
    if as_json:
        frame.answer({"checks": [dataclasses.asdict(check) for check in checks]})
    else:
        for check in checks:
            click.echo(f"{_SIGNS[check.state]} {check.name}: {check.found}")
            if check.advice:
                click.echo(f"    → {check.advice}")
    sys.exit(BAD_INPUT if any(check.state == "fault" for check in checks) else 0)
