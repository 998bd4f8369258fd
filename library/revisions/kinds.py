"""What each kind of edited data has to be: a check that reads a version and refuses what is none."""

from __future__ import annotations

from collections.abc import Callable

from library.revisions import holidays, instruments, mails, replies
from library.store.models import Revision


def _holidays(row: Revision) -> None:
    holidays.checked(holidays.read(row))


def _instrument(row: Revision) -> None:
    instruments.read(row)


def _reply(row: Revision) -> None:
    template = replies.read(row)
    if template is not None:
        replies.body_of(template)


def _mail(row: Revision) -> None:
    mails.body_of(row.subject, {language: mails.read(row, language) for language in mails.LANGUAGES})


CHECKS: dict[str, Callable[[Revision], None]] = {
    holidays.KIND: _holidays,
    instruments.KIND: _instrument,
    replies.KIND: _reply,
    mails.KIND: _mail,
}
