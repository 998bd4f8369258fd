"""`pustaka ingest --records`: lists of publications held against the catalogue, and taken over."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from ingest.exchange.bps_api import fetch
from ingest.exchange.reading import LARGEST, read_records
from library import Library
from library.catalogue import reconciling
from library.catalogue.reconciling import Match
from library.catalogue.records import Record
from webapp.cli import frame

_AT_ONCE = 100
"""works that are changed in one go; others write in between"""


@dataclass(slots=True)
class Outcome:
    """What became of the records."""

    records: int = 0
    matched: int = 0
    changed: int = 0
    refused: int = 0
    differences: list[dict[str, Any]] = field(default_factory=list)
    unmatched: list[dict[str, str]] = field(default_factory=list)


def bring_records(
    library: Library, files: tuple[Path, ...], domain: str, office: str | None, *, dry_run: bool
) -> Outcome:
    """Compare records with the works of an office, or of all, and take over what differs.

    Raises:
        RecordsUnreadable: a file is no list of records; those before it have been taken over.
        BpsUnreachable: BPS's web API gave no answer.
        OSError: a file cannot be opened.
    """
    outcome = Outcome()
    for path in files:
        with path.open("rb") as stream:
            kind, records = read_records(stream.read(LARGEST + 1))
        _hold(library, records, f"{path.name[-60:]} ({kind})", office, outcome, dry_run=dry_run)
    if domain:
        records = fetch(domain, library.settings.bps_key)
        _hold(library, records, f"webapi.bps.go.id {domain}", office, outcome, dry_run=dry_run)
    return outcome


def _hold(
    library: Library, records: list[Record], source: str, office: str | None, outcome: Outcome, *, dry_run: bool
) -> None:
    with library.database.read() as session:
        matches = reconciling.reconcile(session, records, office)
    outcome.records += len(matches)
    outcome.matched += sum(match.work is not None for match in matches)
    outcome.differences += [_plain(match) for match in matches if match.differences]
    outcome.unmatched += [
        {"title": match.record.values.get("title", ""), "why": match.by or "none"}
        for match in matches
        if match.work is None
    ]
    if dry_run:
        return
    different = [match for match in matches if match.differences]
    for start in range(0, len(different), _AT_ONCE):
        with library.database.write() as session:
            changed, refused = reconciling.take_over(
                session,
                library.clock(),
                different[start : start + _AT_ONCE],
                source,
                "cli",
                tables=library.describer.tables,
            )
        outcome.changed += changed
        outcome.refused += refused
    library.workers.drain()


def _plain(match: Match) -> dict[str, Any]:
    assert match.work is not None
    fields = {
        each.field: {"here": each.ours, "there": each.theirs, "stays": each.decided} for each in match.differences
    }
    return {"work": match.work.id, "title": match.work.title, "fields": fields}


def tell_records(outcome: Outcome, *, as_json: bool) -> None:
    """Print what became of the records."""
    plain = {name: getattr(outcome, name) for name in Outcome.__slots__}
    if as_json:
        frame.answer(plain)
        return
    for each in outcome.differences:
        for name, values in each["fields"].items():
            stays = " (stays)" if values["stays"] else ""
            click.echo(f"{each['work']}  {name}: {values['here'] or '—'} → {values['there']}{stays}")
    for lost in outcome.unmatched:
        click.echo(f"—  {lost['title']}: {lost['why']}")
    words = f"{outcome.records} records, {outcome.matched} matched, {outcome.changed} works changed"
    click.echo(f"{words}, {outcome.refused} values refused", err=True)
