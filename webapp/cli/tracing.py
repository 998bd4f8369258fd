"""`pustaka trace`."""

from __future__ import annotations

from pathlib import Path

import click

from library.errors import Unavailable
from webapp.cli import frame


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--work", help="The work that the leak is from, where it is known.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the evidence report here.")
@frame.as_json
@frame.command
def trace(*, files: tuple[Path, ...], work: str | None, report: Path | None, as_json: bool) -> None:
    """Say whose copy a leak comes from, with the bound on the chance of error; exit code 6 for nobody."""
    raise Unavailable("not wired yet")
