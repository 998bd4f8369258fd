"""The sample works and accounts that `make serve` shows."""

from __future__ import annotations

import secrets

import click

from library import Library
from library.catalogue.incoming import Intent
from library.readers import accounts
from library.readers.roles import Role
from webapp.cli import frame
from webapp.cli.ingesting import ingest_files

_ACCOUNTS = (
    ("admin@contoh.example", "Administrator Contoh", Role.ADMINISTRATOR),
    ("pustakawan@contoh.example", "Pustakawan Contoh", Role.LIBRARIAN),
    ("pembaca@contoh.example", "Pembaca Contoh", Role.READER),
)


def load_samples(library: Library) -> None:
    """Bring in what is not there yet; passwords are printed this once."""
    from ingest.samples import build_samples

    folder = library.folders.work / "samples"
    with frame.counting("samples") as progress:
        built = build_samples(folder, progress)
    for sample in built:
        ingest_files(library, (sample.path,), Intent(office=sample.office, release=True, access=sample.access))
    _open_accounts(library)


def _open_accounts(library: Library) -> None:
    for email, name, role in _ACCOUNTS:
        with library.database.write() as session:
            if accounts.find(session, email) is not None:
                continue
            password = secrets.token_urlsafe(12)
            office = None if role is Role.READER else library.first_office.code
            accounts.add(session, library.clock(), email=email, name=name, role=role, office=office, password=password)
        click.echo(f"  {role.value:14} {email:28} {password}", err=True)
