"""The sample works and accounts that `make serve` shows."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from library import Library
from library.catalogue.incoming import Intent
from library.catalogue.intake import known_work
from library.readers import accounts
from library.readers.roles import Role
from library.store.blobs import file_sha256
from webapp.cli import frame
from webapp.cli.ingesting import ingest_files

if TYPE_CHECKING:
    from ingest.samples import SampleWork

_ACCOUNTS = (
    ("admin@contoh.example", "Administrator Contoh", Role.ADMINISTRATOR),
    ("pustakawan@contoh.example", "Pustakawan Contoh", Role.LIBRARIAN),
    ("petugas@contoh.example", "Petugas Contoh", Role.OFFICER),
    ("pembaca@contoh.example", "Pembaca Contoh", Role.READER),
)


def load_samples(library: Library) -> None:
    """Bring in what is not there yet; passwords are printed this once."""
    # Drawing publications takes typesetting libraries that no other command needs.
    from ingest.samples import build_samples

    with frame.counting("sample works") as progress:
        built = build_samples(library.folders.samples, lambda done, total, _title: progress(done, total))
    missing = [sample for sample in built if not _is_known(library, sample)]
    for (office, access), samples in _shelves(missing).items():
        click.echo(f"Reading {len(samples)} sample works for office {office} …", err=True)
        intent = Intent(office=office, release=True, access=access)
        outcome = ingest_files(library, tuple(sample.path for sample in samples), intent)
        for fault in outcome["failed"]:
            click.echo(f"  {fault['file']}: {fault['error']}", err=True)
    _open_accounts(library)


def _is_known(library: Library, sample: SampleWork) -> bool:
    with library.database.read() as session:
        return known_work(session, file_sha256(sample.path), sample.office) is not None


def _shelves(samples: list[SampleWork]) -> dict[tuple[str, str], list[SampleWork]]:
    shelves: dict[tuple[str, str], list[SampleWork]] = {}
    for sample in samples:
        shelves.setdefault((sample.office, sample.access), []).append(sample)
    return shelves


def _open_accounts(library: Library) -> None:
    opened = []
    for email, name, role in _ACCOUNTS:
        with library.database.write() as session:
            if accounts.find(session, email) is not None:
                continue
            password = secrets.token_urlsafe(12)
            office = None if role is Role.READER else library.first_office.code
            accounts.add(session, library.clock(), email=email, name=name, role=role, office=office, password=password)
        opened.append(f"  {role.value:14} {email:28} {password}")
    if opened:
        click.echo("Sample accounts (the passwords are shown only now):", err=True)
        click.echo("\n".join(opened), err=True)
