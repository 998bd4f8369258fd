"""`pustaka mail release | discard`: the mails that a restore has held back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import click

from library.care import parked_mail
from library.store.session import Session
from webapp.cli import frame

_Deed = Callable[[Session, datetime, str], int]


@click.group()
def mail() -> None:
    """Say what becomes of the mails that a restore has held back."""


@mail.command()
@frame.as_json
@frame.command
def release(*, as_json: bool) -> None:
    """Have them sent: nobody has got them yet. Those with a one-time link are written anew."""
    _do(parked_mail.release, as_json=as_json)


@mail.command()
@frame.as_json
@frame.command
def discard(*, as_json: bool) -> None:
    """Give them up: they went out before the restore."""
    _do(parked_mail.discard, as_json=as_json)


def _do(deed: _Deed, *, as_json: bool) -> None:
    with frame.library() as library, library.database.write() as session:
        number = deed(session, library.clock(), "cli")
    if as_json:
        frame.answer({"mails": number})
    else:
        click.echo(str(number))
