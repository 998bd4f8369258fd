"""`pustaka init`."""

from __future__ import annotations

import click

from library.clock import utc_now
from library.initialise import initialise
from webapp.cli import frame
from webapp.cli.samples import load_samples


@click.command()
@click.option("--samples", is_flag=True, help="Also load the sample works and open three accounts.")
@frame.as_json
@frame.command
def init(*, samples: bool, as_json: bool) -> None:
    """Make the data folder ready, or bring an older one up to date. Doing it twice changes nothing."""
    settings = frame.settings()
    offices = initialise(settings, utc_now())
    if samples:
        with frame.library() as library:
            load_samples(library)
    if as_json:
        frame.answer({"data": str(settings.data.absolute()), "offices": [office.code for office in offices]})
    else:
        click.echo(f"Data: {settings.data.absolute()}")
        for office in offices:
            click.echo(f"  {office.code}  {office.name.in_language(frame.language())}")
