"""`pustaka account export | erase | breach`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from library import Library
from library.errors import BadInput
from library.privacy.breach import Affected, Scope, whole_day
from library.privacy.breach_files import as_csv, plain_person
from library.privacy.breach_files import as_json as as_json_list
from library.privacy.exporting import FORMS, Form, Wanted
from library.privacy.looks import CLI, Looker
from library.privacy.subjects import numbered
from library.readers import accounts
from webapp.cli import frame
from webapp.cli.ingesting import office_code

_BY = Looker(CLI)


def _subject(library: Library, named: dict[str, str | None]) -> str:
    """Name whose data are meant: exactly one of an account's address, a visit, a case and a complaint."""
    given = [(kind, value) for kind, value in named.items() if value is not None]
    if len(given) != 1:
        raise click.UsageError("give one of --email, --visit, --case and --complaint")
    kind, value = given[0]
    if kind == "visit":
        return f"visit:{value}"
    with library.database.read() as session:
        return f"account:{accounts.by_email(session, value).id}" if kind == "email" else numbered(session, kind, value)


def _whose(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say whose data are meant."""
    for option in (
        click.option("--complaint", help="Number of a complaint of somebody without an account."),
        click.option("--case", help="Number of a consultation of somebody without an account."),
        click.option("--visit", help="Number of a visit, for somebody without an account."),
        click.option("--email"),
    ):
        command = option(command)
    return command


@click.command()
@_whose
@click.option("--form", type=click.Choice(FORMS), default="zip", show_default=True)
@click.option("--purpose", default="", help="Number of the letter that asked for it.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; named by whose data it holds.")
@frame.as_json
@frame.command
def export(*, form: Form, purpose: str, out: Path | None, as_json: bool, **named: str | None) -> None:
    """Write everything that is kept of one person; she sees in her account that it was done."""
    with frame.library() as library:
        subject = _subject(library, named)
        target = out or Path(f"pustaka-data-{subject.rpartition(':')[2]}.{form}")
        zone = library.first_office.hours.time_zone.value
        wanted = Wanted(subject, form, frame.language(), zone)
        with closing(library.privacy.export(wanted, by=_BY, purpose=purpose)) as written:
            _keep_private(target)
            with target.open("wb") as file:
                shutil.copyfileobj(written, file)
    if as_json:
        frame.answer({"subject": subject, "file": str(target.absolute()), "bytes": target.stat().st_size})
    else:
        click.echo(f"{subject}  {target}")


def _keep_private(target: Path) -> None:
    """Make the file readable by its owner alone before anything stands in it."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    target.chmod(0o600)


@click.command()
@_whose
@click.option("--yes", is_flag=True, help="Do not ask; it cannot be brought back.")
@frame.as_json
@frame.command
def erase(*, yes: bool, as_json: bool, **named: str | None) -> None:
    """Erase everything that one person gave; counts stay. Refused while something of hers is open."""
    with frame.library() as library:
        subject = _subject(library, named)
        if not yes:
            click.confirm(f"{subject}: erase for good?", abort=True, err=True)
        done = library.privacy.erase_now(subject, CLI)
    if as_json:
        frame.answer({"subject": subject, "erased": done})
    else:
        click.echo(f"{subject}  {'erased' if done else 'under way'}")


@click.command()
@click.option("--from", "first", help="Day or instant (UTC) at which it began.")
@click.option("--until", "last", help="Day or instant (UTC) at which it ended.")
@click.option("--office", help="Code or name of an office.")
@click.option("--actor", help="E-mail of an account of the staff: only what it looked at or dealt with.")
@click.option("--device", default="", help="Number of a terminal: only who signed in or signed the guest book there.")
@click.option("--kind", "kinds", multiple=True, help="Kind of record, as in the register; may be given again.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also writes the list: .csv or .json.")
@frame.as_json
@frame.command
def breach(
    *,
    first: str | None,
    last: str | None,
    office: str | None,
    actor: str | None,
    device: str,
    kinds: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Say whose data, and which fields, a failure of protection concerns: who has to be told within 3 × 24 hours."""
    with frame.library() as library:
        scope = Scope(
            _instant(first, end=False),
            _instant(last, end=True),
            office_code(library, office) if office else "",
            _subject(library, {"email": actor}).rpartition(":")[2] if actor else "",
            device,
            _known(library, kinds),
        )
        people = library.privacy.affected(scope, by=_BY)
        register = library.privacy.register
    if out is not None:
        _keep_private(out)
        is_csv = out.suffix.lower() == ".csv"
        out.write_text(as_csv(people, register) if is_csv else as_json_list(people, register, scope), "utf-8")
    if as_json:
        frame.answer({"total": len(people), "people": [plain_person(person, register) for person in people]})
    else:
        _tell(people)


def _instant(text: str | None, *, end: bool) -> datetime | None:
    try:
        return whole_day(text, end=end) if text else None
    except ValueError as exc:
        raise BadInput(what=f"{text}: 2026-11-21, 2026-11-21T14:05") from exc


def _known(library: Library, kinds: tuple[str, ...]) -> tuple[str, ...]:
    known = [each.code for each in library.privacy.register.activity]
    for kind in kinds:
        if kind not in known:
            raise BadInput(what=f"{kind} ({', '.join(known)})")
    return kinds


def _tell(people: list[Affected]) -> None:
    for person in people:
        held = ", ".join(f"{kind} {count}" for kind, count in person.records.items())
        click.echo(f"{person.key}  {person.name}  {person.reached}  {held}")
    click.echo(f"{len(people)} persons", err=True)
