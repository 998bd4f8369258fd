"""`pustaka serve` and `pustaka worker`."""

from __future__ import annotations

import dataclasses
import threading

import click

from ingest.files import Intake
from library import Library, open_library
from library.care.housekeeping import order as order_housekeeping
from library.consultations.rounds import order as order_case_rounds
from library.floor.rounds import order as order_floor_rounds
from library.preservation.fixity_round import order as order_keeping
from library.searching.alerts import order as order_alerts
from library.tracing.ahead import order as order_describing
from webapp.cli import frame
from webapp.cli.watching import watched
from webapp.ending import when_told_to_end
from webapp.logs import configure_logs


@click.command()
@click.option("--host", help="Address to listen on (PUSTAKA_HOST).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (PUSTAKA_PORT).")
@frame.command
def serve(*, host: str | None, port: int | None) -> None:
    """Serve the website and do the later work; ends on Ctrl-C or SIGTERM."""
    from webapp.server import serve as serve_website

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = dataclasses.replace(frame.settings(), **given)  # type: ignore[arg-type]
    library = open_library(settings)
    Intake(library).register()
    library.assembler.warm()
    order_rounds(library)
    try:
        with watched(library):
            serve_website(library, settings.host, settings.port)
    finally:
        library.close()


@click.command()
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 64))
@frame.command
def worker(*, threads: int) -> None:
    """Do the later work (reading files, stamping, mail, index) without serving; ends on Ctrl-C or SIGTERM."""
    stop = threading.Event()
    when_told_to_end(stop.set)
    configure_logs(frame.settings())
    with frame.library() as library:
        order_rounds(library)
        library.workers.start(threads)
        click.echo(f"{threads} workers over {library.settings.data}", err=True)
        with watched(library):
            stop.wait()


def order_rounds(library: Library) -> None:
    """See that all rounds are ordered, also after a back-up without their jobs was put back."""
    for order in (
        order_housekeeping,
        order_floor_rounds,
        order_case_rounds,
        order_alerts,
        order_keeping,
        order_describing,
    ):
        order(library.database, library.clock())
    library.complaints.order()
