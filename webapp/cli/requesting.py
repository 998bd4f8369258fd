"""`pustaka request`."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import click

from library import Library
from library.catalogue import works
from library.errors import Unavailable
from library.mail.post import JOB as MAIL_JOB
from library.readers import accounts
from library.softcopies import questions, requests
from library.softcopies.requests import STAMP_JOB, RequestForm, RequestLine
from library.store.models import Copy
from webapp.cli import frame

_LONGEST_WAIT = 120  # seconds
_AT_WORK = ("APPROVED", "STAMPING", "STAMPED")


@click.command()
@click.argument("work")
@click.option("--account", "email", help="The reader's e-mail address.")
@click.option("--purpose", help="What the copy is for, in the reader's words.")
@click.option("--institution", help="Where the reader belongs; as in her account where not given.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the copy to this file.")
@click.option("--ask", "question", help="WORK is a request's number: ask its reader this before it is decided.")
@click.option("--answer", "reply", help="WORK is a request's number: what its reader answered, in her words.")
@frame.as_json
@frame.command
def request(
    *,
    work: str,
    email: str | None,
    purpose: str | None,
    institution: str | None,
    out: Path | None,
    question: str | None,
    reply: str | None,
    as_json: bool,
) -> None:
    """Ask for a reader's stamped copy of WORK: a librarian's call, who declares for the reader."""
    if question is not None and reply is not None:
        raise click.UsageError("--ask or --answer, not both")
    with frame.library() as library:
        if question is not None or reply is not None:
            request_id = _talk(library, work, question, reply)
        elif email is None or purpose is None:
            raise click.UsageError(f"Missing option '{'--account' if email is None else '--purpose'}'.")
        else:
            request_id = _submit(library, work, email, purpose, institution)
        line = _wait(library, request_id)
        outcome = _outcome(library, line, out)
    if as_json:
        frame.answer(outcome)
    else:
        click.echo(f"{outcome['request']}  {outcome['state']}  {outcome['file'] or ''}".rstrip())


def _talk(library: Library, number: str, question: str | None, reply: str | None) -> str:
    """Ask the reader of a request something, or note her answer."""
    now = library.clock()
    with library.database.write() as session:
        found = requests.by_number(session, number)
        if question is not None:
            return questions.ask(session, now, found.id, "cli", question).id
        return questions.answer(session, now, found.id, found.account_id, reply or "", actor="cli").id


def _submit(library: Library, work_id: str, email: str, purpose: str, institution: str | None) -> str:
    now = library.clock()
    with library.database.write() as session:
        reader = accounts.by_email(session, email)
        form = RequestForm(
            purpose="other",
            purpose_text=purpose,
            institution=institution or reader.institution or "—",
            declared=True,
            language=reader.language,
            channel="cli",
        )
        work = works.get(session, work_id)
        zone = library.offices[work.office].hours.time_zone.value
        return requests.submit(session, now, reader, work, form, frozenset({"other"}), actor="cli", zone=zone).id


def _wait(library: Library, request_id: str) -> RequestLine:
    """Stamp it here, or wait for the worker of another process that has taken it."""
    until = time.monotonic() + _LONGEST_WAIT
    while True:
        library.workers.drain({STAMP_JOB, MAIL_JOB})
        with library.database.read() as session:
            line = requests.line(session, request_id)
        if line.request.state == "FAILED" or time.monotonic() > until:
            raise Unavailable(f"request {request_id} is {line.request.state}")
        if line.request.state not in _AT_WORK:
            return line
        time.sleep(0.05)


def _outcome(library: Library, line: RequestLine, out: Path | None) -> dict[str, Any]:
    copy = line.copy
    if copy is None or copy.ready_at is None:
        return {
            "request": line.request.number,
            "copy": None,
            "state": "pending",
            "file": None,
            "sha256": None,
            "seconds": None,
        }
    path = library.delivery.download(copy.id, copy.account_id).path
    if out is not None:
        _hand_over(library, copy, path, out)
    return {
        "request": line.request.number,
        "copy": copy.number,
        "state": "ready",
        "file": str((out or path).absolute()),
        "sha256": copy.sha256,
        "seconds": copy.seconds,
    }


def _hand_over(library: Library, copy: Copy, path: Path, out: Path) -> None:
    # On record before its first byte leaves, as on the website; but not where it cannot be written at all.
    with path.open("rb") as kept, out.open("wb") as handed:
        library.delivery.note_download(copy.id, copy.account_id, actor="cli")
        shutil.copyfileobj(kept, handed)
