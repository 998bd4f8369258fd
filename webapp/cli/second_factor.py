"""`pustaka account reset-second-factor`: for whom phone and paper are lost, and no other administrator is there."""

from __future__ import annotations

import click

from library.readers import accounts, second_factor
from webapp.cli import frame


@click.command()
@click.option("--email", required=True)
@frame.as_json
@frame.command
def reset_second_factor(*, email: str, as_json: bool) -> None:
    """Take the second step off an account; its owner is told by mail and sets up a new phone at the next log-in."""
    with frame.library() as library, library.database.write() as session:
        found = accounts.by_email(session, email)
        was_on = second_factor.take_away(session, library.clock(), found, "cli")
    if as_json:
        frame.answer({"id": found.id, "email": found.email, "was_on": was_on})
    else:
        click.echo(f"{found.id}  {found.email}  {'second step off' if was_on else 'had no second step'}")
