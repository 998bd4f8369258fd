"""A consultation that its reader follows by mail alone, over a real SMTP and a real IMAP server."""

from __future__ import annotations

import email
import email.policy
import imaplib
import shutil
import socket
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from library import Settings, open_library
from library.consultations.rounds import order
from tests.library.conftest import HandClock
from tests.library.consultations.conftest import MONDAY, SETTINGS, TULANG_BAWANG, Talk
from tests.library.mail.imap_server import PASSWORD, USER, imap_port

__all__ = ["imap_port"]


class PostOffice:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content  # type: ignore[attr-defined]
        self.letters.append(email.message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 kept"


@pytest.fixture
def office() -> Iterator[tuple[PostOffice, int]]:
    kept = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


def post(port: int, letter: EmailMessage) -> None:
    """Deliver a letter into the IMAP mailbox."""
    with imaplib.IMAP4("127.0.0.1", port) as client:
        client.login(USER, PASSWORD)
        client.create("Balasan")
        client.append("Balasan", "", imaplib.Time2Internaldate(time.time()), letter.as_bytes())


def reply_to(letter: EmailMessage, text: str) -> EmailMessage:
    """Answer as a mail program does."""
    reply = EmailMessage()
    reply["From"], reply["To"] = "Siti <siti@example.org>", letter["Reply-To"]
    reply["Subject"], reply["Message-ID"] = f"Re: {letter['Subject']}", f"<{time.time_ns()}@example.org>"
    reply["In-Reply-To"] = reply["References"] = letter["Message-ID"]
    body = letter.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    reply.set_content(f"{text}\n\nOn Mon, 23 Nov 2026 Pustaka wrote:\n{quoted}")
    return reply


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
