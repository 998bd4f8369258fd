"""A real SMTP server on the loopback that keeps what is sent, and a reader's mail program that answers."""

from __future__ import annotations

import email
import email.policy
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class PostOffice:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content  # type: ignore[attr-defined]
        self.letters.append(email.message_from_bytes(content, policy=email.policy.default))  # type: ignore[arg-type]
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        """Give what was sent to an address, the oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]


@contextmanager
def open_post_office() -> Iterator[tuple[PostOffice, int]]:
    """Open it at a free port, which is given with it."""
    kept = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    yield kept, port
    controller.stop()


def words_of(letter: EmailMessage) -> str:
    """Give the plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def new_letter(text: str, sender: str, to: str) -> EmailMessage:
    """Write somebody's first mail."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to
    letter["Subject"], letter["Message-ID"] = "Pertanyaan", f"<{time.time_ns()}@example.org>"
    letter.set_content(text)
    return letter


def reply_to(letter: EmailMessage, text: str, sender: str = "Siti <siti@example.org>") -> EmailMessage:
    """Answer as a mail program does."""
    reply = EmailMessage()
    reply["From"], reply["To"] = sender, letter["Reply-To"]
    reply["Subject"], reply["Message-ID"] = f"Re: {letter['Subject']}", f"<{time.time_ns()}@example.org>"
    reply["In-Reply-To"] = reply["References"] = letter["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in words_of(letter).splitlines())
    reply.set_content(f"{text}\n\nOn Mon, 23 Nov 2026 Pustaka wrote:\n{quoted}")
    return reply
