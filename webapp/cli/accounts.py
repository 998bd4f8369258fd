"""`pustaka account`."""

from __future__ import annotations

import sys

import click

from library.errors import BadForm, BadInput
from library.readers import accounts
from library.readers.credentials import password_problem
from library.readers.roles import GIVEN, Role
from webapp.cli import frame
from webapp.cli.ingesting import office_code
from webapp.cli.personal_data import breach, erase, export
from webapp.cli.second_factor import reset_second_factor

_WORDS = {
    "email-invalid": "that is no e-mail address",
    "email-taken": "somebody has this e-mail address already",
    "required": "the name is empty",
    "password-short": "the password needs at least 10 characters",
    "password-long": "the password is longer than 200 characters",
    "password-common": "the password is too easy to guess",
}


@click.group()
def account() -> None:
    """Open and look after accounts."""


for _deed in (reset_second_factor, export, erase, breach):
    account.add_command(_deed)


@account.command()
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in GIVEN]), default=Role.READER.value, show_default=True)
@click.option("--office", help="Code or name of the office where a member of staff works.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@frame.as_json
@frame.command
def add(*, email: str, name: str, role: str, office: str | None, password_stdin: bool, as_json: bool) -> None:
    """Open an account for somebody whose identity was checked; her address counts as confirmed.

    Without a password she chooses one by "forgot password" on the website.
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    problem = password_problem(password, email=email, name=name) if password is not None else None
    if problem:
        raise BadInput(what=_WORDS[problem])
    with frame.library() as library, library.database.write() as session:
        code = office_code(library, office) if office else None
        try:
            added = accounts.add(
                session, library.clock(), email=email, name=name, role=Role(role), office=code, password=password
            )
        except BadForm as exc:
            raise BadInput(str(exc), what="; ".join(_WORDS[reason] for reason in exc.fields.values())) from exc
    if as_json:
        frame.answer({"id": added.id, "email": added.email})
    else:
        click.echo(f"{added.id}  {added.email}  {added.role}")


@account.command()
@click.option("--email", required=True)
@frame.as_json
@frame.command
def disable(*, email: str, as_json: bool) -> None:
    """Shut an account and sign it out everywhere."""
    with frame.library() as library, library.database.write() as session:
        found = accounts.by_email(session, email)
        accounts.disable(session, library.clock(), found.id, "cli")
    if as_json:
        frame.answer({"id": found.id, "email": found.email, "disabled": True})
    else:
        click.echo(f"{found.id}  {found.email}  disabled")
