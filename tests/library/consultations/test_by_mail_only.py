"""A consultation that its reader follows by mail alone, over a real SMTP and a real IMAP server."""

from __future__ import annotations

import imaplib
import shutil
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from library import Settings, open_library
from library.consultations.rounds import order
from tests.library.conftest import HandClock
from tests.library.consultations.conftest import MONDAY, SETTINGS, TULANG_BAWANG, Talk
from tests.library.mail.imap_server import PASSWORD, USER, imap_port
from tests.library.mail.post_office import PostOffice, open_post_office, reply_to

__all__ = ["imap_port"]


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, int]]:
    with open_post_office() as opened:
        yield opened


def post(port: int, letter: EmailMessage) -> None:
    """Deliver a letter into the IMAP mailbox."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(USER, PASSWORD)
        client.create("Balasan")
        client.append("Balasan", "", imaplib.Time2Internaldate(time.time()), letter.as_bytes())


def test_a_reader_asks_once_and_goes_on_by_mail_to_the_end(
    tmp_path: Path,
    peopled_data: tuple[Path, str, dict[str, str]],
    office: tuple[PostOffice, int],
    imap_port: int,
):
    (kept, smtp_port), (folder, reader, officers) = office, peopled_data
    shutil.copytree(folder, tmp_path / "data")
    mail = {"mail": f"smtp://127.0.0.1:{smtp_port}", "mail_inbox": f"imap://127.0.0.1:{imap_port}/Balasan"}
    account = {"mail_inbox_user": USER, "mail_inbox_password": PASSWORD}
    settings = Settings(data=tmp_path / "data", **SETTINGS, **mail, **account)  # type: ignore[arg-type]
    clock = HandClock(MONDAY)
    library = open_library(settings, clock)
    talk = Talk(library, clock, TULANG_BAWANG, reader, officers)
    case = talk.answered()
    library.workers.drain()
    post(imap_port, reply_to(kept.letters[-1], "Apakah ada data 2024?"))
    order(library.database, clock())
    library.workers.drain()
    shown = talk.case(case)
    assert (shown.state, shown.messages[-1].text) == ("AWAITING_OFFICER", "Apakah ada data 2024?")
    talk.desk.answer(case, "Ada.", by=talk.officer)
    talk.desk.close(case, "resolved", by=talk.officer)
    library.workers.drain()
    closing = kept.letters[-1]
    assert len(closing["References"].split()) == 4
    post(imap_port, reply_to(closing, "Satu hal lagi."))
    clock.forward(minutes=2)
    library.workers.drain()
    assert talk.case(case).state == "REOPENED"
    assert len(kept.letters) == 4  # received, answer, answer, closed: nothing was answered by machine
    library.close()
