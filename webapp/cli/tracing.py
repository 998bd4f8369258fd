"""`pustaka trace`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from library.tracing.results import TraceResult
from webapp.cli import frame
from webapp.language.catalogues import LANGUAGES

NOBODY = 6
MOST_FILES = 100
"""Files of one run. A page of each stays in memory until the verdict, and a page may have 17 MB."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--work", help="The work that the leak is from, where it is known.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the evidence report (PDF) here.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the report.")
@frame.as_json
@frame.command
def trace(*, files: tuple[Path, ...], work: str | None, report: Path | None, language: str, as_json: bool) -> None:
    """Say whose copy a leak comes from, with the bound on the chance of error; exit code 6 for nobody.

    FILES are PDF, PNG, JPEG, TIFF, WebP or HEIC; one page or many, and at most 100 files. Every use is noted in the
    audit trail.
    """
    if len(files) > MOST_FILES:
        raise click.UsageError(f"{len(files)} files; at most {MOST_FILES}: give the pages in question in several runs")
    with frame.library() as library, frame.counting("trace") as progress:
        result = library.tracing.run(list(files), actor="cli", work=work, progress=progress)
        if report is not None:
            library.tracing.write_report(result, report, language=language)
    if as_json:
        frame.answer(result.to_json())
    else:
        _tell(result)
    if result.verdict.outcome == "nobody":
        sys.exit(NOBODY)


def _tell(result: TraceResult) -> None:
    click.echo(f"{result.verdict.outcome}: {result.verdict.reason}")
    for one in result.left_out:
        click.echo(f"  could not be looked at: {one.in_words()}")
    for reader in result.readers:
        work = f"“{reader.title}”  bound {reader.bound:.1e}  score {reader.score:.1f}"
        click.echo(f"  {reader.in_words()}  {work}")
        if linked := reader.linked_in_words():
            click.echo(f"    the visit went over to {linked}")
