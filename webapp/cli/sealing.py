"""`pustaka seal`."""

from __future__ import annotations

from pathlib import Path

import click

from library.clock import utc_now
from library.errors import NotFound
from library.offices import load_offices
from library.settings import variable
from library.softcopies.seals import make_own_seal
from webapp.cli import frame


@click.command()
@click.option("--office", help="Code or short name of the office that the certificate names; by default the first.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; by default seal.pem here.")
@frame.as_json
@frame.command
def seal(*, office: str | None, out: Path | None, as_json: bool) -> None:
    """Make a key and a certificate that vouches for itself, to try out the seal; an existing file stays as it is."""
    offices = load_offices(frame.settings().catalog / "offices")
    named = next((one for one in offices if office in (None, one.code, one.slug)), None)
    if named is None:
        raise NotFound(what=str(office))
    path = (out or Path("seal.pem")).absolute()
    made = make_own_seal(path, named.name.id, utc_now())
    if as_json:
        frame.answer({"file": str(path), "subject": made.subject, "until": made.until.date().isoformat()})
    else:
        click.echo(f"{variable('seal')}={path}\n  {made.subject}, until {made.until:%Y-%m-%d}")
